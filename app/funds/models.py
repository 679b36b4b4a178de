"""A fund: its mandate, the money it has, and its portfolio with dates."""

import datetime as dt
import uuid
from typing import ClassVar

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, String, true
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Organisation
from app.core.facets import Facet
from app.core.model import Code, Codes, Fen, Id, Line, Moment, Name, Prose, Timestamps
from app.core.profiles import Profile
from app.extensions import Base


class FundFacet(Facet, Base):
    """facet: `round`, `sector`, `excluded_sector` or `region`."""

    __tablename__ = "fund_facet"
    __unaudited__ = "part of its fund, whose change is audited"

    fund_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("fund.id", ondelete="CASCADE"), primary_key=True)


class FundInvestment(Timestamps, Base):
    """A financing round of a company that the fund took part in. `amount` is the size of the round."""

    __tablename__ = "fund_investment"
    __table_args__ = (
        CheckConstraint("amount >= 0", name="amount_not_negative"),
        Index("ix_fund_investment_fund_id_invested_on", "fund_id", "invested_on"),
    )

    id: Mapped[Id]
    fund_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("fund.id", ondelete="CASCADE"))
    invested_on: Mapped[dt.date] = mapped_column(Date)
    company: Mapped[Name]
    # The company's project here, if it has one.
    project_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("project.id"), index=True)
    sectors: Mapped[Codes] = mapped_column(default=list)
    region_code: Mapped[str] = mapped_column(String(6), default="")
    round: Mapped[Code] = mapped_column(default="")
    amount: Mapped[Fen | None]
    is_lead: Mapped[bool | None]
    description: Mapped[Prose] = mapped_column(default="")
    # Set by imports, so that the same file loaded again changes the same rows, and for what comes from the ledger.
    source_key: Mapped[str | None] = mapped_column(String(200), unique=True)
    # Whether readers of the portfolio see it; the manager does, and the matching learns from it.
    is_public: Mapped[bool] = mapped_column(default=True, server_default=true())
    # Taken off the portfolio; kept, so that this can be undone and a repeated import does not bring it back.
    removed_at: Mapped[Moment | None]

    fund: Mapped["Fund"] = relationship()

    FROM_LEDGER: ClassVar = "ledger:"

    @property
    def is_from_ledger(self) -> bool:
        return (self.source_key or "").startswith(self.FROM_LEDGER)


class Fund(Profile, Base):
    __tablename__ = "fund"
    __table_args__ = (
        CheckConstraint("ticket_min >= 0", name="ticket_min_not_negative"),
        CheckConstraint("ticket_max >= 0", name="ticket_max_not_negative"),
        CheckConstraint("ticket_min <= ticket_max", name="ticket_range_in_order"),
        CheckConstraint("size >= 0", name="size_not_negative"),
        CheckConstraint("remaining_capital >= 0", name="remaining_capital_not_negative"),
        CheckConstraint("remaining_capital <= size", name="remaining_capital_within_size"),
        CheckConstraint("capacity BETWEEN 0 AND 100", name="capacity_in_range"),
        CheckConstraint("deals_per_year BETWEEN 1 AND 500", name="deals_per_year_in_range"),
        CheckConstraint("parent_fund_id <> id", name="not_its_own_parent"),
        Index("ix_fund_state_published_at", "state", "published_at"),
    )

    # The fund manager.
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    created_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))

    fund_type: Mapped[Code] = mapped_column(default="", index=True)
    # The fund of funds that this one is a sub-fund of.
    parent_fund_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("fund.id"), index=True)
    tagline: Mapped[Line] = mapped_column(default="")
    thesis: Mapped[Prose] = mapped_column(default="")
    founded_year: Mapped[int | None]
    website: Mapped[Line] = mapped_column(default="")

    ticket_min: Mapped[Fen | None]
    ticket_max: Mapped[Fen | None]
    size: Mapped[Fen | None]
    remaining_capital: Mapped[Fen | None]
    leads: Mapped[bool] = mapped_column(default=False)
    follows: Mapped[bool] = mapped_column(default=True)
    # How many deals the fund plans in a year.
    deals_per_year: Mapped[int | None]
    # How many projects of one roadshow the fund wants to be introduced to.
    capacity: Mapped[int] = mapped_column(default=10)

    contact_name: Mapped[Name] = mapped_column(default="", info={"secret": True})
    contact_phone: Mapped[str] = mapped_column(String(20), default="", info={"secret": True})
    contact_email: Mapped[str] = mapped_column(String(254), default="", info={"secret": True})

    organisation: Mapped[Organisation] = relationship(lazy="joined", innerjoin=True)
    parent_fund: Mapped["Fund | None"] = relationship(remote_side="Fund.id", foreign_keys=parent_fund_id)
    facets: Mapped[list[FundFacet]] = relationship(lazy="selectin", cascade="all, delete-orphan")
