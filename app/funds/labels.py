"""The words for a fund's part in a round."""

from flask_babel import gettext


def part_label(is_lead: bool | None) -> str:
    """What the fund did in a round; nothing where nobody said."""
    return "" if is_lead is None else gettext("Led") if is_lead else gettext("Followed")
