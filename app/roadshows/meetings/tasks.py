"""Requests that nobody answered in time, and the job that computes a timetable."""

from app.core import jobs
from app.core.answering import overdue
from app.core.errors import Conflict
from app.extensions import db
from app.roadshows.meetings.models import MeetingRequest
from app.roadshows.meetings.services import asking


@jobs.periodic("*/15")
def expire_meeting_requests() -> None:
    """One transaction each, so that an answer arriving meanwhile stops only its own."""
    for request in db.session.scalars(overdue(MeetingRequest)).unique().all():
        try:
            asking.expire(request=request)
            db.session.commit()
        except Conflict:
            db.session.rollback()
