import uuid

from app.extensions import db
from app.files.models import File
from app.files.services import record_opening
from tests.access.world import City


def add(city: City) -> None:
    """The organiser of a roadshow that it applied to opened the owner's deck."""
    deck = db.session.get_one(File, city.things["deck"]["file_id"])
    city.things["opening"] = {"opening_id": record_opening(actor=city.people["organiser"], file=deck).id}
    city.things["no_opening"] = {"opening_id": uuid.UUID(int=0)}
