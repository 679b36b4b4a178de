"""The rubric, the reviewers, and what each of them is asked to judge."""

import uuid
from collections.abc import Collection, Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload
from sqlalchemy.sql.base import ExecutableOption

from app.accounts.actor import Actor
from app.accounts.models import Account, Membership, Organisation, Role
from app.extensions import db
from app.roadshows import conflicts
from app.roadshows.models import (
    Application,
    ApplicationState,
    Review,
    ReviewCriterion,
    Reviewer,
    ReviewState,
    Roadshow,
)
from app.roadshows.policies import REVIEWING


def criteria(roadshow_id: uuid.UUID) -> Sequence[ReviewCriterion]:
    statement = select(ReviewCriterion).where(ReviewCriterion.roadshow_id == roadshow_id)
    return db.session.scalars(statement.order_by(ReviewCriterion.position, ReviewCriterion.id)).all()


def candidates(roadshow: Roadshow) -> Sequence[Membership]:
    """Who can be asked: reviewers and organisers of the organisation itself and of the authorities of its city."""
    city = roadshow.organisation.region_code[:4]
    near = Organisation.region_code.startswith(city, autoescape=True) if len(city) == 4 else Organisation.id.is_(None)
    statement = (
        select(Membership)
        .join(Membership.organisation)
        .join(Account, Account.id == Membership.account_id)
        .where(
            Membership.role.in_((Role.REVIEWER, Role.ORGANISER)),
            Membership.ended_at.is_(None),
            or_(Organisation.id == roadshow.organisation_id, near),
        )
        .options(joinedload(Membership.account))
    )
    return db.session.scalars(statement.order_by(Organisation.name, Account.name, Membership.id)).unique().all()


def active_reviewers(roadshow_id: uuid.UUID) -> Sequence[Reviewer]:
    statement = (
        select(Reviewer)
        .join(Membership, Membership.id == Reviewer.membership_id)
        .where(Reviewer.roadshow_id == roadshow_id, Reviewer.removed_at.is_(None), Membership.ended_at.is_(None))
        .options(joinedload(Reviewer.membership).joinedload(Membership.account))
    )
    return db.session.scalars(statement.order_by(Reviewer.added_at, Reviewer.id)).unique().all()


def reviews_of(roadshow_id: uuid.UUID) -> Sequence[Review]:
    """Every review of a roadshow, with its reviewer's name."""
    statement = (
        select(Review)
        .join(Reviewer, Reviewer.id == Review.reviewer_id)
        .where(Reviewer.roadshow_id == roadshow_id)
        .options(_with_reviewer())
    )
    return db.session.scalars(statement.order_by(Review.assigned_at, Review.id)).unique().all()


def reviews_for(application_id: uuid.UUID) -> Sequence[Review]:
    statement = select(Review).where(Review.application_id == application_id).options(_with_reviewer())
    return db.session.scalars(statement.order_by(Review.assigned_at, Review.id)).unique().all()


def remarks(application_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, list[str]]:
    """Application → what its reviewers advise the applicant, in an order that tells nothing of who they are."""
    statement = select(Review.application_id, Review.remark).where(
        Review.application_id.in_(application_ids), Review.state == ReviewState.SCORED, Review.remark != ""
    )
    found: dict[uuid.UUID, list[str]] = {}
    for application_id, remark in db.session.execute(statement.order_by(Review.application_id, Review.remark)):
        found.setdefault(application_id, []).append(remark)
    return found


def my_reviews(actor: Actor) -> Sequence[Review]:
    """What the person is asked to review as this member, open ones first, without what they are in conflict with."""
    statement = (
        select(Review)
        .join(Reviewer, Reviewer.id == Review.reviewer_id)
        .join(Application, Application.id == Review.application_id)
        .where(
            Reviewer.membership_id == actor.membership_id,
            Reviewer.removed_at.is_(None),
            Review.state != ReviewState.CONFLICT,
            Application.state == ApplicationState.SENT,
        )
    )
    reviews = db.session.scalars(statement.order_by(Review.assigned_at, Review.id)).unique().all()
    barred = conflicts.blocked(actor, [review.application for review in reviews])
    free = [review for review in reviews if review.application_id not in barred]
    return sorted(free, key=lambda review: review.state is not ReviewState.ASSIGNED)


def own_review(actor: Actor, review_id: uuid.UUID) -> Review | None:
    """A review of this member; none for whoever is in conflict, was taken off, or is not asked."""
    review = db.session.get(Review, review_id)
    if review is None or not actor.is_(*REVIEWING) or review.reviewer.membership_id != actor.membership_id:
        return None
    if review.reviewer.removed_at is not None or review.application.state is not ApplicationState.SENT:
        return None
    return None if conflicts.in_conflict(actor, review.application) else review


def _with_reviewer() -> ExecutableOption:
    return joinedload(Review.reviewer).joinedload(Reviewer.membership).joinedload(Membership.account)
