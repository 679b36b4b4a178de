"""Returns as an authority asks for them and carriers file them."""

import datetime as dt
from typing import Any

from app.accounts.actor import Actor
from app.carriers.models import Carrier
from app.core.days import city_day
from app.extensions import db
from app.indicators import periods, services
from app.indicators.models import Collection, Return, ReturnEntry, ReturnState
from app.indicators.periods import Period
from tests import factories


def entered(carrier: Carrier, period: Period, **amounts: int) -> Return:
    """An accepted return, written as rows: for tests of what is added up from it."""
    collection = db.session.query(Collection).filter_by(period=period.code, region_code="330400").one_or_none()
    if collection is None:
        collection = factories.save(
            Collection(
                organisation_id=carrier.organisation_id,
                region_code="330400",
                period=period.code,
                due_on=period.last + dt.timedelta(15),
                codes=sorted(amounts),
            )
        )
    values: dict[str, Any] = {"collection_id": collection.id, "carrier_id": carrier.id, "period": period.code}
    found: Return = factories.save(Return(**values, state=ReturnState.ACCEPTED, revision=1, accepted_revision=1))
    for code, amount in amounts.items():
        db.session.add(
            ReturnEntry(
                return_id=found.id,
                revision=1,
                code=code,
                amount=amount,
                carrier_id=carrier.id,
                zone_code=carrier.zone_code,
                months=period.months,
                first_day=period.first,
                last_day=period.last,
            )
        )
    db.session.flush()
    return found


def asked(organiser: Actor, every: str = "quarter") -> Collection:
    """The present period, of which every carrier that was published just now is part."""
    period = periods.around(city_day(), every)
    return services.collections.open_collection(
        actor=organiser, period=period, due_on=max(period.last, city_day()) + dt.timedelta(10)
    )


def of(collection: Collection, carrier: Carrier) -> Return:
    return db.session.query(Return).filter_by(collection_id=collection.id, carrier_id=carrier.id).one()


def filled(staff: Actor, item: Return, **amounts: int | None) -> Return:
    """Every figure that is asked for, 100 unless it is named; parts stay below their wholes."""
    values: dict[str, int | None] = dict.fromkeys(item.collection.codes, 100) | amounts
    services.returns.save(actor=staff, item=item, values=values, remarks={})
    return item


def filed(staff: Actor, item: Return, **amounts: int | None) -> Return:
    services.returns.submit(actor=staff, item=filled(staff, item, **amounts))
    return item


def accepted(organiser: Actor, staff: Actor, item: Return, **amounts: int | None) -> Return:
    services.returns.accept(actor=organiser, item=filed(staff, item, **amounts))
    return item
