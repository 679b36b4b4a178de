"""A deal on its way from interest to investment, with what the fund manager's members keep about it."""

import datetime as dt
import enum
import uuid

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Account, Membership
from app.core.model import Fen, Id, Json, Line, Moment, Name, Prose, Timestamps, Versioned, enum_type, utc_now
from app.extensions import Base
from app.funds.models import Fund
from app.projects.models import Project
from app.roadshows.models import Roadshow

_OPEN = text("closed_at IS NULL")


class Stage(enum.StrEnum):
    INTEREST = "interest"
    MEETING = "meeting"
    DUE_DILIGENCE = "due_diligence"
    TERM_SHEET = "term_sheet"
    INVESTED = "invested"
    PASSED = "passed"


OPEN_STAGES = (Stage.INTEREST, Stage.MEETING, Stage.DUE_DILIGENCE, Stage.TERM_SHEET)


class PassReason(enum.StrEnum):
    TOO_EARLY = "too_early"
    TEAM = "team"
    MARKET = "market"
    TECHNOLOGY = "technology"
    VALUATION = "valuation"
    MANDATE = "mandate"
    CAPITAL = "capital"
    CONFLICT = "conflict"
    LOST = "lost"
    OTHER = "other"


class Origin(enum.StrEnum):
    ROADSHOW = "roadshow"
    MATCH = "match"
    ROUND = "round"
    HAND = "hand"


class EventKind(enum.StrEnum):
    OPENED = "opened"
    MOVED = "moved"
    PASSED = "passed"
    REOPENED = "reopened"
    TOLD = "told"
    OWNER = "owner"
    AMOUNT = "amount"
    TASK_DONE = "task_done"
    COMMITTED = "committed"
    INVESTED = "invested"
    CORRECTED = "corrected"


class Reminder(enum.StrEnum):
    NONE = "none"
    DAY = "day"
    DAY_BEFORE = "day_before"
    WEEK_BEFORE = "week_before"


class Deal(Timestamps, Versioned, Base):
    """A fund's way with a project. Only the fund manager's members see it; `told_*` is what the project was told."""

    __tablename__ = "deal"
    __table_args__ = (
        Index(
            "uq_deal_fund_id_project_id",
            "fund_id",
            "project_id",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
        CheckConstraint("amount > 0", name="amount_positive"),
        CheckConstraint("(stage IN ('invested', 'passed')) = (closed_at IS NOT NULL)", name="closed_when_over"),
        CheckConstraint("(stage = 'passed') = (pass_reason IS NOT NULL)", name="passed_with_reason"),
        Index("ix_deal_fund_id_stage", "fund_id", "stage"),
    )

    id: Mapped[Id]
    fund_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("fund.id"))
    project_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("project.id"), index=True)
    # As it was called when the deal began: what a project is called after it was withdrawn is its owner's alone.
    project_name: Mapped[Name]
    stage: Mapped[Stage] = mapped_column(enum_type(Stage), default=Stage.INTEREST)
    moved_at: Mapped[Moment] = mapped_column(default=utc_now)
    closed_at: Mapped[Moment | None]
    # Who in the fund manager looks after it.
    owner_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("membership.id"), index=True)
    # What the fund thinks of investing.
    amount: Mapped[Fen | None]
    origin: Mapped[Origin] = mapped_column(enum_type(Origin), default=Origin.HAND)
    roadshow_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("roadshow.id"), index=True)
    pass_reason: Mapped[PassReason | None] = mapped_column(enum_type(PassReason))
    pass_note: Mapped[Prose] = mapped_column(default="")
    told_stage: Mapped[Stage | None] = mapped_column(enum_type(Stage))
    told_note: Mapped[Prose] = mapped_column(default="")
    told_at: Mapped[Moment | None]

    fund: Mapped[Fund] = relationship(lazy="joined", innerjoin=True)
    project: Mapped[Project] = relationship(lazy="joined", innerjoin=True)
    owner: Mapped[Membership] = relationship(lazy="joined", innerjoin=True)
    roadshow: Mapped[Roadshow | None] = relationship()

    @property
    def name(self) -> str:
        return self.project.name if self.project.is_published else self.project_name

    @property
    def is_open(self) -> bool:
        return self.closed_at is None


class DealNote(Base):
    """A comment for the team, or a note that its author alone reads."""

    __tablename__ = "deal_note"

    id: Mapped[Id]
    deal_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("deal.id", ondelete="CASCADE"), index=True)
    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"), index=True)
    text: Mapped[Prose] = mapped_column(info={"secret": True})
    is_private: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[Moment] = mapped_column(default=utc_now)
    removed_at: Mapped[Moment | None]

    deal: Mapped[Deal] = relationship()
    account: Mapped[Account] = relationship(lazy="joined", innerjoin=True)


class DealTask(Base):
    """Something to do until a day, with a reminder before it."""

    __tablename__ = "deal_task"
    __table_args__ = (Index("ix_deal_task_assignee_id_due_on", "assignee_id", "due_on"),)

    id: Mapped[Id]
    deal_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("deal.id", ondelete="CASCADE"), index=True)
    title: Mapped[Line]
    due_on: Mapped[dt.date] = mapped_column(Date)
    reminder: Mapped[Reminder] = mapped_column(enum_type(Reminder), default=Reminder.DAY)
    remind_on: Mapped[dt.date | None] = mapped_column(Date, index=True)
    reminded_at: Mapped[Moment | None]
    assignee_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("membership.id"))
    created_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    created_at: Mapped[Moment] = mapped_column(default=utc_now)
    done_at: Mapped[Moment | None]

    deal: Mapped[Deal] = relationship()
    assignee: Mapped[Membership] = relationship(lazy="joined", innerjoin=True)


class DealEvent(Base):
    """A line of the deal's history, in words when it is read."""

    __tablename__ = "deal_event"
    __unaudited__ = "tells of changes that are audited themselves"

    id: Mapped[Id]
    deal_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("deal.id", ondelete="CASCADE"), index=True)
    at: Mapped[Moment] = mapped_column(default=utc_now)
    account_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    kind: Mapped[EventKind] = mapped_column(enum_type(EventKind))
    params: Mapped[Json] = mapped_column(default=dict)

    account: Mapped[Account | None] = relationship(lazy="joined")
