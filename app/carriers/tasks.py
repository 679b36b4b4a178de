"""What changes with the days."""

import datetime as dt

from app.carriers import notices
from app.carriers.models import Admission
from app.carriers.queries.accreditations import expiring
from app.carriers.services import admissions, graduates
from app.carriers.services.accreditations import recompute
from app.core import jobs
from app.core.answering import overdue
from app.core.days import city_day
from app.core.errors import Conflict
from app.extensions import db

# So many days before an accreditation expires its carrier hears of it.
REMINDERS = (90, 30)


@jobs.periodic("23")
def watch_accreditations() -> None:
    """Expired ones no longer raise a level. Looking back a month covers a runner that stood still."""
    today = city_day()
    for accreditation in expiring(today - dt.timedelta(30), today - dt.timedelta(1)):
        recompute(accreditation.carrier)
    for days in REMINDERS:
        for accreditation in expiring(today + dt.timedelta(days - 7), today + dt.timedelta(days)):
            notices.accreditation_expires(accreditation, days=days)
    db.session.commit()


@jobs.periodic("*/15")
def expire_admissions() -> None:
    """One transaction each, so that an answer arriving meanwhile stops only its own."""
    for admission in db.session.scalars(overdue(Admission)).unique().all():
        try:
            admissions.expire(admission=admission)
            db.session.commit()
        except Conflict:
            db.session.rollback()


@jobs.periodic("41")
def follow_graduates_up() -> None:
    """From March on, about the year before; whoever has not answered hears of it two weeks ahead and on the day."""
    today = city_day()
    if today.month >= 3:
        graduates.send_follow_ups(year=today.year - 1)
    for days in (14, 0):
        graduates.remind(days=days)
    db.session.commit()
