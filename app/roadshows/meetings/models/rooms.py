"""Where and when meetings can take place, and when each person can."""

import enum
import uuid

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Account
from app.core.model import Id, Line, Moment, Name, enum_type, utc_now
from app.events.core import Attendance
from app.extensions import Base


class RoomKind(enum.StrEnum):
    TABLE = "table"
    VIDEO = "video"


class MeetingRoom(Base):
    """A table on site, or a video room for meetings with somebody who is not there."""

    __tablename__ = "meeting_room"
    __table_args__ = (UniqueConstraint("roadshow_id", "name"),)

    id: Mapped[Id]
    roadshow_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("roadshow.id"))
    name: Mapped[Name]
    kind: Mapped[RoomKind] = mapped_column(enum_type(RoomKind))
    # Only those who meet there get the address.
    url: Mapped[Line] = mapped_column(default="", info={"secret": True})
    position: Mapped[int]


class MeetingSlot(Base):
    """A time in which every room holds one meeting, or a break in which none does."""

    __tablename__ = "meeting_slot"
    __table_args__ = (
        UniqueConstraint("roadshow_id", "starts_at"),
        CheckConstraint("starts_at < ends_at", name="times_in_order"),
    )

    id: Mapped[Id]
    roadshow_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("roadshow.id"))
    starts_at: Mapped[Moment]
    ends_at: Mapped[Moment]
    is_break: Mapped[bool] = mapped_column(default=False)

    @property
    def has_begun(self) -> bool:
        return self.starts_at <= utc_now()


class MeetingAttendee(Base):
    """What a person said about being there. Whoever says nothing is taken to be there all the time."""

    __tablename__ = "meeting_attendee"
    __table_args__ = (UniqueConstraint("roadshow_id", "account_id"),)

    id: Mapped[Id]
    roadshow_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("roadshow.id"))
    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"), index=True)
    attendance: Mapped[Attendance] = mapped_column(enum_type(Attendance))
    said_at: Mapped[Moment] = mapped_column(default=utc_now)

    account: Mapped[Account] = relationship(lazy="joined", innerjoin=True)
    absences: Mapped[list["MeetingAbsence"]] = relationship(lazy="selectin", cascade="all, delete-orphan")


class MeetingAbsence(Base):
    """A slot in which the person cannot."""

    __tablename__ = "meeting_absence"

    attendee_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("meeting_attendee.id", ondelete="CASCADE"), primary_key=True
    )
    slot_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("meeting_slot.id", ondelete="CASCADE"), primary_key=True, index=True
    )
