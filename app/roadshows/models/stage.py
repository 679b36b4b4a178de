"""What happens on the day: who is on stage, what the audience asks, what judges and audience find."""

import datetime as dt
import enum
import uuid

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Membership
from app.core.model import Id, Line, Moment, Prose, Timestamps, Versioned, enum_type, utc_now
from app.extensions import Base
from app.roadshows.models.applications import Application
from app.roadshows.models.events import Roadshow
from app.roadshows.models.people import Attendee


class Phase(enum.StrEnum):
    BEFORE = "before"
    PITCH = "pitch"
    QUESTIONS = "questions"
    PAUSE = "pause"
    OVER = "over"


class QuestionState(enum.StrEnum):
    WAITING = "waiting"
    SHOWN = "shown"
    ANSWERED = "answered"
    HIDDEN = "hidden"


class JudgementState(enum.StrEnum):
    SCORED = "scored"
    CONFLICT = "conflict"


class LiveStage(Versioned, Base):
    """One a roadshow. The clock is what ran before (`clock_used`, seconds) and since when it runs now, if it does."""

    __tablename__ = "live_stage"
    __table_args__ = (
        CheckConstraint("pitch_minutes BETWEEN 1 AND 120", name="pitch_minutes_sensible"),
        CheckConstraint("question_minutes BETWEEN 0 AND 120", name="question_minutes_sensible"),
        CheckConstraint("clock_used >= 0", name="clock_used_not_negative"),
        CheckConstraint(
            "results_released_at IS NULL OR NOT (takes_scores OR takes_votes)", name="released_results_stand"
        ),
    )

    id: Mapped[Id]
    roadshow_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("roadshow.id"), unique=True)
    phase: Mapped[Phase] = mapped_column(enum_type(Phase), default=Phase.BEFORE)
    current_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("application.id"))
    pitch_minutes: Mapped[int] = mapped_column(default=8)
    question_minutes: Mapped[int] = mapped_column(default=5)
    clock_started_at: Mapped[Moment | None]
    clock_used: Mapped[int] = mapped_column(default=0)
    # A line for everybody: where lunch is, that it begins ten minutes later.
    announcement: Mapped[Line] = mapped_column(default="")
    takes_questions: Mapped[bool] = mapped_column(default=False)
    takes_votes: Mapped[bool] = mapped_column(default=False)
    takes_scores: Mapped[bool] = mapped_column(default=False)
    results_released_at: Mapped[Moment | None]
    # The beginning of which people were reminded; another date is another reminder.
    reminded_of: Mapped[Moment | None]

    roadshow: Mapped[Roadshow] = relationship(lazy="joined", innerjoin=True)

    @property
    def mark(self) -> str:
        """Where it stands, for whoever wants to move it from there."""
        return f"{self.phase}:{self.current_id or ''}"

    @property
    def minutes(self) -> int:
        """What the present phase may take; 0 when nothing is timed."""
        return {Phase.PITCH: self.pitch_minutes, Phase.QUESTIONS: self.question_minutes}.get(self.phase, 0)

    def seconds_left(self, now: dt.datetime) -> int:
        """Below zero once the time is over."""
        running = (now - self.clock_started_at).total_seconds() if self.clock_started_at else 0
        return round(self.minutes * 60 - self.clock_used - running)


class AudienceQuestion(Base):
    __tablename__ = "audience_question"
    __table_args__ = (Index("ix_audience_question_roadshow_id_state", "roadshow_id", "state"),)

    id: Mapped[Id]
    roadshow_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("roadshow.id"))
    attendee_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("attendee.id"), index=True)
    # To whom; to everybody on stage when empty.
    application_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("application.id"))
    state: Mapped[QuestionState] = mapped_column(enum_type(QuestionState), default=QuestionState.WAITING)
    text: Mapped[Prose]
    is_anonymous: Mapped[bool] = mapped_column(default=False)
    asked_at: Mapped[Moment] = mapped_column(default=utc_now)

    attendee: Mapped[Attendee] = relationship()
    application: Mapped[Application | None] = relationship()


class QuestionVote(Base):
    """The person wants this question answered too."""

    __tablename__ = "question_vote"
    __table_args__ = (UniqueConstraint("question_id", "attendee_id"),)

    id: Mapped[Id]
    question_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("audience_question.id"))
    attendee_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("attendee.id"), index=True)


class Judge(Base):
    """A member who gives points on the day. Taken off, what they gave no longer counts."""

    __tablename__ = "judge"
    __table_args__ = (UniqueConstraint("roadshow_id", "membership_id"),)

    id: Mapped[Id]
    roadshow_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("roadshow.id"))
    membership_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("membership.id"), index=True)
    added_at: Mapped[Moment] = mapped_column(default=utc_now)
    removed_at: Mapped[Moment | None]

    roadshow: Mapped[Roadshow] = relationship(lazy="joined", innerjoin=True)
    membership: Mapped[Membership] = relationship(lazy="joined", innerjoin=True)


class Judgement(Timestamps, Base):
    """One judge on one pitch. The log keeps no points: before the release nobody but the organisers knows them."""

    __tablename__ = "judgement"
    __table_args__ = (UniqueConstraint("judge_id", "application_id"),)

    id: Mapped[Id]
    judge_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("judge.id"))
    application_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("application.id"), index=True)
    state: Mapped[JudgementState] = mapped_column(enum_type(JudgementState), default=JudgementState.SCORED)
    comment: Mapped[Prose] = mapped_column(default="", info={"secret": True})

    points: Mapped[list["JudgementPoints"]] = relationship(lazy="selectin", cascade="all, delete-orphan")


class JudgementPoints(Base):
    __tablename__ = "judgement_points"
    __table_args__ = (CheckConstraint("points BETWEEN 1 AND 5", name="points_from_1_to_5"),)

    judgement_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("judgement.id", ondelete="CASCADE"), primary_key=True)
    criterion_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("review_criterion.id"), primary_key=True)
    points: Mapped[int] = mapped_column(info={"secret": True})


class AudienceVote(Base):
    """The favourite of one person who is there; for whom stays between them and the count."""

    __tablename__ = "audience_vote"
    __table_args__ = (UniqueConstraint("attendee_id"), Index("ix_audience_vote_roadshow_id", "roadshow_id"))

    id: Mapped[Id]
    roadshow_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("roadshow.id"))
    attendee_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("attendee.id"))
    application_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("application.id"), info={"secret": True})
    cast_at: Mapped[Moment] = mapped_column(default=utc_now)
