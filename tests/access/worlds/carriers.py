from app.accounts.models import Role
from app.carriers import services
from tests import factories
from tests.access.world import City
from tests.carriers.factories import carrier, published


def add(city: City) -> None:
    """Carriers of one operator in the organiser's city, and one of somebody else in another city."""
    staff = city.people["carrier"]
    city.people["other_organiser"].membership.organisation.region_code = "320500"
    city.things["carrier"] = {"carrier_id": published(staff).id}
    city.things["carrier_draft"] = {"carrier_id": carrier(staff, name="草稿载体").id}
    archived = published(staff, name="撤出的载体")
    services.archive(actor=staff, carrier=archived)
    city.things["carrier_archived"] = {"carrier_id": archived.id}
    elsewhere = published(factories.actor(Role.CARRIER_STAFF), name="异地载体", region_code="320505")
    city.things["carrier_elsewhere"] = {"carrier_id": elsewhere.id}
