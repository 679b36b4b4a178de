"""What an agency and a project keep between themselves, planted in the small city."""

from typing import Any

from app.extensions import db
from app.offerings.models import Offering, ServiceRequest, Voucher, VoucherRedemption
from app.offerings.services.offerings import index
from tests.access.world import City


def plant(planter: Any, city: City) -> None:
    request = _row(city, ServiceRequest, "service_completed", "request_id")
    planter.text(request, "message", "terms", "review")
    request.rating = 5
    planter.contact(request.offering)
    planter.text(_row(city, ServiceRequest, "service_accepted", "request_id"), "reason")
    draft = _row(city, Offering, "offering_draft", "offering_id")
    planter.text(draft, "name", "tagline", "description", "price")
    planter.text(_row(city, Offering, "offering_archived", "offering_id"), "description")
    planter.text(_row(city, Voucher, "voucher", "voucher_id"), "purpose", "reason")
    redemption = _row(city, VoucherRedemption, "invoice_confirmed", "redemption_id")
    planter.text(redemption, "invoice_number", "note")
    for row in (request.offering, draft):
        index(row)


def _row(city: City, model: Any, thing: str, argument: str) -> Any:
    return db.session.get_one(model, city.things[thing][argument])
