"""An authority asks its carriers for the figures of a period."""

import datetime as dt
from collections.abc import Sequence

from flask_babel import gettext as _
from sqlalchemy import select

from app.accounts.actor import Actor
from app.carriers.models import Carrier, CarrierPeriod
from app.core.days import city_day
from app.core.errors import Conflict, Forbidden, Invalid, require
from app.extensions import db
from app.indicators import catalogue, notices
from app.indicators.formulas.base import holds
from app.indicators.models import OPEN_RETURN, Collection, Return
from app.indicators.periods import Period, parse
from app.indicators.policies import collects, oversees_region
from app.taxonomy.labels import region_prefix


def open_collection(*, actor: Actor, period: Period, due_on: dt.date, note: str = "") -> Collection:
    """For the whole region of the organiser's authority; every carrier that was in the network then owes a return."""
    if actor.membership is None or not oversees_region(actor, actor.region_code):
        raise Forbidden
    if period.first > city_day():
        raise Invalid(_("The period has not begun."), "period")
    if not max(period.last, city_day()) <= due_on <= city_day() + dt.timedelta(366):
        raise Invalid(_("Choose a day after the period, from today on."), "due_on")
    if (other := _overlapping(actor.region_code, period)) is not None:
        raise Invalid(_("These carriers are asked for this period already, until %(day)s.", day=other.due_on), "period")
    collection = Collection(
        organisation_id=actor.membership.organisation_id,
        region_code=actor.region_code,
        period=period.code,
        due_on=due_on,
        codes=[each.code for each in catalogue.reported(period.every)],
        note=note,
        created_by_id=actor.account_id,
    )
    db.session.add(collection)
    db.session.flush()
    ask(collection)
    return collection


def ask(collection: Collection) -> int:
    """A return for every carrier that has none yet; who joined the network since is asked too."""
    period = parse(collection.period)
    assert period is not None
    asked = 0
    for carrier in _owing(collection.region_code, period):
        item = Return(collection_id=collection.id, carrier_id=carrier.id, period=collection.period)
        item.collection, item.carrier = collection, carrier
        db.session.add(item)
        db.session.flush()
        notices.asked(item)
        asked += 1
    return asked


def postpone(*, actor: Actor, collection: Collection, due_on: dt.date) -> None:
    require(collects(actor, collection))
    if not city_day() <= due_on <= city_day() + dt.timedelta(366):
        raise Invalid(_("Choose a day from today on."), "due_on")
    collection.due_on = due_on
    db.session.flush()


def remind(*, actor: Actor, collection: Collection) -> int:
    """Once a day at the most, those who have not filed."""
    require(collects(actor, collection))
    waiting = db.session.scalars(
        select(Return).where(Return.collection_id == collection.id, Return.state.in_(OPEN_RETURN)).order_by(Return.id)
    ).all()
    if not waiting:
        raise Conflict(_("Everybody has filed."))
    for item in waiting:
        notices.reminded(item, key=f"asked:{city_day()}")
    return len(waiting)


def _overlapping(region: str, period: Period) -> Collection | None:
    """One of this period for a region around this one or inside it."""
    mine = region_prefix(region)
    for other in db.session.scalars(select(Collection).where(Collection.period == period.code)):
        theirs = region_prefix(other.region_code)
        if mine.startswith(theirs) or theirs.startswith(mine):
            return other
    return None


def _owing(region: str, period: Period) -> Sequence[Carrier]:
    """In the network on the last day of the period, and without a return for it."""
    there = select(CarrierPeriod.carrier_id).where(
        CarrierPeriod.zone_code.startswith(region_prefix(region), autoescape=True),
        holds(min(period.last, city_day())),
    )
    filed = select(Return.carrier_id).where(Return.period == period.code)
    statement = select(Carrier).where(Carrier.id.in_(there), Carrier.id.not_in(filed), Carrier.state == "published")
    return db.session.scalars(statement.order_by(Carrier.sort_key, Carrier.id)).all()
