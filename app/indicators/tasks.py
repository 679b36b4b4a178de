"""What the days bring: reminders, and returns of carriers that joined the network since."""

import datetime as dt

from sqlalchemy import select

from app.core import jobs
from app.core.days import city_day
from app.extensions import db
from app.indicators import notices
from app.indicators.models import OPEN_RETURN, Collection, Return
from app.indicators.services import collections

# So many days before the due day, and after it; each is sent for so many days on, in case the runner stood still.
REMINDERS = ((7, 2), (1, 1), (-1, 2))


@jobs.periodic("41")
def watch_returns() -> None:
    """Each reminder is sent once."""
    today = city_day()
    for collection in db.session.scalars(select(Collection).where(Collection.due_on >= today)).all():
        collections.ask(collection)
    for days, late in REMINDERS:
        latest = today + dt.timedelta(days)
        due = Collection.due_on.between(latest - dt.timedelta(late), latest)
        statement = select(Return).join(Return.collection).where(Return.state.in_(OPEN_RETURN), due)
        for item in db.session.scalars(statement.order_by(Return.id)).all():
            notices.reminded(item, key=f"{days}:{item.collection.due_on}")
    db.session.commit()
