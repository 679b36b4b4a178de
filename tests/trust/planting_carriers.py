"""What is private about carriers and their tenants, planted in the small city."""

from typing import Any

from app.carriers.models import (
    Accreditation,
    Admission,
    Carrier,
    CarrierFund,
    CarrierStaff,
    FollowUp,
    Graduation,
    Settlement,
    Tenancy,
)
from app.carriers.services import index
from app.extensions import db
from tests.access.world import City


def plant(planter: Any, city: City) -> None:
    carrier = _row(city, Carrier, "carrier", "carrier_id")
    planter.contact(carrier)
    carrier.visibility = {"conditions": "agreed", "contact": "agreed"}
    planter.text(carrier, "conditions")
    draft = _row(city, Carrier, "carrier_draft", "carrier_id")
    planter.text(draft, "name", "tagline", "summary")
    planter.text(_row(city, Carrier, "carrier_archived", "carrier_id"), "summary")
    planter.text(_row(city, CarrierStaff, "resource_staff", "resource_id"), "name", "position")
    planter.money(_row(city, CarrierFund, "resource_funds", "resource_id"), "size")
    planter.text(_row(city, Accreditation, "accreditation", "accreditation_id"), "note", "number")
    for thing in ("admission_invited", "admission_applied"):
        planter.text(_row(city, Admission, thing, "admission_id"), "message")
    planter.text(_row(city, Tenancy, "tenancy", "tenancy_id"), "leave_note")
    planter.text(_row(city, Graduation, "graduation", "graduation_id"), "evidence")
    planter.text(_row(city, FollowUp, "follow_up", "follow_up_id"), "note")
    planter.text(_row(city, Settlement, "settlement", "settlement_id"), "park_name", "evidence")
    for row in (carrier, draft):
        index(row)


def _row(city: City, model: Any, thing: str, argument: str) -> Any:
    return db.session.get_one(model, city.things[thing][argument])
