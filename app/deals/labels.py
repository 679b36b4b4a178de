"""The words for deals, rounds and the ledger."""

from flask_babel import lazy_gettext as _l

from app.deals.models import (
    CommitmentState,
    EntryKind,
    Instrument,
    Origin,
    PassReason,
    Reminder,
    RoundState,
    Stage,
)

STAGES = {
    Stage.INTEREST: _l("Interest"),
    Stage.MEETING: _l("Meetings"),
    Stage.DUE_DILIGENCE: _l("Due diligence"),
    Stage.TERM_SHEET: _l("Term sheet"),
    Stage.INVESTED: _l("Invested"),
    Stage.PASSED: _l("Passed"),
}
PASS_REASONS = {
    PassReason.TOO_EARLY: _l("Too early"),
    PassReason.TEAM: _l("Team"),
    PassReason.MARKET: _l("Market"),
    PassReason.TECHNOLOGY: _l("Technology"),
    PassReason.VALUATION: _l("Valuation"),
    PassReason.MANDATE: _l("Outside the mandate"),
    PassReason.CAPITAL: _l("No capital for it"),
    PassReason.CONFLICT: _l("Conflict of interest"),
    PassReason.LOST: _l("Others were chosen"),
    PassReason.OTHER: _l("Another reason"),
}
ORIGINS = {
    Origin.ROADSHOW: _l("Roadshow"),
    Origin.MATCH: _l("Match"),
    Origin.ROUND: _l("Financing round"),
    Origin.HAND: _l("Entered by hand"),
}
REMINDERS = {
    Reminder.NONE: _l("No reminder"),
    Reminder.DAY: _l("On the due day"),
    Reminder.DAY_BEFORE: _l("The day before"),
    Reminder.WEEK_BEFORE: _l("A week before"),
}
ROUND_STATES = {
    RoundState.OPEN: _l("Taking commitments"),
    RoundState.CLOSED: _l("Completed"),
    RoundState.CANCELLED: _l("Given up"),
}
COMMITMENT_STATES = {
    CommitmentState.INVITED: _l("Invited"),
    CommitmentState.SOFT: _l("Planned"),
    CommitmentState.FIRM: _l("Firm"),
    CommitmentState.DECLINED: _l("Does not take part"),
    CommitmentState.TAKEN: _l("Takes part"),
    CommitmentState.LAPSED: _l("Lapsed"),
}
ENTRY_KINDS = {
    EntryKind.OWN: _l("Own"),
    EntryKind.LEAD: _l("Lead"),
    EntryKind.FOLLOW: _l("Follow"),
    EntryKind.INCUBATE: _l("Incubate and hold"),
    EntryKind.SUB_FUND: _l("Into a sub-fund"),
}
ENTRY_KIND_HINTS = {
    EntryKind.OWN: _l("The fund invests alone."),
    EntryKind.LEAD: _l("The fund leads a round with others."),
    EntryKind.FOLLOW: _l("Another investor leads the round."),
    EntryKind.INCUBATE: _l("A share is held for incubation; the amount may be zero."),
    EntryKind.SUB_FUND: _l("A fund of funds pays into one of its sub-funds."),
}
INSTRUMENTS = {
    Instrument.EQUITY: _l("Equity"),
    Instrument.CONVERTIBLE_BOND: _l("Convertible bond"),
    Instrument.FUND_SHARE: _l("Fund share"),
    Instrument.OTHER: _l("Other"),
}
# Tones of ui.badge().
STAGE_TONES = {Stage.INVESTED: "success", Stage.PASSED: "", Stage.TERM_SHEET: "info"}
ROUND_TONES = {RoundState.OPEN: "info", RoundState.CLOSED: "success"}
COMMITMENT_TONES = {
    CommitmentState.INVITED: "warning",
    CommitmentState.SOFT: "info",
    CommitmentState.FIRM: "success",
    CommitmentState.TAKEN: "success",
}
