"""Who keeps a data room, who reads it, and who may ask to."""

from sqlalchemy import select

from app.accounts.actor import Actor
from app.accounts.models import OrganisationKind, Role
from app.core.model import utc_now
from app.datarooms.models import DataRoom, RoomDocument, RoomGrant, RoomTerms, RoomVersion, TermsAcceptance
from app.extensions import db
from app.files.limits import PDF
from app.files.models import File
from app.projects import policies as projects
from app.projects.models import Project

# Whose people act as one. The members of an authority do not see one another, and startups compete.
READERS = (Role.INVESTOR, Role.AGENCY_STAFF, Role.CARRIER_STAFF)
READING_KINDS = (OrganisationKind.FUND_MANAGER, OrganisationKind.AGENCY, OrganisationKind.CARRIER_OPERATOR)


def owns(actor: Actor, room: DataRoom) -> bool:
    return projects.owns(actor, room.project)


def can_change(actor: Actor, room: DataRoom) -> bool:
    return projects.can_edit(actor, room.project)


def can_change_document(actor: Actor, document: RoomDocument) -> bool:
    return can_change(actor, document.room)


def holds(actor: Actor, room: DataRoom) -> bool:
    """The organisation that the person acts for has access now."""
    if not actor.is_(*READERS) or room.project.is_archived:
        return False
    grant = select(RoomGrant.id).where(
        RoomGrant.room_id == room.id,
        RoomGrant.organisation_id == actor.organisation_id,
        RoomGrant.revoked_at.is_(None),
        RoomGrant.expires_at > utc_now(),
    )
    return db.session.scalar(grant) is not None


def can_see(actor: Actor, room: DataRoom) -> bool:
    return owns(actor, room) or holds(actor, room)


def has_accepted(actor: Actor, room: DataRoom) -> bool:
    """This person, for this organisation, agreed to the terms that hold now."""
    accepted = (
        select(TermsAcceptance.id)
        .join(RoomTerms, RoomTerms.id == TermsAcceptance.terms_id)
        .where(
            RoomTerms.room_id == room.id,
            RoomTerms.number == room.terms_number,
            TermsAcceptance.account_id == actor.account_id,
            TermsAcceptance.organisation_id == actor.organisation_id,
        )
    )
    return db.session.scalar(accepted) is not None


def can_ask(actor: Actor, project: Project) -> bool:
    """Whether a request would reach somebody; the room is looked up with the project."""
    return actor.is_(Role.INVESTOR) and project.is_published


def is_handed_out(document: RoomDocument, file: File) -> bool:
    return file.media_type == PDF or document.is_handed_out


def can_read_file(actor: Actor, file: File) -> bool:
    """A document's file: its owners any version, readers the last one after they agreed to the terms."""
    version = db.session.scalar(select(RoomVersion).where(RoomVersion.file_id == file.id))
    if version is None:
        return False
    document = version.document
    if owns(actor, document.room):
        return True
    if document.removed_at is not None or version.number != document.version_number:
        return False
    return is_handed_out(document, file) and holds(actor, document.room) and has_accepted(actor, document.room)


def can_read_terms(actor: Actor, file: File) -> bool:
    """An uploaded agreement is read before it is agreed to."""
    terms = db.session.scalar(select(RoomTerms).where(RoomTerms.file_id == file.id))
    return terms is not None and can_see(actor, terms.room)
