"""Taking uploads in and giving them up.

The bytes are on the disk, complete and synced, before the row is; what a rolled-back transaction leaves behind is
found by the sweeper. So a row never points at half a file.
"""

import hashlib
import os
import uuid
from pathlib import Path
from typing import Any

from flask_babel import gettext as _

from app.accounts.actor import Actor
from app.core.errors import Forbidden, Invalid, require
from app.core.model import new_id, utc_now
from app.core.text import clean
from app.extensions import db
from app.files import access, inspection
from app.files.limits import EXTENSIONS, LIMITS, MEGABYTE
from app.files.models import File, FileKind, FileOpening, folder, path_of

LONGEST_NAME = 100
_FORBIDDEN_IN_NAMES = str.maketrans(dict.fromkeys('<>:"|?*;%', " "))


def store(
    *,
    actor: Actor,
    upload: Any,
    kind: FileKind | str,
    organisation_id: uuid.UUID | None = None,
    account_id: uuid.UUID | None = None,
    public: bool | None = None,
    field: str = "file",
) -> File:
    """Judge an upload by its content and keep it. Raises Invalid, attached to the form field `field`.

    The owner is the organisation or the account given. Logos are public unless `public` says otherwise.
    """
    if not actor.is_signed_in:
        raise Forbidden
    kind, file_id = FileKind(kind), new_id()
    (folder() / "incoming").mkdir(parents=True, exist_ok=True)
    incoming = folder() / "incoming" / str(file_id)
    try:
        _receive(upload, incoming, kind, field)
        found = inspection.inspect(incoming, kind, field=field)
        target = _settle(found.path, path_of(file_id))
    finally:
        for leftover in (incoming, inspection.output_of(incoming)):
            leftover.unlink(missing_ok=True)
    file = File(
        id=file_id,
        kind=kind,
        organisation_id=organisation_id,
        account_id=account_id,
        name=clean_name(upload.filename, found.media_type),
        media_type=found.media_type,
        size=target.stat().st_size,
        sha256=_sha256(target),
        is_public=kind == FileKind.LOGO and public is not False,
        created_by_id=actor.account_id,
    )
    db.session.add(file)
    db.session.flush()
    return file


def record_opening(*, actor: Actor, file: File) -> FileOpening:
    """Write down that this person takes the file, before they get it."""
    require(actor.account_id is not None and access.can_read(actor, file))
    opening = FileOpening(file_id=file.id, account_id=actor.account_id, organisation_id=actor.organisation_id)
    db.session.add(opening)
    db.session.flush()
    return opening


def delete(*, file: File) -> None:
    """Nobody reads it from now on; the sweeper removes the bytes. The caller has checked the right."""
    file.deleted_at = utc_now()
    db.session.flush()


def discard(*, file_id: uuid.UUID | None) -> None:
    """`delete` for the file that another took the place of, if there was one."""
    if file := db.session.get(File, file_id) if file_id else None:
        delete(file=file)


def replace(*, thing: Any, column: str, file_id: uuid.UUID | None) -> None:
    """Point at another file, or at none, and give up the one that stood there. The caller has checked the right."""
    discard(file_id=getattr(thing, column))
    setattr(thing, column, file_id)
    db.session.flush()


def clean_name(original: str | None, media_type: str) -> str:
    """The uploader's name without folders and characters that mean something, ending as its content demands."""
    name = clean((original or "").replace("\\", "/").rsplit("/", 1)[-1])
    name = " ".join(name.translate(_FORBIDDEN_IN_NAMES).split()).strip(". ")
    ending = EXTENSIONS[media_type]
    stem = name.rsplit(".", 1)[0] if "." in name else name
    return (stem.strip(". ")[:LONGEST_NAME] or _("file")) + ending


def _receive(upload: Any, target: Path, kind: FileKind, field: str) -> None:
    """Copy at most what is allowed; the length a browser announces is not believed."""
    most, size = LIMITS[kind].megabytes * MEGABYTE, 0
    with open(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        while block := upload.stream.read(65536):
            size += len(block)
            if size > most:
                raise Invalid(_("The file is larger than %(size)s MB.", size=LIMITS[kind].megabytes), field)
            file.write(block)
    if size == 0:
        raise Invalid(_("The file is empty."), field)


def _settle(source: Path, target: Path) -> Path:
    """Sync, then rename: the name appears only with the whole content behind it."""
    target.parent.mkdir(parents=True, exist_ok=True)
    for path, rename in ((source, True), (target.parent, False)):
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
        if rename:
            path.replace(target)
    return target


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
