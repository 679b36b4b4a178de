"""The figures of a bulletin, counted now: the region's quarter and its past, and how the zones compare in it."""

from collections.abc import Sequence
from typing import Any

from app.bulletins.models import Part
from app.indicators import catalogue
from app.indicators.catalogue import Indicator
from app.indicators.labels import origin
from app.indicators.models import Target
from app.indicators.periods import Period, run
from app.indicators.queries import Figure, Scope, by_zone, figures, trends
from app.indicators.queries.targets import ranking, targets
from app.taxonomy import catalogue as places

# How many quarters the trends show.
HISTORY = 8
Row = dict[str, Any]


def count(region: str, quarter: Period, headlines: Sequence[str], compared: Sequence[str]) -> list[Row]:
    """The values of each `BulletinFigure`, but for its ids; a fixed number of statements."""
    return [*_of_region(region, quarter, headlines), *_of_zones(region, quarter, compared)]


def _of_region(region: str, quarter: Period, codes: Sequence[str]) -> list[Row]:
    past = run(quarter, HISTORY)
    found = trends(codes, Scope(region), past)
    goals = {code: target for (place, code), target in targets(region, quarter.year).items() if place == region}
    reached = _reached(region, quarter, {code: goals[code] for code in found if code in goals})
    rows = []
    for code, over_time in found.items():
        row = _row(Part.HEADLINE, over_time[-1], region, quarter)
        row |= {"previous": over_time[-2].amount, "year_before": over_time[-5].amount}
        if (goal := goals.get(code)) is not None:
            row |= {"target": goal.amount, "reached": reached.get(code)}
            row["provenance"] |= {"target_source": goal.source, "target_since": goal.since}
        rows.append(row)
        rows += [_row(Part.TREND, each, region, period) for each, period in zip(over_time, past, strict=True)]
    return rows


def _of_zones(region: str, quarter: Period, codes: Sequence[str]) -> list[Row]:
    ranks = [rank for _place, rank in ranking(codes, region, quarter)] if codes else []
    if not ranks:
        return []
    before, year_before = (by_zone(codes, region, period) for period in (quarter.before(), quarter.before(4)))
    return [
        _row(Part.ZONE, figure, rank.zone, quarter)
        | {
            "previous": before[rank.zone][code].amount,
            "year_before": year_before[rank.zone][code].amount,
            "rank": rank.places[code],
        }
        for rank in ranks
        for code, figure in rank.figures.items()
    ]


def _reached(region: str, quarter: Period, goals: dict[str, Target]) -> dict[str, int | None]:
    """Code → what there is of the year's target at the end of the quarter; what happens in a year counts from the
    target's first one on."""
    so_far = Period(quarter.year, 1, quarter.month + 2)
    found = {code: each.amount for code, each in figures(goals, Scope(region), so_far).items()}
    flows = {code: goals[code].since for code in found if catalogue.by_code()[code].rule == "sum"}
    for year in range(min(flows.values(), default=quarter.year), quarter.year):
        begun = [code for code, since in flows.items() if since <= year]
        for code, each in figures(begun, Scope(region), Period(year, 1, 12)).items():
            if each.amount is not None:
                found[code] = (found[code] or 0) + each.amount
    return found


def _row(part: Part, figure: Figure, region: str, period: Period) -> Row:
    indicator, place = figure.indicator, places.region(region)
    return {
        "part": part,
        "code": indicator.code,
        "region_code": region,
        "period": period.code,
        "name": indicator.zh,
        "name_en": indicator.en,
        "place": place.name_zh if place else region,
        "place_en": place.name_en if place else region,
        "unit": indicator.unit,
        "positive": indicator.positive,
        "amount": figure.amount,
        "previous": None,
        "year_before": None,
        "target": None,
        "reached": None,
        "rank": None,
        "rows": figure.rows,
        "provenance": {} if part == Part.TREND else _provenance(indicator),
    }


def _provenance(indicator: Indicator) -> Row:
    """What is kept of the catalogue beside a figure."""
    return {
        "definition": indicator.definition_zh,
        "definition_en": indicator.definition_en,
        "origin": origin(indicator),
        "rule": indicator.rule,
    }
