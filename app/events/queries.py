"""Events as the public and their organisers find them, and who takes part."""

import datetime as dt
import uuid
from collections.abc import Sequence

from sqlalchemy import Select, func, or_, select

from app.accounts.actor import Actor
from app.accounts.models import Account, Membership, Organisation
from app.core.model import utc_now
from app.events.models import (
    AttendanceCertificate,
    Event,
    EventFacet,
    EventRegistration,
    EventState,
    SeatState,
)
from app.events.numbers import read_number
from app.events.policies import can_see, manages
from app.extensions import db


def visible_event(actor: Actor, event_id: uuid.UUID) -> Event | None:
    event = db.session.get(Event, event_id)
    return event if event is not None and can_see(actor, event) else None


def managed_event(actor: Actor, event_id: uuid.UUID) -> Event | None:
    event = db.session.get(Event, event_id)
    return event if event is not None and manages(actor, event) else None


def public() -> Select[Event]:
    return select(Event).where(Event.state != EventState.DRAFT)


def calendar(
    *,
    past: bool = False,
    kind: str = "",
    sectors: Sequence[str] = (),
    modes: Sequence[str] = (),
    region: str = "",
    now: dt.datetime | None = None,
) -> Select[Event]:
    """Public events, the next one first; past ones, the last one first."""
    now = now or utc_now()
    statement = public().where(Event.ends_at <= now if past else Event.ends_at > now)
    if kind:
        statement = statement.where(Event.kind == kind)
    if sectors:
        themed = select(EventFacet.event_id).where(EventFacet.facet == "sector", EventFacet.code.in_(sectors))
        statement = statement.where(Event.id.in_(themed))
    if modes:
        statement = statement.where(Event.mode.in_(modes))
    if region:
        statement = statement.where(Event.region_code.startswith(region, autoescape=True))
    return statement.order_by(Event.starts_at.desc() if past else Event.starts_at, Event.id)


def own_events(actor: Actor, *, kind: str = "", state: str = "") -> Select[Event]:
    statement = select(Event).where(Event.organisation_id == actor.organisation_id)
    if kind:
        statement = statement.where(Event.kind == kind)
    if state:
        statement = statement.where(Event.state == state)
    return statement.order_by(Event.starts_at.desc(), Event.id)


def registrations_of(event_id: uuid.UUID, *states: SeatState) -> Sequence[EventRegistration]:
    """In the order of their names, in these states when given."""
    statement = select(EventRegistration).where(EventRegistration.event_id == event_id)
    if states:
        statement = statement.where(EventRegistration.state.in_(states))
    rows = db.session.scalars(statement.order_by(EventRegistration.id)).unique().all()
    return sorted(rows, key=lambda row: (row.account.name, str(row.id)))


def participants(event_id: uuid.UUID, *, words: str = "", state: str = "") -> Select[EventRegistration]:
    """The organiser's list: by state, then name; `words` in the name, the organisation or the certificate's number."""
    statement = (
        select(EventRegistration)
        .join(EventRegistration.account)
        .outerjoin(EventRegistration.membership)
        .outerjoin(Organisation, Organisation.id == Membership.organisation_id)
        .outerjoin(AttendanceCertificate, AttendanceCertificate.registration_id == EventRegistration.id)
        .where(EventRegistration.event_id == event_id)
    )
    if words:
        columns = (Account.name, Organisation.name, AttendanceCertificate.number)
        statement = statement.where(or_(*(column.icontains(words, autoescape=True) for column in columns)))
    if state:
        statement = statement.where(EventRegistration.state == state)
    else:
        statement = statement.where(EventRegistration.state != SeatState.CANCELLED)
    return statement.order_by(EventRegistration.state, Account.name, EventRegistration.id)


def managed_registration(actor: Actor, event_id: uuid.UUID, registration_id: uuid.UUID) -> EventRegistration | None:
    row = db.session.get(EventRegistration, registration_id)
    return row if row is not None and row.event_id == event_id and manages(actor, row.event) else None


def own_registrations(actor: Actor) -> Select[EventRegistration]:
    """What the person registered for, the next one first among the latest."""
    statement = select(EventRegistration).join(EventRegistration.event)
    return statement.where(EventRegistration.account_id == actor.account_id).order_by(
        Event.starts_at.desc(), EventRegistration.id
    )


def own_registration(actor: Actor, event_id: uuid.UUID) -> EventRegistration | None:
    mine = (EventRegistration.event_id == event_id, EventRegistration.account_id == actor.account_id)
    return db.session.scalars(select(EventRegistration).where(*mine)).unique().one_or_none()


def numbers(event: Event) -> dict[str, int]:
    """What the organiser's pages show on their tabs."""
    statement = select(
        func.count().filter(EventRegistration.state == SeatState.CONFIRMED),
        func.count().filter(EventRegistration.state == SeatState.WAITING),
        func.count(EventRegistration.attended_at),
        func.count(AttendanceCertificate.id).filter(AttendanceCertificate.revoked_at.is_(None)),
    ).select_from(EventRegistration)
    statement = statement.outerjoin(
        AttendanceCertificate, AttendanceCertificate.registration_id == EventRegistration.id
    ).where(EventRegistration.event_id == event.id)
    row = db.session.execute(statement).one()
    return dict(zip(("confirmed", "waiting", "attended", "certificates"), row, strict=True))


def certificate(_actor: Actor, number: str) -> AttendanceCertificate | None:
    """By its number, however it was typed. Whoever has the number may read it: that is what it is for."""
    known = read_number(number)
    if known is None:
        return None
    statement = select(AttendanceCertificate).where(AttendanceCertificate.number == known)
    return db.session.scalars(statement).unique().one_or_none()


def managed_certificate(actor: Actor, event_id: uuid.UUID, certificate_id: uuid.UUID) -> AttendanceCertificate | None:
    row = db.session.get(AttendanceCertificate, certificate_id)
    if row is None or row.registration.event_id != event_id or not manages(actor, row.registration.event):
        return None
    return row


def beginning(start: dt.datetime, end: dt.datetime) -> Sequence[Event]:
    """Open events that begin in this time, for reminders."""
    statement = select(Event).where(Event.state == EventState.OPEN, Event.starts_at >= start, Event.starts_at < end)
    return db.session.scalars(statement.order_by(Event.id)).unique().all()


def seats_of(actor: Actor) -> Select[uuid.UUID]:
    return select(EventRegistration.id).where(EventRegistration.account_id == actor.account_id)


def attended_by(actor: Actor, start: dt.datetime, end: dt.datetime) -> Sequence[EventRegistration]:
    """The person's registrations whose event touches the period."""
    statement = select(EventRegistration).join(EventRegistration.event)
    statement = statement.where(
        EventRegistration.account_id == actor.account_id,
        EventRegistration.state != SeatState.CANCELLED,
        Event.state.in_((EventState.OPEN, EventState.HELD)),
        Event.starts_at < end,
        Event.ends_at > start,
    )
    return db.session.scalars(statement.order_by(Event.starts_at, EventRegistration.id)).unique().all()
