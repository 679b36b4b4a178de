"""What a person wrote, read, blocked and reported: handed out with their data. Closing the account takes their texts
and attachments; that they wrote, and whom they agreed with, stays to the other side."""

from typing import Any

from sqlalchemy import delete, select, update

from app.accounts.models import Account
from app.extensions import db
from app.files import services as files
from app.messages import parties
from app.messages.models import ConversationBlock, Message, MessageFile, MessageReading, MessageReport

EXPORTED = {
    "message": ("side", "body", "sent_at", "removed_at"),
    "message_reading": ("read_at",),
    "conversation_block": ("side", "blocked_at", "lifted_at"),
    "message_report": ("reason", "reported_at", "handled_at"),
}
# Identifiers; the conversation is named by its project.
WITHHELD = {
    "message": ("id", "connection_id", "author_id"),
    "message_reading": ("id", "connection_id", "account_id"),
    "conversation_block": ("id", "connection_id", "blocked_by_id"),
    "message_report": ("id", "message_id", "reported_by_id", "handled_by_id"),
}


def export(account: Account) -> dict[str, list[dict[str, Any]]]:
    written = db.session.scalars(
        select(Message).where(Message.author_id == account.id).order_by(Message.sent_at, Message.id)
    ).unique()
    messages = list(written)
    names = parties.of({message.connection_id: message.connection for message in messages}.values())
    return {
        "messages": [
            {
                "project": names[message.connection_id][0].name,
                "files": [file.name for file in message.files],
                **_shown(message),
            }
            for message in messages
        ],
        "read": _rows(select(MessageReading).where(MessageReading.account_id == account.id)),
        "blocks": _rows(select(ConversationBlock).where(ConversationBlock.blocked_by_id == account.id)),
        "reports": _rows(select(MessageReport).where(MessageReport.reported_by_id == account.id)),
    }


def _rows(statement: Any) -> list[dict[str, Any]]:
    return [_shown(row) for row in db.session.scalars(statement).unique()]


def _shown(row: Any) -> dict[str, Any]:
    values = {name: getattr(row, name) for name in EXPORTED[row.__tablename__]}
    return {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in values.items()}


def erase(account: Account) -> None:
    own = select(Message.id).where(Message.author_id == account.id)
    for file_id in db.session.scalars(select(MessageFile.file_id).where(MessageFile.message_id.in_(own))).all():
        files.discard(file_id=file_id)
    db.session.execute(update(Message).where(Message.author_id == account.id).values(body=""))
    db.session.execute(update(MessageReport).where(MessageReport.reported_by_id == account.id).values(reason=""))
    db.session.execute(delete(MessageReading).where(MessageReading.account_id == account.id))
