from app.bulletins import services
from app.bulletins.queries import quarters
from tests.access.world import City


def add(city: City) -> None:
    """The last quarters of the organiser's city, in one state each."""
    organiser = city.people["organiser"]
    names = ("bulletin", "bulletin_internal", "bulletin_draft", "bulletin_discarded")
    for thing, quarter in zip(names, quarters(), strict=False):
        made = services.start(actor=organiser, region="330400", quarter=quarter)
        city.things[thing] = {"bulletin_id": made.id}
        if thing == "bulletin_internal":
            services.write(actor=organiser, bulletin=made, audience="internal")
        if thing in ("bulletin", "bulletin_internal"):
            assert services.publish(actor=organiser, bulletin=made)
        elif thing == "bulletin_discarded":
            services.discard(actor=organiser, bulletin=made)
