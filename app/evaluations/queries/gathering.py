"""What a run looks at: the carriers of a region on the last day of a period, and all their figures in one statement."""

import uuid
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from app.carriers.models import Carrier, CarrierPeriod
from app.core.days import city_day
from app.evaluations.scoring import Assessment, Rules, assess
from app.extensions import db
from app.indicators.formulas.base import holds
from app.indicators.periods import Period
from app.indicators.queries import Figure, Scope, by_carrier
from app.taxonomy.labels import region_prefix

# Every carrier has one, so that none is left out of the figures.
EVERYBODY = "area_total"


@dataclass(frozen=True)
class Gathered:
    """`carriers` have id, name, link and zone_code as they were; `figures` are by carrier and indicator."""

    carriers: list[Any]
    figures: Mapping[uuid.UUID, Mapping[str, Figure]]

    def amounts(self) -> dict[uuid.UUID, dict[str, int | None]]:
        return {
            row.id: {code: figure.amount for code, figure in self.figures.get(row.id, {}).items()}
            for row in self.carriers
        }


def carriers(region: str, links: Collection[str], period: Period) -> list[Any]:
    """In the network on the last day that has come; archived since or not."""
    prefix = region_prefix(region)
    statement = (
        select(Carrier.id, Carrier.name, CarrierPeriod.link, CarrierPeriod.zone_code)
        .join(CarrierPeriod, CarrierPeriod.carrier_id == Carrier.id)
        .where(
            holds(min(period.last, city_day())),
            CarrierPeriod.link.in_(list(links)),
            CarrierPeriod.zone_code.startswith(prefix, autoescape=True),
            Carrier.published_at.is_not(None),
        )
        .order_by(Carrier.sort_key, Carrier.id)
    )
    return list(db.session.execute(statement))


def gather(region: str, links: Collection[str], period: Period, indicators: Iterable[str]) -> Gathered:
    """Two statements, however many carriers and indicators there are."""
    return Gathered(
        carriers(region, links, period),
        by_carrier({*indicators, EVERYBODY}, Scope(region), period),
    )


def assessed(
    rules: Rules, found: Gathered, judged: Mapping[tuple[uuid.UUID, str], Decimal]
) -> dict[uuid.UUID, Assessment]:
    return assess(rules, found.amounts(), judged)
