"""Finding files for those who may read them, and who opened them."""

import datetime as dt
import uuid

from sqlalchemy import Select, select
from sqlalchemy.orm import contains_eager

from app.accounts.actor import Actor
from app.core.model import utc_now
from app.extensions import db
from app.files import access
from app.files.models import File, FileOpening

# A download may be broken off and begin again; later than this it is opened anew, and recorded anew.
FRESH = dt.timedelta(minutes=15)


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


def fresh_opening(actor: Actor, opening_id: uuid.UUID) -> FileOpening | None:
    """One's own opening of a moment ago, as long as the guards still let one in."""
    opening = db.session.get(FileOpening, opening_id)
    if opening is None or opening.account_id != actor.account_id or opening.at < utc_now() - FRESH:
        return None
    same = opening.organisation_id == actor.organisation_id
    return opening if same and access.can_read(actor, opening.file) else None


def openings(organisation_id: uuid.UUID | None) -> Select[FileOpening]:
    """Who opened an organisation's decks and data rooms, newest first."""
    statement = select(FileOpening).join(FileOpening.file).options(contains_eager(FileOpening.file))
    mine = (File.organisation_id == organisation_id, File.kind.in_(access.LOGGED))
    return statement.where(*mine).order_by(FileOpening.at.desc(), FileOpening.id.desc())
