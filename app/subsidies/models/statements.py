"""Statements: what a carrier gets for a year, line by line with the rows behind; and what it may get at the most."""

import datetime as dt
import enum
import uuid

from sqlalchemy import DDL, CheckConstraint, ForeignKey, Index, String, UniqueConstraint, event, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Account
from app.carriers.models import Carrier
from app.core.model import Code, Fen, Id, Line, Moment, Prose, Timestamps, Versioned, enum_type, utc_now
from app.extensions import Base
from app.subsidies.models.years import SubsidyYear


class StatementState(enum.StrEnum):
    COMPUTED = "computed"
    # Submitted to the carrier, which confirms it or objects.
    SENT = "sent"
    OBJECTED = "objected"
    CONFIRMED = "confirmed"
    APPROVED = "approved"
    PAID = "paid"
    DISCARDED = "discarded"


OPEN = (StatementState.COMPUTED, StatementState.SENT, StatementState.OBJECTED, StatementState.CONFIRMED)
COUNTS = (StatementState.APPROVED, StatementState.PAID)
_OPEN = text("state IN ('computed', 'sent', 'objected', 'confirmed')")


class Statement(Timestamps, Versioned, Base):
    """A carrier's first statement of a year, or a further one with what changed since; one is open at a time."""

    __tablename__ = "subsidy_statement"
    __table_args__ = (
        UniqueConstraint("carrier_id", "year", "number"),
        Index(
            "uq_subsidy_statement_carrier_id_year",
            "carrier_id",
            "year",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
        Index("ix_subsidy_statement_year_id_state", "year_id", "state"),
        CheckConstraint("(state = 'paid') = (paid_on IS NOT NULL)", name="paid_on_a_day"),
    )

    id: Mapped[Id]
    year_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("subsidy_year.id"))
    carrier_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("carrier.id"))
    year: Mapped[int]
    number: Mapped[int]
    state: Mapped[StatementState] = mapped_column(enum_type(StatementState), default=StatementState.COMPUTED)
    total: Mapped[Fen]
    rules_version: Mapped[Code]
    computed_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    approved_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    paid_on: Mapped[dt.date | None]
    reference: Mapped[Line] = mapped_column(default="")

    budget: Mapped[SubsidyYear] = relationship(lazy="joined", innerjoin=True)
    carrier: Mapped[Carrier] = relationship(lazy="joined", innerjoin=True)
    lines: Mapped[list["StatementLine"]] = relationship(order_by="StatementLine.rule, StatementLine.key")

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def counts(self) -> bool:
        return self.state in COUNTS


class StatementStep(Base):
    """What became of a statement, when, and what was said about it."""

    __tablename__ = "subsidy_step"

    id: Mapped[Id]
    statement_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("subsidy_statement.id"), index=True)
    state: Mapped[StatementState] = mapped_column(enum_type(StatementState))
    at: Mapped[Moment] = mapped_column(default=utc_now)
    by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    note: Mapped[Prose] = mapped_column(default="")

    by: Mapped[Account | None] = relationship(lazy="joined")


class StatementLine(Base):
    """base × rate is what is computed, the cap leaves what is due, and of that earlier statements gave `before`."""

    __tablename__ = "subsidy_line"
    __table_args__ = (
        UniqueConstraint("statement_id", "rule", "key"),
        CheckConstraint("due <= most AND due <= computed", name="due_within_cap"),
        CheckConstraint("amount = due - before", name="amount_adds_up"),
    )

    id: Mapped[Id]
    statement_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("subsidy_statement.id"))
    rule: Mapped[Code]
    key: Mapped[str] = mapped_column(String(40), default="")
    base: Mapped[Fen]
    rate: Mapped[int | None]
    computed: Mapped[Fen]
    most: Mapped[Fen]
    due: Mapped[Fen]
    before: Mapped[Fen]
    amount: Mapped[Fen]

    inputs: Mapped[list["StatementInput"]] = relationship(
        lazy="selectin", order_by="StatementInput.day, StatementInput.id"
    )

    @property
    def is_capped(self) -> bool:
        return self.computed > self.most


class StatementInput(Base):
    """A row that a line was computed from, as it was then."""

    __tablename__ = "subsidy_input"

    id: Mapped[Id]
    line_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("subsidy_line.id"), index=True)
    kind: Mapped[Code]
    source_id: Mapped[uuid.UUID]
    label: Mapped[Line]
    day: Mapped[dt.date]
    amount: Mapped[Fen]


class Entitlement(Base):
    """What a carrier may get for one thing: its seed money of a year, its first accreditation at a level, a graduate's
    settlement, a year's evaluation. `granted` is the sum of the lines that count, of whichever statements; the database
    keeps it below."""

    __tablename__ = "subsidy_entitlement"
    __table_args__ = (
        UniqueConstraint("carrier_id", "rule", "key"),
        CheckConstraint("granted BETWEEN 0 AND most", name="granted_within_cap"),
        Index("ix_subsidy_entitlement_carrier_id_year", "carrier_id", "year"),
    )

    id: Mapped[Id]
    carrier_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("carrier.id"))
    rule: Mapped[Code]
    key: Mapped[str] = mapped_column(String(40), default="")
    year: Mapped[int]
    most: Mapped[Fen]
    granted: Mapped[Fen]


def _final(table: str) -> dict[str, list[str]]:
    return {
        "sqlite": [
            f"""CREATE TRIGGER {table}_{word} BEFORE {word} ON {table}
                BEGIN SELECT RAISE(ABORT, 'a line of a statement is final'); END"""
            for word in ("update", "delete")
        ],
        "postgresql": [
            f"""CREATE OR REPLACE FUNCTION {table}_final() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                RAISE EXCEPTION 'a line of a statement is final' USING ERRCODE = 'integrity_constraint_violation';
                END $$""",
            f"""CREATE TRIGGER {table}_final BEFORE UPDATE OR DELETE ON {table}
                FOR EACH ROW EXECUTE FUNCTION {table}_final()""",
        ],
    }


for model in (StatementLine, StatementInput):
    name = model.__tablename__
    for dialect, statements in _final(name).items():
        for statement in statements:
            event.listen(model.__table__, "after_create", DDL(statement).execute_if(dialect=dialect))
    event.listen(
        model.__table__,
        "after_drop",
        DDL(f"DROP FUNCTION IF EXISTS {name}_final()").execute_if(dialect="postgresql"),
    )
