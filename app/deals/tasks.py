"""Reminders of what is due."""

import datetime as dt

from app.core import jobs
from app.core.errors import Conflict
from app.core.model import utc_now
from app.core.templating import local
from app.deals.services import todo
from app.extensions import db

# Nobody wants to be woken by a reminder.
MORNING = 8


@jobs.periodic("*/15")
def remind() -> None:
    now = local(utc_now())
    if now.hour >= MORNING:
        send_reminders(now.date())


def send_reminders(today: dt.date) -> None:
    """One transaction each, so that one that is done meanwhile stops only itself."""
    for task in todo.to_remind(today):
        try:
            todo.remind(task=task)
            db.session.commit()
        except Conflict:
            db.session.rollback()
