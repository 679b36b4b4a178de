"""Reviewers, who judges what, and their judgements."""

import uuid
from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from flask_babel import gettext as _
from sqlalchemy import func, select

from app.accounts.actor import Actor
from app.accounts.models import Membership
from app.core.errors import Conflict, Forbidden, Invalid
from app.core.model import utc_now
from app.extensions import db
from app.roadshows import conflicts, notices
from app.roadshows.models import (
    Application,
    ApplicationState,
    Review,
    Reviewer,
    ReviewScore,
    ReviewState,
    Roadshow,
)
from app.roadshows.policies import manages, takes_reviews
from app.roadshows.queries.results import COUNTING
from app.roadshows.queries.reviews import active_reviewers, candidates, criteria
from app.roadshows.services.places import lock, require
from app.roadshows.sharing import share


def add_reviewer(*, actor: Actor, roadshow: Roadshow, membership_id: uuid.UUID) -> Reviewer:
    """Ask a member of the city's authorities to review."""
    _open(actor, roadshow)
    membership = next((row for row in candidates(roadshow) if row.id == membership_id), None)
    if membership is None:
        raise Invalid(_("Choose a reviewer from the list."), "membership_id")
    same = select(Reviewer).where(Reviewer.roadshow_id == roadshow.id, Reviewer.membership_id == membership.id)
    reviewer = db.session.scalar(same)
    if reviewer is not None and reviewer.removed_at is None:
        return reviewer
    if reviewer is None:
        reviewer = Reviewer(roadshow_id=roadshow.id, membership_id=membership.id)
        db.session.add(reviewer)
    reviewer.removed_at = None
    db.session.flush()
    notices.reviewer_added(reviewer)
    return reviewer


def remove_reviewer(*, actor: Actor, roadshow: Roadshow, reviewer_id: uuid.UUID) -> None:
    """What was scored stays; what was still to do is free for others."""
    _open(actor, roadshow)
    reviewer = db.session.get(Reviewer, reviewer_id)
    if reviewer is None or reviewer.roadshow_id != roadshow.id:
        raise Conflict(_("This reviewer is no longer there."))
    reviewer.removed_at = utc_now()
    undone = select(Review).where(Review.reviewer_id == reviewer.id, Review.state == ReviewState.ASSIGNED)
    for review in db.session.scalars(undone):
        db.session.delete(review)
    db.session.flush()


def set_capacity(*, actor: Actor, roadshow: Roadshow, reviewer_id: uuid.UUID, capacity: int | None) -> None:
    """How many reviews this person takes at most; None as many as there are. What they have already stays."""
    _open(actor, roadshow)
    reviewer = db.session.get(Reviewer, reviewer_id)
    if reviewer is None or reviewer.roadshow_id != roadshow.id or reviewer.removed_at is not None:
        raise Conflict(_("This reviewer is no longer there."))
    if capacity is not None and capacity < 0:
        raise Invalid(_("Write a whole number, or nothing for no limit."), "capacity")
    reviewer.capacity = capacity
    db.session.flush()


def assign(*, actor: Actor, roadshow: Roadshow, application_id: uuid.UUID, reviewer_id: uuid.UUID) -> Review:
    _open(actor, roadshow)
    application = db.session.get(Application, application_id)
    reviewer = next((row for row in active_reviewers(roadshow.id) if row.id == reviewer_id), None)
    if application is None or application.roadshow_id != roadshow.id or application.state is not ApplicationState.SENT:
        raise Invalid(_("Choose an application from the list."), "application_id")
    if reviewer is None:
        raise Invalid(_("Choose a reviewer from the list."), "reviewer_id")
    if conflicts.pairs({reviewer.membership.account_id}, [application]):
        raise Invalid(_("This reviewer has a conflict of interest with the project."), "reviewer_id")
    same = select(Review).where(Review.application_id == application.id, Review.reviewer_id == reviewer.id)
    if (review := db.session.scalar(same)) is not None:
        return review
    if reviewer.capacity is not None and _load([reviewer])[reviewer.id] >= reviewer.capacity:
        raise Invalid(_("This reviewer has as many applications as they take."), "reviewer_id")
    review = Review(application_id=application.id, reviewer_id=reviewer.id)
    db.session.add(review)
    db.session.flush()
    return review


def unassign(*, actor: Actor, roadshow: Roadshow, review_id: uuid.UUID) -> None:
    _open(actor, roadshow)
    review = db.session.get(Review, review_id)
    if review is None or review.reviewer.roadshow_id != roadshow.id or review.state is not ReviewState.ASSIGNED:
        raise Conflict(_("Only a review that has not begun can be taken away."))
    db.session.delete(review)
    db.session.flush()


def assign_evenly(*, actor: Actor, roadshow: Roadshow) -> tuple[int, int]:
    """Give every application its reviewers, as evenly as possible and never in conflict; returns (made, missing).

    What somebody was given and can no longer review, because they left or a conflict arose since, goes to others.
    """
    _open(actor, roadshow)
    reviewers = active_reviewers(roadshow.id)
    sent = select(Application).where(Application.roadshow_id == roadshow.id, Application.state == ApplicationState.SENT)
    applications = db.session.scalars(sent.order_by(Application.id)).unique().all()
    barred = conflicts.pairs({reviewer.membership.account_id for reviewer in reviewers}, applications)
    _take_back(roadshow, reviewers, barred)
    present = db.session.execute(
        select(Review.application_id, Review.reviewer_id, Review.state)
        .join(Reviewer, Reviewer.id == Review.reviewer_id)
        .where(Reviewer.roadshow_id == roadshow.id)
    ).all()
    taken = {(row.application_id, row.reviewer_id) for row in present}
    have = Counter(row.application_id for row in present if row.state in COUNTING)
    wanted = {one.id: max(0, roadshow.reviews_wanted - have[one.id]) for one in applications}
    free = {
        application.id: {
            reviewer.id
            for reviewer in reviewers
            if (application.id, reviewer.id) not in taken
            and (reviewer.membership.account_id, application.id) not in barred
        }
        for application in applications
    }
    capacity = {reviewer.id: reviewer.capacity for reviewer in reviewers}
    pairs = share(wanted=wanted, free=free, load=_load(reviewers), capacity=capacity)
    db.session.add_all(Review(application_id=one, reviewer_id=reviewer) for one, reviewer in sorted(pairs))
    db.session.flush()
    return len(pairs), sum(wanted.values()) - len(pairs)


def score(
    *, actor: Actor, review: Review, scores: Mapping[uuid.UUID, int], comment: str = "", remark: str = ""
) -> None:
    """The reviewer's points from 1 to 5 for every criterion; they may change until the line-up is fixed. The comment is
    for the organiser, the remark for the applicant."""
    _mine(actor, review)
    rubric = criteria(review.application.roadshow_id)
    for criterion in rubric:
        if not 1 <= scores.get(criterion.id, 0) <= 5:
            raise Invalid(_("Give 1 to 5 points for every criterion."), f"score_{criterion.id}")
    present = {row.criterion_id: row for row in review.scores}
    for criterion in rubric:
        row = present.get(criterion.id) or ReviewScore(review_id=review.id, criterion_id=criterion.id)
        row.score = scores[criterion.id]
        if criterion.id not in present:
            review.scores.append(row)
    review.state, review.comment, review.remark, review.done_at = ReviewState.SCORED, comment, remark, utc_now()
    db.session.flush()


def abstain(*, actor: Actor, review: Review, comment: str) -> None:
    """Not judge this one, without a conflict: too far from the reviewer's field, for instance."""
    _mine(actor, review)
    review.scores.clear()
    review.state, review.comment, review.remark, review.done_at = ReviewState.ABSTAINED, comment, "", utc_now()
    db.session.flush()


def declare_conflict(*, actor: Actor, review: Review, comment: str) -> None:
    """The application disappears for this reviewer, and their points with it."""
    _mine(actor, review)
    review.scores.clear()
    review.state, review.comment, review.remark, review.done_at = ReviewState.CONFLICT, comment, "", utc_now()
    db.session.flush()


def _load(reviewers: Sequence[Reviewer]) -> Counter[uuid.UUID]:
    """How many reviews each of them has, to write or written."""
    statement = (
        select(Review.reviewer_id, func.count())
        .where(Review.reviewer_id.in_([reviewer.id for reviewer in reviewers]), Review.state.in_(COUNTING))
        .group_by(Review.reviewer_id)
    )
    return Counter(dict(db.session.execute(statement).all()))


def _take_back(roadshow: Roadshow, reviewers: Sequence[Reviewer], barred: Collection[conflicts.Pair]) -> None:
    """Reviews that nobody has begun and nobody may write any more."""
    people = {reviewer.id: reviewer.membership.account_id for reviewer in reviewers}
    undone = select(Review).join(Reviewer, Reviewer.id == Review.reviewer_id)
    undone = undone.where(Reviewer.roadshow_id == roadshow.id, Review.state == ReviewState.ASSIGNED)
    for review in db.session.scalars(undone).unique():
        account_id = people.get(review.reviewer_id)
        if account_id is None or (account_id, review.application_id) in barred:
            db.session.delete(review)
    db.session.flush()


def _open(actor: Actor, roadshow: Roadshow) -> None:
    require(manages(actor, roadshow))
    lock(roadshow)
    if not takes_reviews(roadshow):
        raise Conflict(_("Reviews are over: the line-up is fixed."))


def _mine(actor: Actor, review: Review) -> None:
    reviewer: Membership = review.reviewer.membership
    if reviewer.id != actor.membership_id or conflicts.in_conflict(actor, review.application):
        raise Forbidden
    lock(review.application.roadshow)
    if not takes_reviews(review.application.roadshow):
        raise Conflict(_("Reviews are over: the line-up is fixed."))
    if review.application.state is not ApplicationState.SENT:
        raise Conflict(_("The application was withdrawn."))
