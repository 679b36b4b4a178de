"""The words for carriers and their tenants."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.carriers.models import (
    AccreditationState,
    AdmissionOrigin,
    CarrierKind,
    Criterion,
    FollowUpState,
    FundMode,
    LeaveReason,
    Level,
    Link,
    Market,
    Ownership,
    PlatformMode,
    SettlementState,
    TeamRole,
    Title,
    TrainingLevel,
)

LINKS = {
    Link.MAKERSPACE: _l("Makerspace"),
    Link.INCUBATOR: _l("Incubator"),
    Link.ACCELERATOR: _l("Accelerator"),
    Link.PARK: _l("Science park"),
}
LEVELS = {
    Level.NATIONAL: _l("National"),
    Level.PROVINCIAL: _l("Provincial"),
    Level.MUNICIPAL: _l("Municipal"),
    Level.COUNTY: _l("County level"),
}
KINDS = {
    CarrierKind.GENERAL: _l("General"),
    CarrierKind.SPECIALISED: _l("Specialised"),
    CarrierKind.OFFSHORE: _l("Offshore"),
    CarrierKind.DEMONSTRATION: _l("Demonstration"),
    CarrierKind.BENCHMARK: _l("Benchmark"),
}
OWNERSHIPS = {
    Ownership.STATE: _l("State-owned"),
    Ownership.PRIVATE: _l("Privately owned"),
    Ownership.MIXED: _l("Mixed ownership"),
}
PLATFORM_MODES = {
    PlatformMode.OWN: _l("Built by the carrier"),
    PlatformMode.JOINT: _l("Built together"),
    PlatformMode.SHARED: _l("Shared by others"),
}
FUND_MODES = {FundMode.SET_UP: _l("Set up by the carrier"), FundMode.COOPERATING: _l("Cooperating")}
TRAININGS = {
    TrainingLevel.JUNIOR: _l("Junior training"),
    TrainingLevel.INTERMEDIATE: _l("Intermediate training"),
    TrainingLevel.SENIOR: _l("Senior training"),
}
TITLES = {
    Title.CARRIER: _l("Accredited at this level"),
    Title.DEMONSTRATION: _l("Demonstration carrier"),
    Title.BENCHMARK: _l("Benchmark carrier"),
}
ACCREDITATION_STATES = {
    AccreditationState.SUBMITTED: _l("Waits for a decision"),
    AccreditationState.ACCEPTED: _l("Accredited"),
    AccreditationState.DECLINED: _l("Sent back"),
    AccreditationState.WITHDRAWN: _l("Withdrawn"),
    AccreditationState.REVOKED: _l("Revoked"),
}
ORIGINS = {
    AdmissionOrigin.CARRIER: _l("By the carrier"),
    AdmissionOrigin.PROJECT: _l("By the project"),
    AdmissionOrigin.HAND_OVER: _l("By the present carrier"),
}
LEAVE_REASONS = {
    LeaveReason.GRADUATED: _l("Graduated"),
    LeaveReason.HANDED_OVER: _l("Handed over"),
    LeaveReason.MOVED_OUT: _l("Moved out"),
    LeaveReason.DISMISSED: _l("Dismissed"),
    LeaveReason.CLOSED_DOWN: _l("Closed down"),
    LeaveReason.CONTESTED: _l("Never was a tenant"),
}
TEAM_ROLES = {TeamRole.LIAISON: _l("Liaison officer"), TeamRole.COUNSELLOR: _l("Counsellor")}
DUTIES = {**{role.value: label for role, label in TEAM_ROLES.items()}, "mentor": _l("Mentor")}
CRITERIA = {
    Criterion.HIGH_TECH: _l("Recognised as a high-tech enterprise"),
    Criterion.INVESTED: _l("Raised more than CNY 5 million"),
    Criterion.REVENUE: _l("More than CNY 10 million revenue in two years"),
    Criterion.LISTED: _l("Acquired, merged or listed"),
    Criterion.OTHER: _l("Another criterion of the city"),
}
MARKETS = {
    Market.NONE: _l("Not listed"),
    Market.REGIONAL: _l("Regional equity market"),
    Market.NEEQ: _l("NEEQ (New Third Board)"),
    Market.DOMESTIC: _l("Stock exchange in mainland China"),
    Market.OVERSEAS: _l("Stock exchange elsewhere"),
}
FOLLOW_UP_STATES = {FollowUpState.SENT: _l("No answer yet"), FollowUpState.ANSWERED: _l("Figures given")}
SETTLEMENT_STATES = {
    SettlementState.REPORTED: _l("To be confirmed"),
    SettlementState.CONFIRMED: _l("Settlement confirmed"),
    SettlementState.REJECTED: _l("Settlement not confirmed"),
}


def choices(words: dict[Any, Any], *, empty: Any = None) -> list[tuple[str, Any]]:
    """What a select or a list of radios offers; `empty` is the text of no choice."""
    first = [] if empty is None else [("", empty)]
    return [*first, *((key.value, label) for key, label in words.items())]


# Below this, a public count could tell who is meant.
FEWEST_SHOWN = 5


def rounded(number: int) -> str:
    """A count that everybody reads; few are only told to be few."""
    return str(number) if number == 0 or number >= FEWEST_SHOWN else str(_("fewer than %(few)s", few=FEWEST_SHOWN))
