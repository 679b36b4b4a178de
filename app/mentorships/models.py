"""Asking a mentor, and the mentorship that follows."""

import enum
import uuid
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, Enum, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.answering import Answerable, AnswerState
from app.core.model import Id, Moment, Prose, utc_now
from app.extensions import Base
from app.projects.models import Project
from app.roadshows.models import Roadshow

if TYPE_CHECKING:
    from app.mentors.models import Mentor

_PENDING = text("state = 'pending'")
_ACTIVE = text("ended_at IS NULL")
MOST_PENDING = 5
MOST_WANTED = 5


class RequestOrigin(enum.StrEnum):
    PROJECT = "project"
    ORGANISER = "organiser"


class MentorRequest(Answerable, Base):
    """A project, or the organiser of a roadshow for it, asks a mentor. `slot` numbers a project's own pending requests,
    so that the database holds their limit."""

    __tablename__ = "mentor_request"
    __table_args__ = (
        Index(
            "uq_mentor_request_project_id_mentor_id",
            "project_id",
            "mentor_id",
            unique=True,
            sqlite_where=_PENDING,
            postgresql_where=_PENDING,
        ),
        Index(
            "uq_mentor_request_project_id_slot",
            "project_id",
            "slot",
            unique=True,
            sqlite_where=_PENDING,
            postgresql_where=_PENDING,
        ),
        CheckConstraint(f"slot BETWEEN 1 AND {MOST_PENDING}", name="slot_within_quota"),
        Index("ix_mentor_request_state_expires_at", "state", "expires_at"),
    )

    id: Mapped[Id]
    project_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("project.id"), index=True)
    mentor_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("mentor.id"), index=True)
    origin: Mapped[RequestOrigin] = mapped_column(
        Enum(RequestOrigin, native_enum=False, length=20, values_callable=lambda kinds: [kind.value for kind in kinds])
    )
    roadshow_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("roadshow.id"), index=True)
    # Who asks: the project's organisation, or the roadshow's.
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    sent_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    slot: Mapped[int | None]
    # When the mentor is reminded; None afterwards.
    nudge_at: Mapped[Moment | None]
    # Whom the mentor who declined suggests instead.
    suggested_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("mentor.id"), index=True)

    project: Mapped[Project] = relationship(lazy="joined", innerjoin=True)
    mentor: Mapped["Mentor"] = relationship(lazy="joined", innerjoin=True, foreign_keys=mentor_id)
    suggested: Mapped["Mentor | None"] = relationship(lazy="joined", foreign_keys=suggested_id)
    roadshow: Mapped[Roadshow | None] = relationship(lazy="joined")

    @property
    def was_closed(self) -> bool:
        """Nobody took it back: the project had found its mentors."""
        return self.state is AnswerState.WITHDRAWN and self.answered_by_id is None

    @property
    def came_to_nothing(self) -> bool:
        """Declined, or not answered in time although no job has marked it yet."""
        return self.state in {AnswerState.DECLINED, AnswerState.EXPIRED} or (
            self.state is AnswerState.PENDING and not self.is_open
        )


class MentorWish(Base):
    """How many mentors a project wants; one, until it says otherwise. When so many work, its other requests close."""

    __tablename__ = "mentor_wish"
    __table_args__ = (CheckConstraint(f"wanted BETWEEN 1 AND {MOST_WANTED}", name="wanted_in_range"),)

    project_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("project.id", ondelete="CASCADE"), primary_key=True)
    wanted: Mapped[int]


class Mentorship(Base):
    """A mentor coaches a project, until one of them ends it. `place` numbers a project's present mentors, so that of
    two who accept at once for one place the database takes one."""

    __tablename__ = "mentorship"
    __table_args__ = (
        Index(
            "uq_mentorship_project_id_mentor_id",
            "project_id",
            "mentor_id",
            unique=True,
            sqlite_where=_ACTIVE,
            postgresql_where=_ACTIVE,
        ),
        Index(
            "uq_mentorship_project_id_place",
            "project_id",
            "place",
            unique=True,
            sqlite_where=_ACTIVE,
            postgresql_where=_ACTIVE,
        ),
        CheckConstraint("place >= 1", name="place_positive"),
    )

    id: Mapped[Id]
    project_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("project.id"), index=True)
    mentor_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("mentor.id"), index=True)
    roadshow_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("roadshow.id"), index=True)
    request_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("mentor_request.id"), unique=True)
    place: Mapped[int | None]
    started_at: Mapped[Moment] = mapped_column(default=utc_now)
    ended_at: Mapped[Moment | None]
    ended_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    end_reason: Mapped[Prose] = mapped_column(default="")

    project: Mapped[Project] = relationship(lazy="joined", innerjoin=True)
    mentor: Mapped["Mentor"] = relationship(lazy="joined", innerjoin=True)
