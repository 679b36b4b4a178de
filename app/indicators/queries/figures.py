"""Any figure, for a carrier, a zone or a city, in any period: one statement, however many are asked for at once."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Any

from sqlalchemy import Integer, Select, String, Subquery, func, literal, select, union_all

from app.core.days import city_day
from app.extensions import db
from app.indicators import catalogue
from app.indicators.catalogue import Indicator
from app.indicators.formulas import FORMULAS, reported
from app.indicators.formulas.base import Window
from app.indicators.periods import Period
from app.taxonomy import catalogue as places
from app.taxonomy.labels import region_prefix

# As many as a bulletin or a page of figures asks for; each is a tenth of a megabyte.
MOST_KEPT = 128


@dataclass(frozen=True)
class Scope:
    """What a figure is of: a region with all that is inside, or one carrier."""

    region: str = ""
    carrier_id: uuid.UUID | None = None


@dataclass(frozen=True)
class Figure:
    """`amount` is exact, in the smallest unit (fen, hundredths of a square metre or of a percent); None where nothing
    is known: a return that nobody filed, a share of nothing, a period that has not begun."""

    indicator: Indicator
    amount: int | None
    # How many rows it opens to.
    rows: int = 0

    @property
    def value(self) -> Decimal | int | None:
        return catalogue.value(self.indicator, self.amount)


@dataclass
class _Sum:
    total: int = 0
    rows: int = 0

    def add(self, total: int, rows: int) -> None:
        self.total += total
        self.rows += rows


_NOTHING = _Sum()
# (code, place of the period, group) → sum
_Sums = Mapping[tuple[str, int, Any], _Sum]


def figure(indicator: str, scope: Scope, period: Period) -> Figure:
    return figures([indicator], scope, period)[indicator]


def figures(codes: Iterable[str], scope: Scope, period: Period) -> dict[str, Figure]:
    """Code → figure, in the catalogue's order."""
    wanted = catalogue.chosen(codes)
    sums = _total(_sums(wanted, [period], scope))
    return {each.code: _figure(each, sums, 0, None, period) for each in wanted}


def trend(indicator: str, scope: Scope, periods: Sequence[Period]) -> list[Figure]:
    """The same figure of several periods."""
    return trends([indicator], scope, periods)[indicator]


def trends(codes: Iterable[str], scope: Scope, periods: Sequence[Period]) -> dict[str, list[Figure]]:
    """Code → the figure of each period."""
    wanted = catalogue.chosen(codes)
    sums = _total(_sums(wanted, periods, scope))
    return {
        each.code: [_figure(each, sums, place, None, period) for place, period in enumerate(periods)] for each in wanted
    }


def by_zone(codes: Iterable[str], region: str, period: Period) -> dict[str, dict[str, Figure]]:
    """Zone → code → figure, for each region directly below; "" holds the region's own figures. What belongs to none of
    them stands under the region's own code, so that the parts make up the whole."""
    wanted = catalogue.chosen(codes)
    found: dict[tuple[str, int, Any], _Sum] = defaultdict(_Sum)
    zones = [part.code for part in places.region_children(region)]
    for (code, place, zone), part in _sums(wanted, [period], Scope(region), by="zone").items():
        found[code, place, _part(zone, zones, region)].add(part.total, part.rows)
        found[code, place, ""].add(part.total, part.rows)
    groups = [*zones, region] if any(group == region for _code, _place, group in found) else zones
    return {
        group: {each.code: _figure(each, found, 0, group, period) for each in wanted}
        for group in dict.fromkeys([*groups, ""])
    }


def by_carrier(codes: Iterable[str], scope: Scope, period: Period) -> dict[uuid.UUID, dict[str, Figure]]:
    """Carrier → code → figure; carriers about which nothing is known are left out."""
    wanted = [each for each in catalogue.chosen(codes) if all(part.of_carriers for part in each.parts)]
    sums = _sums(wanted, [period], scope, by="carrier_id")
    carriers = sorted({group for _code, _place, group in sums if group is not None})
    return {carrier: {each.code: _figure(each, sums, 0, carrier, period) for each in wanted} for carrier in carriers}


def window(period: Period) -> Window | None:
    """The days of the period that have come; None before it begins."""
    today = city_day()
    return Window(period.first, min(period.last, today)) if period.first <= today else None


def select_rows(indicator: Indicator, days: Window) -> Select[Any]:
    if indicator.is_reported:
        return reported(indicator.code, indicator.rule, days)
    return FORMULAS[indicator.formula](days)


@lru_cache(maxsize=MOST_KEPT)
def _rows(indicator: Indicator, days: Window) -> Subquery:
    """Putting these statements together takes longer than many of them run, and a page asks for dozens."""
    return select_rows(indicator, days).subquery()


def within(rows: Any, scope: Scope) -> list[Any]:
    """The conditions that keep rows of a formula inside a scope."""
    if scope.carrier_id is not None:
        return [rows.c.carrier_id == scope.carrier_id]
    prefix = region_prefix(scope.region) if scope.region else ""
    return [rows.c.zone.startswith(prefix, autoescape=True)] if prefix else []


def _sums(wanted: Sequence[Indicator], periods: Sequence[Period], scope: Scope, by: str = "") -> _Sums:
    """One statement: a part for each indicator and period, grouped by zone or carrier when asked."""
    counted = dict.fromkeys(part for each in wanted for part in each.parts)
    selects = []
    for place, period in enumerate(periods):
        days = window(period)
        for indicator in counted if days else ():
            assert days
            rows = _rows(indicator, days)
            group = rows.c[by] if by else literal("", String)
            columns = (func.sum(rows.c.amount).label("total"), func.count().label("rows"))
            part = select(
                literal(indicator.code).label("code"),
                literal(place, Integer).label("place"),
                group.label("part"),
                *columns,
            )
            part = part.where(*within(rows, scope))
            selects.append(part.group_by(group) if by else part)
    found: dict[tuple[str, int, Any], _Sum] = defaultdict(_Sum)
    if selects:
        for code, place, part, total, number in db.session.execute(union_all(*selects)):
            if number:
                found[code, place, part].add(int(total or 0), number)
    return found


def _total(sums: _Sums) -> _Sums:
    found: dict[tuple[str, int, Any], _Sum] = defaultdict(_Sum)
    for (code, place, _part), each in sums.items():
        found[code, place, None].add(each.total, each.rows)
    return found


def _figure(indicator: Indicator, sums: _Sums, place: int, group: Any, period: Period) -> Figure:
    parts = [sums.get((part.code, place, group), _NOTHING) for part in indicator.parts]
    if window(period) is None:
        return Figure(indicator, None)
    if indicator.is_ratio:
        share, whole = parts
        known = whole.total > 0 and all(
            part.rows or not each.is_reported for part, each in zip(parts, indicator.parts, strict=True)
        )
        return Figure(
            indicator, _divide(share.total * 100 * indicator.scale, whole.total) if known else None, whole.rows
        )
    [own] = parts
    if not own.rows and indicator.is_reported:
        return Figure(indicator, None)
    amount = _divide(own.total, own.rows) if indicator.rule == "mean" else own.total
    return Figure(indicator, amount, own.rows)


def _divide(part: int, whole: int) -> int:
    return int((Decimal(part) / whole).quantize(Decimal(1), ROUND_HALF_UP))


def _part(zone: str, zones: Sequence[str], region: str) -> str:
    """The region of the list that the zone is in, or the whole."""
    return next((part.code for part in places.region_path(zone) if part.code in zones), region)
