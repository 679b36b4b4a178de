"""Asking for a meeting, from either side."""

import enum
import uuid

from sqlalchemy import CheckConstraint, ForeignKey, Index, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.answering import Answerable
from app.core.model import Fen, Id, enum_type
from app.extensions import Base
from app.funds.models import Fund
from app.projects.models import Project
from app.roadshows.models.events import Roadshow

_PENDING = text("state = 'pending'")


class Side(enum.StrEnum):
    PROJECT = "project"
    FUND = "fund"

    @property
    def other(self) -> "Side":
        return Side.FUND if self is Side.PROJECT else Side.PROJECT


class MeetingRequest(Answerable, Base):
    """A project of the line-up and a fund: one asks, the other answers. `number` counts the asking side's pending
    requests, so that the database holds their quota."""

    __tablename__ = "meeting_request"
    __table_args__ = (
        Index(
            "uq_meeting_request_roadshow_id_project_id_fund_id",
            "roadshow_id",
            "project_id",
            "fund_id",
            unique=True,
            sqlite_where=_PENDING,
            postgresql_where=_PENDING,
        ),
        Index(
            "uq_meeting_request_roadshow_id_asker_id_number",
            "roadshow_id",
            "asker_id",
            "number",
            unique=True,
            sqlite_where=_PENDING,
            postgresql_where=_PENDING,
        ),
        CheckConstraint("number BETWEEN 1 AND quota", name="number_within_quota"),
        Index("ix_meeting_request_state_expires_at", "state", "expires_at"),
    )

    id: Mapped[Id]
    roadshow_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("roadshow.id"))
    project_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("project.id"), index=True)
    fund_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("fund.id"), index=True)
    asked_by: Mapped[Side] = mapped_column(enum_type(Side))
    # The project or the fund that asks.
    asker_id: Mapped[uuid.UUID] = mapped_column(Uuid)
    sent_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    number: Mapped[int]
    quota: Mapped[int]
    # What a fund that asks lets the project know of the sum it thinks of.
    amount: Mapped[Fen | None]

    roadshow: Mapped[Roadshow] = relationship(lazy="joined", innerjoin=True)
    project: Mapped[Project] = relationship(lazy="joined", innerjoin=True)
    fund: Mapped[Fund] = relationship(lazy="joined", innerjoin=True)
