"""What people write about a meeting: notes, what to do next, and what came of it."""

import datetime as dt
import enum
import uuid

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Account
from app.core.model import Id, Line, Moment, Prose, Timestamps, Versioned, enum_type, utc_now
from app.extensions import Base
from app.roadshows.meetings.models.asking import Side
from app.roadshows.meetings.models.meeting import Meeting


class Held(enum.StrEnum):
    MET = "met"
    MISSED = "missed"  # the other side did not come
    NOT_HELD = "not_held"


class FollowUp(enum.StrEnum):
    YES = "yes"
    OPEN = "open"
    NO = "no"


class MeetingNote(Timestamps, Versioned, Base):
    """For both sides, or for its writer alone. The audit log knows that it was written, not what it says."""

    __tablename__ = "meeting_note"

    id: Mapped[Id]
    meeting_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("meeting.id"), index=True)
    author_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"), index=True)
    is_shared: Mapped[bool] = mapped_column(default=False)
    text: Mapped[Prose] = mapped_column(info={"secret": True})
    # Deleted by its writer, who may take that back.
    removed_at: Mapped[Moment | None]

    meeting: Mapped[Meeting] = relationship(lazy="joined", innerjoin=True)
    author: Mapped[Account] = relationship(lazy="joined", innerjoin=True)


class MeetingAction(Timestamps, Base):
    """Something one side does after the meeting. Both sides see it and tick it off."""

    __tablename__ = "meeting_action"

    id: Mapped[Id]
    meeting_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("meeting.id"), index=True)
    side: Mapped[Side] = mapped_column(enum_type(Side))
    text: Mapped[Line]
    due_on: Mapped[dt.date | None]
    done_at: Mapped[Moment | None]
    created_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))

    meeting: Mapped[Meeting] = relationship(lazy="joined", innerjoin=True)


class MeetingOutcome(Base):
    """One side's word on the meeting. How it wants to go on is shown to the other once both have said it."""

    __tablename__ = "meeting_outcome"
    __table_args__ = (UniqueConstraint("meeting_id", "side"),)

    id: Mapped[Id]
    meeting_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("meeting.id"))
    side: Mapped[Side] = mapped_column(enum_type(Side))
    held: Mapped[Held] = mapped_column(enum_type(Held))
    follow_up: Mapped[FollowUp | None] = mapped_column(enum_type(FollowUp))
    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    said_at: Mapped[Moment] = mapped_column(default=utc_now)
