"""Opening a year: its budget and the parameters of the rules."""

from typing import Any

from flask_babel import gettext as _

from app.accounts.actor import Actor
from app.core.days import city_day
from app.core.errors import Conflict, Forbidden, Invalid, require
from app.extensions import db
from app.indicators.policies import oversees_region
from app.subsidies import rules
from app.subsidies.models import SubsidyYear
from app.subsidies.policies import runs
from app.subsidies.queries.statements import is_begun, overlapping

EARLIEST = 2010
LARGEST = 10**15


def open_year(*, actor: Actor, year: int | None, budget: int | None, **parameters: int | None) -> SubsidyYear:
    """For the whole region of the organiser's authority; what is left out is as in the file of rules."""
    if actor.membership is None or not oversees_region(actor, actor.region_code):
        raise Forbidden
    if year is None or not EARLIEST <= year <= city_day().year + 1:
        latest = city_day().year + 1
        raise Invalid(_("Choose a year from %(first)s to %(last)s.", first=EARLIEST, last=latest), "year")
    if overlapping(actor.region_code, year) is not None:
        raise Invalid(_("The subsidies of these carriers are set for this year already."), "year")
    made = SubsidyYear(
        organisation_id=actor.membership.organisation_id,
        region_code=actor.region_code,
        year=year,
        budget=_budget(budget),
        committed=0,
        rules_version=rules.version(),
        created_by_id=actor.account_id,
        **(rules.defaults() | _parameters(parameters)),
    )
    made.organisation = actor.membership.organisation
    db.session.add(made)
    db.session.flush()
    return made


def change(*, actor: Actor, year: SubsidyYear, budget: int | None, **parameters: int | None) -> None:
    """The budget at any time, but not below what is committed; the rules until the first statement is approved."""
    require(runs(actor, year))
    lock(year)
    amount = _budget(budget)
    if amount < year.committed:
        raise Invalid(_("More than this is committed already."), "budget")
    wanted = _parameters(parameters)
    changed = {name: value for name, value in wanted.items() if value != getattr(year, name)}
    if changed and is_begun(year):
        raise Conflict(_("A statement of the year was approved by these rules; they stay the same for every carrier."))
    year.budget = amount
    for name, value in changed.items():
        setattr(year, name, value)
    db.session.flush()


def lock(year: SubsidyYear) -> None:
    """The row as it is now, held until the transaction ends."""
    db.session.flush()
    db.session.refresh(year, with_for_update={"of": SubsidyYear, "key_share": True})


def _budget(amount: int | None) -> int:
    if amount is None or not 0 <= amount <= LARGEST:
        raise Invalid(_("Give the amount."), "budget")
    return amount


def _parameters(given: dict[str, Any]) -> dict[str, int]:
    """Only what the rules know, and only what was given."""
    found = {}
    for parameter in rules.parameters():
        value = given.get(parameter.name)
        if value is None:
            continue
        if not 0 <= value <= LARGEST:
            raise Invalid(_("Write a figure from 0 on."), parameter.name)
        found[parameter.name] = int(value)
    return found
