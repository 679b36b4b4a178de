"""Who agreed to talk with whom, and what they write to each other. Only these pairs see each other's contacts and
private fields."""

import enum
import uuid

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Account, Organisation
from app.core.model import Id, Moment, Prose, enum_type, utc_now
from app.extensions import Base
from app.files.models import File

_IN_FORCE = text("lifted_at IS NULL")


class Side(enum.StrEnum):
    """Of a connection: the project, or the mentor or fund."""

    PROJECT = "project"
    OTHER = "other"


class Connection(Base):
    """A project and a mentor (an account) or a fund (an organisation) that both said yes.

    Both ends are kept as who may read, so that one query answers for a page whatever the number of its profiles.
    """

    __tablename__ = "connection"
    __table_args__ = (
        UniqueConstraint("project_id", "other_id"),
        Index("ix_connection_other_account_id", "other_account_id"),
        Index("ix_connection_other_organisation_id", "other_organisation_id"),
    )

    id: Mapped[Id]
    project_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("project.id"))
    project_organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    other_kind: Mapped[str] = mapped_column(String(10))
    other_id: Mapped[uuid.UUID] = mapped_column(Uuid)
    other_account_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    other_organisation_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("organisation.id"))
    agreed_at: Mapped[Moment] = mapped_column(default=utc_now)
    ended_at: Mapped[Moment | None]
    last_message_at: Mapped[Moment | None]

    project_organisation: Mapped[Organisation] = relationship(foreign_keys=project_organisation_id)


class Message(Base):
    """Written by a person for their side. The text is private to both sides, so the audit log shows dots."""

    __tablename__ = "message"
    __table_args__ = (Index("ix_message_connection_id_sent_at", "connection_id", "sent_at"),)

    id: Mapped[Id]
    connection_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("connection.id"))
    author_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"), index=True)
    side: Mapped[Side] = mapped_column(enum_type(Side))
    body: Mapped[Prose] = mapped_column(default="", info={"secret": True})
    sent_at: Mapped[Moment] = mapped_column(default=utc_now)
    # By whoever looked at a report.
    removed_at: Mapped[Moment | None]

    connection: Mapped[Connection] = relationship(lazy="joined", innerjoin=True)
    author: Mapped[Account] = relationship(lazy="joined", innerjoin=True)
    attachments: Mapped[list["MessageFile"]] = relationship(lazy="selectin", order_by="MessageFile.file_id")

    @property
    def files(self) -> list[File]:
        return [one.file for one in self.attachments if one.file.deleted_at is None]


class MessageFile(Base):
    __tablename__ = "message_file"

    file_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("file.id"), primary_key=True)
    message_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("message.id"), index=True)

    file: Mapped[File] = relationship(lazy="joined", innerjoin=True)


class MessageReading(Base):
    """How far a person has read a conversation."""

    __tablename__ = "message_reading"
    __table_args__ = (UniqueConstraint("connection_id", "account_id"),)
    __unaudited__ = "a mark in a book"

    id: Mapped[Id]
    connection_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("connection.id"))
    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"), index=True)
    read_at: Mapped[Moment] = mapped_column(default=utc_now)


class ConversationBlock(Base):
    """A side wants no messages, in either direction, until it lifts the block again."""

    __tablename__ = "conversation_block"
    __table_args__ = (
        Index(
            "uq_conversation_block_connection_id_side",
            "connection_id",
            "side",
            unique=True,
            sqlite_where=_IN_FORCE,
            postgresql_where=_IN_FORCE,
        ),
    )

    id: Mapped[Id]
    connection_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("connection.id"))
    side: Mapped[Side] = mapped_column(enum_type(Side))
    blocked_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"), index=True)
    blocked_at: Mapped[Moment] = mapped_column(default=utc_now)
    lifted_at: Mapped[Moment | None]


class MessageReport(Base):
    """Somebody shows one message to the staff. They read that message and nothing around it."""

    __tablename__ = "message_report"
    __table_args__ = (UniqueConstraint("message_id", "reported_by_id"),)

    id: Mapped[Id]
    message_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("message.id"))
    reported_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"), index=True)
    reason: Mapped[Prose] = mapped_column(info={"secret": True})
    reported_at: Mapped[Moment] = mapped_column(default=utc_now)
    handled_at: Mapped[Moment | None]
    handled_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))

    message: Mapped[Message] = relationship(lazy="joined", innerjoin=True)
    reported_by: Mapped[Account] = relationship(lazy="joined", innerjoin=True, foreign_keys=reported_by_id)
