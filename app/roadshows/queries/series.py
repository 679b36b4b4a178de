"""Series of roadshows, and when the next ones are due."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from app.accounts.actor import Actor
from app.core.facets import briefly
from app.core.model import utc_now
from app.core.moments import city_zone
from app.extensions import db
from app.roadshows.models import Roadshow, RoadshowSeries
from app.roadshows.policies import ORGANISING
from app.roadshows.queries.events import public

SHOWN = 3


@dataclass(frozen=True)
class Outlook:
    """A series with its roadshows, newest first, and the dates that its rhythm asks for next."""

    series: RoadshowSeries
    roadshows: Sequence[Roadshow]
    dates: Sequence[dt.date]

    @property
    def last(self) -> Roadshow | None:
        return self.roadshows[0] if self.roadshows else None


def own_series(actor: Actor) -> Sequence[RoadshowSeries]:
    statement = select(RoadshowSeries).where(RoadshowSeries.organisation_id == actor.organisation_id)
    return db.session.scalars(statement.order_by(RoadshowSeries.name, RoadshowSeries.id)).all()


def managed_series(actor: Actor, series_id: uuid.UUID) -> RoadshowSeries | None:
    series = db.session.get(RoadshowSeries, series_id)
    mine = series is not None and actor.is_(*ORGANISING) and actor.acts_for(series.organisation_id)
    return series if mine else None


def outlooks(series: Sequence[RoadshowSeries], *, count: int = SHOWN) -> list[Outlook]:
    """Two statements whatever the number of series."""
    held: dict[uuid.UUID, list[Roadshow]] = {one.id: [] for one in series}
    statement = select(Roadshow).where(Roadshow.series_id.in_(held)).options(briefly(Roadshow))
    for roadshow in db.session.scalars(statement.order_by(Roadshow.starts_at.desc(), Roadshow.id)).unique():
        held[roadshow.series_id].append(roadshow)  # type: ignore[index]
    return [Outlook(one, held[one.id], coming_dates(one, held[one.id], count)) for one in series]


def coming_dates(series: RoadshowSeries, roadshows: Sequence[Roadshow], count: int = 1) -> list[dt.date]:
    """In step with the last roadshow, or with today before the first one."""
    if series.rhythm is None:
        return []
    today = utc_now().astimezone(city_zone()).date()
    last = roadshows[0].starts_at.astimezone(city_zone()).date() if roadshows else today
    return series.rhythm.coming(since=last, today=today, count=count)


def others_of_series(roadshow: Roadshow, *, most: int = 6) -> Sequence[Roadshow]:
    """The other public dates of a roadshow's series, newest first."""
    if roadshow.series_id is None:
        return []
    statement = public().where(Roadshow.series_id == roadshow.series_id, Roadshow.id != roadshow.id)
    return db.session.scalars(statement.order_by(Roadshow.starts_at.desc(), Roadshow.id).limit(most)).unique().all()
