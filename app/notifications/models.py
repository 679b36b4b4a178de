"""Notices to people, and how each person wants to hear of a kind of notice."""

import enum
import uuid

from sqlalchemy import JSON, Enum, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.model import Code, Id, Moment, utc_now
from app.extensions import Base


class MailChoice(enum.StrEnum):
    IMMEDIATE = "immediate"
    DIGEST = "digest"
    OFF = "off"


class Notification(Base):
    """What happened, as a kind and its parameters: the sentence is put together in the reader's language.

    A notice about an organisation's business names the membership, and disappears when that ends. `is_shown` is False
    for one that only waits for the daily mail.
    """

    __tablename__ = "notification"
    __table_args__ = (
        UniqueConstraint("account_id", "dedupe"),
        Index(
            "ix_notification_account_id_unread",
            "account_id",
            sqlite_where=text("read_at IS NULL"),
            postgresql_where=text("read_at IS NULL"),
        ),
        Index("ix_notification_account_id_created_at", "account_id", "created_at"),
        Index(
            "ix_notification_in_digest",
            "created_at",
            sqlite_where=text("in_digest"),
            postgresql_where=text("in_digest"),
        ),
    )
    __unaudited__ = "follows from an audited change"

    id: Mapped[Id]
    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    membership_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("membership.id"))
    kind: Mapped[Code]
    params: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    url: Mapped[str] = mapped_column(String(500), default="")
    dedupe: Mapped[str | None] = mapped_column(String(200))
    is_shown: Mapped[bool] = mapped_column(default=True)
    in_digest: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[Moment] = mapped_column(default=utc_now)
    read_at: Mapped[Moment | None]


class NotificationSetting(Base):
    """One person's choice for one kind; without a row the kind's own default counts."""

    __tablename__ = "notification_setting"
    __table_args__ = (UniqueConstraint("account_id", "kind"),)

    id: Mapped[Id]
    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    kind: Mapped[Code]
    in_app: Mapped[bool] = mapped_column(default=True)
    mail: Mapped[MailChoice] = mapped_column(
        Enum(
            MailChoice,
            native_enum=False,
            length=20,
            values_callable=lambda choices: [choice.value for choice in choices],
        )
    )
