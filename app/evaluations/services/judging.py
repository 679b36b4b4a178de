"""What reviewers give for the criteria that no figure tells."""

from collections.abc import Mapping
from decimal import Decimal

from flask_babel import gettext as _
from sqlalchemy import select

from app.accounts.actor import Actor
from app.core.errors import Invalid, require
from app.core.model import utc_now
from app.evaluations.models import Judgement, Point, Result, Run
from app.evaluations.policies import judges
from app.evaluations.queries.runs import points_of
from app.evaluations.scoring import JUDGED, added, grade_of, ranks
from app.evaluations.services.runs import lock_draft
from app.extensions import db


def judge(*, actor: Actor, result: Result, given: Mapping[str, tuple[Decimal | None, str]]) -> None:
    """Code → points and reason. What is left blank stays open."""
    require(judges(actor, result))
    lock_draft(result.run)
    rules, rows = result.run.scheme.rules, points_of(result)
    for code, (points, reason) in given.items():
        criterion = rules.criterion(code)
        if criterion is None or criterion.kind != JUDGED or code not in rows:
            raise Invalid(_("Choose a judged criterion."))
        if points is None:
            continue
        if not 0 <= points <= criterion.weight:
            raise Invalid(_("Give from 0 to %(most)s points.", most=criterion.weight), f"points_{code}")
        if not reason:
            raise Invalid(_("Give the reason; the carrier reads it."), f"reason_{code}")
        _keep(actor, result, code, points, reason)
        rows[code].points, rows[code].reason = points, reason
    result.total = added(row.points for row in rows.values())
    result.grade = grade_of(rules, result.total, result.gates)[0].code
    db.session.flush()
    _rank(result.run)


def _keep(actor: Actor, result: Result, code: str, points: Decimal, reason: str) -> None:
    mine = {"run_id": result.run_id, "carrier_id": result.carrier_id, "code": code}
    row = db.session.scalar(select(Judgement).filter_by(**mine)) or Judgement(**mine)
    row.points, row.reason, row.judged_by_id, row.judged_at = points, reason, actor.account_id, utc_now()
    db.session.add(row)


def _rank(run: Run) -> None:
    rows = db.session.scalars(select(Result).where(Result.run_id == run.id)).unique().all()
    places = ranks({row.id: row.total for row in rows})
    for row in rows:
        row.rank = places[row.id]
    db.session.flush()


def lacking(result: Result) -> bool:
    """Whether anything of it is still to be judged."""
    open_points = select(Point.id).where(Point.result_id == result.id, Point.points.is_(None))
    return db.session.scalar(open_points.limit(1)) is not None
