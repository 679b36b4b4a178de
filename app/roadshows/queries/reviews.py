"""The rubric, reviewers, and what their points add up to."""

import datetime as dt
import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Float, case, cast, func, or_, select
from sqlalchemy.orm import joinedload

from app.accounts.actor import Actor
from app.accounts.models import Account, Membership, Organisation, Role
from app.extensions import db
from app.projects.models import Project, ProjectFacet
from app.roadshows import conflicts
from app.roadshows.models import (
    Application,
    ApplicationState,
    Attendance,
    Outcome,
    Review,
    ReviewCriterion,
    Reviewer,
    ReviewScore,
    ReviewState,
    Roadshow,
)
from app.roadshows.policies import REVIEWING

_WITH_REVIEWER = joinedload(Review.reviewer).joinedload(Reviewer.membership).joinedload(Membership.account)


@dataclass(frozen=True, slots=True)
class Result:
    """A sent application as the lists of it show it, with its weighted mean of 1 to 5 (None before the first review).

    Columns, not objects: an application with its project and organisation was most of the time such a list took.
    """

    id: uuid.UUID
    project_id: uuid.UUID
    organisation_id: uuid.UUID
    name: str
    sort_key: str
    organisation: str
    outcome: Outcome | None
    sent_at: dt.datetime | None
    wants: str
    presenter: str
    attendance: Attendance
    mean: float | None
    lowest: float | None
    highest: float | None
    reviews: int
    assigned: int

    @property
    def spread(self) -> float | None:
        return None if self.highest is None or self.lowest is None else self.highest - self.lowest


_SHOWN = (
    Application.id,
    Application.project_id,
    Project.organisation_id,
    Project.name,
    Project.sort_key,
    Organisation.name,
    Application.outcome,
    Application.sent_at,
    Application.wants,
    Application.presenter,
    Application.attendance,
)


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
        .options(_WITH_REVIEWER)
    )
    return db.session.scalars(statement.order_by(Review.assigned_at, Review.id)).unique().all()


def reviews_for(application_id: uuid.UUID) -> Sequence[Review]:
    statement = select(Review).where(Review.application_id == application_id).options(_WITH_REVIEWER)
    return db.session.scalars(statement.order_by(Review.assigned_at, Review.id)).unique().all()


def results(roadshow_id: uuid.UUID, *, sort: str = "") -> Sequence[Result]:
    """All sent applications with their points. `sort`: name, mean, reviews, spread or sent; "-" before it reverses."""
    weighted = cast(func.sum(ReviewScore.score * ReviewCriterion.weight), Float) / func.sum(ReviewCriterion.weight)
    points = (
        select(Review.application_id, weighted.label("points"))
        .join(ReviewScore, ReviewScore.review_id == Review.id)
        .join(ReviewCriterion, ReviewCriterion.id == ReviewScore.criterion_id)
        .where(Review.state == ReviewState.SCORED, ReviewCriterion.roadshow_id == roadshow_id)
        .group_by(Review.id, Review.application_id)
        .subquery()
    )
    scored = (
        select(
            points.c.application_id,
            func.avg(points.c.points).label("mean"),
            func.min(points.c.points).label("lowest"),
            func.max(points.c.points).label("highest"),
            func.count().label("reviews"),
        )
        .group_by(points.c.application_id)
        .subquery()
    )
    open_ones = func.sum(case((Review.state.in_((ReviewState.ASSIGNED, ReviewState.SCORED)), 1), else_=0))
    assigned = select(Review.application_id, open_ones.label("assigned")).group_by(Review.application_id).subquery()
    points_of = (scored.c.mean, scored.c.lowest, scored.c.highest, func.coalesce(scored.c.reviews, 0))
    statement = (
        select(*_SHOWN, *points_of, func.coalesce(assigned.c.assigned, 0))
        .join(Project, Project.id == Application.project_id)
        .join(Organisation, Organisation.id == Project.organisation_id)
        .outerjoin(scored, scored.c.application_id == Application.id)
        .outerjoin(assigned, assigned.c.application_id == Application.id)
        .where(Application.roadshow_id == roadshow_id, Application.state == ApplicationState.SENT)
    )
    found: Any = db.session.execute(statement)
    rows = [Result(*row) for row in found]
    return _sorted(rows, sort)


def sectors_of(project_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, list[str]]:
    """The sectors of each project, for a spreadsheet."""
    found: dict[uuid.UUID, list[str]] = {project_id: [] for project_id in project_ids}
    statement = select(ProjectFacet.project_id, ProjectFacet.code).where(
        ProjectFacet.project_id.in_(project_ids), ProjectFacet.facet == "sector"
    )
    for project_id, code in db.session.execute(statement.order_by(ProjectFacet.code)):
        found[project_id].append(code)
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


def _sorted(rows: list[Result], sort: str) -> list[Result]:
    """Applications without points stand last, whichever way the points are sorted."""
    name, down = sort.removeprefix("-"), sort.startswith("-")
    if name in {"mean", "spread"}:
        known = [row for row in rows if getattr(row, name) is not None]
        unknown = [row for row in rows if getattr(row, name) is None]
        known.sort(key=lambda row: str(row.id))
        known.sort(key=lambda row: getattr(row, name), reverse=down)
        return known + sorted(unknown, key=lambda row: str(row.id))
    keys = {
        "name": lambda row: row.sort_key,
        "reviews": lambda row: row.reviews,
        "sent": lambda row: row.sent_at,
    }
    rows.sort(key=lambda row: str(row.id))
    rows.sort(key=keys.get(name, keys["sent"]), reverse=down)
    return rows
