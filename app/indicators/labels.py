"""The words for indicators, and figures as people read them."""

from decimal import Decimal
from typing import Any

from babel import numbers
from flask_babel import lazy_gettext as _l

from app.core.areas import show_area
from app.core.i18n import locale
from app.core.money import show_money
from app.indicators.catalogue import Indicator
from app.indicators.models import ReturnState
from app.indicators.queries.figures import Figure

UNITS = {"count": _l("Number"), "money": _l("Money"), "area": _l("Area"), "percent": _l("Share")}
# As a spreadsheet writes it.
EXACT_UNITS = {"count": _l("number"), "money": _l("CNY"), "area": _l("m²"), "percent": "%"}
LEVELS = {"carrier": _l("Carrier, zone and city"), "zone": _l("Zone and city"), "city": _l("City")}
RULES = {
    "sum": _l("Sum of the period"),
    "last": _l("As at the end of the period"),
    "mean": _l("Mean of the carriers"),
    "ratio": _l("Ratio of two sums"),
}
EVERY = {"month": _l("Every month"), "quarter": _l("Every quarter"), "year": _l("Every year")}
ORIGINS = {"computed": _l("Counted by the platform"), "reported": _l("Reported by carriers")}
RETURN_STATES = {
    ReturnState.DRAFT: _l("Being filled in"),
    ReturnState.SUBMITTED: _l("Waits for acceptance"),
    ReturnState.RETURNED: _l("Sent back"),
    ReturnState.ACCEPTED: _l("Accepted by the authority"),
}


def amount(unit: str, exact: int | None) -> str:
    """An amount in the smallest unit, in the reader's habit."""
    if exact is None:
        return "–"
    sign = "-" if exact < 0 else ""
    size = abs(exact)
    if unit == "money":
        return sign + show_money(size, locale())
    if unit == "area":
        return sign + show_area(Decimal(size) / 100, locale())
    if unit == "percent":
        return f"{sign}{(Decimal(size) / 100).normalize():f}%"
    return sign + str(numbers.format_decimal(size, "#,##0", locale()))


def shown(figure: Figure) -> str:
    return amount(figure.indicator.unit, figure.amount)


def rounded(figure: Figure) -> str:
    """For a headline that leads to the exact figure: from ten thousand on three or four digits say enough."""
    return rounded_amount(figure.indicator.unit, figure.amount)


def rounded_amount(unit: str, exact: int | None) -> str:
    size = None if exact is None else Decimal(exact) / 100
    if unit not in {"money", "area"} or size is None or abs(size) < 10_000:
        return amount(unit, exact)
    text = numbers.format_compact_decimal(size, locale=locale(), fraction_digits=2)
    if locale().startswith("en"):
        return f"CNY {text}" if unit == "money" else f"{text} m²"
    return f"{text}{'元' if unit == 'money' else '平方米'}"


def change(now: Figure, before: Figure) -> dict[str, Any]:
    """What became of it since: words, and whether that is good."""
    if now.amount is None or before.amount is None:
        return {"text": "", "trend": ""}
    step = now.amount - before.amount
    if not step:
        return {"text": "±0", "trend": ""}
    better = (step > 0) == now.indicator.positive
    sign = "+" if step > 0 else ""
    return {"text": sign + amount(now.indicator.unit, step), "trend": "up" if better else "down"}


def heading(indicator: Indicator) -> str:
    """For a spreadsheet: the name with its exact unit."""
    return f"{indicator.name} ({EXACT_UNITS[indicator.unit]})"


def origin(indicator: Indicator) -> str:
    return "reported" if indicator.is_reported else "computed"
