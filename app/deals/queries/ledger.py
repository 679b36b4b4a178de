"""Reading the ledger."""

import uuid
from collections.abc import Sequence

from sqlalchemy import Select, func, select
from sqlalchemy.orm import aliased, joinedload

from app.accounts.actor import Actor
from app.deals.models import EntryKind, LedgerEntry
from app.deals.policies import keeps_ledger, sees_entry
from app.extensions import db
from app.funds.models import Fund

_Reversal = aliased(LedgerEntry)


def own_fund(actor: Actor, fund_id: uuid.UUID) -> Fund | None:
    """A fund whose ledger the person keeps."""
    fund = db.session.get(Fund, fund_id)
    return fund if fund is not None and keeps_ledger(actor, fund) else None


def own_entry(actor: Actor, entry_id: uuid.UUID) -> LedgerEntry | None:
    entry = db.session.get(LedgerEntry, entry_id)
    return entry if entry is not None and sees_entry(actor, entry) else None


def entries(fund: Fund, *, kinds: Sequence[EntryKind] = (), year: int | None = None) -> Select[LedgerEntry]:
    """A fund's ledger, the newest first."""
    statement = select(LedgerEntry).where(LedgerEntry.fund_id == fund.id)
    if kinds:
        statement = statement.where(LedgerEntry.kind.in_(kinds))
    if year:
        statement = statement.where(func.extract("year", LedgerEntry.made_on) == year)
    statement = statement.options(joinedload(LedgerEntry.reversed_by).load_only(LedgerEntry.id))
    return statement.order_by(LedgerEntry.made_on.desc(), LedgerEntry.id.desc())


def years(fund: Fund) -> list[int]:
    year = func.extract("year", LedgerEntry.made_on)
    statement = select(year).where(LedgerEntry.fund_id == fund.id).distinct()
    return sorted((int(found) for found in db.session.scalars(statement)), reverse=True)


def totals(fund: Fund) -> dict[EntryKind, int]:
    """Kind → what was invested so, reversals taken off."""
    statement = select(LedgerEntry.kind, func.sum(LedgerEntry.amount)).where(LedgerEntry.fund_id == fund.id)
    return {kind: int(total) for kind, total in db.session.execute(statement.group_by(LedgerEntry.kind)) if total}


def entered() -> Select[LedgerEntry]:
    """Entries that stand: neither reversed nor reversing."""
    reversed_too = select(_Reversal.id).where(_Reversal.reverses_id == LedgerEntry.id).exists()
    return select(LedgerEntry).where(LedgerEntry.reverses_id.is_(None), ~reversed_too)


def standing(*, deal_id: uuid.UUID) -> Sequence[LedgerEntry]:
    """The entries of a deal that nobody reversed."""
    statement = entered().where(LedgerEntry.deal_id == deal_id)
    return db.session.scalars(statement.order_by(LedgerEntry.made_on, LedgerEntry.id)).unique().all()


def received(fund: Fund) -> Sequence[LedgerEntry]:
    """What parent funds paid into this one."""
    statement = entered().where(LedgerEntry.sub_fund_id == fund.id)
    return db.session.scalars(statement.order_by(LedgerEntry.made_on.desc(), LedgerEntry.id.desc())).unique().all()


def invested() -> Select[uuid.UUID, uuid.UUID, object]:
    """(project, fund, day) of every investment that stands: what the quality of recommendations is measured on."""
    return (
        entered()
        .where(LedgerEntry.project_id.is_not(None))
        .with_only_columns(LedgerEntry.project_id, LedgerEntry.fund_id, LedgerEntry.made_on)
    )


def entered_for(round_id: uuid.UUID) -> set[uuid.UUID]:
    """The funds that entered what they paid in a closed round."""
    statement = entered().where(LedgerEntry.round_id == round_id).with_only_columns(LedgerEntry.fund_id)
    return set(db.session.scalars(statement))
