"""Who may do what with a salon, a forum or a training class."""

from app.accounts.actor import Actor
from app.accounts.models import Role
from app.core.model import utc_now
from app.events.models import AttendanceCertificate, Event, EventRegistration, EventState, SeatState
from app.taxonomy.regions import looks_into

ORGANISING = (Role.ORGANISER, Role.CARRIER_STAFF)


def manages(actor: Actor, event: Event) -> bool:
    """The event is run by the organisation the person acts for."""
    return actor.is_(*ORGANISING) and actor.acts_for(event.organisation_id)


def can_see(actor: Actor, event: Event) -> bool:
    """The authority of a larger region also sees what one inside it prepares."""
    return event.is_public or manages(actor, event) or looks_into(actor, event.organisation)


def can_edit(actor: Actor, event: Event) -> bool:
    return manages(actor, event) and event.state is not EventState.CANCELLED


def takes_registrations(event: Event) -> bool:
    return event.state is EventState.OPEN and utc_now() < event.register_until


def can_give_up(registration: EventRegistration) -> bool:
    """A seat is given back until the event begins."""
    event, state = registration.event, registration.state
    return state is not SeatState.CANCELLED and event.state is EventState.OPEN and utc_now() < event.starts_at


def notes_attendance(event: Event) -> bool:
    """From its beginning on; who came is also corrected afterwards."""
    return event.state is EventState.HELD or (event.state is EventState.OPEN and utc_now() >= event.starts_at)


def issues_certificates(event: Event) -> bool:
    return event.gives_certificates and event.state is EventState.HELD


def holds(actor: Actor, certificate: AttendanceCertificate) -> bool:
    return actor.account_id is not None and certificate.registration.account_id == actor.account_id
