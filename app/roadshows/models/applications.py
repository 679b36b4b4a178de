"""Applications and the line-up that is made of them."""

import enum
import uuid

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Account
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


class LineupChangeKind(enum.StrEnum):
    WITHDREW = "withdrew"
    TAKEN_OFF = "taken_off"
    ADDED = "added"
    MOVED_UP = "moved_up"
    REPLACED = "replaced"
    REORDERED = "reordered"


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
    # Whether the applicant also reads the mean of each criterion.
    shows_points: Mapped[bool] = mapped_column(default=False)

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


class LineupChange(Base):
    """What changed after the line-up was fixed; the history that organisers, applicants and guests can look up."""

    __tablename__ = "lineup_change"
    __table_args__ = (Index("ix_lineup_change_roadshow_id_made_at", "roadshow_id", "made_at"),)

    id: Mapped[Id]
    roadshow_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("roadshow.id"))
    kind: Mapped[LineupChangeKind] = mapped_column(enum_type(LineupChangeKind))
    # Nobody's when the order changed.
    project_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("project.id"), index=True)
    # Who came in its place.
    successor_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("project.id"))
    reason: Mapped[Prose] = mapped_column(default="")
    # The line-up could be seen by everybody at that time, so everybody may see the change.
    is_public: Mapped[bool] = mapped_column(default=False)
    made_at: Mapped[Moment] = mapped_column(default=utc_now)
    made_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))

    project: Mapped[Project | None] = relationship(foreign_keys=project_id)
    successor: Mapped[Project | None] = relationship(foreign_keys=successor_id)
    made_by: Mapped[Account | None] = relationship()
