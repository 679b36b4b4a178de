"""The parts of a fund in the order a page shows them: their words, who may read them, what completeness counts."""

from typing import Any

from flask_babel import lazy_gettext as _l

from app.core import profiles
from app.core.profiles import ProfileField
from app.core.visibility import Visibility
from app.funds.models import Fund

TEASER = _l(
    "Name, type, one-line description, rounds, ticket, sectors wanted, regions, lead or follow and the deals planned "
    "per year are the mandate that everybody sees."
)
# These have a choice.
FIELDS = (
    ProfileField("thesis", _l("Investment thesis"), Visibility.PUBLIC, 20),
    ProfileField("portfolio", _l("Portfolio"), Visibility.PUBLIC, 15),
    ProfileField("excluded_sector", _l("Sectors excluded"), Visibility.PUBLIC),
    ProfileField("website", _l("Website"), Visibility.PUBLIC),
    ProfileField("size", _l("Fund size"), Visibility.AGREED),
    ProfileField("remaining_capital", _l("Capital still to invest"), Visibility.AGREED, 5),
    ProfileField("contact", _l("Contact"), Visibility.AGREED, 10),
)
BASICS = (
    ("tagline", _l("One-line description"), 5),
    ("fund_type", _l("Fund type"), 5),
    ("round", _l("Rounds"), 15),
    ("sector", _l("Sectors wanted"), 10),
    ("ticket", _l("Ticket"), 10),
    ("region", _l("Regions"), 5),
)


def value(fund: Fund, name: str, *, has_portfolio: bool) -> Any:
    if name == "portfolio":
        return has_portfolio
    if name == "contact":
        return fund.contact_phone or fund.contact_email
    if name == "ticket":
        return fund.ticket_min is not None or fund.ticket_max is not None
    if name in {"round", "sector", "excluded_sector", "region"}:
        return fund.codes(name)
    found = getattr(fund, name)
    return found is not None and found != ""


def completeness(fund: Fund, *, has_portfolio: bool) -> tuple[int, list[tuple[str, Any]]]:
    """(percent, [(field name, label) still empty]): what a reader and the matching would miss first."""
    return profiles.completeness(FIELDS, BASICS, lambda name: value(fund, name, has_portfolio=has_portfolio))
