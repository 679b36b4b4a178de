"""Schemes, and runs over the present period."""

import datetime as dt
from decimal import Decimal
from typing import Any

from app.accounts.actor import Actor
from app.carriers.models import Carrier
from app.core.days import city_day
from app.evaluations import services
from app.evaluations.models import Result, Run, Scheme
from app.evaluations.schemes import template
from app.evaluations.scoring import JUDGED
from app.evaluations.services import publishing
from app.extensions import db
from app.indicators import periods


def own_scheme(organiser: Actor, code: str = "general_incubator") -> Scheme:
    found = template(code)
    assert found is not None
    return services.schemes.copy_template(actor=organiser, template=found)


def run_of(organiser: Actor, scheme: Scheme, every: str = "year", **values: Any) -> Run:
    period = periods.around(city_day(), every)
    return services.runs.create(
        actor=organiser, **{"scheme": scheme, "period": period, "links": scheme.links, **values}
    )


def everything_judged(organiser: Actor, run: Run, share: int = 50) -> None:
    """By the organiser, the same share of every judged criterion's points."""
    services.runs.assign(actor=organiser, run=run, membership_ids=[organiser.membership.id])
    judged = [each for each in run.scheme.rules.criteria if each.kind == JUDGED]
    given = {each.code: (each.weight * Decimal(share) / 100, "现场评审") for each in judged}
    for result in results(run):
        services.judging.judge(actor=organiser, result=result, given=given)


def published(organiser: Actor, run: Run, share: int = 50, **days: Any) -> Run:
    everything_judged(organiser, run, share)
    known = {"appeal_until": city_day() + dt.timedelta(15), "rectify_until": city_day() + dt.timedelta(90)}
    publishing.publish(actor=organiser, run=run, seen=publishing.mark(run), **{**known, **days})
    return run


def results(run: Run) -> list[Result]:
    return list(db.session.query(Result).filter_by(run_id=run.id).order_by(Result.rank, Result.id))


def result_of(run: Run, carrier: Carrier) -> Result:
    return db.session.query(Result).filter_by(run_id=run.id, carrier_id=carrier.id).one()
