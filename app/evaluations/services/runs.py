"""Runs: begun, computed as often as figures change, reviewed; nothing is told before they are published."""

import uuid
from collections.abc import Collection, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import delete

from app.accounts.actor import Actor
from app.carriers.models import CHAIN
from app.core.bulk import insert_rows
from app.core.days import city_day
from app.core.errors import Conflict, Forbidden, Invalid, require
from app.core.forms import CONSTRAINT_MESSAGES
from app.core.model import new_id, utc_now
from app.evaluations import notices
from app.evaluations.models import Judgement, Point, Result, Run, RunReviewer, Scheme
from app.evaluations.policies import keeps, manages
from app.evaluations.queries import gathering
from app.evaluations.queries.gathering import Gathered
from app.evaluations.queries.runs import candidates, judged, judgements, reviewers
from app.evaluations.scoring import RANK, Assessment, Mark, Rules
from app.evaluations.services.schemes import fix
from app.extensions import db
from app.indicators import catalogue
from app.indicators.periods import Period, parse
from app.indicators.policies import oversees_region

CONSTRAINT_MESSAGES["uq_evaluation_run_scheme_id_period_region_code"] = (
    "period",
    _l("There is a run of this edition for this period already."),
)


def create(*, actor: Actor, scheme: Scheme, period: Period, links: Collection[str]) -> Run:
    """For the region of the organiser's authority; it is computed at once."""
    require(keeps(actor, scheme))
    if actor.organisation_id is None or not oversees_region(actor, actor.region_code):
        raise Forbidden
    if period.first > city_day():
        raise Invalid(_("The period has not begun."), "period")
    chosen = [link.value for link in CHAIN if link.value in links]
    if not chosen or not set(chosen) <= set(scheme.links):
        raise Invalid(_("Choose links of the chain that the scheme is for."), "links")
    fix(scheme)
    run = Run(
        organisation_id=actor.organisation_id,
        scheme_id=scheme.id,
        region_code=actor.region_code,
        period=period.code,
        links=chosen,
        created_by_id=actor.account_id,
    )
    run.scheme = scheme
    db.session.add(run)
    db.session.flush()
    compute(actor=actor, run=run)
    return run


def compute(*, actor: Actor, run: Run) -> int:
    """Every carrier from its present figures and from what reviewers gave so far; returns how many there are."""
    require(manages(actor, run))
    lock_draft(run)
    period = parse(run.period)
    assert period is not None
    rules = run.scheme.rules
    found = gathering.gather(run.region_code, run.links, period, rules.indicators)
    reasons = {key: row.reason for key, row in judgements(run).items()}
    assessments = gathering.assessed(rules, found, judged(run))
    _clear(run)
    results, points = _rows(run, found, assessments, reasons)
    insert_rows(Result, results)
    insert_rows(Point, points)
    run.computed_at, run.catalogue = utc_now(), catalogue.version()
    db.session.flush()
    return len(results)


def assign(*, actor: Actor, run: Run, membership_ids: Sequence[uuid.UUID]) -> None:
    """Who gives points for the judged criteria; who is new hears of it."""
    require(manages(actor, run))
    lock_draft(run)
    known = {row.id for row in candidates(run)}
    wanted = set(membership_ids)
    if not wanted <= known:
        raise Invalid(_("Choose organisers of the region."), "reviewers")
    present = {row.membership_id: row for row in reviewers(run)}
    for membership_id, row in present.items():
        if membership_id not in wanted:
            db.session.delete(row)
    for membership_id in sorted(wanted - set(present)):
        row = RunReviewer(run_id=run.id, membership_id=membership_id)
        db.session.add(row)
        db.session.flush()
        if membership_id != actor.membership_id:
            notices.assigned(run, row)
    db.session.flush()


def discard(*, actor: Actor, run: Run) -> None:
    """A draft that will not be published."""
    require(manages(actor, run))
    lock_draft(run)
    _clear(run)
    for model in (Judgement, RunReviewer):
        for row in db.session.query(model).filter_by(run_id=run.id):
            db.session.delete(row)
    db.session.flush()
    db.session.delete(run)
    db.session.flush()


def lock_draft(run: Run) -> None:
    """Nobody else changes or publishes it until the end of the transaction."""
    db.session.flush()
    db.session.refresh(run, with_for_update={"of": Run, "key_share": True})
    if run.is_published:
        raise Conflict(_("This evaluation is published and stays as it is."))


def _clear(run: Run) -> None:
    for model in (Point, Result):
        db.session.execute(delete(model).where(model.run_id == run.id))
    db.session.expire_all()


def _rows(
    run: Run,
    found: Gathered,
    assessments: dict[uuid.UUID, Assessment],
    reasons: dict[tuple[uuid.UUID, str], str],
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    results, points = [], []
    rules, among = run.scheme.rules, _known(run.scheme.rules, found)
    for row in found.carriers:
        its, figures = assessments[row.id], found.figures.get(row.id, {})
        key = new_id()
        results.append(
            {
                "id": key,
                "run_id": run.id,
                "carrier_id": row.id,
                "name": row.name,
                "link": row.link,
                "zone_code": row.zone_code,
                "total": its.total,
                "rank": its.rank,
                "grade": its.grade.code,
                "gates": {gate.indicator: figures[gate.indicator].amount for gate in rules.gates},
            }
        )
        for mark in its.marks:
            code = mark.criterion.code
            its_rows = figures[mark.criterion.indicator].rows if mark.criterion.indicator in figures else 0
            known = {"id": new_id(), "run_id": run.id, "result_id": key, "rows": its_rows}
            points.append(known | _point(mark, among) | {"reason": reasons.get((row.id, code), "")})
    return results, points


def _point(mark: Mark, among: dict[str, int]) -> dict[str, Any]:
    criterion = mark.criterion
    return {
        "code": criterion.code,
        "weight": criterion.weight,
        "rule": {"kind": criterion.kind, "marks": [list(pair) for pair in criterion.marks]},
        "indicator": criterion.indicator,
        "figure": mark.figure,
        "place": mark.place,
        "among": among.get(criterion.code, 0),
        "points": mark.points,
    }


def _known(rules: Rules, found: Gathered) -> dict[str, int]:
    """Ranked criterion → of how many carriers there is a figure."""
    amounts = found.amounts()
    return {
        each.code: sum(its.get(each.indicator) is not None for its in amounts.values())
        for each in rules.criteria
        if each.kind == RANK
    }
