"""What a figure is made of, row by row."""

from typing import Any

from sqlalchemy import Select, false, select
from sqlalchemy.orm import aliased

from app.carriers.models import Carrier
from app.indicators.catalogue import Indicator
from app.indicators.periods import Period
from app.indicators.queries.figures import Scope, select_rows, window, within


def rows_behind(indicator: Indicator, scope: Scope, period: Period) -> Select[Any]:
    """kind, thing_id, label, day, carrier_id, zone, amount and the carrier's name; they add up to the figure.

    Of a ratio, ask for its parts.
    """
    days = window(period)
    if days is None:
        return select(Carrier.id).where(false())
    rows = select_rows(indicator, days).subquery()
    carrier = aliased(Carrier)
    named = select(rows, carrier.name.label("carrier")).outerjoin(carrier, carrier.id == rows.c.carrier_id)
    order = (rows.c.zone, carrier.sort_key, rows.c.day, rows.c.label, rows.c.thing_id)
    return named.where(*within(rows, scope)).order_by(*order)
