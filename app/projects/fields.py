"""The parts of a project in the order a page shows them: their words, who may read them, what completeness counts."""

from typing import Any

from flask_babel import lazy_gettext as _l

from app.core import profiles
from app.core.profiles import ProfileField
from app.core.visibility import Visibility
from app.projects.models import Project

TEASER = _l("Name, one-line description, sectors, region, stage and round are the teaser that everybody sees.")
# These have a choice.
FIELDS = (
    ProfileField("summary", _l("Summary"), Visibility.PUBLIC, 15),
    ProfileField("problem", _l("Problem"), Visibility.SIGNED_IN, 10),
    ProfileField("solution", _l("Solution"), Visibility.SIGNED_IN, 10),
    ProfileField("market", _l("Market"), Visibility.SIGNED_IN, 5),
    ProfileField("traction", _l("Traction"), Visibility.SIGNED_IN, 5),
    ProfileField("team", _l("Team"), Visibility.SIGNED_IN, 10),
    ProfileField("website", _l("Website"), Visibility.PUBLIC),
    ProfileField("need", _l("What the project looks for"), Visibility.SIGNED_IN, 10),
    ProfileField("amount_sought", _l("Amount sought"), Visibility.SIGNED_IN, 5),
    ProfileField("equity_offered", _l("Equity offered"), Visibility.AGREED),
    ProfileField("cap_table", _l("Cap table"), Visibility.AGREED),
    ProfileField("deck", _l("Pitch deck"), Visibility.AGREED, 10),
    ProfileField("contact", _l("Contact"), Visibility.AGREED, 5),
)
BASICS = (
    ("tagline", _l("One-line description"), 5),
    ("sector", _l("Sectors"), 5),
    ("region_code", _l("Region"), 5),
)


def value(project: Project, name: str) -> Any:
    if name == "deck":
        return project.deck_id
    if name == "contact":
        return project.contact_phone or project.contact_email
    if name in {"sector", "need_kinds"}:
        return project.codes("sector" if name == "sector" else "need")
    return getattr(project, name)


def completeness(project: Project) -> tuple[int, list[tuple[str, Any]]]:
    """(percent, [(field name, label) still empty]): what a reader and the matching would miss first."""
    return profiles.completeness(FIELDS, BASICS, lambda name: value(project, name))
