from app.cities import services
from tests.access.world import City


def add(city: City) -> None:
    """The organiser's city offers to share; the other one has not answered."""
    made = services.offer(actor=city.people["organiser"], city="320500")
    city.things["city_offer"] = {"agreement_id": made.id}
