"""What an authority wants a region to reach in a year."""

import uuid

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.model import Code, Id, Line, Timestamps, Versioned
from app.extensions import Base


class Target(Timestamps, Versioned, Base):
    """One figure for one region and year; those of the zones are what the city's is decomposed into."""

    __tablename__ = "target"
    __table_args__ = (
        UniqueConstraint("region_code", "code", "year"),
        CheckConstraint("amount >= 0", name="amount_not_negative"),
        CheckConstraint("since <= year", name="since_before_year"),
        Index("ix_target_year_code", "year", "code"),
    )

    id: Mapped[Id]
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    region_code: Mapped[str] = mapped_column(String(6))
    code: Mapped[Code]
    year: Mapped[int]
    # What happens in a year is added up from this one on: plans over several years set such targets.
    since: Mapped[int]
    amount: Mapped[int] = mapped_column(BigInteger)
    source: Mapped[Line] = mapped_column(default="")
