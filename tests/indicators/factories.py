"""Returns as an authority asks for them and carriers file them."""

import datetime as dt
from typing import Any

from app.carriers.models import Carrier
from app.extensions import db
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
