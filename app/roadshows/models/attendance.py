"""Investors: who registered, who was invited, and who wants to meet which project."""

import enum
import uuid

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Account, Organisation
from app.core.answering import STATE, Answerable, AnswerState
from app.core.model import Fen, Id, Line, Moment, Timestamps, enum_type, utc_now
from app.events.core import Attendance
from app.extensions import Base
from app.funds.models import Fund
from app.projects.models import Project
from app.roadshows.models.events import Roadshow

_PENDING = text("state = 'pending'")


class RegistrationState(enum.StrEnum):
    CONFIRMED = "confirmed"
    WAITING = "waiting"
    CANCELLED = "cancelled"


class InterestLevel(enum.StrEnum):
    OBSERVING = "observing"
    INTERESTED = "interested"
    WANTS_CONTACT = "wants_contact"


class Registration(Base):
    """The people an organisation sends. The quota stands in the row, so that the database can refuse more."""

    __tablename__ = "registration"
    __table_args__ = (
        UniqueConstraint("roadshow_id", "organisation_id"),
        CheckConstraint("people BETWEEN 1 AND quota", name="people_within_quota"),
        Index("ix_registration_roadshow_id_state_asked_at", "roadshow_id", "state", "asked_at"),
    )

    id: Mapped[Id]
    roadshow_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("roadshow.id"))
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    state: Mapped[RegistrationState] = mapped_column(enum_type(RegistrationState))
    people: Mapped[int]
    quota: Mapped[int]
    attendance: Mapped[Attendance] = mapped_column(enum_type(Attendance), default=Attendance.ON_SITE)
    # The order of the waiting list: a larger party asks anew.
    asked_at: Mapped[Moment] = mapped_column(default=utc_now)
    cancelled_at: Mapped[Moment | None]

    roadshow: Mapped[Roadshow] = relationship(lazy="joined", innerjoin=True)
    organisation: Mapped[Organisation] = relationship(lazy="joined", innerjoin=True)
    account: Mapped[Account] = relationship()


class FundInvitation(Answerable, Base):
    """An organiser asks a fund to come, naming the projects it should see."""

    __tablename__ = "fund_invitation"
    __table_args__ = (
        Index(
            "uq_fund_invitation_roadshow_id_fund_id",
            "roadshow_id",
            "fund_id",
            unique=True,
            sqlite_where=_PENDING,
            postgresql_where=_PENDING,
        ),
        Index("ix_fund_invitation_state_expires_at", "state", "expires_at"),
    )

    id: Mapped[Id]
    roadshow_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("roadshow.id"), index=True)
    fund_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("fund.id"), index=True)
    sent_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))

    roadshow: Mapped[Roadshow] = relationship(lazy="joined", innerjoin=True)
    fund: Mapped[Fund] = relationship(lazy="joined", innerjoin=True)
    suggestions: Mapped[list["SuggestedProject"]] = relationship(
        lazy="selectin", cascade="all, delete-orphan", order_by="SuggestedProject.position"
    )


class SuggestedProject(Base):
    """A project of the line-up that fits the invited fund, and why."""

    __tablename__ = "suggested_project"

    invitation_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("fund_invitation.id", ondelete="CASCADE"), primary_key=True
    )
    project_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("project.id"), primary_key=True)
    position: Mapped[int]
    reason: Mapped[Line] = mapped_column(default="")

    project: Mapped[Project] = relationship(lazy="joined", innerjoin=True)


class Interest(Timestamps, Answerable, Base):
    """What a fund thinks of a project of the line-up, for the fund alone. A wish to meet is asked with a
    `MeetingRequest`; the columns of an answer held it in the release before and go with the next one."""

    __tablename__ = "interest"
    __table_args__ = (
        UniqueConstraint("roadshow_id", "fund_id", "project_id"),
        Index("ix_interest_state_expires_at", "state", "expires_at"),
    )

    id: Mapped[Id]
    roadshow_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("roadshow.id"))
    fund_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("fund.id"), index=True)
    project_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("project.id"), index=True)
    account_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    level: Mapped[InterestLevel] = mapped_column(enum_type(InterestLevel))
    amount: Mapped[Fen | None]
    state: Mapped[AnswerState | None] = mapped_column(STATE, default=None)  # type: ignore[assignment]

    roadshow: Mapped[Roadshow] = relationship(lazy="joined", innerjoin=True)
    fund: Mapped[Fund] = relationship(lazy="joined", innerjoin=True)
    project: Mapped[Project] = relationship(lazy="joined", innerjoin=True)
