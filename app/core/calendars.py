"""Agenda entries as a file that calendars read."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from app.core.agenda import Entry
from app.core.mail import absolute_path
from app.core.model import utc_now


def calendar_file(entries: Iterable[Entry], *, name: str) -> bytes:
    """Ids stay the same, so that a later file moves the entries of an earlier one."""
    import icalendar  # loaded where it writes: most workers never do

    book = icalendar.Calendar()
    book.add("prodid", "-//Fuqiao//Calendar//ZH")
    book.add("version", "2.0")
    book.add("method", "PUBLISH")
    book.add("x-wr-calname", name)
    book.add("refresh-interval", dt.timedelta(hours=1), parameters={"VALUE": "DURATION"})
    for entry in entries:
        book.add_component(_event(entry))
    return book.to_ical()


def _event(entry: Entry) -> Any:
    import icalendar

    event = icalendar.Event()
    event.add("uid", f"{entry.uid}@fuqiao")
    event.add("dtstamp", entry.changed_at or utc_now())
    event.add("sequence", entry.sequence)
    event.add("dtstart", entry.starts_at.astimezone(dt.UTC))
    event.add("dtend", entry.ends_at.astimezone(dt.UTC))
    event.add("summary", entry.title)
    event.add("status", _status(entry))
    if entry.place:
        event.add("location", entry.place)
    event.add("url", absolute_path(entry.url))
    return event


def _status(entry: Entry) -> str:
    if entry.is_cancelled:
        return "CANCELLED"
    return "TENTATIVE" if entry.is_tentative else "CONFIRMED"
