"""Roadshows as calendar entries. Only what is public: the file may be passed on."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from app.core.mail import Attachment, absolute_url
from app.core.model import utc_now
from app.roadshows.models import Roadshow


def calendar(roadshows: Iterable[Roadshow], *, name: str = "") -> bytes:
    """One calendar of these roadshows; their ids stay the same, so that a later file updates the entries."""
    import icalendar  # loaded where it writes: most workers never do

    book = icalendar.Calendar()
    book.add("prodid", "-//Fuqiao//Roadshows//ZH")
    book.add("version", "2.0")
    book.add("method", "PUBLISH")
    if name:
        book.add("x-wr-calname", name)
    for roadshow in roadshows:
        book.add_component(_event(roadshow))
    return book.to_ical()


def attachment(roadshow: Roadshow) -> Attachment:
    return Attachment("roadshow.ics", "text/calendar", calendar([roadshow]))


def ahead(roadshow: Roadshow) -> tuple[Attachment, ...]:
    """The attachment of mails about a roadshow, while there is a date to keep."""
    return (attachment(roadshow),) if roadshow.ends_at > utc_now() else ()


def _event(roadshow: Roadshow) -> Any:
    import icalendar

    url = absolute_url("roadshows.show", roadshow_id=roadshow.id)
    event = icalendar.Event()
    event.add("uid", f"{roadshow.id}@fuqiao")
    event.add("dtstamp", roadshow.updated_at or utc_now())
    event.add("sequence", roadshow.version)
    event.add("dtstart", roadshow.starts_at.astimezone(dt.UTC))
    event.add("dtend", roadshow.ends_at.astimezone(dt.UTC))
    event.add("summary", roadshow.label)
    event.add("location", roadshow.venue)
    event.add("organizer", icalendar.vUri("invalid:nomail"), parameters={"CN": roadshow.organisation.name})
    event.add("description", url)
    event.add("url", url)
    return event
