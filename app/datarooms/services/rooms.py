"""Setting a room up, and the terms on which it is read."""

import uuid

from flask_babel import gettext as _
from sqlalchemy import select

from app.accounts.actor import Actor
from app.core.errors import Conflict, Invalid, require
from app.datarooms.models import DataRoom, RoomTerms, TermsAcceptance
from app.datarooms.policies import can_change, has_accepted, holds
from app.extensions import db
from app.files.limits import PDF
from app.files.models import File
from app.projects.models import Project
from app.projects.policies import can_edit


def open_room(*, actor: Actor, project: Project, terms: str) -> DataRoom:
    """Set up the project's room with the first version of its terms. Nobody else sees it before access is granted."""
    require(can_edit(actor, project))
    if db.session.scalar(select(DataRoom.id).where(DataRoom.project_id == project.id)) is not None:
        raise Conflict(_("The project has a data room already."))
    room = DataRoom(project_id=project.id, created_by_id=actor.account_id)
    db.session.add(room)
    db.session.flush()
    change_terms(actor=actor, room=room, body=terms)
    return room


def take_requests(*, actor: Actor, room: DataRoom, wanted: bool) -> None:
    """Whether funds may ask for access; what was asked before stays to be answered."""
    require(can_change(actor, room))
    room.takes_requests = wanted
    db.session.flush()


def change_terms(*, actor: Actor, room: DataRoom, body: str = "", file_id: uuid.UUID | None = None) -> RoomTerms:
    """A new version of the agreement, as a text or a PDF; from now on every reader is asked again."""
    require(can_change(actor, room))
    if not body and file_id is None:
        raise Invalid(_("Write the agreement, or upload it as a PDF."), "body")
    if file_id is not None and db.session.get_one(File, file_id).media_type != PDF:
        raise Invalid(_("Upload the agreement as a PDF."), "file")
    lock(room)
    last = db.session.scalar(
        select(RoomTerms).where(RoomTerms.room_id == room.id, RoomTerms.number == room.terms_number)
    )
    if file_id is None and last is not None and (last.body, last.file_id) == (body, None):
        raise Invalid(_("This is the text that holds already."), "body")
    terms = RoomTerms(
        room_id=room.id, number=room.terms_number + 1, body=body, file_id=file_id, created_by_id=actor.account_id
    )
    db.session.add(terms)
    room.terms_number = terms.number
    db.session.flush()
    return terms


def agree(*, actor: Actor, room: DataRoom, number: int) -> TermsAcceptance:
    """Agree to the version that was shown; a newer one is read first. Agreeing twice says nothing new."""
    require(holds(actor, room))
    lock(room)
    if number != room.terms_number:
        raise Conflict(_("The agreement has changed meanwhile. Read the new version."))
    if has_accepted(actor, room):
        raise Conflict(_("You agreed to this version already."))
    current = select(RoomTerms.id).where(RoomTerms.room_id == room.id, RoomTerms.number == number)
    acceptance = TermsAcceptance(
        terms_id=db.session.scalars(current).one(), account_id=actor.account_id, organisation_id=actor.organisation_id
    )
    db.session.add(acceptance)
    db.session.flush()
    return acceptance


def lock(room: DataRoom) -> None:
    """Whoever numbers something in a room, or looks at what holds there before writing, waits here."""
    db.session.refresh(room, with_for_update={"of": DataRoom, "key_share": True})
