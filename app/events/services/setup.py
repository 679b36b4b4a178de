"""Setting an event up, and the states it goes through."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from app.accounts.actor import Actor
from app.core import search
from app.core.errors import Conflict, Forbidden, Invalid, require
from app.core.model import utc_now
from app.events import notices
from app.events.core import EventMode
from app.events.models import Event, EventKind, EventRegistration, EventState, SeatState
from app.events.places import lock
from app.events.policies import ORGANISING, can_edit, manages
from app.events.queries import registrations_of
from app.events.services import seats
from app.extensions import db

TEXTS = ("title", "title_en", "summary", "speakers", "venue", "online_url", "replay_url", "region_code")
MOMENTS = ("starts_at", "ends_at", "register_until")
CHOICES = ("kind", "mode", "seats", "gives_certificates")
# What people who registered have to know.
TOLD = ("starts_at", "ends_at", "venue", "mode")
MOVES: dict[EventState, tuple[EventState, ...]] = {
    EventState.DRAFT: (EventState.OPEN,),
    EventState.OPEN: (EventState.HELD, EventState.DRAFT),
    EventState.HELD: (EventState.OPEN,),
    EventState.CANCELLED: (),
}
ORDER = list(EventState)


def is_forward(before: EventState, after: EventState) -> bool:
    return ORDER.index(after) > ORDER.index(before)


def create(*, actor: Actor, **values: Any) -> Event:
    """A draft run by the actor's organisation."""
    if not actor.is_(*ORGANISING) or actor.membership is None:
        raise Forbidden
    event = Event(organisation_id=actor.organisation_id, created_by_id=actor.account_id)
    event.organisation = actor.membership.organisation
    db.session.add(event)
    with db.session.no_autoflush:
        _fill(event, values)
    db.session.flush()
    return event


def update(*, actor: Actor, event: Event, **values: Any) -> None:
    """People who registered are told when time or place change."""
    require(can_edit(actor, event))
    lock(event)
    before = [getattr(event, name) for name in TOLD]
    with db.session.no_autoflush:
        _fill(event, values)
    if event.seats < event.seats_taken:
        raise Invalid(_("%(count)s seats are taken already.", count=event.seats_taken), "seats")
    event.updated_at = utc_now()  # a change of themes alone is a change of the event
    index(event)
    db.session.flush()
    if event.state is EventState.OPEN:
        seats.promote(event)
        if before != [getattr(event, name) for name in TOLD]:
            notices.changed(event, registrations_of(event.id, SeatState.CONFIRMED, SeatState.WAITING))


def move(*, actor: Actor, event: Event, to: EventState) -> None:
    """To the next state, or back to the one before."""
    require(manages(actor, event))
    lock(event)
    if to not in MOVES[event.state]:
        raise Conflict(_("The event has moved on meanwhile."))
    if to is EventState.OPEN and event.state is EventState.DRAFT:
        _check_ready(event)
    elif to is EventState.DRAFT:
        _check_unused(event)
    elif to is EventState.HELD and event.starts_at > utc_now():
        raise Invalid(_("It has not begun yet."))
    elif event.state is EventState.HELD and _has_certificates(event):
        raise Conflict(_("Certificates are issued already, so it stays held."))
    event.state = to
    index(event)
    db.session.flush()


def cancel(*, actor: Actor, event: Event, reason: str) -> None:
    """It does not take place; everybody who registered is told, so this is not taken back."""
    require(manages(actor, event))
    lock(event)
    if event.state is not EventState.OPEN:
        raise Conflict(_("Only an event that is open for registration can be cancelled."))
    if not reason:
        raise Invalid(_("Say why it does not take place."), "reason")
    event.state, event.cancel_reason = EventState.CANCELLED, reason
    index(event)
    db.session.flush()
    notices.cancelled(event, registrations_of(event.id, SeatState.CONFIRMED, SeatState.WAITING))


def index(event: Event) -> None:
    """A public event can be found; the address of the live room is not part of that."""
    if event.is_public:
        search.put("event", event.id, event.title, event.title_en, event.summary, event.speakers, event.venue)
    else:
        search.remove(event.id)


def _check_ready(event: Event) -> None:
    if not event.summary:
        raise Invalid(_("Write what it is about before opening it."), "summary")
    if event.mode is not EventMode.ONLINE and not event.venue:
        raise Invalid(_("Say where it takes place before opening it."), "venue")
    if event.mode is not EventMode.ON_SITE and not event.online_url:
        raise Invalid(_("Add the address of the live room before opening it."), "online_url")


def _check_unused(event: Event) -> None:
    registered = select(EventRegistration.id).where(EventRegistration.event_id == event.id)
    if db.session.scalar(registered.limit(1)):
        raise Conflict(_("Somebody has registered already, so it stays public."))


def _has_certificates(event: Event) -> bool:
    return any(row.certificate for row in registrations_of(event.id))


def _fill(event: Event, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        if name == "sectors":
            event.set_codes("sector", value or [])
        elif name in TEXTS:
            setattr(event, name, value or "")
        elif name == "hours":
            event.hours = value
        elif name in (*MOMENTS, *CHOICES) and value is not None:
            setattr(event, name, value)
    event.kind, event.mode = EventKind(event.kind), EventMode(event.mode or EventMode.ON_SITE)
    if not event.title:
        raise Invalid(_("Give it a title."), "title")
    for name in MOMENTS:
        if getattr(event, name) is None:
            raise Invalid(_("Choose a date and time."), name)
    if event.ends_at <= event.starts_at:
        raise Invalid(_("The end must be after the beginning."), "ends_at")
    if event.register_until > event.ends_at:
        raise Invalid(_("Registration must end before the event does."), "register_until")
