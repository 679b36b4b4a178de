"""What a carrier was on which day. Statistics read the past from here, and never from the carrier as it is now."""

import datetime as dt
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from app.carriers.models import AWARDED, Carrier, CarrierPeriod
from app.core.days import city_day
from app.core.errors import Invalid
from app.extensions import db

MEASURED = (
    "link",
    "ownership",
    "leading_sector",
    "region_code",
    "zone_code",
    "total_area",
    "incubation_area",
)


def measured(carrier: Carrier) -> dict[str, Any]:
    """What the carrier says of itself; level and awards have their own days, in the accreditations."""
    kinds = [code for code in carrier.codes("kind") if code not in AWARDED]
    return {**{name: getattr(carrier, name) for name in MEASURED}, "kinds": kinds}


def keep(carrier: Carrier, *, since: dt.date | None = None) -> None:
    """Bring the history up to the carrier as it is now, which holds from `since` on (today when None).

    The same day as before corrects what was written; a carrier that is not published is not in the network.
    """
    periods = _periods(carrier)
    current = periods[-1] if periods and periods[-1].valid_until is None else None
    if not carrier.is_published:
        if current is not None:
            _end(current, city_day())
    elif current is None:
        opened = carrier.opened_on if not periods else None
        _begin(carrier, opened or city_day())
    else:
        _change(carrier, current, since or city_day())
        _open_as_said(carrier, periods[0])
    db.session.flush()


def forget(carrier: Carrier) -> None:
    """For an import that is taken back: the carrier has never been in the network."""
    for period in _periods(carrier):
        db.session.delete(period)
    db.session.flush()


def _periods(carrier: Carrier) -> list[CarrierPeriod]:
    statement = select(CarrierPeriod).where(CarrierPeriod.carrier_id == carrier.id)
    return list(db.session.scalars(statement.order_by(CarrierPeriod.valid_from)))


def _begin(carrier: Carrier, day: dt.date) -> None:
    db.session.add(CarrierPeriod(carrier_id=carrier.id, valid_from=day, **measured(carrier)))


def _end(period: CarrierPeriod, day: dt.date) -> None:
    """What began and ended on one day has not been."""
    if day > period.valid_from:
        period.valid_until = day
    else:
        db.session.delete(period)
    db.session.flush()


def _change(carrier: Carrier, current: CarrierPeriod, day: dt.date) -> None:
    now = measured(carrier)
    if all(getattr(current, name) == value for name, value in now.items()):
        return
    if not current.valid_from <= day <= city_day():
        raise Invalid(
            _("Choose a day from %(day)s to today: the figures before it are settled.", day=current.valid_from), "since"
        )
    if day == current.valid_from:
        for name, value in now.items():
            setattr(current, name, value)
    else:
        _end(current, day)
        _begin(carrier, day)


def _open_as_said(carrier: Carrier, first: CarrierPeriod) -> None:
    """The first period begins with the opening, also when that day is told or mended later."""
    if carrier.opened_on and (first.valid_until is None or carrier.opened_on < first.valid_until):
        first.valid_from = carrier.opened_on
