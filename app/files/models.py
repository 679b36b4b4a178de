"""What was uploaded. The bytes lie under the instance folder, named by the row's id."""

import enum
import uuid
from pathlib import Path

from flask import current_app
from sqlalchemy import Enum, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Account, Organisation
from app.core.model import Id, Moment, Name, utc_now
from app.extensions import Base


class FileKind(enum.StrEnum):
    LOGO = "logo"
    DECK = "deck"
    ATTACHMENT = "attachment"
    IMAGE = "image"
    # A document of a project's data room.
    ROOM = "room"


class File(Base):
    """`is_public` counts for logos alone; everything else is read through the guards of `app.files.access`."""

    __tablename__ = "file"

    id: Mapped[Id]
    kind: Mapped[FileKind] = mapped_column(
        Enum(FileKind, native_enum=False, length=20, values_callable=lambda kinds: [kind.value for kind in kinds])
    )
    organisation_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    account_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"), index=True)
    name: Mapped[Name]
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    is_public: Mapped[bool] = mapped_column(default=False)
    created_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"), index=True)
    created_at: Mapped[Moment] = mapped_column(default=utc_now)
    deleted_at: Mapped[Moment | None]

    @property
    def path(self) -> Path:
        return path_of(self.id)


class FileOpening(Base):
    """Somebody who does not own a file took it: who, for which organisation, when. Its owner reads these rows, and a
    marked copy carries the beginning of the row's id."""

    __tablename__ = "file_opening"
    __table_args__ = (Index("ix_file_opening_file_id_at", "file_id", "at"),)

    id: Mapped[Id]
    file_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("file.id"))
    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"), index=True)
    organisation_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    at: Mapped[Moment] = mapped_column(default=utc_now)

    file: Mapped[File] = relationship(lazy="joined", innerjoin=True)
    account: Mapped[Account] = relationship(lazy="joined", innerjoin=True)
    organisation: Mapped[Organisation | None] = relationship(lazy="joined")

    @property
    def code(self) -> str:
        """What stands on a marked copy; the end of a version 7 UUID is chance, its beginning the time."""
        return self.id.hex[-8:].upper()


def folder() -> Path:
    found: Path = current_app.config["INSTANCE_PATH"] / "files"
    return found


def path_of(file_id: uuid.UUID) -> Path:
    """The last two digits choose the folder: the first ones of a version 7 UUID are the time, so they hardly differ."""
    return folder() / file_id.hex[-2:] / str(file_id)
