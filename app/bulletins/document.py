"""A bulletin as a reader meets it, put together from its own rows alone: the same rows give the same page for ever."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext as _

from app.bulletins import queries
from app.bulletins.labels import before, figure, of_unit, period_label
from app.bulletins.models import Bulletin, BulletinFigure, Part

Chart = dict[str, Any]


@dataclass(frozen=True)
class Zone:
    """One zone beside the others: its figure in each chosen indicator, and its place in all of them together."""

    code: str
    label: str
    figures: dict[str, BulletinFigure]
    points: int
    place: int


@dataclass(frozen=True)
class Document:
    bulletin: Bulletin
    headlines: list[BulletinFigure]
    zones: list[Zone]
    # Code → the quarters of its past, the first first.
    trends: dict[str, list[BulletinFigure]]
    stories: Sequence[Any]
    sections: list[str] = field(default_factory=list)

    @property
    def compared(self) -> list[BulletinFigure]:
        """One figure of each indicator that ranks the zones, for its name and unit."""
        return list(self.zones[0].figures.values()) if self.zones else []

    @property
    def with_target(self) -> list[BulletinFigure]:
        return [row for row in self.headlines if row.percent is not None]

    @property
    def rows(self) -> list[BulletinFigure]:
        """Every figure, in the order of the page."""
        ranked = [row for zone in self.zones for row in zone.figures.values()]
        return [*self.headlines, *ranked, *(row for past in self.trends.values() for row in past)]

    @property
    def sources(self) -> list[BulletinFigure]:
        """One figure of each indicator, with what is kept about where it comes from."""
        return list({row.code: row for row in (*self.compared, *self.headlines)}.values())

    def behind(self, row: BulletinFigure) -> int:
        """How many rows an indicator was counted from, in all zones where the region's own figure is not told."""
        if row.part is Part.HEADLINE:
            return row.rows
        return sum(zone.figures[row.code].rows for zone in self.zones if row.code in zone.figures)


def read(bulletin: Bulletin) -> Document:
    """Two statements at most, whatever it holds."""
    rows = queries.figures(bulletin)
    by_code = {row.code: row for row in rows if row.part is Part.HEADLINE}
    past: dict[str, list[BulletinFigure]] = {code: [] for code in bulletin.headlines if code in by_code}
    for row in rows:
        if row.part is Part.TREND and row.code in past:
            past[row.code].append(row)
    told = queries.stories(bulletin)
    known = Document(bulletin, [by_code[code] for code in past], _zones(bulletin, rows), past, told)
    filled = {
        "headlines": known.headlines,
        "changes": known.headlines,
        "ranking": known.zones,
        "trends": known.trends,
        "stories": told,
        "remarks": bulletin.remarks or bulletin.remarks_en,
    }
    return Document(
        bulletin, known.headlines, known.zones, past, told, [each for each in bulletin.sections if filled.get(each)]
    )


def _zones(bulletin: Bulletin, rows: Sequence[BulletinFigure]) -> list[Zone]:
    """The smallest sum of places leads, and equal sums share a place."""
    found: dict[str, dict[str, BulletinFigure]] = {}
    for row in rows:
        if row.part is Part.ZONE and row.code in bulletin.compared:
            found.setdefault(row.region_code, {})[row.code] = row
    points = {code: sum(row.rank or 0 for row in figures.values()) for code, figures in found.items()}
    zones = [
        Zone(
            code,
            next(iter(figures.values())).place_label,
            {chosen: figures[chosen] for chosen in bulletin.compared if chosen in figures},
            points[code],
            1 + sum(other < points[code] for other in points.values()),
        )
        for code, figures in found.items()
    ]
    return sorted(zones, key=lambda zone: (zone.points, zone.code))


def goals(document: Document) -> Chart:
    """How much of each target is reached."""
    rows = document.with_target
    texts = [_("%(percent)s%% · %(reached)s of %(target)s", percent=row.percent, **_goal(row)) for row in rows]
    series = {"name": _("Reached (%)"), "values": [row.percent for row in rows], "texts": texts}
    return _chart("bars", [row.label for row in rows], [series]) | {"goal": 100}


def of_zones(document: Document, code: str) -> Chart:
    """One indicator zone by zone, beside the same quarter a year earlier."""
    rows = [zone.figures[code] for zone in document.zones if code in zone.figures]
    period = document.bulletin.period
    earlier = [row.year_before for row in rows]
    series = [_series(period_label(period), rows, [row.amount for row in rows])]
    if any(amount is not None for amount in earlier):
        series.append(_series(before(period, 4), rows, earlier))
    return _chart("bars", [row.place_label for row in rows], series)


def over_time(rows: Sequence[BulletinFigure]) -> Chart:
    series = {"name": rows[0].label, "values": [row.amount for row in rows], "texts": [figure(row) for row in rows]}
    return _chart("columns", [row.period for row in rows], [series])


def _chart(kind: str, labels: list[str], series: list[Chart]) -> Chart:
    """`some`: there is anything to draw."""
    some = any(value for each in series for value in each["values"])
    return {"kind": kind, "labels": labels, "series": series, "some": some}


def _series(name: str, rows: Sequence[BulletinFigure], amounts: Sequence[int | None]) -> Chart:
    texts = [of_unit(row, amount) for row, amount in zip(rows, amounts, strict=True)]
    return {"name": name, "values": list(amounts), "texts": texts}


def _goal(row: BulletinFigure) -> dict[str, str]:
    return {"reached": of_unit(row, row.reached), "target": of_unit(row, row.target)}
