"""The parts of a carrier in the order a page shows them: their words, who may read them, what completeness counts."""

from typing import Any

from flask_babel import lazy_gettext as _l

from app.carriers.models import Carrier
from app.core import profiles
from app.core.profiles import ProfileField
from app.core.visibility import Visibility

TEASER = _l(
    "Name, one-line description, link of the chain, level, kind, industry, place, operator, ownership and areas are the"
    " teaser that everybody sees."
)
# These have a choice.
FIELDS = (
    ProfileField("summary", _l("About the carrier"), Visibility.PUBLIC, 15),
    ProfileField("services", _l("What tenants get"), Visibility.PUBLIC, 15),
    ProfileField("conditions", _l("Conditions of entry"), Visibility.PUBLIC, 10),
    ProfileField("platforms", _l("Technical platforms"), Visibility.PUBLIC),
    ProfileField("funds", _l("Funds"), Visibility.PUBLIC),
    ProfileField("website", _l("Website"), Visibility.PUBLIC, 5),
    ProfileField("contact", _l("Contact"), Visibility.SIGNED_IN, 10),
)
BASICS = (
    ("tagline", _l("One-line description"), 5),
    ("region_code", _l("Region"), 5),
    ("address", _l("Address"), 5),
    ("total_area", _l("Total area"), 10),
    ("incubation_area", _l("Area for incubation"), 10),
    ("ownership", _l("Ownership of the operator"), 5),
    ("opened_on", _l("Opened on"), 5),
)


def value(carrier: Carrier, name: str) -> Any:
    if name == "contact":
        return carrier.contact_phone or carrier.contact_email
    return getattr(carrier, name)


def completeness(carrier: Carrier) -> tuple[int, list[tuple[str, Any]]]:
    """(percent, [(field name, label) still empty]): what a reader would miss first."""
    return profiles.completeness(FIELDS, BASICS, lambda name: value(carrier, name))
