"""What funds invested: entries that stay as they were written. A correction is a new entry that reverses one."""

import datetime as dt
import enum
import uuid

from sqlalchemy import DDL, CheckConstraint, Date, ForeignKey, Index, event
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Account
from app.core.model import Code, Fen, Id, Moment, Name, Prose, enum_type, utc_now
from app.extensions import Base
from app.funds.models import Fund


class EntryKind(enum.StrEnum):
    OWN = "own"
    LEAD = "lead"
    FOLLOW = "follow"
    INCUBATE = "incubate"
    SUB_FUND = "sub_fund"


class Instrument(enum.StrEnum):
    EQUITY = "equity"
    CONVERTIBLE_BOND = "convertible_bond"
    FUND_SHARE = "fund_share"
    OTHER = "other"


class LedgerEntry(Base):
    """Money that left a fund, or, reversing an entry, came back to it. The database refuses changes and deletions."""

    __tablename__ = "ledger_entry"
    __table_args__ = (
        CheckConstraint(
            "(reverses_id IS NULL AND amount >= 0) OR (reverses_id IS NOT NULL AND amount <= 0)",
            name="sign_tells_reversal",
        ),
        CheckConstraint("share BETWEEN 0 AND 10000", name="share_is_a_share"),
        CheckConstraint("(kind = 'sub_fund') = (sub_fund_id IS NOT NULL)", name="sub_fund_named"),
        CheckConstraint("sub_fund_id <> fund_id", name="not_into_itself"),
        Index("ix_ledger_entry_fund_id_made_on", "fund_id", "made_on"),
    )

    id: Mapped[Id]
    fund_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("fund.id"))
    kind: Mapped[EntryKind] = mapped_column(enum_type(EntryKind))
    made_on: Mapped[dt.date] = mapped_column(Date)
    amount: Mapped[Fen]
    instrument: Mapped[Instrument] = mapped_column(enum_type(Instrument), default=Instrument.EQUITY)
    # Basis points of the company or the sub-fund.
    share: Mapped[int | None]
    company: Mapped[Name]
    project_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("project.id"), index=True)
    sub_fund_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("fund.id"), index=True)
    deal_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("deal.id"), index=True)
    round_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("financing_round.id"), index=True)
    round: Mapped[Code] = mapped_column(default="")
    note: Mapped[Prose] = mapped_column(default="")
    # An entry is reversed once.
    reverses_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("ledger_entry.id"), unique=True)
    created_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    created_at: Mapped[Moment] = mapped_column(default=utc_now)

    fund: Mapped[Fund] = relationship(lazy="joined", innerjoin=True, foreign_keys=fund_id)
    sub_fund: Mapped[Fund | None] = relationship(foreign_keys=sub_fund_id)
    created_by: Mapped[Account | None] = relationship(lazy="joined")
    reverses: Mapped["LedgerEntry | None"] = relationship(remote_side="LedgerEntry.id", back_populates="reversed_by")
    reversed_by: Mapped["LedgerEntry | None"] = relationship(back_populates="reverses")


FINAL = {
    "sqlite": [
        f"""CREATE TRIGGER ledger_entry_{word} BEFORE {word} ON ledger_entry
            BEGIN SELECT RAISE(ABORT, 'an entry of the ledger is final'); END"""
        for word in ("update", "delete")
    ],
    "postgresql": [
        """CREATE OR REPLACE FUNCTION ledger_entry_final() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            RAISE EXCEPTION 'an entry of the ledger is final' USING ERRCODE = 'integrity_constraint_violation';
            END $$""",
        """CREATE TRIGGER ledger_entry_final BEFORE UPDATE OR DELETE ON ledger_entry
            FOR EACH ROW EXECUTE FUNCTION ledger_entry_final()""",
    ],
}
for dialect, statements in FINAL.items():
    for statement in statements:
        event.listen(LedgerEntry.__table__, "after_create", DDL(statement).execute_if(dialect=dialect))
event.listen(
    LedgerEntry.__table__,
    "after_drop",
    DDL("DROP FUNCTION IF EXISTS ledger_entry_final()").execute_if(dialect="postgresql"),
)
