"""Requests that nobody answered in time."""

from app.core import jobs
from app.core.answering import overdue
from app.core.errors import Conflict
from app.extensions import db
from app.mentorships import services
from app.mentorships.models import MentorRequest


@jobs.periodic("*/15")
def expire_requests() -> None:
    """One transaction each, so that an answer arriving meanwhile stops only its own."""
    for request in db.session.scalars(overdue(MentorRequest)).unique().all():
        try:
            services.expire(request=request)
            db.session.commit()
        except Conflict:
            db.session.rollback()
