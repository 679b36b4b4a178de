"""What people are told about salons, forums and training classes."""

from collections.abc import Iterable
from typing import Any

from flask import current_app
from flask_babel import lazy_gettext as _l

from app.events import ics
from app.events.models import AttendanceCertificate, Event, EventRegistration, SeatState
from app.notifications.kinds import register
from app.notifications.services import notify

_SEAT = {"label": _l("A registration for an event changes")}
register("event.registered", _l("You have a seat at “%(event)s”."), "calendar", **_SEAT)
register("event.waiting", _l("“%(event)s” is full. You are on the waiting list."), "clock", **_SEAT)
register("event.released", _l("The organiser cancelled your registration for “%(event)s”."), "ban", **_SEAT)
register(
    "event.changed",
    _l("Time or place of “%(event)s” has changed."),
    "calendar",
    label=_l("An event that I registered for changes"),
)
register(
    "event.cancelled",
    _l("“%(event)s” does not take place."),
    "ban",
    label=_l("An event that I registered for is cancelled"),
)
register(
    "event.reminder",
    _l("“%(event)s” begins on %(time)s."),
    "clock",
    label=_l("An event that I registered for is near"),
)
register(
    "event.certificate",
    _l("Your certificate of attendance for “%(event)s” is here."),
    "certificate",
    label=_l("A certificate of attendance is issued"),
)


def path(endpoint: str, **values: Any) -> str:
    """The path of an endpoint, also in a job, where there is no request."""
    return str(current_app.url_map.bind("localhost").build(endpoint, values))


def seat(registration: EventRegistration) -> None:
    """With a calendar file once the seat is theirs."""
    confirmed = registration.state is SeatState.CONFIRMED
    attachments = [ics.attachment(registration.event)] if confirmed else []
    _tell(registration.event, [registration], "registered" if confirmed else "waiting", attachments=attachments)


def released(registration: EventRegistration) -> None:
    _tell(registration.event, [registration], "released")


def changed(event: Event, registrations: Iterable[EventRegistration]) -> None:
    _tell(event, registrations, "changed", attachments=[ics.attachment(event)])


def cancelled(event: Event, registrations: Iterable[EventRegistration]) -> None:
    _tell(event, registrations, "cancelled")


def reminder(event: Event, registrations: Iterable[EventRegistration], time: str) -> None:
    """Once for each beginning: another date is another reminder."""
    _tell(event, registrations, "reminder", dedupe=f"event.reminder:{event.id}:{event.starts_at:%Y%m%d%H}", time=time)


def certificate(row: AttendanceCertificate) -> None:
    registration = row.registration
    url = path("events.certificate", number=row.number)
    notify(
        account_ids=[registration.account_id],
        kind="event.certificate",
        params={"event": registration.event.title},
        url=url,
    )


def _tell(
    event: Event,
    registrations: Iterable[EventRegistration],
    what: str,
    *,
    dedupe: str = "",
    attachments: Any = (),
    **params: Any,
) -> None:
    notify(
        account_ids=[registration.account_id for registration in registrations],
        kind=f"event.{what}",
        params={"event": event.title, **params},
        url=path("events.show", event_id=event.id),
        dedupe=dedupe,
        attachments=attachments,
    )
