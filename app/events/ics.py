"""Events as calendar entries. Only what is public: the file may be passed on."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from app.core.mail import Attachment, absolute_url
from app.core.model import utc_now
from app.events.models import Event, EventState


def calendar(events: Iterable[Event], *, name: str = "") -> bytes:
    """One calendar of these events; their ids stay the same, so that a later file updates the entries."""
    import icalendar  # loaded where it writes: most workers never do

    book = icalendar.Calendar()
    book.add("prodid", "-//Fuqiao//Events//ZH")
    book.add("version", "2.0")
    book.add("method", "PUBLISH")
    if name:
        book.add("x-wr-calname", name)
    for event in events:
        book.add_component(_entry(event))
    return book.to_ical()


def attachment(event: Event) -> Attachment:
    return Attachment("event.ics", "text/calendar", calendar([event]))


def _entry(event: Event) -> Any:
    import icalendar

    url = absolute_url("events.show", event_id=event.id)
    entry = icalendar.Event()
    entry.add("uid", f"{event.id}@fuqiao")
    entry.add("dtstamp", event.updated_at or utc_now())
    entry.add("sequence", event.version)
    entry.add("dtstart", event.starts_at.astimezone(dt.UTC))
    entry.add("dtend", event.ends_at.astimezone(dt.UTC))
    entry.add("summary", event.label)
    entry.add("location", event.venue)
    entry.add("organizer", icalendar.vUri("invalid:nomail"), parameters={"CN": event.organisation.name})
    entry.add("status", "CANCELLED" if event.state is EventState.CANCELLED else "CONFIRMED")
    entry.add("description", url)
    entry.add("url", url)
    return entry
