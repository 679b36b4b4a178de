from app.offerings.services import vouchers
from tests.access.world import City
from tests.offerings import factories


def add(city: City) -> None:
    """The organiser gave the owner's startup vouchers; the agency redeems one of them."""
    owner, agency, organiser = city.people["owner"], city.people["agency"], city.people["organiser"]
    given = factories.voucher(organiser, owner)
    request = factories.payable(owner, agency, given)
    city.things["voucher"] = {"voucher_id": given.id}
    city.things["service_payable"] = {"request_id": request.id}
    for thing in ("submitted", "confirmed"):
        made = factories.invoice(agency, request, 1_000_00)
        city.things[f"invoice_{thing}"] = {"redemption_id": made.id}
        if thing == "confirmed":
            vouchers.confirm(actor=owner, redemption=made)
