"""Runs, their results, and where each point comes from."""

import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import lazyload

from app.accounts.actor import Actor
from app.accounts.models import Membership, Organisation, OrganisationKind, Role
from app.evaluations.models import Appeal, AppealState, Judgement, Point, Result, Run, RunReviewer, Scheme, Standing
from app.evaluations.policies import sees_result, sees_run
from app.evaluations.scoring import JUDGED, Assessment, Gate, Mark, Rules, grade_of
from app.extensions import db
from app.taxonomy.labels import region_prefix


def visible_run(actor: Actor, run_id: uuid.UUID) -> Run | None:
    run = db.session.get(Run, run_id)
    return run if run is not None and sees_run(actor, run) else None


def published_run(_actor: Actor, run_id: uuid.UUID) -> Run | None:
    run = db.session.get(Run, run_id)
    return run if run is not None and run.is_published else None


def visible_result(actor: Actor, result_id: uuid.UUID) -> Result | None:
    result = db.session.get(Result, result_id)
    return result if result is not None and sees_result(actor, result) else None


def runs(actor: Actor) -> Select[Run]:
    """Of the organiser's region, and those that they review; drafts first."""
    prefix = region_prefix(actor.region_code)
    reviewed = select(RunReviewer.run_id).where(RunReviewer.membership_id == actor.membership_id)
    inside = Run.region_code.startswith(prefix, autoescape=True) if prefix else Run.id.is_(None)
    statement = select(Run).where(inside | Run.id.in_(reviewed))
    return statement.order_by(Run.published_at.is_not(None), Run.period.desc(), Run.id.desc())


def counts(rows: Sequence[Run]) -> dict[uuid.UUID, dict[str, int]]:
    """Run → grade → how many carriers; "" holds all."""
    found: dict[uuid.UUID, dict[str, int]] = {row.id: {"": 0} for row in rows}
    statement = (
        select(Result.run_id, Result.grade, func.count())
        .where(Result.run_id.in_(found))
        .group_by(Result.run_id, Result.grade)
    )
    for run_id, grade, number in db.session.execute(statement):
        found[run_id][grade] = number
        found[run_id][""] += number
    return found


@dataclass(frozen=True)
class Line:
    """A line of a run's list: the result, how the carrier stands, and the decision that corrected it."""

    result: Any
    standing: Any
    correction: Any

    @property
    def grade(self) -> str:
        return str(self.correction.grade if self.correction else self.result.grade)


def lines(run: Run, *, grade: str = "") -> list[Line]:
    """Best first; one statement."""
    upheld = (Appeal.result_id == Result.id) & (Appeal.state == AppealState.UPHELD)
    statement = (
        select(Result, Standing, Appeal)
        .outerjoin(Standing, Standing.result_id == Result.id)
        .outerjoin(Appeal, upheld)
        .where(Result.run_id == run.id)
        .options(
            lazyload(Result.run),
            lazyload(Result.carrier),
            lazyload(Standing.result),
            lazyload(Appeal.result),
            lazyload(Appeal.documents),
        )
        .order_by(Result.rank, Result.name, Result.id)
    )
    rows = [Line(*row) for row in db.session.execute(statement)]
    return [row for row in rows if not grade or row.grade == grade]


def points(run: Run) -> dict[uuid.UUID, dict[str, Point]]:
    """Result → criterion → point, of the whole run."""
    found: dict[uuid.UUID, dict[str, Point]] = defaultdict(dict)
    for row in db.session.scalars(select(Point).where(Point.run_id == run.id)):
        found[row.result_id][row.code] = row
    return found


def points_of(result: Result) -> dict[str, Point]:
    rows = db.session.scalars(select(Point).where(Point.result_id == result.id))
    return {row.code: row for row in rows}


def recalled(rules: Rules, result: Result, found: dict[str, Point]) -> Assessment:
    """The stored rows as the assessment that they were written from."""
    marks = tuple(
        Mark(each, row.figure, row.points, row.place) for each in rules.criteria if (row := found.get(each.code))
    )
    return Assessment(marks, result.total, rules.grade(result.grade), closed(rules, result), result.gates, result.rank)


def closed(rules: Rules, result: Result) -> tuple[Gate, ...]:
    return grade_of(rules, result.total, result.gates)[1]


def judgements(run: Run) -> dict[tuple[uuid.UUID, str], Judgement]:
    rows = db.session.scalars(select(Judgement).where(Judgement.run_id == run.id))
    return {(row.carrier_id, row.code): row for row in rows}


def judged(run: Run) -> dict[tuple[uuid.UUID, str], Decimal]:
    return {key: row.points for key, row in judgements(run).items()}


def unjudged(run: Run) -> int:
    """How many judged points nobody has given yet."""
    open_points = select(func.count()).select_from(Point).where(Point.run_id == run.id, Point.points.is_(None))
    return db.session.scalar(open_points) or 0


def has_judged(rules: Rules) -> bool:
    return any(each.kind == JUDGED for each in rules.criteria)


def reviewers(run: Run) -> Sequence[RunReviewer]:
    statement = select(RunReviewer).where(RunReviewer.run_id == run.id).order_by(RunReviewer.id)
    return db.session.scalars(statement).all()


def candidates(run: Run) -> Sequence[Membership]:
    """Organisers of the authorities inside the run's region."""
    statement = (
        select(Membership)
        .join(Organisation, Organisation.id == Membership.organisation_id)
        .where(
            Membership.role == Role.ORGANISER,
            Membership.ended_at.is_(None),
            Organisation.kind == OrganisationKind.AUTHORITY,
            Organisation.region_code.startswith(region_prefix(run.region_code), autoescape=True),
        )
        .order_by(Organisation.region_code, Membership.id)
    )
    return db.session.scalars(statement).unique().all()


def published(*, region: str = "") -> Select[Run]:
    """The newest first."""
    statement = select(Run).where(Run.published_at.is_not(None))
    if region:
        statement = statement.where(Run.region_code.startswith(region_prefix(region), autoescape=True))
    return statement.order_by(Run.published_at.desc(), Run.id)


def unjudged_by_result(run: Run) -> dict[uuid.UUID, int]:
    """Result → how many of its judged points are missing."""
    statement = select(Point.result_id, func.count()).where(Point.run_id == run.id, Point.points.is_(None))
    return {row[0]: row[1] for row in db.session.execute(statement.group_by(Point.result_id))}


def last_judged(families: Sequence[uuid.UUID], region: str, period: str) -> dict[tuple[uuid.UUID, str], Decimal]:
    """What reviewers gave in the runs of these schemes over this period; the later run counts."""
    statement = (
        select(Judgement.carrier_id, Judgement.code, Judgement.points)
        .join(Run, Run.id == Judgement.run_id)
        .join(Scheme, Scheme.id == Run.scheme_id)
        .where(Scheme.family_id.in_(families), Run.region_code == region, Run.period == period)
        .order_by(Run.id, Judgement.id)
    )
    return {(row.carrier_id, row.code): row.points for row in db.session.execute(statement)}
