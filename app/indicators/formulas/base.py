"""The shape of a row that counts: what it is, where it belongs, and how much it adds."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Select, and_, cast, literal, or_, select, type_coerce

from app.carriers.models import Carrier, CarrierPeriod
from app.core.days import end_of


@dataclass(frozen=True)
class Window:
    """The days of a period that have come: flows are what happened in them, the rest is as on the last one."""

    first: dt.date
    last: dt.date

    @property
    def start(self) -> dt.datetime:
        return end_of(self.first - dt.timedelta(1))

    @property
    def end(self) -> dt.datetime:
        return end_of(self.last)


# Every formula selects the columns of `counted`.
Formula = Callable[[Window], Select[Any]]


def counted(
    kind: str, thing: Any, label: Any, *, day: Any, carrier: Any = None, zone: Any = None, amount: Any = 1
) -> Select[Any]:
    """A row each: the kind of thing and its id, its name, its day, its carrier (or none), its zone, and what it adds.

    The zone is that of the carrier's period when none is given.
    """
    exact = (
        literal(amount, BigInteger) if isinstance(amount, int) else cast(type_coerce(amount, BigInteger), BigInteger)
    )
    return select(
        literal(kind).label("kind"),
        thing.label("thing_id"),
        label.label("label"),
        day.label("day"),
        (type_coerce(literal(None), Carrier.id.type) if carrier is None else carrier).label("carrier_id"),
        (CarrierPeriod.zone_code if zone is None else zone).label("zone"),
        exact.label("amount"),
    )


def holds(day: Any) -> ColumnElement[bool]:
    """The period that a carrier was in on this day."""
    return and_(
        CarrierPeriod.valid_from <= day, or_(CarrierPeriod.valid_until.is_(None), CarrierPeriod.valid_until > day)
    )


def of_carrier(carrier_id: Any, day: Any) -> ColumnElement[bool]:
    """To join what a carrier has with the zone it was in on a day."""
    return and_(CarrierPeriod.carrier_id == carrier_id, holds(day))


def there(first: Any, until: Any, day: Any) -> ColumnElement[bool]:
    """Begun, and not ended, on this day."""
    return and_(first <= day, or_(until.is_(None), until > day))
