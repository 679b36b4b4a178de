"""The words for carriers and their tenants."""

from typing import Any

from flask_babel import lazy_gettext as _l

from app.carriers.models import (
    AccreditationState,
    CarrierKind,
    FundMode,
    Level,
    Link,
    Ownership,
    PlatformMode,
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


def choices(words: dict[Any, Any], *, empty: Any = None) -> list[tuple[str, Any]]:
    """What a select or a list of radios offers; `empty` is the text of no choice."""
    first = [] if empty is None else [("", empty)]
    return [*first, *((key.value, label) for key, label in words.items())]
