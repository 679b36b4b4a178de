"""Innovation vouchers: what an authority gave a startup for services, and where it went."""

import datetime as dt
import enum
import uuid

from sqlalchemy import DDL, CheckConstraint, Date, ForeignKey, Index, String, UniqueConstraint, event, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Organisation
from app.core.days import city_day
from app.core.model import Codes, Fen, Id, Line, Moment, Prose, enum_type, utc_now
from app.extensions import Base
from app.files.models import File
from app.offerings.models.offerings import OfferingKind
from app.offerings.models.requests import ServiceRequest


class Voucher(Base):
    """`balance` is the sum of the voucher's entries; whoever adds one locks this row."""

    __tablename__ = "voucher"
    __table_args__ = (
        CheckConstraint("amount > 0", name="amount_positive"),
        CheckConstraint("balance BETWEEN 0 AND amount", name="balance_within_amount"),
        Index("ix_voucher_organisation_id_issued_at", "organisation_id", "issued_at"),
        Index("ix_voucher_valid_until", "valid_until"),
    )

    id: Mapped[Id]
    number: Mapped[str] = mapped_column(String(20), unique=True)
    # The authority that pays.
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisation.id"))
    # The startup that may use it.
    holder_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    amount: Mapped[Fen]
    balance: Mapped[Fen]
    valid_until: Mapped[dt.date] = mapped_column(Date)
    # Kinds of services that it pays; none means all of them.
    kinds: Mapped[Codes] = mapped_column(default=list)
    purpose: Mapped[Line] = mapped_column(default="")
    issued_at: Mapped[Moment] = mapped_column(default=utc_now)
    issued_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    revoked_at: Mapped[Moment | None]
    reason: Mapped[Prose] = mapped_column(default="")

    organisation: Mapped[Organisation] = relationship(lazy="joined", innerjoin=True, foreign_keys=organisation_id)
    holder: Mapped[Organisation] = relationship(lazy="joined", innerjoin=True, foreign_keys=holder_id)

    @property
    def state(self) -> str:
        """`revoked`, `expired`, `used` or `valid`."""
        if self.revoked_at is not None:
            return "revoked"
        if self.valid_until < city_day():
            return "expired"
        return "valid" if self.balance else "used"

    @property
    def is_over(self) -> bool:
        return self.state in {"revoked", "expired"}

    def covers(self, kind: OfferingKind) -> bool:
        return not self.kinds or kind.value in self.kinds


class RedemptionState(enum.StrEnum):
    SUBMITTED = "submitted"
    CONFIRMED = "confirmed"
    PAID = "paid"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


_LIVE = text("state IN ('submitted', 'confirmed', 'paid')")
LIVE = (RedemptionState.SUBMITTED, RedemptionState.CONFIRMED, RedemptionState.PAID)


class VoucherRedemption(Base):
    """An agency's invoice: the agency hands it in, the startup confirms it, which takes the amount off the voucher,
    and the authority pays it."""

    __tablename__ = "voucher_redemption"
    __table_args__ = (
        CheckConstraint("amount > 0", name="amount_positive"),
        # An invoice is paid once.
        Index(
            "uq_voucher_redemption_agency_id_invoice_number",
            "agency_id",
            "invoice_number",
            unique=True,
            sqlite_where=_LIVE,
            postgresql_where=_LIVE,
        ),
        Index("ix_voucher_redemption_voucher_id_state", "voucher_id", "state"),
    )

    id: Mapped[Id]
    voucher_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("voucher.id"))
    request_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("service_request.id"), index=True)
    agency_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    state: Mapped[RedemptionState] = mapped_column(enum_type(RedemptionState), default=RedemptionState.SUBMITTED)
    amount: Mapped[Fen]
    invoice_number: Mapped[str] = mapped_column(String(40))
    invoice_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("file.id"), index=True)
    submitted_at: Mapped[Moment] = mapped_column(default=utc_now)
    submitted_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    confirmed_at: Mapped[Moment | None]
    ended_at: Mapped[Moment | None]
    # Why it was refused, or the reference of the payment.
    note: Mapped[Prose] = mapped_column(default="")

    voucher: Mapped[Voucher] = relationship(lazy="joined", innerjoin=True)
    request: Mapped[ServiceRequest] = relationship(lazy="joined", innerjoin=True)
    agency: Mapped[Organisation] = relationship(lazy="joined", innerjoin=True)
    invoice: Mapped[File | None] = relationship(lazy="joined")


class EntryKind(enum.StrEnum):
    ISSUE = "issue"
    REDEEM = "redeem"
    RELEASE = "release"
    EXPIRE = "expire"
    REVOKE = "revoke"


class VoucherEntry(Base):
    """What was added to a voucher or taken off it. The database refuses changes and deletions."""

    __tablename__ = "voucher_entry"
    __table_args__ = (
        CheckConstraint(
            "(kind IN ('issue', 'release') AND amount > 0) OR (kind NOT IN ('issue', 'release') AND amount < 0)",
            name="sign_tells_kind",
        ),
        CheckConstraint("(kind IN ('redeem', 'release')) = (redemption_id IS NOT NULL)", name="redemption_named"),
        # A redemption takes its amount once and gives it back once.
        UniqueConstraint("redemption_id", "kind"),
    )

    id: Mapped[Id]
    voucher_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("voucher.id"), index=True)
    kind: Mapped[EntryKind] = mapped_column(enum_type(EntryKind))
    amount: Mapped[Fen]
    redemption_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("voucher_redemption.id"))
    created_at: Mapped[Moment] = mapped_column(default=utc_now)
    created_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))

    voucher: Mapped[Voucher] = relationship()
    redemption: Mapped[VoucherRedemption | None] = relationship(lazy="joined")


FINAL = {
    "sqlite": [
        f"""CREATE TRIGGER voucher_entry_{word} BEFORE {word} ON voucher_entry
            BEGIN SELECT RAISE(ABORT, 'an entry of a voucher is final'); END"""
        for word in ("update", "delete")
    ],
    "postgresql": [
        """CREATE OR REPLACE FUNCTION voucher_entry_final() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            RAISE EXCEPTION 'an entry of a voucher is final' USING ERRCODE = 'integrity_constraint_violation';
            END $$""",
        """CREATE TRIGGER voucher_entry_final BEFORE UPDATE OR DELETE ON voucher_entry
            FOR EACH ROW EXECUTE FUNCTION voucher_entry_final()""",
    ],
}
for dialect, statements in FINAL.items():
    for statement in statements:
        event.listen(VoucherEntry.__table__, "after_create", DDL(statement).execute_if(dialect=dialect))
event.listen(
    VoucherEntry.__table__,
    "after_drop",
    DDL("DROP FUNCTION IF EXISTS voucher_entry_final()").execute_if(dialect="postgresql"),
)
