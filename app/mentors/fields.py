"""The parts of a mentor's profile in the order a page shows them: their words, who may read them, what completeness
counts."""

from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l

from app.core.visibility import Visibility
from app.mentors.models import Mentor


@dataclass(frozen=True)
class ProfileField:
    name: str
    label: Any
    visibility: Visibility
    weight: int = 0


# Name, headline, employer, sectors, expertise, stages, region and free places are the register and always public;
# these have a choice.
FIELDS = (
    ProfileField("bio", _l("Biography"), Visibility.PUBLIC, 20),
    ProfileField("texts", _l("Experience and cases"), Visibility.SIGNED_IN, 25),
    ProfileField("contact", _l("Contact"), Visibility.AGREED, 10),
)
BY_NAME = {field.name: field for field in FIELDS}
BASICS = (
    ("headline", _l("One-line description"), 10),
    ("expertise", _l("Expertise"), 15),
    ("sector", _l("Sectors"), 10),
    ("stage", _l("Stages"), 5),
    ("region_code", _l("Region"), 5),
)


def value(mentor: Mentor, name: str) -> Any:
    if name == "contact":
        return mentor.contact_phone or mentor.contact_email or mentor.contact_wechat
    if name in {"sector", "expertise", "stage"}:
        return mentor.codes(name)
    return getattr(mentor, name)


def completeness(mentor: Mentor) -> tuple[int, list[tuple[str, Any]]]:
    """(percent, [(field name, label) still empty]): what a reader and the matching would miss first."""
    parts = [(field.name, field.label, field.weight) for field in FIELDS if field.weight] + list(BASICS)
    missing = [(name, label) for name, label, _ in parts if not value(mentor, name)]
    total = sum(weight for *_, weight in parts)
    empty = {name for name, _ in missing}
    return round(100 * sum(weight for name, _, weight in parts if name not in empty) / total), missing
