"""What authorities rush for."""

from typing import Any

from sqlalchemy import func, select

from app.accounts.models import Role
from app.extensions import db
from app.subsidies.models import COUNTS, Statement, SubsidyYear
from app.subsidies.services import statements
from app.taxonomy import catalogue
from tests import factories
from tests.subsidies import factories as subsidies


def subsidy_budget() -> Any:
    """Twenty statements of 10万 wait for approval; the budget of 30万 is for three, and they are approved at once."""
    from tests.races.scenes import Rush, cookie

    organiser = factories.actor(Role.ORGANISER)
    assert organiser.membership
    authority = organiser.membership.organisation
    colleague = factories.actor(Role.ORGANISER, of=authority)
    authority.region_code = _region()
    staff_of = {}
    for _ in range(20):
        staff, carrier, tenancy = subsidies.subsidised(organiser, region_code=authority.region_code)
        subsidies.entered(tenancy, 50 * subsidies.WAN)
        staff_of[carrier.id] = staff
    of = subsidies.year(organiser, budget=30 * subsidies.WAN)
    sign_in, requests = cookie(colleague), []
    for made in statements.compute(actor=organiser, year=of):
        statements.send(actor=organiser, statement=made)
        statements.confirm(actor=staff_of[made.carrier_id], statement=made)
        requests.append((sign_in, f"/subsidies/statements/{made.id}/approve", {}))
    year_id = of.id
    approved = select(func.count()).where(Statement.year_id == year_id, Statement.state.in_(COUNTS))
    return Rush(requests, 3, lambda: db.session.scalar(approved) or 0)


def _region() -> str:
    """A city that no trial before has used: a region has one budget a year."""
    used = db.session.scalar(select(func.count()).select_from(SubsidyYear)) or 0
    cities = [row.code for row in catalogue.regions() if catalogue.city_of(row.code) == row.code]
    return sorted(cities)[used]
