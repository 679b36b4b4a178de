"""Deals of a fund manager, financing rounds of a project, and the ledger of what funds invested."""

from app.deals.models.ledger import EntryKind, Instrument, LedgerEntry
from app.deals.models.pipeline import (
    OPEN_STAGES,
    Deal,
    DealEvent,
    DealNote,
    DealTask,
    EventKind,
    Origin,
    PassReason,
    Reminder,
    Stage,
)
from app.deals.models.rounds import Commitment, CommitmentState, FinancingRound, RoundState

__all__ = [
    "OPEN_STAGES",
    "Commitment",
    "CommitmentState",
    "Deal",
    "DealEvent",
    "DealNote",
    "DealTask",
    "EntryKind",
    "EventKind",
    "FinancingRound",
    "Instrument",
    "LedgerEntry",
    "Origin",
    "PassReason",
    "Reminder",
    "RoundState",
    "Stage",
]
