"""Reminders of what begins tomorrow."""

import datetime as dt

from app.core import jobs
from app.core.model import utc_now
from app.core.templating import local
from app.events import notices
from app.events.models import SeatState
from app.events.queries import beginning, registrations_of
from app.extensions import db

AHEAD = dt.timedelta(hours=24)


@jobs.periodic("*/15")
def remind_of_events() -> None:
    """A notice is written once for each beginning, however often this runs."""
    now = utc_now()
    for event in beginning(now, now + AHEAD):
        # In figures: whoever reads it does so in either language.
        time = local(event.starts_at).strftime("%Y-%m-%d %H:%M")
        notices.reminder(event, registrations_of(event.id, SeatState.CONFIRMED), time)
        db.session.commit()
