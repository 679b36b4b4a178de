"""What was uploaded. The bytes lie under the instance folder, named by the row's id."""

import enum
import uuid
from pathlib import Path

from flask import current_app
from sqlalchemy import Enum, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.model import Id, Moment, Name, utc_now
from app.extensions import Base


class FileKind(enum.StrEnum):
    LOGO = "logo"
    DECK = "deck"
    ATTACHMENT = "attachment"
    IMAGE = "image"


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


def folder() -> Path:
    found: Path = current_app.config["INSTANCE_PATH"] / "files"
    return found


def path_of(file_id: uuid.UUID) -> Path:
    """The last two digits choose the folder: the first ones of a version 7 UUID are the time, so they hardly differ."""
    return folder() / file_id.hex[-2:] / str(file_id)
