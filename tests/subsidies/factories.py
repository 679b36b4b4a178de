"""Grants, years and statements, made through the services."""

import datetime as dt
from typing import Any

from app.accounts.actor import Actor
from app.accounts.models import Role
from app.carriers import services as carriers
from app.carriers.models import Carrier, Tenancy
from app.core.days import city_day
from app.core.model import new_id
from app.files.models import File, FileKind
from app.subsidies.models import GrantState, SeedGrant, Statement, SubsidyYear
from app.subsidies.services import grants, statements, years
from tests import factories
from tests.carriers.factories import published, tenant
from tests.files import samples

WAN = 10_000 * 100


def long_ago(days: int = 700) -> dt.date:
    return city_day() - dt.timedelta(days)


def accredited(organiser: Actor, carrier: Carrier, level: str = "municipal", on: dt.date | None = None) -> None:
    carriers.accreditations.grant(
        actor=organiser, carrier=carrier, title="carrier", level=level, number="示科孵1号", issued_on=on or long_ago()
    )


def company(staff: Actor, carrier: Carrier, founder: Actor | None = None) -> Tenancy:
    day = long_ago(600)
    return tenant(staff, carrier, founder or factories.actor(), starts_on=day, registered_on=day)


def subsidised(organiser: Actor, staff: Actor | None = None, **values: Any) -> tuple[Actor, Carrier, Tenancy]:
    """An accredited carrier of the city with a company inside."""
    staff = staff or factories.actor(Role.CARRIER_STAFF)
    carrier = published(staff, **values)
    accredited(organiser, carrier)
    return staff, carrier, company(staff, carrier)


def grant(staff: Actor, tenancy: Tenancy, amount: int = 10 * WAN, on: dt.date | None = None) -> SeedGrant:
    return grants.report(
        actor=staff,
        carrier=tenancy.carrier,
        tenancy_id=tenancy.id,
        amount=amount,
        granted_on=on or city_day(),
        upload=samples.upload(samples.pdf(), f"回单{new_id().hex[-6:]}.pdf"),
        purpose="首台样机",
    )


def confirmed(organiser: Actor, staff: Actor, tenancy: Tenancy, amount: int = 10 * WAN, **values: Any) -> SeedGrant:
    made = grant(staff, tenancy, amount, **values)
    grants.confirm(actor=organiser, grant=made)
    return made


def year(organiser: Actor, budget: int = 1000 * WAN, number: int | None = None, **values: Any) -> SubsidyYear:
    return years.open_year(actor=organiser, year=number or city_day().year, budget=budget, **values)


def computed(organiser: Actor, of: SubsidyYear) -> Statement:
    """The only one that there is to compute."""
    (made,) = statements.compute(actor=organiser, year=of)
    return made


def agreed(organiser: Actor, staff: Actor, of: SubsidyYear) -> Statement:
    made = computed(organiser, of)
    statements.send(actor=organiser, statement=made)
    statements.confirm(actor=staff, statement=made)
    return made


def approved(organiser: Actor, staff: Actor, of: SubsidyYear) -> Statement:
    made = agreed(organiser, staff, of)
    statements.approve(actor=organiser, statement=made)
    return made


def entered(tenancy: Tenancy, amount: int, on: dt.date | None = None, state: str = "confirmed") -> SeedGrant:
    """A grant written as a row, without the paper behind it: for tests of what is added up."""
    paper = File(
        kind=FileKind.ATTACHMENT,
        organisation_id=tenancy.carrier.organisation_id,
        name="回单.pdf",
        media_type="application/pdf",
        size=1,
        sha256="0" * 64,
    )
    made: SeedGrant = factories.save(
        SeedGrant(
            carrier=tenancy.carrier,
            tenancy=tenancy,
            amount=amount,
            granted_on=on or city_day(),
            evidence=paper,
            state=GrantState(state),
        )
    )
    return made
