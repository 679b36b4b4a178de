"""What the calendar does to the register and to mentors' places."""

from app.core import jobs
from app.extensions import db
from app.mentors import notices, register
from app.mentors.queries import filings
from app.mentors.queries.profiles import due_places
from app.mentors.services.filing import expire
from app.mentors.services.places import follow_calendar


@jobs.periodic("*/15")
def end_filings() -> None:
    """One transaction each, so that a renewal arriving meanwhile stops only its own."""
    for mentor_id in filings.over():
        expire(mentor_id=mentor_id)
        db.session.commit()


@jobs.periodic("*/15")
def follow_places() -> None:
    """End pauses that are over and apply changes that are due, so that lists show what holds today."""
    for mentor_id in due_places(register.today()):
        follow_calendar(mentor_id=mentor_id)
        db.session.commit()


@jobs.periodic("7")
def remind_of_renewal() -> None:
    """A notice is written once, however often this runs."""
    for days in register.REMINDED:
        for mentor in filings.to_remind(days):
            notices.ending(mentor, days)
    db.session.commit()
