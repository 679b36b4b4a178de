"""The words for a fund's states."""

from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from app.funds.models import FundState

STATE_LABELS = {
    FundState.DRAFT: _l("Draft"),
    FundState.PUBLISHED: _l("Published"),
    FundState.ARCHIVED: _l("Archived"),
}


def part_label(is_lead: bool | None) -> str:
    """What the fund did in a round; nothing where nobody said."""
    return "" if is_lead is None else gettext("Led") if is_lead else gettext("Followed")
