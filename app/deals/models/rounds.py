"""A financing round of a project, and what funds commit to it."""

import datetime as dt
import enum
import uuid

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.model import Code, Fen, Id, Moment, Prose, Timestamps, Versioned, enum_type
from app.deals.models.ledger import Instrument
from app.extensions import Base
from app.funds.models import Fund
from app.projects.models import Project

_OPEN = text("state = 'open'")


class RoundState(enum.StrEnum):
    OPEN = "open"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class CommitmentState(enum.StrEnum):
    INVITED = "invited"
    SOFT = "soft"
    FIRM = "firm"
    DECLINED = "declined"
    TAKEN = "taken"
    LAPSED = "lapsed"


class FinancingRound(Timestamps, Versioned, Base):
    """What a project raises at one time. `firm_total` is kept beside the amount sought, so that the database itself
    refuses a firm commitment too many; one column holds the lead, so there is one."""

    __tablename__ = "financing_round"
    __table_args__ = (
        Index("uq_financing_round_project_id", "project_id", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
        CheckConstraint("amount_sought > 0", name="amount_sought_positive"),
        CheckConstraint("firm_total >= 0 AND firm_total <= amount_sought", name="firm_within_sought"),
        CheckConstraint("least > 0 AND least <= amount_sought", name="least_within_sought"),
        CheckConstraint("valuation > 0", name="valuation_positive"),
        CheckConstraint("state <> 'closed' OR NOT lead_required OR lead_fund_id IS NOT NULL", name="closed_with_lead"),
    )

    id: Mapped[Id]
    project_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("project.id"), index=True)
    opened_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    state: Mapped[RoundState] = mapped_column(enum_type(RoundState), default=RoundState.OPEN)
    round: Mapped[Code] = mapped_column(default="")
    amount_sought: Mapped[Fen]
    # Below this the round does not close.
    least: Mapped[Fen | None]
    lead_required: Mapped[bool] = mapped_column(default=True)
    lead_fund_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("fund.id"))
    # Before the money.
    valuation: Mapped[Fen | None]
    instrument: Mapped[Instrument] = mapped_column(enum_type(Instrument), default=Instrument.EQUITY)
    terms: Mapped[Prose] = mapped_column(default="")
    closes_on: Mapped[dt.date | None] = mapped_column(Date)
    firm_total: Mapped[Fen] = mapped_column(default=0)
    closed_at: Mapped[Moment | None]

    project: Mapped[Project] = relationship(lazy="joined", innerjoin=True)
    lead_fund: Mapped[Fund | None] = relationship()

    @property
    def is_open(self) -> bool:
        return self.state is RoundState.OPEN

    @property
    def left(self) -> int:
        """What can still be committed firmly."""
        return self.amount_sought - self.firm_total


class Commitment(Timestamps, Versioned, Base):
    """A fund that the project invited to its round, and what it answered. Who has none does not see the round."""

    __tablename__ = "commitment"
    __table_args__ = (
        UniqueConstraint("round_id", "fund_id"),
        CheckConstraint("amount > 0", name="amount_positive"),
        CheckConstraint(
            "amount IS NOT NULL OR state IN ('invited', 'declined', 'lapsed')", name="committed_with_amount"
        ),
    )

    id: Mapped[Id]
    round_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("financing_round.id", ondelete="CASCADE"))
    fund_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("fund.id"), index=True)
    state: Mapped[CommitmentState] = mapped_column(enum_type(CommitmentState), default=CommitmentState.INVITED)
    amount: Mapped[Fen | None]
    # What the fund writes to the project.
    note: Mapped[Prose] = mapped_column(default="")
    answered_at: Mapped[Moment | None]

    round: Mapped[FinancingRound] = relationship(lazy="joined", innerjoin=True)
    fund: Mapped[Fund] = relationship(lazy="joined", innerjoin=True)

    @property
    def is_lead(self) -> bool:
        return self.round.lead_fund_id == self.fund_id
