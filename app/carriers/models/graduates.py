"""Graduates: why a tenant graduated, what became of it year by year, and whether it settled in a local park."""

import datetime as dt
import enum
import uuid

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.carriers.models.carriers import Carrier
from app.carriers.models.tenancies import Tenancy
from app.core.model import Fen, Id, Moment, Name, Prose, Timestamps, Versioned, enum_type, utc_now
from app.extensions import Base


class Criterion(enum.StrEnum):
    """What makes a graduate, in the national rules for incubators; `other` is a rule of the city."""

    HIGH_TECH = "high_tech"
    INVESTED = "invested"
    REVENUE = "revenue"
    LISTED = "listed"
    OTHER = "other"


class Market(enum.StrEnum):
    """Where a company's shares are traded."""

    NONE = "none"
    REGIONAL = "regional"
    NEEQ = "neeq"
    DOMESTIC = "domestic"
    OVERSEAS = "overseas"


class FollowUpState(enum.StrEnum):
    SENT = "sent"
    ANSWERED = "answered"


class SettlementState(enum.StrEnum):
    REPORTED = "reported"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"


class Graduation(Timestamps, Versioned, Base):
    """The end of a tenancy by success. Taken back, it is deleted, and the log keeps it."""

    __tablename__ = "graduation"
    __table_args__ = (CheckConstraint("figure >= 0", name="figure_not_negative"),)

    id: Mapped[Id]
    tenancy_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("tenancy.id"), unique=True)
    graduated_on: Mapped[dt.date] = mapped_column(index=True)
    criterion: Mapped[Criterion] = mapped_column(enum_type(Criterion))
    # The certificate's number, the round, the two years: what shows it, and the amount where there is one.
    evidence: Mapped[Prose]
    figure: Mapped[Fen | None]
    recorded_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))

    tenancy: Mapped[Tenancy] = relationship(lazy="joined", innerjoin=True)
    follow_ups: Mapped[list["FollowUp"]] = relationship(
        lazy="selectin", order_by="FollowUp.year.desc()", back_populates="graduation"
    )
    settlement: Mapped["Settlement | None"] = relationship(lazy="joined", back_populates="graduation")


class FollowUp(Versioned, Base):
    """How a graduate did in a year: a form that goes to it once a year."""

    __tablename__ = "follow_up"
    __table_args__ = (
        UniqueConstraint("graduation_id", "year"),
        CheckConstraint("jobs >= 0", name="jobs_not_negative"),
    )

    id: Mapped[Id]
    graduation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("graduation.id"))
    # The year that it is about.
    year: Mapped[int]
    state: Mapped[FollowUpState] = mapped_column(enum_type(FollowUpState), default=FollowUpState.SENT, index=True)
    sent_at: Mapped[Moment] = mapped_column(default=utc_now)
    due_on: Mapped[dt.date]
    answered_at: Mapped[Moment | None]
    answered_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))

    is_operating: Mapped[bool] = mapped_column(default=True)
    revenue: Mapped[Fen | None]
    jobs: Mapped[int | None]
    region_code: Mapped[str] = mapped_column(String(6), default="")
    market: Mapped[Market] = mapped_column(enum_type(Market), default=Market.NONE)
    note: Mapped[Prose] = mapped_column(default="")

    graduation: Mapped[Graduation] = relationship(lazy="joined", innerjoin=True, back_populates="follow_ups")


class Settlement(Timestamps, Versioned, Base):
    """A graduate settled in a local park: a fact that the carrier it came from may be rewarded for.

    A park of the network is `park_id`; any other is named.
    """

    __tablename__ = "settlement"

    id: Mapped[Id]
    graduation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("graduation.id"), unique=True)
    park_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("carrier.id"), index=True)
    park_name: Mapped[Name]
    region_code: Mapped[str] = mapped_column(String(6))
    settled_on: Mapped[dt.date] = mapped_column(index=True)
    evidence: Mapped[Prose] = mapped_column(default="")
    state: Mapped[SettlementState] = mapped_column(enum_type(SettlementState), index=True)
    reported_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    decided_at: Mapped[Moment | None]
    decided_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    reason: Mapped[Prose] = mapped_column(default="")

    graduation: Mapped[Graduation] = relationship(lazy="joined", innerjoin=True, back_populates="settlement")
    park: Mapped[Carrier | None] = relationship()
