"""Applications and the line-up that is made of them."""

import enum
import uuid

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.model import Id, Moment, Name, Prose, Timestamps, Versioned, enum_type, utc_now
from app.events.core import Attendance
from app.extensions import Base
from app.projects.models import Project
from app.roadshows.models.events import Roadshow


class ApplicationState(enum.StrEnum):
    DRAFT = "draft"
    SENT = "sent"
    WITHDRAWN = "withdrawn"


class Outcome(enum.StrEnum):
    SELECTED = "selected"
    WAITING = "waiting"
    NOT_SELECTED = "not_selected"


class Application(Timestamps, Versioned, Base):
    """A project that wants to be on a roadshow. Once it is sent, organisers and reviewers read the whole project."""

    __tablename__ = "application"
    __table_args__ = (
        UniqueConstraint("project_id", "roadshow_id"),
        Index("ix_application_roadshow_id_state", "roadshow_id", "state"),
    )

    id: Mapped[Id]
    roadshow_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("roadshow.id"))
    project_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("project.id"))
    state: Mapped[ApplicationState] = mapped_column(enum_type(ApplicationState), default=ApplicationState.DRAFT)
    wants: Mapped[Prose] = mapped_column(default="")
    presenter: Mapped[Name] = mapped_column(default="")
    attendance: Mapped[Attendance] = mapped_column(enum_type(Attendance), default=Attendance.ON_SITE)
    consented_at: Mapped[Moment | None]
    sent_at: Mapped[Moment | None]
    sent_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    withdrawn_at: Mapped[Moment | None]
    # What fixing the line-up decided and the applicant was told.
    outcome: Mapped[Outcome | None] = mapped_column(enum_type(Outcome))
    feedback: Mapped[Prose] = mapped_column(default="")
    feedback_released_at: Mapped[Moment | None]

    roadshow: Mapped[Roadshow] = relationship(lazy="joined", innerjoin=True)
    project: Mapped[Project] = relationship(lazy="joined", innerjoin=True)
    place: Mapped["LineupPlace | None"] = relationship(back_populates="application")

    @property
    def organisation_id(self) -> uuid.UUID:
        """Who applies."""
        return self.project.organisation_id


class LineupPlace(Base):
    """A place in the order of the line-up, or on its waiting list."""

    __tablename__ = "lineup_place"
    __table_args__ = (UniqueConstraint("roadshow_id", "project_id"),)

    id: Mapped[Id]
    roadshow_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("roadshow.id"))
    application_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("application.id"), unique=True)
    project_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("project.id"), index=True)
    is_waiting: Mapped[bool] = mapped_column(default=False)
    position: Mapped[int]
    added_at: Mapped[Moment] = mapped_column(default=utc_now)

    application: Mapped[Application] = relationship(back_populates="place")
    project: Mapped[Project] = relationship()
