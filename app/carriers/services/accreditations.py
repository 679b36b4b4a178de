"""Accreditations: a carrier hands one in or its authority enters it, the authority decides, revokes, reinstates."""

import datetime as dt
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.accounts.actor import Actor
from app.carriers import notices
from app.carriers.models import (
    AWARDED,
    Accreditation,
    AccreditationDocument,
    AccreditationState,
    Carrier,
    CarrierKind,
    Level,
    Title,
)
from app.carriers.policies import can_edit, can_edit_accreditation, decides, oversees
from app.core.days import city_day
from app.core.errors import Conflict, Invalid, require
from app.core.forms import CONSTRAINT_MESSAGES
from app.core.model import utc_now
from app.extensions import db
from app.files import services as files
from app.files.models import FileKind

EARLIEST = dt.date(1980, 1, 1)
MOST_DOCUMENTS = 10
CONSTRAINT_MESSAGES["uq_accreditation_carrier_id_title_level_issued_on"] = (
    "issued_on",
    _l("An accreditation of this level and day is entered already."),
)


def submit(*, actor: Actor, carrier: Carrier, **values: Any) -> Accreditation:
    """The carrier's staff hand an accreditation in; it counts once the authority has accepted it."""
    require(can_edit(actor, carrier))
    if not carrier.is_published:
        raise Conflict(_("Publish the carrier first; its authority sees it then."))
    found = _new(actor, carrier, AccreditationState.SUBMITTED, values)
    notices.accreditation_submitted(found)
    return found


def grant(*, actor: Actor, carrier: Carrier, **values: Any) -> Accreditation:
    """The authority enters an accreditation of its own."""
    require(oversees(actor, carrier))
    found = _new(actor, carrier, AccreditationState.ACCEPTED, values)
    found.decided_at, found.decided_by_id = utc_now(), actor.account_id
    recompute(carrier)
    notices.accreditation_decided(found)
    return found


def edit(*, actor: Actor, accreditation: Accreditation, **values: Any) -> None:
    """While it waits; a decision is about what was read."""
    require(can_edit_accreditation(actor, accreditation))
    _in_state(accreditation, AccreditationState.SUBMITTED)
    _fill(accreditation, values)
    db.session.flush()


def withdraw(*, actor: Actor, accreditation: Accreditation) -> None:
    require(can_edit_accreditation(actor, accreditation))
    _in_state(accreditation, AccreditationState.SUBMITTED)
    accreditation.state = AccreditationState.WITHDRAWN
    db.session.flush()


def accept(*, actor: Actor, accreditation: Accreditation) -> None:
    _decide(actor, accreditation, AccreditationState.ACCEPTED)
    recompute(accreditation.carrier)


def decline(*, actor: Actor, accreditation: Accreditation, reason: str) -> None:
    if not reason:
        raise Invalid(_("Give a reason; the carrier reads it."), "reason")
    _decide(actor, accreditation, AccreditationState.DECLINED, reason)


def revoke(*, actor: Actor, accreditation: Accreditation, reason: str, on: dt.date | None = None) -> None:
    """Delist: from this day on it no longer counts."""
    require(decides(actor, accreditation))
    _in_state(accreditation, AccreditationState.ACCEPTED)
    if not reason:
        raise Invalid(_("Give a reason; the carrier reads it."), "reason")
    day = on or city_day()
    if not accreditation.issued_on <= day <= city_day():
        raise Invalid(_("Choose a day from %(day)s to today.", day=accreditation.issued_on), "revoked_on")
    accreditation.state, accreditation.reason, accreditation.revoked_on = AccreditationState.REVOKED, reason, day
    recompute(accreditation.carrier)
    notices.accreditation_decided(accreditation)


def reinstate(*, actor: Actor, accreditation: Accreditation) -> None:
    """Take a revocation back, as if it had not been."""
    require(decides(actor, accreditation))
    _in_state(accreditation, AccreditationState.REVOKED)
    accreditation.state, accreditation.reason, accreditation.revoked_on = AccreditationState.ACCEPTED, "", None
    recompute(accreditation.carrier)
    notices.accreditation_decided(accreditation)


def add_document(*, actor: Actor, accreditation: Accreditation, upload: Any) -> AccreditationDocument:
    """Keep a certificate or notice; it belongs to the carrier, whoever brings it."""
    require(can_edit_accreditation(actor, accreditation) or decides(actor, accreditation))
    if len(accreditation.documents) >= MOST_DOCUMENTS:
        raise Conflict(_("An accreditation holds at most %(most)s documents.", most=MOST_DOCUMENTS))
    owner = accreditation.carrier.organisation_id
    file = files.store(actor=actor, upload=upload, kind=FileKind.ATTACHMENT, organisation_id=owner)
    document = AccreditationDocument(accreditation_id=accreditation.id, file_id=file.id)
    document.file = file
    accreditation.documents.append(document)
    db.session.flush()
    return document


def remove_document(*, actor: Actor, accreditation: Accreditation, document: AccreditationDocument) -> None:
    """Whoever hands in may take back what the authority has not yet decided about."""
    require(can_edit_accreditation(actor, accreditation))
    _in_state(accreditation, AccreditationState.SUBMITTED)
    files.discard(file_id=document.file_id)
    accreditation.documents.remove(document)
    db.session.flush()


def recompute(carrier: Carrier, *, day: dt.date | None = None) -> None:
    """The carrier's level and awards are those of its accreditations in force; lists read them from the carrier."""
    db.session.flush()
    rows = db.session.scalars(select(Accreditation).where(Accreditation.carrier_id == carrier.id)).all()
    valid = [row for row in rows if row.is_in_force(day or city_day())]
    levels = {row.level for row in valid if row.title is Title.CARRIER}
    carrier.level = next((level for level in Level if level in levels), None)
    awarded = {CarrierKind(row.title.value) for row in valid if row.title is not Title.CARRIER}
    carrier.set_codes("kind", {code for code in carrier.codes("kind") if code not in AWARDED} | awarded)
    db.session.flush()


def _new(actor: Actor, carrier: Carrier, state: AccreditationState, values: dict[str, Any]) -> Accreditation:
    found = Accreditation(carrier_id=carrier.id, state=state, submitted_by_id=actor.account_id)
    found.carrier = carrier
    with db.session.no_autoflush:
        _fill(found, values)
    db.session.add(found)
    db.session.flush()
    return found


def _fill(found: Accreditation, values: dict[str, Any]) -> None:
    found.title, found.level = Title(values["title"]), Level(values["level"])
    found.number, found.issuer = values.get("number") or "", values.get("issuer") or ""
    found.issued_on, found.expires_on = values["issued_on"], values.get("expires_on")
    found.note = values.get("note") or ""
    if not EARLIEST <= found.issued_on <= city_day():
        raise Invalid(_("Choose a day from 1980 to today."), "issued_on")
    if found.expires_on and found.expires_on < found.issued_on:
        raise Invalid(_("It expires after it was issued."), "expires_on")


def _decide(actor: Actor, found: Accreditation, state: AccreditationState, reason: str = "") -> None:
    require(decides(actor, found))
    _in_state(found, AccreditationState.SUBMITTED)
    found.state, found.reason = state, reason
    found.decided_at, found.decided_by_id = utc_now(), actor.account_id
    db.session.flush()
    notices.accreditation_decided(found)


def _in_state(found: Accreditation, wanted: AccreditationState) -> None:
    """The row is locked and read again, so of two decisions at once one is refused."""
    db.session.refresh(found, with_for_update={"of": Accreditation, "key_share": True})
    if found.state is not wanted:
        raise Conflict(_("This accreditation has moved on."))
