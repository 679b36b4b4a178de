"""A session of a mentorship: proposed, booked, held or not; with notes."""

import enum
import uuid

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Account
from app.core.model import Id, Line, Moment, Prose, Timestamps, Versioned, enum_type, utc_now
from app.extensions import Base
from app.mentorships.coaching.models.steps import Side
from app.mentorships.models import Mentorship


class SessionState(enum.StrEnum):
    PROPOSED = "proposed"
    BOOKED = "booked"
    HELD = "held"
    MISSED = "missed"
    DISPUTED = "disputed"
    CANCELLED = "cancelled"


# So long after a session each side may say, or correct, who came.
REPORT_DAYS = 14
OPEN_SESSION = frozenset({SessionState.PROPOSED, SessionState.BOOKED})


class Turnout(enum.StrEnum):
    """Who came, as one side tells it."""

    BOTH = "both"
    NO_MENTOR = "no_mentor"
    NO_PROJECT = "no_project"
    NOBODY = "nobody"


class CoachingSession(Timestamps, Versioned, Base):
    """`state` says what both reports together mean. The times are booked in `core/booking.py` while it is booked."""

    __tablename__ = "coaching_session"
    __table_args__ = (
        CheckConstraint("starts_at < ends_at", name="times_in_order"),
        CheckConstraint("minutes BETWEEN 1 AND 1440", name="minutes_within_a_day"),
        Index("ix_coaching_session_mentorship_id_starts_at", "mentorship_id", "starts_at"),
        Index("ix_coaching_session_state_starts_at", "state", "starts_at"),
    )

    id: Mapped[Id]
    mentorship_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("mentorship.id"))
    starts_at: Mapped[Moment]
    ends_at: Mapped[Moment]
    # What lies between the two, so that hours are summed alike by both databases.
    minutes: Mapped[int]
    state: Mapped[SessionState] = mapped_column(enum_type(SessionState))
    # Who proposed the time; the other side answers.
    proposed_by: Mapped[Side] = mapped_column(enum_type(Side))
    # Who comes for the project; nobody yet while the project has not said yes.
    attendee_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"), index=True)
    topic: Mapped[Line] = mapped_column(default="")
    place: Mapped[Line] = mapped_column(default="")
    video_url: Mapped[Line] = mapped_column(default="")
    mentor_report: Mapped[Turnout | None] = mapped_column(enum_type(Turnout))
    project_report: Mapped[Turnout | None] = mapped_column(enum_type(Turnout))
    cancelled_by: Mapped[Side | None] = mapped_column(enum_type(Side))
    cancel_reason: Mapped[Prose] = mapped_column(default="")
    cancelled_at: Mapped[Moment | None]
    reminded_at: Mapped[Moment | None]

    mentorship: Mapped[Mentorship] = relationship(lazy="joined", innerjoin=True)
    attendee: Mapped[Account | None] = relationship(lazy="joined")

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_SESSION

    @property
    def has_begun(self) -> bool:
        return self.starts_at <= utc_now()

    @property
    def turnout(self) -> Turnout | None:
        """What the two reports say together; None without a report, and where they differ."""
        reports = {report for report in (self.mentor_report, self.project_report) if report is not None}
        return reports.pop() if len(reports) == 1 else None

    def report_of(self, side: Side) -> Turnout | None:
        return self.mentor_report if side is Side.MENTOR else self.project_report


class SessionNote(Timestamps, Versioned, Base):
    """For both sides, or for its writer alone. The audit log knows that it was written, not what it says."""

    __tablename__ = "session_note"

    id: Mapped[Id]
    session_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("coaching_session.id"), index=True)
    author_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"), index=True)
    text: Mapped[Prose] = mapped_column(info={"secret": True})
    is_shared: Mapped[bool] = mapped_column(default=False)
    # Deleted by its writer, who may take that back for a day.
    removed_at: Mapped[Moment | None]

    session: Mapped[CoachingSession] = relationship(lazy="joined", innerjoin=True)
    author: Mapped[Account] = relationship(lazy="joined", innerjoin=True)
