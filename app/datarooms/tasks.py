"""Requests that nobody answered in time, and files that were removed long ago."""

import datetime as dt

from sqlalchemy import exists, select

from app.core import jobs
from app.core.answering import overdue
from app.core.errors import Conflict
from app.core.model import utc_now
from app.datarooms import services
from app.datarooms.models import RoomDocument, RoomRequest, RoomVersion
from app.extensions import db
from app.files.models import File

# As long as this a removed document can be restored.
KEPT_FOR = dt.timedelta(days=30)


@jobs.periodic("*/15")
def expire_room_requests() -> None:
    """One transaction each, so that an answer arriving meanwhile stops only its own."""
    for request in db.session.scalars(overdue(RoomRequest)).unique().all():
        try:
            services.expire(request=request)
            db.session.commit()
        except Conflict:
            db.session.rollback()


@jobs.periodic("29")
def purge_removed_documents() -> None:
    kept = exists().where(
        RoomVersion.document_id == RoomDocument.id, File.id == RoomVersion.file_id, File.deleted_at.is_(None)
    )
    old = select(RoomDocument).where(RoomDocument.removed_at < utc_now() - KEPT_FOR, kept)
    for document in db.session.scalars(old.order_by(RoomDocument.id)).unique().all():
        services.purge(document=document)
    db.session.commit()
