"""Roadshows that come again, and the next one made from the last."""

import datetime as dt
from typing import Any

from flask_babel import gettext as _

from app.accounts.actor import Actor
from app.core.errors import Invalid
from app.core.moments import city_zone
from app.events.numbering import next_title
from app.events.rhythm import WEEKS, Every
from app.extensions import db
from app.roadshows.models import Roadshow, RoadshowSeries
from app.roadshows.policies import ORGANISING
from app.roadshows.services.places import require
from app.roadshows.services.setup import MOMENTS

TEXTS = ("name", "name_en", "cadence")


def create(*, actor: Actor, **values: Any) -> RoadshowSeries:
    require(actor.is_(*ORGANISING))
    series = RoadshowSeries(organisation_id=actor.organisation_id)
    _fill(series, values)
    db.session.add(series)
    db.session.flush()
    return series


def update(*, actor: Actor, series: RoadshowSeries, **values: Any) -> None:
    require(actor.is_(*ORGANISING) and actor.acts_for(series.organisation_id))
    _fill(series, values)
    db.session.flush()


def next_one(earlier: Roadshow, on: dt.date) -> dict[str, Any]:
    """What a roadshow on that day begins with: the earlier one's moments, as far apart and at the same time of day,
    and its title counted on."""
    begun = earlier.starts_at.astimezone(city_zone()).date()
    moved = on - begun
    moments = {}
    for name in MOMENTS:
        there = getattr(earlier, name).astimezone(city_zone())
        moments[name] = dt.datetime.combine(there.date() + moved, there.time(), city_zone()).astimezone(dt.UTC)
    return {**moments, "title": next_title(earlier.title), "title_en": next_title(earlier.title_en)}


def _fill(series: RoadshowSeries, values: dict[str, Any]) -> None:
    for name in TEXTS:
        setattr(series, name, values.get(name) or "")
    every = values.get("every") or None
    weekday, week = values.get("weekday"), values.get("week")
    if every and (weekday is None or not 0 <= weekday <= 6):
        raise Invalid(_("Choose a weekday."), "weekday")
    is_monthly = every in {Every.MONTH, Every.QUARTER}
    if is_monthly and week not in WEEKS:
        raise Invalid(_("Choose which week of the month."), "week")
    series.every = Every(every) if every else None
    series.weekday = weekday if every else None
    series.week = week if is_monthly else None
