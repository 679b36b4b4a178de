"""What carriers report: an authority collects a period, each carrier files its return, and corrections are new
revisions beside the old ones."""

import datetime as dt
import enum
import uuid

from sqlalchemy import DDL, BigInteger, CheckConstraint, Date, ForeignKey, Index, String, UniqueConstraint, event
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Account
from app.carriers.models import Carrier
from app.core.model import Code, Codes, Id, Json, Moment, Prose, Timestamps, Versioned, enum_type, utc_now
from app.extensions import Base


class ReturnState(enum.StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    ACCEPTED = "accepted"


OPEN_RETURN = frozenset({ReturnState.DRAFT, ReturnState.RETURNED})


class Collection(Timestamps, Versioned, Base):
    """An authority asks the carriers of its region for the figures of a period, until a day."""

    __tablename__ = "collection"
    __table_args__ = (UniqueConstraint("region_code", "period"),)

    id: Mapped[Id]
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    region_code: Mapped[str] = mapped_column(String(6))
    period: Mapped[str] = mapped_column(String(7))
    due_on: Mapped[dt.date] = mapped_column(Date, index=True)
    # What is asked for; what the catalogue gains later is not asked for a past period.
    codes: Mapped[Codes] = mapped_column(default=list)
    note: Mapped[Prose] = mapped_column(default="")
    created_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))


class Return(Timestamps, Versioned, Base):
    """A carrier's figures of a period. What it works on is the draft; what counts is the accepted revision."""

    __tablename__ = "carrier_return"
    __table_args__ = (
        UniqueConstraint("carrier_id", "period"),
        CheckConstraint("accepted_revision <= revision", name="accepted_was_filed"),
        CheckConstraint("state <> 'accepted' OR accepted_revision = revision", name="accepted_is_the_last"),
        Index("ix_carrier_return_collection_id_state", "collection_id", "state"),
    )

    id: Mapped[Id]
    collection_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("collection.id"))
    carrier_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("carrier.id"))
    period: Mapped[str] = mapped_column(String(7))
    state: Mapped[ReturnState] = mapped_column(enum_type(ReturnState), default=ReturnState.DRAFT)
    # Code → amount in the smallest unit, and code → what the carrier says about a figure that stands out.
    draft: Mapped[Json] = mapped_column(default=dict)
    remarks: Mapped[Json] = mapped_column(default=dict)
    # How often it was filed, and which of these counts.
    revision: Mapped[int] = mapped_column(default=0)
    accepted_revision: Mapped[int | None]
    # What the authority wrote when it sent the last one back.
    reason: Mapped[Prose] = mapped_column(default="")

    collection: Mapped[Collection] = relationship(lazy="joined", innerjoin=True)
    carrier: Mapped[Carrier] = relationship(lazy="joined", innerjoin=True)

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_RETURN


class ReturnRevision(Base):
    """A return as it was filed once, by whom, and what became of it."""

    __tablename__ = "return_revision"
    __table_args__ = (UniqueConstraint("return_id", "number"),)

    id: Mapped[Id]
    return_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("carrier_return.id"))
    number: Mapped[int]
    # Why figures that were accepted before are filed again.
    cause: Mapped[Prose] = mapped_column(default="")
    submitted_at: Mapped[Moment] = mapped_column(default=utc_now)
    submitted_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    decided_at: Mapped[Moment | None]
    decided_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    is_accepted: Mapped[bool | None]
    reason: Mapped[Prose] = mapped_column(default="")

    submitted_by: Mapped[Account | None] = relationship(lazy="joined", foreign_keys=submitted_by_id)


class ReturnEntry(Base):
    """One figure of one revision. It repeats whose and when, so that sums need no other table; it never changes."""

    __tablename__ = "return_entry"
    __table_args__ = (
        UniqueConstraint("return_id", "revision", "code"),
        CheckConstraint("amount >= 0", name="amount_not_negative"),
        CheckConstraint("last_day >= first_day", name="days_in_order"),
        Index("ix_return_entry_code_last_day", "code", "last_day"),
        Index("ix_return_entry_carrier_id_code", "carrier_id", "code"),
    )

    id: Mapped[Id]
    return_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("carrier_return.id"))
    revision: Mapped[int]
    code: Mapped[Code]
    amount: Mapped[int] = mapped_column(BigInteger)
    remark: Mapped[Prose] = mapped_column(default="")
    carrier_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("carrier.id"))
    # The carrier's zone on the last day.
    zone_code: Mapped[str] = mapped_column(String(6), default="")
    months: Mapped[int]
    first_day: Mapped[dt.date] = mapped_column(Date)
    last_day: Mapped[dt.date] = mapped_column(Date)


FINAL = {
    "sqlite": [
        f"""CREATE TRIGGER return_entry_{word} BEFORE {word} ON return_entry
            BEGIN SELECT RAISE(ABORT, 'a filed figure is final'); END"""
        for word in ("update", "delete")
    ],
    "postgresql": [
        """CREATE OR REPLACE FUNCTION return_entry_final() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            RAISE EXCEPTION 'a filed figure is final' USING ERRCODE = 'integrity_constraint_violation';
            END $$""",
        """CREATE TRIGGER return_entry_final BEFORE UPDATE OR DELETE ON return_entry
            FOR EACH ROW EXECUTE FUNCTION return_entry_final()""",
    ],
}
for dialect, statements in FINAL.items():
    for statement in statements:
        event.listen(ReturnEntry.__table__, "after_create", DDL(statement).execute_if(dialect=dialect))
event.listen(
    ReturnEntry.__table__,
    "after_drop",
    DDL("DROP FUNCTION IF EXISTS return_entry_final()").execute_if(dialect="postgresql"),
)
