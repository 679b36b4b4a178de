from app.carriers.models import Carrier, Tenancy
from app.core.days import city_day
from app.extensions import db
from app.subsidies.models import Statement, StatementState
from app.subsidies.services import statements
from tests.access.world import City
from tests.subsidies import factories


def add(city: City) -> None:
    """The organiser's year; the carrier's grants and statements in the states that have steps of their own."""
    organiser = city.people["organiser"]
    carrier = db.session.get_one(Carrier, city.things["carrier"]["carrier_id"])
    factories.accredited(organiser, carrier, on=factories.long_ago(3650))
    tenancy = db.session.get_one(Tenancy, city.things["graduated"]["tenancy_id"])
    for thing, state in (("grant_reported", "reported"), ("grant_confirmed", "confirmed")):
        city.things[thing] = {"grant_id": factories.entered(tenancy, 10_000_00, state=state).id}
    city.things["subsidy_year"] = {"year_id": factories.year(organiser).id}
    last = city_day().year - 1
    for number, state in enumerate(("computed", "sent", "confirmed", "approved")):
        factories.entered(tenancy, 20_000_00, on=city_day().replace(year=last - number, month=2, day=1))
        of = factories.year(organiser, number=last - number)
        made = next(row for row in statements.compute(actor=organiser, year=of) if row.carrier_id == carrier.id)
        _bring(city, made, state)
        city.things[f"statement_{state}"] = {"statement_id": made.id}


def _bring(city: City, made: Statement, state: str) -> None:
    """As far as this state."""
    staff, organiser = city.people["carrier"], city.people["organiser"]
    wanted = StatementState(state)
    if wanted is not StatementState.COMPUTED:
        statements.send(actor=organiser, statement=made)
    if wanted in (StatementState.CONFIRMED, StatementState.APPROVED):
        statements.confirm(actor=staff, statement=made)
    if wanted is StatementState.APPROVED:
        statements.approve(actor=organiser, statement=made)
