"""How carriers stand, their appeals, and what waits for whom."""

import datetime as dt
import uuid
from collections.abc import Sequence

from sqlalchemy import ColumnElement, Select, false, select
from sqlalchemy.orm import lazyload

from app.accounts.actor import Actor
from app.accounts.models import Role
from app.carriers.models import Carrier
from app.evaluations.models import (
    Appeal,
    AppealDocument,
    AppealState,
    Point,
    Result,
    Run,
    RunReviewer,
    Standing,
    StandingState,
)
from app.evaluations.policies import sees_result
from app.extensions import db

REPORTED, RECTIFICATION = StandingState.REPORTED, StandingState.RECTIFICATION
PASSED = (StandingState.EXCELLENT, StandingState.QUALIFIED)


def visible_appeal(actor: Actor, appeal_id: uuid.UUID) -> Appeal | None:
    appeal = db.session.get(Appeal, appeal_id)
    return appeal if appeal is not None and sees_result(actor, appeal.result) else None


def visible_document(actor: Actor, document_id: uuid.UUID) -> tuple[Appeal, AppealDocument] | None:
    document = db.session.get(AppealDocument, document_id)
    appeal = visible_appeal(actor, document.appeal_id) if document else None
    return (appeal, document) if appeal is not None and document is not None else None


def standing_of(result: Result) -> Standing | None:
    return db.session.scalar(select(Standing).where(Standing.result_id == result.id))


def appeal_of(result: Result) -> Appeal | None:
    return db.session.scalar(select(Appeal).where(Appeal.result_id == result.id))


def own_results(actor: Actor) -> Select[Result]:
    """Published results of the carriers that the person works for, the newest first."""
    statement = select(Result).join(Result.run).join(Result.carrier).where(_own(actor), Run.published_at.is_not(None))
    return statement.order_by(Run.published_at.desc(), Carrier.sort_key, Result.id)


def standings_of(results: Sequence[Result]) -> dict[uuid.UUID, Standing]:
    rows = db.session.scalars(select(Standing).where(Standing.result_id.in_([row.id for row in results]))).unique()
    return {row.result_id: row for row in rows}


def passed(carrier_ids: Sequence[uuid.UUID], period: str) -> dict[uuid.UUID, Result]:
    """Carrier → the first published result of the period with which it stands as qualified or better."""
    statement = (
        select(Result)
        .join(Result.run)
        .join(Standing, Standing.result_id == Result.id)
        .where(
            Result.carrier_id.in_(carrier_ids),
            Run.period == period,
            Run.published_at.is_not(None),
            Standing.state.in_(PASSED),
        )
        .options(lazyload(Result.carrier))
        .order_by(Run.published_at, Result.id)
    )
    found: dict[uuid.UUID, Result] = {}
    for row in db.session.scalars(statement).unique():
        found.setdefault(row.carrier_id, row)
    return found


def upheld(results: Sequence[Result]) -> dict[uuid.UUID, Appeal]:
    """Result → the decision that corrected it."""
    mine = Appeal.result_id.in_([row.id for row in results])
    rows = db.session.scalars(select(Appeal).where(mine, Appeal.state == AppealState.UPHELD)).unique()
    return {row.result_id: row for row in rows}


def to_rectify(actor: Actor) -> Select[Standing]:
    """What the staff of a carrier still have to put right."""
    return _standings().where(_own(actor), Standing.state == RECTIFICATION).order_by(Standing.due_on, Standing.id)


def reports_to_answer(actor: Actor) -> Select[Standing]:
    return _standings().where(_managed(actor), Standing.state == REPORTED).order_by(Standing.due_on, Standing.id)


def overdue(actor: Actor, today: dt.date) -> Select[Standing]:
    """Nothing was reported by the day."""
    late = (Standing.state == RECTIFICATION) & (Standing.due_on < today)
    return _standings().where(_managed(actor), late).order_by(Standing.due_on, Standing.id)


def appeals_to_decide(actor: Actor) -> Select[Appeal]:
    statement = select(Appeal).join(Appeal.result).join(Result.run)
    return statement.where(_managed(actor), Appeal.state == AppealState.OPEN).order_by(Appeal.sent_at, Appeal.id)


def runs_to_judge(actor: Actor) -> Select[Run]:
    """Drafts that the person reviews and that lack points."""
    if not actor.is_(Role.ORGANISER):
        return select(Run).where(false())
    lacking = select(Point.run_id).where(Point.points.is_(None))
    statement = select(Run).join(RunReviewer, RunReviewer.run_id == Run.id)
    mine = RunReviewer.membership_id == actor.membership_id
    return statement.where(mine, Run.published_at.is_(None), Run.id.in_(lacking)).order_by(Run.id)


def due_between(first: dt.date, last: dt.date) -> Sequence[Standing]:
    """Rectifications that end in these days."""
    statement = _standings().where(Standing.state == RECTIFICATION, Standing.due_on.between(first, last))
    return db.session.scalars(statement.order_by(Standing.due_on, Standing.id)).unique().all()


def _standings() -> Select[Standing]:
    return select(Standing).join(Standing.result).join(Result.run).join(Result.carrier)


def _own(actor: Actor) -> ColumnElement[bool]:
    return Carrier.organisation_id == actor.organisation_id if actor.is_(Role.CARRIER_STAFF) else false()


def _managed(actor: Actor) -> ColumnElement[bool]:
    return Run.organisation_id == actor.organisation_id if actor.is_(Role.ORGANISER) else false()


def results_of(carrier: Carrier) -> Select[Result]:
    """Of one carrier, as far as they are published."""
    statement = select(Result).join(Result.run).where(Result.carrier_id == carrier.id, Run.published_at.is_not(None))
    return statement.order_by(Run.published_at.desc(), Result.id)
