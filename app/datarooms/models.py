"""A project's data room: folders of documents in versions, who may read them until when, and on which terms."""

import uuid

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Account, Organisation
from app.core.answering import Answerable
from app.core.model import Id, Moment, Name, Prose, Timestamps, utc_now
from app.extensions import Base
from app.files.models import File
from app.projects.models import Project

_PENDING = text("state = 'pending'")


class DataRoom(Timestamps, Base):
    """One a project. `terms_number` is the version of the agreement (NDA) that holds now."""

    __tablename__ = "data_room"

    id: Mapped[Id]
    project_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("project.id"), unique=True)
    takes_requests: Mapped[bool] = mapped_column(default=True)
    terms_number: Mapped[int] = mapped_column(default=0)
    created_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))

    project: Mapped[Project] = relationship(lazy="joined", innerjoin=True)


class RoomTerms(Base):
    """One version of the agreement, written or uploaded. It never changes: another text is another version."""

    __tablename__ = "room_terms"
    __table_args__ = (UniqueConstraint("room_id", "number"),)

    id: Mapped[Id]
    room_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("data_room.id"))
    number: Mapped[int]
    body: Mapped[Prose] = mapped_column(default="")
    file_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("file.id"), unique=True)
    created_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    created_at: Mapped[Moment] = mapped_column(default=utc_now)

    room: Mapped[DataRoom] = relationship(lazy="joined", innerjoin=True)


class TermsAcceptance(Base):
    """A person agreed to one version, for the organisation they acted in."""

    __tablename__ = "terms_acceptance"
    __table_args__ = (UniqueConstraint("terms_id", "account_id", "organisation_id"),)

    id: Mapped[Id]
    terms_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("room_terms.id"))
    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"), index=True)
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    accepted_at: Mapped[Moment] = mapped_column(default=utc_now)

    terms: Mapped[RoomTerms] = relationship(lazy="joined", innerjoin=True)
    account: Mapped[Account] = relationship(lazy="joined", innerjoin=True)
    organisation: Mapped[Organisation] = relationship(lazy="joined", innerjoin=True)


class RoomFolder(Base):
    __tablename__ = "room_folder"
    __table_args__ = (UniqueConstraint("room_id", "name"),)

    id: Mapped[Id]
    room_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("data_room.id"))
    name: Mapped[Name]

    room: Mapped[DataRoom] = relationship(lazy="joined", innerjoin=True)


class RoomDocument(Timestamps, Base):
    """What keeps its place and name while its versions follow one another. Readers get the last one.

    PDF pages are marked with the reader's name; other formats cannot be, and are handed out only where the project
    says so (`is_handed_out`).
    """

    __tablename__ = "room_document"
    __table_args__ = (Index("ix_room_document_room_id_removed_at", "room_id", "removed_at"),)

    id: Mapped[Id]
    room_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("data_room.id"))
    folder_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("room_folder.id"), index=True)
    name: Mapped[Name]
    is_handed_out: Mapped[bool] = mapped_column(default=False)
    version_number: Mapped[int] = mapped_column(default=0)
    removed_at: Mapped[Moment | None]

    room: Mapped[DataRoom] = relationship(lazy="joined", innerjoin=True)


class RoomVersion(Base):
    __tablename__ = "room_version"
    __table_args__ = (UniqueConstraint("document_id", "number"),)

    id: Mapped[Id]
    document_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("room_document.id"))
    number: Mapped[int]
    file_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("file.id"), unique=True)
    created_at: Mapped[Moment] = mapped_column(default=utc_now)

    document: Mapped[RoomDocument] = relationship(lazy="joined", innerjoin=True)
    file: Mapped[File] = relationship(lazy="joined", innerjoin=True)


class RoomGrant(Base):
    """An organisation may read a room until a moment, unless it was revoked before. One row a room and organisation;
    granting again renews it, and the audit log keeps what was."""

    __tablename__ = "room_grant"
    __table_args__ = (
        UniqueConstraint("room_id", "organisation_id"),
        CheckConstraint("expires_at > granted_at", name="ends_after_it_begins"),
    )

    id: Mapped[Id]
    room_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("data_room.id"))
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    granted_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    granted_at: Mapped[Moment] = mapped_column(default=utc_now)
    expires_at: Mapped[Moment]
    revoked_at: Mapped[Moment | None]

    room: Mapped[DataRoom] = relationship(lazy="joined", innerjoin=True)
    organisation: Mapped[Organisation] = relationship(lazy="joined", innerjoin=True)

    @property
    def state(self) -> str:
        """`active`, `expired` or `revoked`."""
        if self.revoked_at is not None:
            return "revoked"
        return "active" if self.expires_at > utc_now() else "expired"


class RoomRequest(Answerable, Base):
    """An organisation asks to read a room; one question a room and organisation waits at a time."""

    __tablename__ = "room_request"
    __table_args__ = (
        Index(
            "uq_room_request_room_id_organisation_id",
            "room_id",
            "organisation_id",
            unique=True,
            sqlite_where=_PENDING,
            postgresql_where=_PENDING,
        ),
        Index("ix_room_request_state_expires_at", "state", "expires_at"),
    )

    id: Mapped[Id]
    room_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("data_room.id"), index=True)
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    sent_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))

    room: Mapped[DataRoom] = relationship(lazy="joined", innerjoin=True)
    organisation: Mapped[Organisation] = relationship(lazy="joined", innerjoin=True)
    sent_by: Mapped[Account] = relationship(lazy="joined", innerjoin=True, foreign_keys=sent_by_id)
