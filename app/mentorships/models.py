"""Asking a mentor, and the mentorship that follows."""

import enum
import uuid
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, Enum, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.answering import Answerable
from app.core.model import Id, Moment, Prose, utc_now
from app.extensions import Base
from app.projects.models import Project
from app.roadshows.models import Roadshow

if TYPE_CHECKING:
    from app.mentors.models import Mentor

_PENDING = text("state = 'pending'")
_ACTIVE = text("ended_at IS NULL")
MOST_PENDING = 5


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

    project: Mapped[Project] = relationship(lazy="joined", innerjoin=True)
    mentor: Mapped["Mentor"] = relationship(lazy="joined", innerjoin=True)
    roadshow: Mapped[Roadshow | None] = relationship(lazy="joined")


class Mentorship(Base):
    """A mentor coaches a project, until one of them ends it."""

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
    )

    id: Mapped[Id]
    project_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("project.id"), index=True)
    mentor_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("mentor.id"), index=True)
    roadshow_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("roadshow.id"), index=True)
    request_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("mentor_request.id"), unique=True)
    started_at: Mapped[Moment] = mapped_column(default=utc_now)
    ended_at: Mapped[Moment | None]
    ended_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    end_reason: Mapped[Prose] = mapped_column(default="")

    project: Mapped[Project] = relationship(lazy="joined", innerjoin=True)
    mentor: Mapped["Mentor"] = relationship(lazy="joined", innerjoin=True)
