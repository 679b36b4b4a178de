"""Recording that two sides agreed to talk, or no longer do."""

import uuid

from sqlalchemy import select

from app.core.model import utc_now
from app.extensions import db
from app.messages.models import Connection


def connect(
    *,
    project_id: uuid.UUID,
    project_organisation_id: uuid.UUID,
    other_kind: str,
    other_id: uuid.UUID,
    other_account_id: uuid.UUID | None = None,
    other_organisation_id: uuid.UUID | None = None,
) -> Connection:
    """Open the contacts of both sides to each other; agreeing again reopens an ended connection."""
    connection = db.session.scalar(
        select(Connection).where(Connection.project_id == project_id, Connection.other_id == other_id)
    )
    if connection is None:
        connection = Connection(
            project_id=project_id,
            project_organisation_id=project_organisation_id,
            other_kind=other_kind,
            other_id=other_id,
            other_account_id=other_account_id,
            other_organisation_id=other_organisation_id,
        )
        db.session.add(connection)
    connection.agreed_at, connection.ended_at = utc_now(), None
    db.session.flush()
    return connection


def disconnect(*, project_id: uuid.UUID, other_id: uuid.UUID) -> None:
    """Close the contacts again, for both sides."""
    for connection in db.session.scalars(
        select(Connection).where(Connection.project_id == project_id, Connection.other_id == other_id)
    ):
        connection.ended_at = utc_now()
    db.session.flush()
