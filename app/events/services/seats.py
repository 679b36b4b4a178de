"""Seats: the event's row is locked, the database refuses one too many, and whoever waits longest moves up."""

import uuid
from collections.abc import Collection

from flask_babel import gettext as _
from sqlalchemy import select

from app.accounts.actor import Actor
from app.core.errors import Conflict, Forbidden, require
from app.core.model import utc_now
from app.events import notices
from app.events.models import Event, EventRegistration, SeatState
from app.events.places import count_seats, lock
from app.events.policies import can_give_up, manages, notes_attendance, takes_registrations
from app.events.queries import registrations_of
from app.extensions import db

CONFIRMED, WAITING, CANCELLED = SeatState


def register(*, actor: Actor, event: Event, attendance: str | None = None) -> EventRegistration:
    """A seat for the person themselves, or a place on the waiting list."""
    if actor.account_id is None:
        raise Forbidden
    lock(event)
    if not takes_registrations(event):
        raise Conflict(_("Registration is not open."))
    row = of_person(event.id, actor.account_id)
    if row is not None and row.state is not CANCELLED:
        raise Conflict(_("You are registered already."))
    fits = event.free_seats > 0 and not _waiting(event.id)
    if row is None:
        row = EventRegistration(event_id=event.id, account_id=actor.account_id)
        row.event = event
        db.session.add(row)
    row.state = CONFIRMED if fits else WAITING
    row.membership_id, row.asked_at, row.cancelled_at = actor.membership_id, utc_now(), None
    row.attendance = event.attendance(attendance)
    db.session.flush()
    count_seats(event, 1 if fits else 0)
    notices.seat(row)
    return row


def give_up(*, actor: Actor, registration: EventRegistration) -> None:
    """The person does not come after all."""
    require(actor.account_id is not None and registration.account_id == actor.account_id)
    _locked(registration)
    if not can_give_up(registration):
        raise Conflict(_("This registration can no longer be cancelled."))
    _cancel(registration)


def release(*, actor: Actor, registration: EventRegistration) -> None:
    """The organiser takes somebody off the list, who is told."""
    require(manages(actor, registration.event))
    _locked(registration)
    if not can_give_up(registration):
        raise Conflict(_("This registration can no longer be cancelled."))
    _cancel(registration)
    notices.released(registration)


def note_attendance(
    *, actor: Actor, event: Event, shown: Collection[uuid.UUID], present: Collection[uuid.UUID]
) -> tuple[int, int]:
    """Of those shown, these were there and the others were not; returns (now present, now absent).

    Somebody from the waiting list who came found a seat. Whoever has a certificate stays present.
    """
    require(manages(actor, event))
    lock(event)
    if not notes_attendance(event):
        raise Conflict(_("Who came is noted from the beginning of the event on."))
    came = left = 0
    for row in registrations_of(event.id, CONFIRMED, WAITING):
        if row.id not in shown or (row.attended_at is not None) == (row.id in present):
            continue
        if row.id in present:
            row.attended_at = utc_now()
            came += 1
        elif row.certificate is not None and row.certificate.is_valid:
            raise Conflict(_("%(name)s has a certificate. Revoke it first.", name=row.certificate.name))
        else:
            row.attended_at = None
            left += 1
    db.session.flush()
    return came, left


def promote(event: Event) -> None:
    """Seat those who wait, first come first served; the caller holds the event's lock."""
    for row in _waiting(event.id):
        if event.free_seats <= 0:
            break
        row.state = CONFIRMED
        count_seats(event, 1)
        notices.seat(row)


def of_person(event_id: uuid.UUID, account_id: uuid.UUID | None) -> EventRegistration | None:
    mine = (EventRegistration.event_id == event_id, EventRegistration.account_id == account_id)
    return db.session.scalars(select(EventRegistration).where(*mine)).unique().one_or_none()


def _waiting(event_id: uuid.UUID) -> list[EventRegistration]:
    rows = registrations_of(event_id, WAITING)
    return sorted(rows, key=lambda row: (row.asked_at, row.id))


def _locked(registration: EventRegistration) -> None:
    lock(registration.event)
    db.session.refresh(registration, ["state"])


def _cancel(registration: EventRegistration) -> None:
    event, had_seat = registration.event, registration.state is CONFIRMED
    registration.state, registration.cancelled_at = CANCELLED, utc_now()
    count_seats(event, -1 if had_seat else 0)
    promote(event)
