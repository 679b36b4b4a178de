"""What the pages read from their address: the region and the period."""

from typing import Any

from flask import request

from app.core.access import actor
from app.core.days import city_day
from app.core.errors import NotFound
from app.core.text import clean
from app.indicators import periods
from app.indicators.catalogue import Indicator, indicator
from app.indicators.periods import Period
from app.indicators.policies import oversees_region
from app.taxonomy import catalogue
from app.taxonomy.labels import region_prefix


def asked_region() -> str:
    """The region of `?region=`, or the organiser's own; one outside of it is not there."""
    person = actor()
    region = clean(request.args.get("region", ""))[:6] or person.region_code
    if not oversees_region(person, region):
        raise NotFound
    return region


def region_path(region: str) -> list[str]:
    """From the organiser's own region down to this one."""
    own = region_prefix(actor().region_code)
    return [part.code for part in catalogue.region_path(region) if region_prefix(part.code).startswith(own)]


def asked_period(every: str = "year") -> Period:
    """The period of `?period=`, or the present one."""
    return periods.parse(clean(request.args.get("period", ""))[:7]) or periods.around(city_day(), every)


def period_choices(chosen: Period) -> list[tuple[str, str]]:
    """Four years, eight quarters and twelve months, and the chosen one whatever it is."""
    today = city_day()
    found: list[Period] = []
    for every, number in (("year", 4), ("quarter", 8), ("month", 12)):
        found += reversed(periods.run(periods.around(today, every), number))
    if chosen not in found:
        found.append(chosen)
    return [(period.code, period.label) for period in found]


def asked_indicator(code: str) -> Indicator:
    found = indicator(code)
    if found is None:
        raise NotFound
    return found


def earlier(period: Period) -> list[Period]:
    """What a trend shows: this period and those before it."""
    return periods.run(period, {"year": 4, "quarter": 8, "month": 12}[period.every])


def common(period: Period) -> dict[str, Any]:
    return {"period": period, "periods": period_choices(period), "is_over": period.is_over()}
