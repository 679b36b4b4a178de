"""Folders, documents and their versions."""

import uuid
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from app.accounts.actor import Actor
from app.core.errors import Conflict, Invalid, require
from app.core.model import utc_now
from app.datarooms.models import DataRoom, RoomDocument, RoomFolder, RoomVersion
from app.datarooms.policies import can_change
from app.extensions import db
from app.files import services as files
from app.files import stamping
from app.files.models import File, FileKind


def add_folder(*, actor: Actor, room: DataRoom, name: str) -> RoomFolder:
    require(can_change(actor, room))
    folder = RoomFolder(room_id=room.id, name=_named(name))
    db.session.add(folder)
    db.session.flush()
    return folder


def rename_folder(*, actor: Actor, folder: RoomFolder, name: str) -> None:
    require(can_change(actor, folder.room))
    folder.name = _named(name)
    db.session.flush()


def remove_folder(*, actor: Actor, folder: RoomFolder) -> None:
    """An empty one; documents that were removed before lie outside of folders when they are restored."""
    require(can_change(actor, folder.room))
    for document in db.session.scalars(select(RoomDocument).where(RoomDocument.folder_id == folder.id)):
        if document.removed_at is None:
            raise Conflict(_("There are documents in the folder. Move them first."))
        document.folder_id = None
    db.session.flush()
    db.session.delete(folder)
    db.session.flush()


def add_document(
    *,
    actor: Actor,
    room: DataRoom,
    upload: Any,
    name: str = "",
    folder_id: uuid.UUID | None = None,
    is_handed_out: bool = False,
) -> RoomDocument:
    """A document with its first version; without a name it is called like the file."""
    require(can_change(actor, room))
    folder = _own_folder(room, folder_id)
    file = _store(actor, room, upload)
    document = RoomDocument(
        room_id=room.id,
        folder_id=folder.id if folder else None,
        name=name or file.name.rsplit(".", 1)[0],
        is_handed_out=is_handed_out,
    )
    db.session.add(document)
    db.session.flush()
    _number(document, file)
    return document


def change_document(
    *, actor: Actor, document: RoomDocument, name: str, folder_id: uuid.UUID | None, is_handed_out: bool
) -> None:
    require(can_change(actor, document.room))
    folder = _own_folder(document.room, folder_id)
    document.name, document.is_handed_out = _named(name), is_handed_out
    document.folder_id = folder.id if folder else None
    db.session.flush()


def add_version(*, actor: Actor, document: RoomDocument, upload: Any) -> RoomVersion:
    """From now on readers get this one; the project keeps the earlier ones."""
    require(can_change(actor, document.room))
    if document.removed_at is not None:
        raise Conflict(_("The document was removed. Restore it before you add a version."))
    return _number(document, _store(actor, document.room, upload))


def remove_document(*, actor: Actor, document: RoomDocument) -> None:
    require(can_change(actor, document.room))
    if document.removed_at is not None:
        raise Conflict(_("The document was removed already."))
    document.removed_at = utc_now()
    db.session.flush()


def restore_document(*, actor: Actor, document: RoomDocument) -> None:
    require(can_change(actor, document.room))
    if document.removed_at is None:
        raise Conflict(_("The document is not removed."))
    document.removed_at = None
    db.session.flush()


def purge(*, document: RoomDocument) -> None:
    """For the job: what was removed long ago loses its files; that there was something, and who read it, stays."""
    for version in db.session.scalars(select(RoomVersion).where(RoomVersion.document_id == document.id)):
        files.discard(file_id=version.file_id)


def _number(document: RoomDocument, file: File) -> RoomVersion:
    """Two uploads at once get one number each: the document's row is locked and read again first."""
    db.session.refresh(document, with_for_update={"of": RoomDocument, "key_share": True})
    document.version_number += 1
    version = RoomVersion(document_id=document.id, number=document.version_number, file_id=file.id)
    db.session.add(version)
    db.session.flush()
    return version


def _store(actor: Actor, room: DataRoom, upload: Any) -> File:
    """Judged like every upload; and it must take the mark now, not fail when somebody opens it."""
    file = files.store(
        actor=actor, upload=upload, kind=FileKind.ROOM, organisation_id=room.project.organisation_id, field="file"
    )
    if not stamping.is_markable(file):
        raise Invalid(_("No mark can be set on the pages of this PDF. Print it to a new PDF and upload that."), "file")
    return file


def _own_folder(room: DataRoom, folder_id: uuid.UUID | None) -> RoomFolder | None:
    folder = db.session.get(RoomFolder, folder_id) if folder_id else None
    if folder_id is not None and (folder is None or folder.room_id != room.id):
        raise Invalid(_("Choose a folder of this data room."), "folder_id")
    return folder


def _named(name: str) -> str:
    if not name:
        raise Invalid(_("Give it a name."), "name")
    return name
