"""The marks of a rule as people type them: a line each, `3.5万 = 60%`."""

import re
from decimal import Decimal, InvalidOperation

from flask_babel import gettext as _

from app.core.areas import input_area
from app.core.errors import Invalid
from app.core.money import input_money
from app.indicators.catalogue import Indicator
from app.indicators.sheets import parse_amount

_LINE = re.compile(r"^(?P<figure>.+?)\s*[=＝:：]\s*(?P<share>\d{1,3})\s*[%％]?$")


def written(indicator: Indicator, marks: list[list[int]]) -> str:
    return "\n".join(f"{figure(indicator, amount)} = {share}%" for amount, share in marks)


def figure(indicator: Indicator, amount: int) -> str:
    """As it is typed, and parsed back to exactly itself."""
    if indicator.unit == "money":
        return input_money(amount)
    if indicator.unit == "area":
        return input_area(Decimal(amount) / 100)
    if indicator.unit == "percent":
        return f"{(Decimal(amount) / 100).normalize():f}%"
    return str(amount)


def parsed(indicator: Indicator, text: str, field: str) -> list[list[int]]:
    """In the order of the figures. `Invalid` for the field names the line that cannot be read."""
    found = []
    for line in re.split(r"[\n;；]", text):
        if not line.strip():
            continue
        match = _LINE.match(line.strip())
        amount = _amount(indicator, match["figure"]) if match else None
        if match is None or amount is None:
            raise Invalid(
                _("“%(line)s” is not a figure with its share, such as 80 = 100%%.", line=line.strip()[:40]), field
            )
        found.append([amount, int(match["share"])])
    return sorted(found)


def amount(indicator: Indicator, text: str, field: str) -> int:
    """One figure."""
    found = _amount(indicator, text)
    if found is None:
        raise Invalid(_("Write a figure from 0 on."), field)
    return found


def _amount(indicator: Indicator, text: str) -> int | None:
    try:
        return parse_amount(indicator, text)
    except (ValueError, InvalidOperation):
        return None
