"""Which links of the chain each region has on a day, and which it lacks. Read from the history, published alone."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from sqlalchemy import and_, or_, select

from app.carriers.models import CHAIN, Carrier, CarrierPeriod, Link
from app.core.days import end_of
from app.extensions import db
from app.taxonomy import catalogue
from app.taxonomy.labels import region_prefix


@dataclass
class Cell:
    """The carriers of one link in one region."""

    number: int = 0
    area: Decimal = Decimal(0)
    offshore: int = 0


@dataclass
class Row:
    region_code: str
    cells: dict[Link, Cell] = field(default_factory=lambda: {link: Cell() for link in CHAIN})

    @property
    def number(self) -> int:
        return sum(cell.number for cell in self.cells.values())

    @property
    def area(self) -> Decimal:
        return sum((cell.area for cell in self.cells.values()), Decimal(0))

    @property
    def gaps(self) -> list[Link]:
        return [link for link, cell in self.cells.items() if not cell.number]


def in_network(day: dt.date) -> Sequence[CarrierPeriod]:
    """What each carrier was on this day, one period a carrier; those that are archived since before it are out."""
    holds = and_(
        CarrierPeriod.valid_from <= day, or_(CarrierPeriod.valid_until.is_(None), CarrierPeriod.valid_until > day)
    )
    there = or_(Carrier.archived_at.is_(None), Carrier.archived_at >= end_of(day))
    statement = select(CarrierPeriod).join(Carrier, Carrier.id == CarrierPeriod.carrier_id).where(holds, there)
    return db.session.scalars(statement.order_by(CarrierPeriod.carrier_id)).all()


def coverage(day: dt.date, region: str) -> list[Row]:
    """A row for each region directly below `region`, also those that have nothing; other zones of it come last."""
    prefix, parts = region_prefix(region), catalogue.region_children(region)
    rows = {part.code: Row(part.code) for part in parts}
    for period in in_network(day):
        if region and not period.zone_code.startswith(prefix):
            continue
        code = _part(period.zone_code, rows)
        cell = rows.setdefault(code, Row(code)).cells[period.link]
        cell.number += 1
        cell.area += period.incubation_area or Decimal(0)
        cell.offshore += "offshore" in period.kinds
    return list(rows.values())


def _part(code: str, rows: dict[str, Row]) -> str:
    """The row that a zone belongs to: itself, or the region above it that has one."""
    return next((region.code for region in catalogue.region_path(code) if region.code in rows), code)


def total(rows: Sequence[Row], region: str) -> Row:
    found = Row(region)
    for row in rows:
        for link, cell in row.cells.items():
            found.cells[link].number += cell.number
            found.cells[link].area += cell.area
            found.cells[link].offshore += cell.offshore
    return found


def home_city(day: dt.date) -> str:
    """The city with most carriers: where a map begins for somebody without a region."""
    numbers: dict[str, int] = defaultdict(int)
    for period in in_network(day):
        if city := catalogue.city_of(period.zone_code):
            numbers[city] += 1
    return max(sorted(numbers), key=lambda code: numbers[code], default="")
