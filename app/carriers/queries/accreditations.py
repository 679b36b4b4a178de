"""Accreditations of a carrier and of a region."""

import datetime as dt
import uuid
from collections.abc import Sequence

from sqlalchemy import Select, func, select

from app.accounts.actor import Actor
from app.carriers.models import Accreditation, AccreditationDocument, AccreditationState, Carrier
from app.carriers.policies import can_see, sees_inside
from app.carriers.queries.carriers import of_region
from app.extensions import db
from app.files.models import File

WAITING = AccreditationState.SUBMITTED


def inner_accreditation(actor: Actor, accreditation_id: uuid.UUID) -> Accreditation | None:
    found = db.session.get(Accreditation, accreditation_id)
    if found is None or not can_see(actor, found.carrier) or not sees_inside(actor, found.carrier):
        return None
    return found


def inner_document(actor: Actor, document_id: uuid.UUID) -> tuple[Accreditation, AccreditationDocument] | None:
    document = db.session.get(AccreditationDocument, document_id)
    found = inner_accreditation(actor, document.accreditation_id) if document else None
    return (found, document) if found is not None and document is not None else None


def can_read_document(actor: Actor, file: File) -> bool:
    """A guard of files: certificates are for staff and authority."""
    owner = select(AccreditationDocument.accreditation_id).where(AccreditationDocument.file_id == file.id)
    accreditation_id = db.session.scalar(owner)
    return accreditation_id is not None and inner_accreditation(actor, accreditation_id) is not None


def of_carrier(carrier: Carrier) -> Sequence[Accreditation]:
    statement = select(Accreditation).where(Accreditation.carrier_id == carrier.id)
    return db.session.scalars(statement.order_by(Accreditation.issued_on.desc(), Accreditation.id)).unique().all()


def in_region(actor: Actor, *, state: str = "") -> Select[Accreditation]:
    """What the carriers of the organiser's region have; what waits longest first."""
    statement = select(Accreditation).join(Accreditation.carrier).where(of_region(actor))
    if state in set(AccreditationState):
        statement = statement.where(Accreditation.state == state)
    waits = Accreditation.state == WAITING
    return statement.order_by(waits.desc(), Accreditation.created_at.desc(), Accreditation.id)


def waiting(actor: Actor) -> int:
    """How many wait for this organiser's decision."""
    statement = select(func.count()).select_from(Accreditation).join(Carrier, Carrier.id == Accreditation.carrier_id)
    return db.session.scalar(statement.where(of_region(actor), Accreditation.state == WAITING)) or 0


def expiring(first: dt.date, last: dt.date) -> Sequence[Accreditation]:
    """Accepted ones that end in these days."""
    ends = Accreditation.expires_on.between(first, last)
    statement = select(Accreditation).where(Accreditation.state == AccreditationState.ACCEPTED, ends)
    return db.session.scalars(statement.order_by(Accreditation.expires_on, Accreditation.id)).unique().all()
