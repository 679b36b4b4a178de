"""Requests that nobody has answered, half-way and in the end."""

from sqlalchemy import select

from app.core import jobs
from app.core.answering import AnswerState, overdue
from app.core.errors import Conflict
from app.core.model import utc_now
from app.extensions import db
from app.mentorships import services
from app.mentorships.models import MentorRequest


@jobs.periodic("*/15")
def nudge_mentors() -> None:
    """Half-way to the end of its time a request is brought back to mind, once."""
    waiting = select(MentorRequest).where(
        MentorRequest.state == AnswerState.PENDING, MentorRequest.nudge_at <= utc_now()
    )
    for request in db.session.scalars(waiting.order_by(MentorRequest.nudge_at, MentorRequest.id)).unique().all():
        if request.is_open:
            services.nudge(request=request)
        db.session.commit()


@jobs.periodic("*/15")
def expire_requests() -> None:
    """One transaction each, so that an answer arriving meanwhile stops only its own."""
    for request in db.session.scalars(overdue(MentorRequest)).unique().all():
        try:
            services.expire(request=request)
            db.session.commit()
        except Conflict:
            db.session.rollback()
