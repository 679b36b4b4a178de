"""Targets, how far they are reached, and how zones compare."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import select

from app.extensions import db
from app.indicators import catalogue
from app.indicators.catalogue import Indicator
from app.indicators.models import Target
from app.indicators.periods import Period
from app.indicators.queries.figures import Figure, by_zone
from app.taxonomy import catalogue as places

# What zones are compared by at first: the new funds, area, operators, projects, talent and investment.
COMPARED = ("funds_new", "area_new", "operators_new", "entries", "talent_new", "investment")


@dataclass(frozen=True)
class Progress:
    """A target beside what is reached so far; either may be missing."""

    indicator: Indicator
    target: Target | None
    reached: int | None

    @property
    def percent(self) -> int | None:
        """Whole percents, rounded down, so that 100 is reached and not nearly so."""
        if self.target is None or self.reached is None or not self.target.amount:
            return None
        return self.reached * 100 // self.target.amount

    @property
    def is_reached(self) -> bool:
        if self.target is None or self.reached is None:
            return False
        return self.reached >= self.target.amount if self.indicator.positive else self.reached <= self.target.amount


@dataclass(frozen=True)
class Board:
    """Indicator by indicator, the region's target and those of its zones."""

    indicator: Indicator
    whole: Progress
    zones: dict[str, Progress] = field(default_factory=dict)

    @property
    def parts(self) -> int:
        return sum(each.target.amount for each in self.zones.values() if each.target)

    @property
    def difference(self) -> int | None:
        """What the zones' targets lack of the region's; None where they do not add up by nature, or there are none."""
        given = [each for each in self.zones.values() if each.target]
        if self.indicator.is_ratio or self.indicator.rule == "mean" or self.whole.target is None or not given:
            return None
        return self.whole.target.amount - self.parts


def targets(region: str, year: int, code: str = "") -> dict[tuple[str, str], Target]:
    """(region, code) → target, of the region and the zones directly in it."""
    codes = [region, *(part.code for part in places.region_children(region))]
    statement = select(Target).where(Target.region_code.in_(codes), Target.year == year)
    if code:
        statement = statement.where(Target.code == code)
    return {(row.region_code, row.code): row for row in db.session.scalars(statement.order_by(Target.id))}


def boards(region: str, year: int, code: str = "") -> list[Board]:
    """Every indicator with a target in this region and year, or the one that is asked for."""
    known = targets(region, year, code)
    wanted = catalogue.chosen([code] if code else (code for _region, code in known))
    reached = _reached(wanted, region, year, known)
    zones = [part.code for part in places.region_children(region)]
    return [
        Board(
            each,
            Progress(each, known.get((region, each.code)), reached.get((region, each.code))),
            {zone: Progress(each, known.get((zone, each.code)), reached.get((zone, each.code))) for zone in zones},
        )
        for each in wanted
    ]


def years(region: str) -> Sequence[int]:
    """The years for which the region or its zones have targets."""
    codes = [region, *(part.code for part in places.region_children(region))]
    statement = select(Target.year).where(Target.region_code.in_(codes)).distinct()
    return db.session.scalars(statement.order_by(Target.year.desc())).all()


@dataclass(frozen=True)
class Rank:
    zone: str
    figures: dict[str, Figure]
    places: dict[str, int]

    @property
    def points(self) -> int:
        return sum(self.places.values())


def ranking(codes: Sequence[str], region: str, period: Period) -> list[tuple[int, Rank]]:
    """(place, zone): in each indicator the best zone is first and equal ones share a place; the smallest sum leads."""
    found = by_zone(codes, region, period)
    zones = [zone for zone in found if zone and zone != region]
    ranks = [
        Rank(zone, found[zone], {code: _place(code, zone, zones, found) for code in found[zone]}) for zone in zones
    ]
    ranks.sort(key=lambda rank: (rank.points, rank.zone))
    return [(1 + sum(other.points < rank.points for other in ranks), rank) for rank in ranks]


def _place(code: str, zone: str, zones: Sequence[str], found: dict[str, dict[str, Figure]]) -> int:
    """Zones of which nothing is known stand last, together."""
    mine = _worth(found[zone][code])
    return 1 + sum(_worth(found[other][code]) > mine for other in zones)


def _worth(figure: Figure) -> tuple[bool, int]:
    if figure.amount is None:
        return (False, 0)
    return (True, figure.amount if figure.indicator.positive else -figure.amount)


def _reached(
    wanted: Sequence[Indicator], region: str, year: int, known: dict[tuple[str, str], Target]
) -> dict[tuple[str, str], int | None]:
    """(region, code) → what there is; of what happens in a year, from the target's first year on.

    One statement a year.
    """
    since = {
        each.code: min([t.since for (_r, code), t in known.items() if code == each.code], default=year)
        for each in wanted
    }
    flows = {each.code for each in wanted if each.rule == "sum"}
    found: dict[tuple[str, str], int | None] = {}
    for each_year in range(min([since[code] for code in flows], default=year), year + 1):
        codes = [
            each.code for each in wanted if each_year == year or (each.code in flows and since[each.code] <= each_year)
        ]
        for zone, figures in by_zone(codes, region, Period(each_year, 1, 12)).items():
            if zone == region:
                continue  # without a zone
            for code, figure in figures.items():
                key = (zone or region, code)
                if figure.amount is not None:
                    found[key] = (found.get(key) or 0) + figure.amount if code in flows else figure.amount
    return found
