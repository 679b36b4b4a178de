from app.carriers.models import Carrier
from app.extensions import db
from tests.access.world import City
from tests.indicators.factories import accepted, asked, filed, of


def add(city: City) -> None:
    """The organiser asks for a month, a quarter and a year; the carrier's returns are in one state each."""
    staff, organiser = city.people["carrier"], city.people["organiser"]
    carrier = db.session.get_one(Carrier, city.things["carrier"]["carrier_id"])
    year, quarter, month = (asked(organiser, every) for every in ("year", "quarter", "month"))
    city.things["collection"] = {"collection_id": year.id}
    city.things["return_draft"] = {"return_id": of(year, carrier).id}
    city.things["return_submitted"] = {"return_id": filed(staff, of(quarter, carrier)).id}
    city.things["return_accepted"] = {"return_id": accepted(organiser, staff, of(month, carrier)).id}
