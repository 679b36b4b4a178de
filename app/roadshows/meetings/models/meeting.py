"""A meeting that both sides agreed to, and where it stands in the published timetable."""

import uuid

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Account
from app.core.model import Id, Moment, Prose, Timestamps, utc_now
from app.extensions import Base
from app.funds.models import Fund
from app.projects.models import Project
from app.roadshows.meetings.models.asking import MeetingRequest
from app.roadshows.meetings.models.rooms import MeetingRoom, MeetingSlot
from app.roadshows.models.events import Roadshow

_STANDS = text("cancelled_at IS NULL")


class Meeting(Timestamps, Base):
    """One person of each side. A room holds one meeting a slot; that nobody is in two places, `core/booking.py` holds.

    `reason` is a code that says why the published timetable has no place for it; "" before there was one.
    """

    __tablename__ = "meeting"
    __table_args__ = (
        UniqueConstraint("slot_id", "room_id"),
        CheckConstraint("(slot_id IS NULL) = (room_id IS NULL)", name="slot_with_room"),
        CheckConstraint("project_person_id <> fund_person_id", name="two_people"),
        Index(
            "uq_meeting_roadshow_id_project_id_fund_id",
            "roadshow_id",
            "project_id",
            "fund_id",
            unique=True,
            sqlite_where=_STANDS,
            postgresql_where=_STANDS,
        ),
    )

    id: Mapped[Id]
    request_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("meeting_request.id"), unique=True)
    roadshow_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("roadshow.id"))
    project_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("project.id"), index=True)
    fund_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("fund.id"), index=True)
    project_person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"), index=True)
    fund_person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"), index=True)

    slot_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("meeting_slot.id"))
    room_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("meeting_room.id"), index=True)
    reason: Mapped[str] = mapped_column(String(20), default="")
    # How often time, place or people changed after it was first told, for calendars elsewhere.
    sequence: Mapped[int] = mapped_column(default=0)
    changed_at: Mapped[Moment] = mapped_column(default=utc_now)
    cancelled_at: Mapped[Moment | None]
    cancelled_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    cancel_reason: Mapped[Prose] = mapped_column(default="")

    request: Mapped[MeetingRequest] = relationship(viewonly=True)
    roadshow: Mapped[Roadshow] = relationship(lazy="joined", innerjoin=True)
    project: Mapped[Project] = relationship(lazy="joined", innerjoin=True)
    fund: Mapped[Fund] = relationship(lazy="joined", innerjoin=True)
    slot: Mapped[MeetingSlot | None] = relationship(lazy="joined")
    room: Mapped[MeetingRoom | None] = relationship(lazy="joined")
    project_person: Mapped[Account] = relationship(lazy="joined", innerjoin=True, foreign_keys=[project_person_id])
    fund_person: Mapped[Account] = relationship(lazy="joined", innerjoin=True, foreign_keys=[fund_person_id])

    @property
    def is_cancelled(self) -> bool:
        return self.cancelled_at is not None

    @property
    def is_placed(self) -> bool:
        return self.slot_id is not None

    @property
    def has_begun(self) -> bool:
        return self.slot is not None and self.slot.has_begun

    @property
    def is_due(self) -> bool:
        """It can be said what came of it; where no timetable set a time, once the roadshow has begun."""
        return self.has_begun if self.slot is not None else self.roadshow.starts_at <= utc_now()

    @property
    def people(self) -> tuple[uuid.UUID, uuid.UUID]:
        return self.project_person_id, self.fund_person_id
