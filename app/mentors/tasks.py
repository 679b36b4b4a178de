"""What the calendar does to the register."""

from app.core import jobs
from app.extensions import db
from app.mentors import notices, register
from app.mentors.queries import filings
from app.mentors.services.filing import expire


@jobs.periodic("*/15")
def end_filings() -> None:
    """One transaction each, so that a renewal arriving meanwhile stops only its own."""
    for mentor_id in filings.over():
        expire(mentor_id=mentor_id)
        db.session.commit()


@jobs.periodic("7")
def remind_of_renewal() -> None:
    """A notice is written once, however often this runs."""
    for days in register.REMINDED:
        for mentor in filings.to_remind(days):
            notices.ending(mentor, days)
    db.session.commit()
