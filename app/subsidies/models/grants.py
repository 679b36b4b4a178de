"""Seed money that a carrier granted to its tenants: it reports each grant with its evidence, the authority decides."""

import datetime as dt
import enum
import uuid

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.carriers.models import Carrier, Tenancy
from app.core.model import Fen, Id, Line, Moment, Prose, Timestamps, Versioned, enum_type
from app.extensions import Base
from app.files.models import File


class GrantState(enum.StrEnum):
    REPORTED = "reported"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    # Confirmed once, and found to be wrong since.
    REVOKED = "revoked"


class SeedGrant(Timestamps, Versioned, Base):
    """Grant seed money for one tenant. It is never edited: what was reported wrongly is withdrawn and reported anew."""

    __tablename__ = "seed_grant"
    __table_args__ = (
        CheckConstraint("amount > 0", name="amount_positive"),
        Index("ix_seed_grant_carrier_id_granted_on", "carrier_id", "granted_on"),
    )

    id: Mapped[Id]
    carrier_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("carrier.id"))
    tenancy_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("tenancy.id"), index=True)
    amount: Mapped[Fen]
    granted_on: Mapped[dt.date]
    purpose: Mapped[Line] = mapped_column(default="")
    evidence_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("file.id"), unique=True)
    state: Mapped[GrantState] = mapped_column(enum_type(GrantState), default=GrantState.REPORTED, index=True)
    reported_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    decided_at: Mapped[Moment | None]
    decided_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    reason: Mapped[Prose] = mapped_column(default="")

    carrier: Mapped[Carrier] = relationship(lazy="joined", innerjoin=True)
    tenancy: Mapped[Tenancy] = relationship(lazy="joined", innerjoin=True)
    evidence: Mapped[File] = relationship(lazy="joined", innerjoin=True)
