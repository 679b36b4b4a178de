"""What cannot be true together in a return, and what stands out against the one before."""

from collections.abc import Iterator, Mapping

from flask_babel import gettext as _

from app.indicators.catalogue import by_code
from app.indicators.labels import amount

# (a part, the whole that holds it)
PARTS = (
    ("ip_inventions", "ip_valid"),
    ("jobs_graduates", "jobs"),
    ("talent", "jobs"),
    ("service_income", "carrier_income"),
)
# Twice as much, or less than half, wants a word.
FACTOR = 2


def contradictions(values: Mapping[str, int | None]) -> Iterator[tuple[str, str]]:
    """(code, message); what is not filled in contradicts nothing."""
    for part, whole in PARTS:
        mine, all_of_it = values.get(part), values.get(whole)
        if mine is not None and all_of_it is not None and mine > all_of_it:
            yield part, _("This is part of “%(whole)s” and cannot be more.", whole=by_code()[whole].name)


def conspicuous(values: Mapping[str, int | None], before: Mapping[str, int]) -> dict[str, str]:
    """Code → what stands out. It may be right; the carrier says why."""
    found = {}
    for code, past in before.items():
        now = values.get(code)
        if now is None or now == past:
            continue
        if now > past * FACTOR or now * FACTOR < past:
            found[code] = _("Last period it was %(amount)s.", amount=amount(by_code()[code].unit, past))
    revenue, spending = values.get("revenue"), values.get("rd_spending")
    if revenue is not None and spending is not None and spending > revenue:
        found["rd_spending"] = _("It is more than the revenue.")
    return found
