"""Certificates of attendance: issued to those who came, checked by anybody, revoked with a reason."""

from flask_babel import gettext as _

from app.accounts.actor import Actor
from app.core.errors import Conflict, Invalid, require
from app.core.model import utc_now
from app.core.templating import local
from app.events import notices
from app.events.models import AttendanceCertificate, Event, SeatState
from app.events.numbers import new_number
from app.events.places import lock
from app.events.policies import issues_certificates, manages
from app.events.queries import registrations_of
from app.extensions import db


def issue(*, actor: Actor, event: Event) -> int:
    """One to everybody who came and has none; returns how many are new. A revoked one is not issued again."""
    require(manages(actor, event))
    lock(event)
    if not issues_certificates(event):
        raise Conflict(_("Certificates are issued after the event was held, if it gives any."))
    new = 0
    for registration in registrations_of(event.id, SeatState.CONFIRMED, SeatState.WAITING):
        if registration.attended_at is None or registration.certificate is not None:
            continue
        row = AttendanceCertificate(
            number=new_number(local(event.ends_at).year), name=registration.account.name, issued_by_id=actor.account_id
        )
        row.registration = registration
        db.session.add(row)
        db.session.flush()
        notices.certificate(row)
        new += 1
    return new


def revoke(*, actor: Actor, certificate: AttendanceCertificate, reason: str) -> None:
    """It was issued by mistake; whoever checks its number reads that it no longer holds."""
    require(manages(actor, certificate.registration.event))
    lock(certificate.registration.event)
    db.session.refresh(certificate, ["revoked_at"])
    if not certificate.is_valid:
        raise Conflict(_("This certificate is revoked already."))
    if not reason:
        raise Invalid(_("Say why it is revoked."), "reason")
    certificate.revoked_at, certificate.revoke_reason = utc_now(), reason
    db.session.flush()
