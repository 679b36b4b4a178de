"""Who may do what with deals, rounds and the ledger. A deal is the fund manager's alone, whatever was told of it."""

from app.accounts.actor import Actor
from app.deals.models import Commitment, Deal, DealNote, DealTask, FinancingRound, LedgerEntry
from app.funds.models import Fund
from app.funds.policies import owns as owns_fund
from app.projects.policies import owns as owns_project


def works_on(actor: Actor, deal: Deal) -> bool:
    """Every investor of the fund manager works on its deals."""
    return owns_fund(actor, deal.fund)


def sees_note(actor: Actor, note: DealNote) -> bool:
    return works_on(actor, note.deal) and (not note.is_private or wrote(actor, note))


def wrote(actor: Actor, note: DealNote) -> bool:
    return actor.account_id is not None and note.account_id == actor.account_id


def works_on_task(actor: Actor, task: DealTask) -> bool:
    return works_on(actor, task.deal)


def keeps_ledger(actor: Actor, fund: Fund) -> bool:
    return owns_fund(actor, fund)


def sees_entry(actor: Actor, entry: LedgerEntry) -> bool:
    return keeps_ledger(actor, entry.fund)


def raises(actor: Actor, financing_round: FinancingRound) -> bool:
    """The round is of the project that the person acts for."""
    return owns_project(actor, financing_round.project)


def answers(actor: Actor, commitment: Commitment) -> bool:
    return owns_fund(actor, commitment.fund)
