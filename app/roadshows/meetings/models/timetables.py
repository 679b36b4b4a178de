"""Drafts of the timetable: computed, adjusted by hand, published or thrown away."""

import enum
import uuid

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Account
from app.core.jobs import Job
from app.core.model import Id, Json, Moment, Versioned, enum_type, utc_now
from app.extensions import Base
from app.roadshows.meetings.models.meeting import Meeting
from app.roadshows.models.events import Roadshow


class TimetableState(enum.StrEnum):
    COMPUTING = "computing"
    DRAFT = "draft"
    PUBLISHED = "published"
    DISCARDED = "discarded"
    FAILED = "failed"


OPEN = frozenset({TimetableState.COMPUTING, TimetableState.DRAFT})
_OPEN = text("state IN ('computing', 'draft')")


class Timetable(Versioned, Base):
    """A roadshow has one open draft. What is in force stands in the meetings themselves."""

    __tablename__ = "timetable"
    __table_args__ = (
        Index(
            "uq_timetable_roadshow_id",
            "roadshow_id",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
        Index("ix_timetable_roadshow_id_created_at", "roadshow_id", "created_at"),
    )

    id: Mapped[Id]
    roadshow_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("roadshow.id"))
    state: Mapped[TimetableState] = mapped_column(enum_type(TimetableState))
    job_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("job.id", ondelete="SET NULL"))
    created_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    created_at: Mapped[Moment] = mapped_column(default=utc_now)
    changed_at: Mapped[Moment] = mapped_column(default=utc_now)
    published_at: Mapped[Moment | None]
    summary: Mapped[Json] = mapped_column(default=dict)

    roadshow: Mapped[Roadshow] = relationship(lazy="joined", innerjoin=True)
    job: Mapped[Job | None] = relationship(lazy="joined")
    created_by: Mapped[Account | None] = relationship(lazy="joined")

    @property
    def is_draft(self) -> bool:
        return self.state is TimetableState.DRAFT

    @property
    def has_failed(self) -> bool:
        """Its job died with nothing written; the next one takes its place."""
        return self.state is TimetableState.COMPUTING and (self.job is None or self.job.state == "failed")


class Placement(Base):
    """A meeting in a draft: in a slot and a room, or left out for a reason."""

    __tablename__ = "placement"
    __table_args__ = (
        UniqueConstraint("timetable_id", "meeting_id"),
        UniqueConstraint("timetable_id", "slot_id", "room_id"),
        CheckConstraint("(slot_id IS NULL) = (room_id IS NULL)", name="slot_with_room"),
    )
    __unaudited__ = "a draft; what is published of it is audited with the meetings"

    id: Mapped[Id]
    timetable_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("timetable.id", ondelete="CASCADE"))
    meeting_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("meeting.id"), index=True)
    slot_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("meeting_slot.id"), index=True)
    room_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("meeting_room.id"), index=True)
    is_pinned: Mapped[bool] = mapped_column(default=False)
    reason: Mapped[str] = mapped_column(String(20), default="")

    timetable: Mapped[Timetable] = relationship(lazy="joined", innerjoin=True)
    meeting: Mapped[Meeting] = relationship(lazy="joined", innerjoin=True)
