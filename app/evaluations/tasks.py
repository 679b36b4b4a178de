"""What the days bring: reminders of what is to be put right."""

import datetime as dt

from app.core import jobs
from app.core.days import city_day
from app.evaluations import notices
from app.evaluations.queries.outcomes import due_between
from app.extensions import db

# So many days before the day, and after it; each is sent for so many days on, in case the runner stood still.
REMINDERS = ((30, 7), (7, 3), (-1, 7))


@jobs.periodic("53")
def watch_rectifications() -> None:
    """Each reminder is sent once for each day that was set."""
    for days, late in REMINDERS:
        latest = city_day() + dt.timedelta(days)
        for standing in due_between(latest - dt.timedelta(late), latest):
            notices.reminded(standing, key=f"{days}:{standing.due_on}")
    db.session.commit()
