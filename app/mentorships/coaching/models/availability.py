"""When a mentor has time: hours of every week, and days that differ. Minutes count from midnight in the city."""

import datetime as dt
import uuid

from sqlalchemy import CheckConstraint, Date, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.model import Id, Line, Versioned
from app.extensions import Base
from app.mentors.models import Mentor

DAY_MINUTES = 24 * 60
_SPAN = f"begins >= 0 AND begins < ends AND ends <= {DAY_MINUTES}"


class WeeklyHours(Base):
    """0 is Monday."""

    __tablename__ = "weekly_hours"
    __table_args__ = (
        UniqueConstraint("mentor_id", "weekday", "begins"),
        CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday_in_range"),
        CheckConstraint(_SPAN, name="hours_in_order"),
    )

    id: Mapped[Id]
    mentor_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("availability.mentor_id", ondelete="CASCADE"))
    weekday: Mapped[int]
    begins: Mapped[int]
    ends: Mapped[int]


class AvailabilityException(Base):
    """Days on which the mentor is away, or there besides the weekly hours; the whole day or a part of it."""

    __tablename__ = "availability_exception"
    __table_args__ = (
        CheckConstraint("first_day <= last_day", name="days_in_order"),
        CheckConstraint(_SPAN, name="hours_in_order"),
    )

    id: Mapped[Id]
    mentor_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("availability.mentor_id", ondelete="CASCADE"), index=True)
    first_day: Mapped[dt.date] = mapped_column(Date)
    last_day: Mapped[dt.date] = mapped_column(Date)
    begins: Mapped[int] = mapped_column(default=0)
    ends: Mapped[int] = mapped_column(default=DAY_MINUTES)
    is_available: Mapped[bool] = mapped_column(default=False)


class Availability(Versioned, Base):
    """How projects may book a mentor; without hours every session is proposed and answered."""

    __tablename__ = "availability"
    __table_args__ = (
        CheckConstraint("slot_minutes BETWEEN 15 AND 240", name="slot_minutes_in_range"),
        CheckConstraint("notice_hours BETWEEN 0 AND 336", name="notice_hours_in_range"),
    )

    mentor_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("mentor.id", ondelete="CASCADE"), primary_key=True)
    slot_minutes: Mapped[int] = mapped_column(default=60)
    notice_hours: Mapped[int] = mapped_column(default=24)
    place: Mapped[Line] = mapped_column(default="")
    video_url: Mapped[Line] = mapped_column(default="")
    # Whether the mentor stands on the public honour list.
    is_honoured: Mapped[bool] = mapped_column(default=True)

    mentor: Mapped[Mentor] = relationship()
    hours: Mapped[list[WeeklyHours]] = relationship(
        lazy="selectin", cascade="all, delete-orphan", order_by=(WeeklyHours.weekday, WeeklyHours.begins)
    )
    exceptions: Mapped[list[AvailabilityException]] = relationship(
        lazy="selectin",
        cascade="all, delete-orphan",
        order_by=(AvailabilityException.first_day, AvailabilityException.begins, AvailabilityException.id),
    )
