"""Setting targets: a region's, and what it is decomposed into."""

from collections.abc import Mapping

from flask_babel import gettext as _

from app.accounts.actor import Actor
from app.core.errors import Conflict, Forbidden, Invalid, require
from app.extensions import db
from app.indicators.catalogue import by_code
from app.indicators.examples import Plan
from app.indicators.models import Target
from app.indicators.policies import oversees_region
from app.indicators.queries.targets import targets
from app.taxonomy import catalogue as places

EARLIEST, LATEST, LARGEST = 2010, 2060, 10**15


def set_targets(
    *,
    actor: Actor,
    region: str,
    code: str,
    year: int,
    amounts: Mapping[str, int | None],
    since: int | None = None,
    source: str = "",
) -> None:
    """`amounts` are of the region and the zones directly in it; None takes a target away, what is left out stays."""
    require(oversees_region(actor, region))
    allowed = {region, *(part.code for part in places.region_children(region))}
    if code not in by_code() or not set(amounts) <= allowed:
        raise Invalid(_("Choose an indicator and zones of the region."))
    if not EARLIEST <= year <= LATEST:
        raise Invalid(_("Choose a year from %(first)s to %(last)s.", first=EARLIEST, last=LATEST), "year")
    first = year if since is None else since
    if not EARLIEST <= first <= year:
        raise Invalid(_("Choose a year up to that of the target."), "since")
    known = targets(region, year, code)
    for place, amount in amounts.items():
        _set(actor, known.get((place, code)), place, code, year, amount, first, source)
    db.session.flush()


def adopt(*, actor: Actor, region: str, plan: Plan, shift: int = 0) -> int:
    """Take an example's figures over as the region's own, so many years later; what is set already stays."""
    require(oversees_region(actor, region))
    taken = 0
    for goal in plan.goals:
        year = goal.year + shift
        if (region, goal.code) in targets(region, year, goal.code):
            continue
        set_targets(
            actor=actor,
            region=region,
            code=goal.code,
            year=year,
            amounts={region: goal.amount},
            since=goal.since + shift,
            source=plan.zh[:300],
        )
        taken += 1
    if not taken:
        raise Conflict(_("Nothing is left to take over: these targets are set."))
    return taken


def _set(
    actor: Actor,
    target: Target | None,
    region: str,
    code: str,
    year: int,
    amount: int | None,
    since: int,
    source: str,
) -> None:
    """Only the authority that set a target changes it."""
    if actor.organisation_id is None:
        raise Forbidden
    if target is not None and not actor.acts_for(target.organisation_id):
        if amount != target.amount:
            raise Invalid(_("Another authority set this target."), f"zone_{region}")
        return
    if amount is None:
        if target is not None:
            db.session.delete(target)
        return
    if not 0 <= amount <= LARGEST:
        raise Invalid(_("Write a figure from 0 on."), f"zone_{region}")
    if target is None:
        target = Target(organisation_id=actor.organisation_id, region_code=region, code=code, year=year)
        db.session.add(target)
    target.amount, target.since, target.source = amount, since, source
