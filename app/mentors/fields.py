"""The parts of a mentor's profile in the order a page shows them: their words, who may read them, what completeness
counts."""

from typing import Any

from flask_babel import lazy_gettext as _l

from app.core import profiles
from app.core.profiles import ProfileField
from app.core.visibility import Visibility
from app.mentors.models import Mentor

TEASER = _l(
    "Name, one-line description, employer, expertise, sectors, stages, region and free places "
    "stand in the register that everybody sees."
)
# These have a choice.
FIELDS = (
    ProfileField("bio", _l("Biography"), Visibility.PUBLIC, 20),
    ProfileField("texts", _l("Experience and cases"), Visibility.SIGNED_IN, 25),
    ProfileField("contact", _l("Contact"), Visibility.AGREED, 10),
)
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
    return profiles.completeness(FIELDS, BASICS, lambda name: value(mentor, name))
