"""Finding files for those who may read them."""

import uuid

from app.accounts.actor import Actor
from app.extensions import db
from app.files import access
from app.files.models import File


def readable(actor: Actor, file_id: uuid.UUID) -> File | None:
    """The file, when a guard lets this person in."""
    file = db.session.get(File, file_id)
    return file if file and access.can_read(actor, file) else None


def shown_image(actor: Actor, file_id: uuid.UUID) -> File | None:
    """An image to stand in a page: a public logo for everybody, another one for those who may read it."""
    file = db.session.get(File, file_id)
    if file is None or not file.media_type.startswith("image/"):
        return None
    return file if access.is_public_image(file) or access.can_read(actor, file) else None
