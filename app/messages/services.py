"""Recording that two sides agreed to talk, or no longer do; and what they write to each other."""

import uuid
from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from app.accounts.actor import Actor
from app.accounts.models import Role
from app.core.errors import Conflict, Invalid, require
from app.core.model import utc_now
from app.extensions import db
from app.files import services as files
from app.files.models import File, FileKind
from app.messages import notices
from app.messages.models import (
    Connection,
    ConversationBlock,
    Message,
    MessageFile,
    MessageReading,
    MessageReport,
)
from app.messages.policies import can_report, moderates, side_of, takes_part
from app.messages.queries import blocks, reading

MOST_FILES = 3


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


def send(*, actor: Actor, connection: Connection, body: str, uploads: Sequence[Any] = ()) -> Message:
    """Write to the other side. The connection's row is locked, so that nothing arrives after a block or an end."""
    side = side_of(actor, connection)
    require(side is not None)
    if not body and not uploads:
        raise Invalid(_("Write something, or attach a file."), "body")
    if len(uploads) > MOST_FILES:
        raise Invalid(_("Attach at most %(most)s files to a message.", most=MOST_FILES), "files")
    _require_open(connection)
    stored = [_store(actor, upload) for upload in uploads]
    _lock(connection)
    _require_open(connection)
    now = utc_now()
    message = Message(connection_id=connection.id, author_id=actor.account_id, side=side, body=body, sent_at=now)
    message.attachments = [MessageFile(file_id=file.id, file=file) for file in stored]
    db.session.add(message)
    connection.last_message_at = now
    db.session.flush()
    mark_read(actor=actor, connection=connection)
    notices.written(message, actor)
    return message


def mark_read(*, actor: Actor, connection: Connection) -> None:
    """All that is there now; the notices that led here are read as well."""
    require(takes_part(actor, connection))
    mine = reading(actor.account_id, connection)
    if mine is None:
        mine = MessageReading(connection_id=connection.id, account_id=actor.account_id)
        db.session.add(mine)
    mine.read_at = utc_now()
    notices.read(actor, connection)
    db.session.flush()


def block(*, actor: Actor, connection: Connection) -> ConversationBlock:
    """No message passes, in either direction, until this side lifts it."""
    side = side_of(actor, connection)
    require(side is not None)
    _lock(connection)
    if any(one.side is side for one in blocks(connection)):
        raise Conflict(_("Your side has blocked this conversation already."))
    made = ConversationBlock(connection_id=connection.id, side=side, blocked_by_id=actor.account_id)
    db.session.add(made)
    db.session.flush()
    return made


def unblock(*, actor: Actor, connection: Connection) -> None:
    """Whoever blocked undoes it: the side, because a team acts as one and people leave."""
    side = side_of(actor, connection)
    require(side is not None)
    _lock(connection)
    own = [one for one in blocks(connection) if one.side is side]
    if not own:
        raise Conflict(_("Your side has not blocked this conversation."))
    own[0].lifted_at = utc_now()
    db.session.flush()


def report(*, actor: Actor, message: Message, reason: str) -> MessageReport:
    """Show one message of the other side to the staff."""
    require(can_report(actor, message))
    if not reason:
        raise Invalid(_("Say what is wrong with the message."), "reason")
    mine = (MessageReport.message_id == message.id, MessageReport.reported_by_id == actor.account_id)
    if db.session.scalar(select(MessageReport.id).where(*mine)) is not None:
        raise Conflict(_("You reported this message already."))
    made = MessageReport(message_id=message.id, reported_by_id=actor.account_id, reason=reason)
    db.session.add(made)
    db.session.flush()
    notices.reported(made)
    return made


def handle(*, actor: Actor, report: MessageReport, remove: bool) -> None:
    """Close a report: take the message out of the conversation, or leave it."""
    require(moderates(actor, report))
    db.session.refresh(report, with_for_update={"of": MessageReport, "key_share": True})
    if report.handled_at is not None:
        raise Conflict(_("This report is closed already."))
    report.handled_at, report.handled_by_id = utc_now(), actor.account_id
    if remove and report.message.removed_at is None:
        report.message.removed_at = utc_now()
    db.session.flush()
    notices.handled(report)


def _require_open(connection: Connection) -> None:
    if connection.ended_at is not None:
        raise Conflict(_("You no longer talk with each other; the conversation can only be read."))
    if blocks(connection):
        raise Conflict(_("This conversation is blocked; no message passes at the moment."))


def _lock(connection: Connection) -> None:
    db.session.refresh(connection, with_for_update={"of": Connection, "key_share": True})


def _store(actor: Actor, upload: Any) -> File:
    """A mentor's attachments are their own; others' belong to the organisation they write for."""
    own = actor.is_(Role.MENTOR)
    return files.store(
        actor=actor,
        upload=upload,
        kind=FileKind.ATTACHMENT,
        organisation_id=None if own else actor.organisation_id,
        account_id=actor.account_id if own else None,
        field="files",
    )
