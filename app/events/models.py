"""Salons, forums and training classes: events that people register for one by one."""

import enum
import uuid

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Account, Membership
from app.core.facets import Facet, HasFacets
from app.core.model import Id, Line, Moment, Name, Prose, enum_type, utc_now
from app.events.core import Attendance, EventCore
from app.extensions import Base


class EventKind(enum.StrEnum):
    SALON = "salon"
    FORUM = "forum"
    TRAINING_CLASS = "training_class"


class EventState(enum.StrEnum):
    DRAFT = "draft"
    OPEN = "open"
    HELD = "held"
    CANCELLED = "cancelled"


class SeatState(enum.StrEnum):
    CONFIRMED = "confirmed"
    WAITING = "waiting"
    CANCELLED = "cancelled"


class EventFacet(Facet, Base):
    """facet: `sector` (a theme)."""

    __tablename__ = "event_facet"
    __unaudited__ = "part of its event, whose change is audited"

    event_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"), primary_key=True)


class Event(EventCore, HasFacets, Base):
    __tablename__ = "event"
    __table_args__ = (
        CheckConstraint("seats_taken BETWEEN 0 AND seats", name="seats_not_overbooked"),
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        CheckConstraint("register_until <= ends_at", name="registration_ends_in_time"),
        CheckConstraint("hours > 0", name="hours_positive"),
        Index("ix_event_state_starts_at", "state", "starts_at"),
    )

    kind: Mapped[EventKind] = mapped_column(enum_type(EventKind))
    state: Mapped[EventState] = mapped_column(enum_type(EventState), default=EventState.DRAFT)
    speakers: Mapped[Prose] = mapped_column(default="")
    register_until: Mapped[Moment]
    # What a certificate says that the class took.
    hours: Mapped[int | None]
    gives_certificates: Mapped[bool] = mapped_column(default=False)
    cancel_reason: Mapped[Line] = mapped_column(default="")

    facets: Mapped[list[EventFacet]] = relationship(lazy="selectin", cascade="all, delete-orphan")

    @property
    def is_public(self) -> bool:
        return self.state is not EventState.DRAFT

    @property
    def free_seats(self) -> int:
        return self.seats - self.seats_taken


class EventRegistration(Base):
    """One person's seat, and whether they came."""

    __tablename__ = "event_registration"
    __table_args__ = (
        UniqueConstraint("event_id", "account_id"),
        Index("ix_event_registration_event_id_state_asked_at", "event_id", "state", "asked_at"),
    )

    id: Mapped[Id]
    event_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("event.id"))
    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"), index=True)
    # As whose member they come, if they act for anybody.
    membership_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("membership.id"))
    state: Mapped[SeatState] = mapped_column(enum_type(SeatState))
    attendance: Mapped[Attendance] = mapped_column(enum_type(Attendance), default=Attendance.ON_SITE)
    # The order of the waiting list.
    asked_at: Mapped[Moment] = mapped_column(default=utc_now)
    cancelled_at: Mapped[Moment | None]
    attended_at: Mapped[Moment | None]

    event: Mapped[Event] = relationship(lazy="joined", innerjoin=True)
    account: Mapped[Account] = relationship(lazy="joined", innerjoin=True)
    membership: Mapped[Membership | None] = relationship(lazy="joined")
    certificate: Mapped["AttendanceCertificate | None"] = relationship(back_populates="registration", lazy="joined")


class AttendanceCertificate(Base):
    """Issued once a registration. The name is kept as it was written then; a certificate of paper does not change."""

    __tablename__ = "attendance_certificate"

    id: Mapped[Id]
    registration_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("event_registration.id"), unique=True)
    number: Mapped[str] = mapped_column(String(24), unique=True)
    name: Mapped[Name]
    issued_at: Mapped[Moment] = mapped_column(default=utc_now)
    issued_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    revoked_at: Mapped[Moment | None]
    revoke_reason: Mapped[Line] = mapped_column(default="")

    registration: Mapped[EventRegistration] = relationship(
        back_populates="certificate", lazy="joined", innerjoin=True, join_depth=1
    )

    @property
    def is_valid(self) -> bool:
        return self.revoked_at is None
