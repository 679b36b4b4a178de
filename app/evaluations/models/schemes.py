"""A scheme of an authority: a document of criteria, gates and grades, in editions."""

import uuid

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from app.core.i18n import bilingual
from app.core.model import Code, Id, Json, Line, Moment, Name, Timestamps, Versioned
from app.evaluations.models.freezing import freeze
from app.evaluations.schemes import read
from app.evaluations.scoring import Rules
from app.extensions import Base


class Scheme(Timestamps, Versioned, Base):
    """From the first run on it stays as it is; what changes then is the next edition."""

    __tablename__ = "evaluation_scheme"
    __table_args__ = (
        UniqueConstraint("family_id", "edition"),
        CheckConstraint("edition > 0", name="edition_positive"),
    )

    id: Mapped[Id]
    # Shared by all editions: the id of the first.
    family_id: Mapped[uuid.UUID] = mapped_column(Uuid)
    edition: Mapped[int] = mapped_column(default=1)
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    created_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    name: Mapped[Name]
    name_en: Mapped[Name] = mapped_column(default="")
    # The document that it follows.
    source: Mapped[Line] = mapped_column(default="")
    # The shipped scheme that it was copied from, with the version of the file.
    origin: Mapped[Code] = mapped_column(default="")
    document: Mapped[Json] = mapped_column(default=dict)
    fixed_at: Mapped[Moment | None]

    @property
    def label(self) -> str:
        return bilingual(self.name, self.name_en)

    @property
    def rules(self) -> Rules:
        return read(self.document)

    @property
    def links(self) -> list[str]:
        return list(self.document["links"])


freeze(Scheme, "OLD.fixed_at IS NOT NULL", "a scheme in use is final")
