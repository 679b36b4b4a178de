"""What the reviewers' points add up to, and what could not be given to a reviewer."""

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Float, Select, bindparam, case, cast, func, select

from app.accounts.models import Account, Membership, Organisation
from app.extensions import db
from app.projects.models import Project, ProjectFacet
from app.roadshows import conflicts, scoring
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
from app.roadshows.queries.reviews import active_reviewers


class Result(NamedTuple):
    """A sent application as the lists of it show it, with its score (None before the first review).

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
    assigned: int
    score: scoring.Score | None

    @property
    def mean(self) -> float | None:
        return self.score.mean if self.score else None

    @property
    def normalised(self) -> float | None:
        return self.score.normalised if self.score else None

    @property
    def spread(self) -> float | None:
        return self.score.highest - self.score.lowest if self.score else None

    @property
    def reviews(self) -> int:
        return self.score.reviews if self.score else 0


@dataclass(frozen=True, slots=True)
class Gap:
    """What an application lacks, and what keeps each of the roadshow's other reviewers from it."""

    result: Result
    missing: int
    in_conflict: int
    stepped_back: int
    full: int
    free: int


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
# What keeps a reviewer busy, and counts as a review that an application has.
COUNTING = (ReviewState.ASSIGNED, ReviewState.SCORED)


@cache
def _points() -> Select[*tuple[Any, ...]]:
    weighted = cast(func.sum(ReviewScore.score * ReviewCriterion.weight), Float) / func.sum(ReviewCriterion.weight)
    return (
        select(Review.application_id, Review.reviewer_id, weighted)
        .join(ReviewScore, ReviewScore.review_id == Review.id)
        .join(ReviewCriterion, ReviewCriterion.id == ReviewScore.criterion_id)
        .join(Application, Application.id == Review.application_id)
        .where(
            Review.state == ReviewState.SCORED,
            ReviewCriterion.roadshow_id == bindparam("roadshow_id"),
            Application.state == ApplicationState.SENT,
        )
        .group_by(Review.id, Review.application_id, Review.reviewer_id)
        .order_by(Review.id)
    )


def points(roadshow_id: uuid.UUID) -> list[scoring.Point]:
    """The weighted mean of 1 to 5 of every scored review of a sent application."""
    return [scoring.Point(*row) for row in db.session.execute(_points(), {"roadshow_id": roadshow_id})]


@cache
def _results() -> Select[*tuple[Any, ...]]:
    open_ones = func.sum(case((Review.state.in_(COUNTING), 1), else_=0))
    assigned = select(Review.application_id, open_ones.label("assigned")).group_by(Review.application_id).subquery()
    return (
        select(*_SHOWN, func.coalesce(assigned.c.assigned, 0))
        .join(Project, Project.id == Application.project_id)
        .join(Organisation, Organisation.id == Project.organisation_id)
        .outerjoin(assigned, assigned.c.application_id == Application.id)
        .where(Application.roadshow_id == bindparam("roadshow_id"), Application.state == ApplicationState.SENT)
        .order_by(Application.id)
    )


def results(
    roadshow_id: uuid.UUID, *, sort: str = "", scores: Mapping[uuid.UUID, scoring.Score] | None = None
) -> Sequence[Result]:
    """All sent applications with their points. `sort`: name, mean, normalised, reviews, spread or sent; "-" before it
    reverses. `scores` spares the statement for scores that are known."""
    known = scoring.scores(points(roadshow_id)) if scores is None else scores
    found: Any = db.session.execute(_results(), {"roadshow_id": roadshow_id})
    return _sorted([Result(*(*row, known.get(row[0]))) for row in found], sort)


def reviewers_without_scale(roadshow_id: uuid.UUID, scales: Mapping[uuid.UUID, scoring.Scale]) -> list[tuple[str, int]]:
    """The names of reviewers whose points have no z-score, with how many reviews they have written."""
    known = {key: scale.reviews for key, scale in scales.items() if not scale.is_usable}
    if not known:
        return []
    statement = (
        select(Account.name, Reviewer.id)
        .join(Membership, Membership.account_id == Account.id)
        .join(Reviewer, Reviewer.membership_id == Membership.id)
        .where(Reviewer.roadshow_id == roadshow_id, Reviewer.id.in_(known))
    )
    rows = db.session.execute(statement.order_by(Account.name, Reviewer.id))
    return [(name, known[reviewer_id]) for name, reviewer_id in rows]


def criterion_means(application_id: uuid.UUID) -> list[tuple[ReviewCriterion, float]]:
    """The mean of each criterion of the rubric over an application's reviews; empty before the first."""
    statement = (
        select(ReviewCriterion, func.avg(cast(ReviewScore.score, Float)))
        .join(ReviewScore, ReviewScore.criterion_id == ReviewCriterion.id)
        .join(Review, Review.id == ReviewScore.review_id)
        .where(Review.application_id == application_id, Review.state == ReviewState.SCORED)
        .group_by(ReviewCriterion.id)
        .order_by(ReviewCriterion.position, ReviewCriterion.id)
    )
    return [(criterion, float(mean)) for criterion, mean in db.session.execute(statement)]


def gaps(roadshow: Roadshow, rows: Sequence[Result]) -> list[Gap]:
    """Which of these applications have fewer reviewers than wanted, and why nobody else of them can take it."""
    short = [row for row in rows if row.assigned < roadshow.reviews_wanted]
    reviewers = active_reviewers(roadshow.id) if short else []
    if not reviewers:
        return []
    states = {
        (application, reviewer): state
        for application, reviewer, state in db.session.execute(
            select(Review.application_id, Review.reviewer_id, Review.state)
            .join(Reviewer, Reviewer.id == Review.reviewer_id)
            .where(Reviewer.roadshow_id == roadshow.id)
        )
    }
    load = Counter(reviewer for (_, reviewer), state in states.items() if state in COUNTING)
    barred = conflicts.pairs({reviewer.membership.account_id for reviewer in reviewers}, short)
    found = []
    for row in short:
        why: Counter[str] = Counter()
        for reviewer in reviewers:
            state = states.get((row.id, reviewer.id))
            if state is ReviewState.CONFLICT or (reviewer.membership.account_id, row.id) in barred:
                why["in_conflict"] += 1
            elif state is ReviewState.ABSTAINED:
                why["stepped_back"] += 1
            elif state is None:
                full = reviewer.capacity is not None and load[reviewer.id] >= reviewer.capacity
                why["full" if full else "free"] += 1
        reasons = (why[name] for name in ("in_conflict", "stepped_back", "full", "free"))
        found.append(Gap(row, roadshow.reviews_wanted - row.assigned, *reasons))
    return found


def sectors_of(project_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, list[str]]:
    """The sectors of each project, for a spreadsheet."""
    found: dict[uuid.UUID, list[str]] = {project_id: [] for project_id in project_ids}
    statement = select(ProjectFacet.project_id, ProjectFacet.code).where(
        ProjectFacet.project_id.in_(project_ids), ProjectFacet.facet == "sector"
    )
    for project_id, code in db.session.execute(statement.order_by(ProjectFacet.code)):
        found[project_id].append(code)
    return found


def _sorted(rows: list[Result], sort: str) -> list[Result]:
    """Applications without points stand last, whichever way the points are sorted. The rows come in a fixed order."""
    name, down = sort.removeprefix("-"), sort.startswith("-")
    if name in {"mean", "normalised", "spread"}:
        known = [row for row in rows if getattr(row, name) is not None]
        unknown = [row for row in rows if getattr(row, name) is None]
        known.sort(key=lambda row: getattr(row, name), reverse=down)
        return known + unknown
    keys = {
        "name": lambda row: row.sort_key,
        "reviews": lambda row: row.reviews,
        "sent": lambda row: row.sent_at,
    }
    rows.sort(key=keys.get(name, keys["sent"]), reverse=down)
    return rows
