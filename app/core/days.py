"""Days of the city's calendar. A moment belongs to the day that it is there, wherever the server stands."""

import datetime as dt
from zoneinfo import ZoneInfo

from flask import current_app

from app.core.model import utc_now


def city_zone() -> ZoneInfo:
    return ZoneInfo(current_app.config["TIME_ZONE"])


def city_day(moment: dt.datetime | None = None) -> dt.date:
    """The day of a moment, or today."""
    return (moment or utc_now()).astimezone(city_zone()).date()


def end_of(day: dt.date) -> dt.datetime:
    """The first moment after the day."""
    return dt.datetime.combine(day + dt.timedelta(1), dt.time(), city_zone()).astimezone(dt.UTC)
