"""What an authority says of a carrier: its level, or that it is a model for others."""

import datetime as dt
import enum
import uuid

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.carriers.models.carriers import Carrier, Level
from app.core.model import Id, Moment, Name, Prose, Timestamps, Versioned, enum_type
from app.extensions import Base
from app.files.models import File

_OPEN = text("state IN ('submitted', 'accepted')")


class Title(enum.StrEnum):
    """What the carrier is accredited as: a link of the chain at a level, or a model."""

    CARRIER = "carrier"
    DEMONSTRATION = "demonstration"
    BENCHMARK = "benchmark"


class AccreditationState(enum.StrEnum):
    SUBMITTED = "submitted"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    REVOKED = "revoked"


class Accreditation(Timestamps, Versioned, Base):
    """In force from `issued_on` to `expires_on`, or to the day before it is revoked, once the authority accepted it."""

    __tablename__ = "accreditation"
    __table_args__ = (
        CheckConstraint("expires_on >= issued_on", name="expires_after_it_begins"),
        CheckConstraint("revoked_on >= issued_on", name="revoked_after_it_begins"),
        # One notice accredits many carriers under one number, but each of them once.
        Index(
            "uq_accreditation_carrier_id_title_level_issued_on",
            "carrier_id",
            "title",
            "level",
            "issued_on",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
    )

    id: Mapped[Id]
    carrier_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("carrier.id"), index=True)
    title: Mapped[Title] = mapped_column(enum_type(Title))
    level: Mapped[Level] = mapped_column(enum_type(Level))
    number: Mapped[Name] = mapped_column(default="")
    issuer: Mapped[Name] = mapped_column(default="")
    issued_on: Mapped[dt.date]
    expires_on: Mapped[dt.date | None]
    note: Mapped[Prose] = mapped_column(default="")

    state: Mapped[AccreditationState] = mapped_column(enum_type(AccreditationState), index=True)
    submitted_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    decided_at: Mapped[Moment | None]
    decided_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    # Why it was declined or revoked.
    reason: Mapped[Prose] = mapped_column(default="")
    revoked_on: Mapped[dt.date | None]

    carrier: Mapped[Carrier] = relationship(lazy="joined", innerjoin=True)
    documents: Mapped[list["AccreditationDocument"]] = relationship(
        lazy="selectin", order_by="AccreditationDocument.id", cascade="all, delete-orphan"
    )

    def is_in_force(self, day: dt.date) -> bool:
        accepted = self.state in {AccreditationState.ACCEPTED, AccreditationState.REVOKED}
        over = (self.expires_on and self.expires_on < day) or (self.revoked_on and self.revoked_on <= day)
        return accepted and self.issued_on <= day and not over


class AccreditationDocument(Base):
    """A certificate or notice, as an upload."""

    __tablename__ = "accreditation_document"

    id: Mapped[Id]
    accreditation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("accreditation.id", ondelete="CASCADE"), index=True)
    file_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("file.id"), unique=True)

    file: Mapped[File] = relationship(lazy="joined", innerjoin=True)
