"""A project raises money: it opens a round, invites funds, and closes it with those that committed firmly.

invited → planned ⇄ planned, firm, does not take part      by the fund, while the round is open
does not take part → planned, firm                          by the fund
firm → invited                                              released by the project; a firm word binds the fund
firm → takes part, all others → lapsed                      when the project closes the round
"""

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.accounts.actor import Actor
from app.core.errors import Conflict, Invalid, require
from app.core.forms import CONSTRAINT_MESSAGES
from app.core.i18n import locale
from app.core.model import utc_now
from app.core.money import show_money
from app.deals import notices
from app.deals.models import Commitment, CommitmentState, EventKind, FinancingRound, Origin, RoundState
from app.deals.policies import answers, raises
from app.deals.queries.rounds import commitments_of, invitable
from app.deals.services import history, pipeline
from app.extensions import db
from app.projects.models import Project
from app.projects.policies import owns

CONSTRAINT_MESSAGES.update(
    uq_financing_round_project_id=("", _l("The project has an open round already.")),
    ck_financing_round_firm_within_sought=("amount_sought", _l("More than this is committed firmly already.")),
)
EDITABLE = ("round", "amount_sought", "least", "lead_required", "valuation", "instrument", "terms", "closes_on")
TEXTS = ("round", "terms")
PROMISED = frozenset({CommitmentState.SOFT, CommitmentState.FIRM})


def open_round(*, actor: Actor, project: Project, fund_ids: Sequence[uuid.UUID] = (), **values: Any) -> FinancingRound:
    """Open a round and invite funds to it. A project has one open round at a time."""
    require(owns(actor, project))
    if not project.is_published:
        raise Invalid(_("Publish the project before it raises money."))
    raising = select(FinancingRound.id).where(
        FinancingRound.project_id == project.id, FinancingRound.state == RoundState.OPEN
    )
    if db.session.scalar(raising) is not None:
        raise Conflict(_("The project has an open round already."))
    made = FinancingRound(project=project, opened_by_id=actor.account_id)
    _fill(made, values)
    db.session.add(made)
    db.session.flush()
    if fund_ids:
        invite(actor=actor, financing_round=made, fund_ids=fund_ids)
    return made


def edit_round(*, actor: Actor, financing_round: FinancingRound, **values: Any) -> None:
    require(raises(actor, financing_round))
    _lock(financing_round)
    _fill(financing_round, values)
    if financing_round.amount_sought < financing_round.firm_total:
        raise Invalid(_("More than this is committed firmly already."), "amount_sought")
    db.session.flush()


def invite(*, actor: Actor, financing_round: FinancingRound, fund_ids: Sequence[uuid.UUID]) -> int:
    """Show the round to funds that agreed to talk with the project; who is in it already is passed over."""
    require(raises(actor, financing_round))
    _lock(financing_round)
    known = {commitment.fund_id for commitment in commitments_of(financing_round.id)}
    funds = [fund for fund in invitable(financing_round.project_id) if fund.id in fund_ids and fund.id not in known]
    for fund in funds:
        commitment = Commitment(round=financing_round, fund=fund)
        db.session.add(commitment)
        db.session.flush()
        notices.invited(commitment)
    return len(funds)


def commit(
    *, actor: Actor, commitment: Commitment, amount: int | None, firm: bool, lead: bool = False, note: str = ""
) -> None:
    """Say what the fund gives: planned for now, or firmly. Firm commitments never exceed the amount sought, and one
    fund leads."""
    require(answers(actor, commitment))
    if amount is None or amount <= 0:
        raise Invalid(_("Give the amount."), "amount")
    financing_round = commitment.round
    _lock(financing_round)
    db.session.refresh(commitment)
    if commitment.state is CommitmentState.FIRM:
        raise Conflict(_("A firm commitment binds. Ask the project to release it."))
    if firm and amount > financing_round.left:
        left = show_money(financing_round.left, locale())
        raise Invalid(_("Of the amount sought %(amount)s is left.", amount=left), "amount")
    _take_lead(commitment, lead=lead)
    deal = pipeline.find_open(commitment.fund_id, financing_round.project_id)
    if deal is None:
        deal = pipeline.open_deal(
            actor=actor, fund=commitment.fund, project=financing_round.project, origin=Origin.ROUND, amount=amount
        )
    commitment.state = CommitmentState.FIRM if firm else CommitmentState.SOFT
    commitment.amount, commitment.note, commitment.answered_at = amount, note, utc_now()
    if firm:
        financing_round.firm_total += amount
    history.add(deal, EventKind.COMMITTED, actor, amount=amount, state=commitment.state.value, lead=lead)
    notices.answered(commitment)


def decline(*, actor: Actor, commitment: Commitment, note: str = "") -> None:
    """Not take part, or no longer."""
    require(answers(actor, commitment))
    _lock(commitment.round)
    db.session.refresh(commitment)
    if commitment.state not in {CommitmentState.INVITED, CommitmentState.SOFT}:
        raise Conflict(_("The commitment cannot be taken back now."))
    _take_lead(commitment, lead=False)
    commitment.state, commitment.amount, commitment.note = CommitmentState.DECLINED, None, note
    commitment.answered_at = utc_now()
    db.session.flush()
    notices.answered(commitment)


def release(*, actor: Actor, commitment: Commitment) -> None:
    """The project lets a fund off its firm word."""
    require(raises(actor, commitment.round))
    _lock(commitment.round)
    db.session.refresh(commitment)
    if commitment.state is not CommitmentState.FIRM:
        raise Conflict(_("Only a firm commitment is released."))
    assert commitment.amount is not None
    commitment.round.firm_total -= commitment.amount
    _take_lead(commitment, lead=False)
    commitment.state, commitment.amount = CommitmentState.INVITED, None
    db.session.flush()
    notices.released(commitment)


def close(*, actor: Actor, financing_round: FinancingRound) -> None:
    """Take the firm commitments. Each fund enters its investment in its own ledger when it is paid."""
    require(raises(actor, financing_round))
    _lock(financing_round)
    rows = commitments_of(financing_round.id)
    for lacking in obstacles(financing_round, rows):
        raise Conflict(lacking)
    financing_round.state, financing_round.closed_at = RoundState.CLOSED, utc_now()
    lead = financing_round.lead_fund_id
    if not any(row.fund_id == lead and row.state is CommitmentState.FIRM for row in rows):
        financing_round.lead_fund_id = None
    for row in rows:
        promised = row.state in PROMISED
        row.state = CommitmentState.TAKEN if row.state is CommitmentState.FIRM else _left_out(row)
        if promised:
            db.session.flush()
            notices.ended(row)
    db.session.flush()


def cancel(*, actor: Actor, financing_round: FinancingRound) -> None:
    """Give the round up; whoever committed is free."""
    require(raises(actor, financing_round))
    _lock(financing_round)
    promised = [row for row in commitments_of(financing_round.id) if row.state in PROMISED]
    financing_round.state, financing_round.closed_at = RoundState.CANCELLED, utc_now()
    financing_round.lead_fund_id, financing_round.firm_total = None, 0
    for row in promised:
        row.state = CommitmentState.LAPSED
    db.session.flush()
    notices.cancelled(financing_round, promised)


def obstacles(financing_round: FinancingRound, rows: Sequence[Commitment]) -> list[str]:
    """What still stands between an open round and its closing, in words."""
    firm = [row for row in rows if row.state is CommitmentState.FIRM]
    found = []
    if not firm:
        found.append(_("No fund has committed firmly yet."))
    if financing_round.lead_required and not any(row.is_lead for row in firm):
        found.append(_("The round needs a lead investor with a firm commitment."))
    if financing_round.least is not None and financing_round.firm_total < financing_round.least:
        least = show_money(financing_round.least, locale())
        found.append(_("Firm commitments have not reached %(amount)s yet.", amount=least))
    return found


def _left_out(row: Commitment) -> CommitmentState:
    return CommitmentState.DECLINED if row.state is CommitmentState.DECLINED else CommitmentState.LAPSED


def _lock(financing_round: FinancingRound) -> None:
    """Nobody else commits to this round until the end of the transaction; it must still be open."""
    db.session.flush()
    db.session.refresh(financing_round, with_for_update={"of": FinancingRound, "key_share": True})
    if not financing_round.is_open:
        raise Conflict(_("The round is over."))


def _take_lead(commitment: Commitment, *, lead: bool) -> None:
    financing_round = commitment.round
    if lead and financing_round.lead_fund_id not in {None, commitment.fund_id}:
        raise Conflict(_("Another fund leads this round already."))
    if lead:
        financing_round.lead_fund_id = commitment.fund_id
    elif commitment.is_lead:
        financing_round.lead_fund_id = None
    db.session.flush()


def _fill(financing_round: FinancingRound, values: dict[str, Any]) -> None:
    for name, value in values.items():
        if name in EDITABLE:
            setattr(financing_round, name, value if value is not None or name not in TEXTS else "")
    if not financing_round.amount_sought or financing_round.amount_sought <= 0:
        raise Invalid(_("Give the amount sought."), "amount_sought")
    for name in ("least", "valuation"):
        if (amount := getattr(financing_round, name)) is not None and amount <= 0:
            raise Invalid(_("Give an amount above zero, or none."), name)
    if financing_round.least is not None and financing_round.least > financing_round.amount_sought:
        raise Invalid(_("This is more than the amount sought."), "least")
    closes_on = financing_round.closes_on
    if closes_on is not None and not dt.date(2000, 1, 1) <= closes_on <= dt.date(2100, 1, 1):
        raise Invalid(_("Choose a day."), "closes_on")
