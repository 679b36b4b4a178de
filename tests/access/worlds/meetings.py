from sqlalchemy import select

from app.extensions import db
from app.roadshows.meetings.models import MeetingRequest
from tests.access.world import City


def add(city: City) -> None:
    """The investor has asked to meet the owner's project."""
    here = city.things["roadshow"]
    asked = db.session.scalars(select(MeetingRequest).filter_by(roadshow_id=here["roadshow_id"])).one()
    city.things["meeting_request"] = {"request_id": asked.id}
