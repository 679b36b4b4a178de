"""Writing the investment ledger. Every entry takes its amount off the fund's remaining capital, a reversal gives it
back; the fund's row is locked meanwhile, and the database refuses a capital below zero."""

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from app.accounts.actor import Actor
from app.core.days import city_day
from app.core.errors import Conflict, Invalid, require
from app.core.i18n import locale
from app.core.money import show_money
from app.deals.models import (
    Commitment,
    CommitmentState,
    Deal,
    EntryKind,
    FinancingRound,
    Instrument,
    LedgerEntry,
    Stage,
)
from app.deals.policies import keeps_ledger, works_on
from app.deals.queries.ledger import standing
from app.deals.services import pipeline
from app.extensions import db
from app.funds import services as funds
from app.funds.models import Fund, FundInvestment
from app.projects.models import Project

EARLIEST = dt.date(1980, 1, 1)
# What the portfolio calls leading; of the others it says nothing.
LEADS = {EntryKind.LEAD: True, EntryKind.FOLLOW: False}


@dataclass(frozen=True)
class Investment:
    """What an entry says, whoever it is about."""

    kind: EntryKind
    amount: int | None
    made_on: dt.date | None
    instrument: Instrument = Instrument.EQUITY
    share: int | None = None
    round: str = ""
    note: str = ""
    # Whether readers of the fund's portfolio see it; the matching learns from it either way.
    is_public: bool = False


def invest(*, actor: Actor, deal: Deal, investment: Investment, commitment: Commitment | None = None) -> LedgerEntry:
    """The deal's fund invests, in a closed round when a commitment is named. A deal that is invested already takes
    further entries, such as a second instalment."""
    require(works_on(actor, deal))
    pipeline.lock(deal)
    if deal.stage is Stage.PASSED:
        raise Conflict(_("The deal was passed on. Reopen it first."))
    if investment.kind is EntryKind.SUB_FUND:
        raise Invalid(_("Choose how the fund invests in the company."), "kind")
    closed = _closed_round(deal, commitment) if commitment else None
    entry = _write(
        actor,
        deal.fund,
        investment,
        company=deal.name,
        project_id=deal.project_id,
        deal_id=deal.id,
        round_id=closed.id if closed else None,
    )
    _enter_portfolio(actor, entry, investment, project=deal.project, size=closed.firm_total if closed else None)
    pipeline.set_invested(actor=actor, deal=deal, amount=entry.amount)
    return entry


def record(
    *, actor: Actor, fund: Fund, investment: Investment, company: str = "", sub_fund: Fund | None = None, **place: Any
) -> LedgerEntry:
    """An investment that came about elsewhere: in a company without a project here, or in a sub-fund. `place` may give
    the company's `sectors` and `region_code` for the portfolio."""
    require(keeps_ledger(actor, fund))
    if investment.kind is EntryKind.SUB_FUND:
        if sub_fund is None or sub_fund.parent_fund_id != fund.id:
            raise Invalid(_("Choose one of the fund's sub-funds."), "sub_fund_id")
        return _write(actor, fund, investment, company=sub_fund.name, sub_fund_id=sub_fund.id)
    if not company:
        raise Invalid(_("Name the company."), "company")
    entry = _write(actor, fund, investment, company=company)
    _enter_portfolio(actor, entry, investment, **place)
    return entry


def reverse(*, actor: Actor, entry: LedgerEntry, reason: str) -> LedgerEntry:
    """Correct an entry: a new one takes it back, with its amount. What was right instead is entered anew."""
    require(keeps_ledger(actor, entry.fund))
    if not reason:
        raise Invalid(_("Say why; both entries stay in the ledger."), "note")
    deal = db.session.get(Deal, entry.deal_id) if entry.deal_id else None
    if deal is not None:
        pipeline.lock(deal)
    fund = _lock(entry.fund)
    if entry.reverses_id is not None:
        raise Conflict(_("This entry corrects another one and is not corrected itself."))
    if db.session.scalar(select(LedgerEntry.id).where(LedgerEntry.reverses_id == entry.id)) is not None:
        raise Conflict(_("This entry was reversed already."))
    same = ("kind", "instrument", "share", "company", "project_id", "sub_fund_id", "deal_id", "round_id", "round")
    reversal = LedgerEntry(
        **{name: getattr(entry, name) for name in same},
        fund=fund,
        made_on=city_day(),
        amount=-entry.amount,
        note=reason,
        reverses=entry,
        created_by_id=actor.account_id,
    )
    db.session.add(reversal)
    _change_capital(fund, entry.amount)
    db.session.flush()
    funds.leave_portfolio(actor=actor, fund=fund, source_key=_key(entry))
    if deal is not None:
        is_last = not standing(deal_id=deal.id)
        pipeline.set_corrected(actor=actor, deal=deal, amount=entry.amount, is_last=is_last)
    return reversal


def _closed_round(deal: Deal, commitment: Commitment) -> FinancingRound:
    found = commitment.round
    if commitment.state is not CommitmentState.TAKEN:
        raise Conflict(_("The round is not closed with this fund."))
    if (commitment.fund_id, found.project_id) != (deal.fund_id, deal.project_id):
        raise Invalid(_("Choose a round of this project."), "commitment_id")
    return found


def _write(actor: Actor, fund: Fund, investment: Investment, *, company: str, **ids: uuid.UUID | None) -> LedgerEntry:
    """Check and add the entry, and take its amount off the capital."""
    amount, made_on = _checked(investment)
    fund = _lock(fund)
    entry = LedgerEntry(
        fund=fund,
        kind=investment.kind,
        amount=amount,
        made_on=made_on,
        instrument=investment.instrument,
        share=investment.share,
        company=company,
        round=investment.round,
        note=investment.note,
        created_by_id=actor.account_id,
        **ids,
    )
    db.session.add(entry)
    _change_capital(fund, -amount)
    db.session.flush()
    return entry


def _checked(investment: Investment) -> tuple[int, dt.date]:
    if investment.amount is None or investment.amount < 0:
        raise Invalid(_("Give the amount."), "amount")
    if investment.amount == 0 and not (investment.kind is EntryKind.INCUBATE and investment.share):
        raise Invalid(_("Only a share held for incubation may cost nothing; give the share then."), "amount")
    if investment.made_on is None or not EARLIEST <= investment.made_on <= city_day():
        raise Invalid(_("Give the day of the investment; it cannot lie in the future."), "made_on")
    return investment.amount, investment.made_on


def _lock(fund: Fund) -> Fund:
    """The row as it is now, whatever the session read before, held until the transaction ends."""
    db.session.flush()
    db.session.refresh(fund, with_for_update={"of": Fund, "key_share": True})
    return fund


def _change_capital(fund: Fund, change: int) -> None:
    """A fund that does not say what it has left keeps its ledger without a balance."""
    if fund.remaining_capital is None:
        return
    left = fund.remaining_capital + change
    if left < 0:
        has = show_money(fund.remaining_capital, locale())
        raise Invalid(_("The fund has %(amount)s left to invest.", amount=has), "amount")
    if fund.size is not None and left > fund.size:
        raise Conflict(_("With this the fund would have more left than its size. Correct the fund's profile first."))
    fund.remaining_capital = left


def _enter_portfolio(
    actor: Actor,
    entry: LedgerEntry,
    investment: Investment,
    *,
    project: Project | None = None,
    size: int | None = None,
    **about: Any,
) -> None:
    if project is not None:
        about = {"sectors": project.codes("sector"), "region_code": project.region_code}
        about |= {"project_id": project.id, "description": project.tagline}
    # Alone in the round, the fund's amount is its size; of a round with others only who ran it here knows that.
    known = size if size is not None else (entry.amount if entry.kind is EntryKind.OWN else None)
    funds.enter_portfolio(
        actor=actor,
        fund=entry.fund,
        source_key=_key(entry),
        company=entry.company,
        invested_on=entry.made_on,
        round=entry.round,
        amount=known,
        is_lead=LEADS.get(entry.kind),
        is_public=investment.is_public,
        **about,
    )


def _key(entry: LedgerEntry) -> str:
    return f"{FundInvestment.FROM_LEDGER}{entry.id}"
