"""Roadshows as the public and their organisers find them, and their line-ups."""

import datetime as dt
import uuid
from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import contains_eager, joinedload, lazyload

from app.accounts.actor import Actor
from app.core.model import utc_now
from app.extensions import db
from app.projects.models import Project
from app.roadshows.models import (
    Application,
    ApplicationState,
    LineupChange,
    LineupPlace,
    Registration,
    RegistrationState,
    Roadshow,
    RoadshowFacet,
    RoadshowState,
)
from app.roadshows.policies import can_see, manages


def visible_roadshow(actor: Actor, roadshow_id: uuid.UUID) -> Roadshow | None:
    roadshow = db.session.get(Roadshow, roadshow_id)
    return roadshow if roadshow is not None and can_see(actor, roadshow) else None


def managed_roadshow(actor: Actor, roadshow_id: uuid.UUID) -> Roadshow | None:
    """Its themes are loaded by the few of the organiser's pages that show them."""
    roadshow = db.session.get(Roadshow, roadshow_id, options=[lazyload(Roadshow.facets)])
    return roadshow if roadshow is not None and manages(actor, roadshow) else None


def public() -> Select[Roadshow]:
    return select(Roadshow).where(Roadshow.state != RoadshowState.DRAFT)


def calendar(
    *,
    past: bool = False,
    sectors: Sequence[str] = (),
    modes: Sequence[str] = (),
    region: str = "",
    now: dt.datetime | None = None,
) -> Select[Roadshow]:
    """Public roadshows, the next one first; past ones, the last one first."""
    now = now or utc_now()
    statement = public().where(Roadshow.ends_at <= now if past else Roadshow.ends_at > now)
    if sectors:
        themed = select(RoadshowFacet.roadshow_id)
        themed = themed.where(RoadshowFacet.facet == "sector", RoadshowFacet.code.in_(sectors))
        statement = statement.where(Roadshow.id.in_(themed))
    if modes:
        statement = statement.where(Roadshow.mode.in_(modes))
    if region:
        statement = statement.where(Roadshow.region_code.startswith(region, autoescape=True))
    return statement.order_by(Roadshow.starts_at.desc() if past else Roadshow.starts_at, Roadshow.id)


def own_roadshows(actor: Actor, *, state: str = "") -> Select[Roadshow]:
    statement = select(Roadshow).where(Roadshow.organisation_id == actor.organisation_id)
    if state:
        statement = statement.where(Roadshow.state == state)
    return statement.order_by(Roadshow.starts_at.desc(), Roadshow.id)


def lineup(roadshow_id: uuid.UUID) -> Sequence[Project]:
    """The projects of the line-up in their order, with organisations and facets; the waiting list is not part of it.

    A project that its owner took out of the lists meanwhile is not shown here either; the organiser sees its place.
    """
    return [place.project for place in lineup_places(roadshow_id) if place.project.is_published]


def lineup_places(roadshow_id: uuid.UUID, *, waiting: bool = False) -> Sequence[LineupPlace]:
    statement = (
        select(LineupPlace)
        .join(LineupPlace.project)
        .where(LineupPlace.roadshow_id == roadshow_id, LineupPlace.is_waiting.is_(waiting))
        .options(contains_eager(LineupPlace.project))
    )
    return db.session.scalars(statement.order_by(LineupPlace.position, LineupPlace.id)).unique().all()


def left_places(actor: Actor) -> Sequence[Roadshow]:
    """Own roadshows with a free place on a line-up that is known, and projects that wait for it."""
    waiting = select(LineupPlace.roadshow_id).where(LineupPlace.is_waiting)
    statement = select(Roadshow).where(
        Roadshow.organisation_id == actor.organisation_id,
        Roadshow.state.in_((RoadshowState.LINEUP_FIXED, RoadshowState.PUBLISHED)),
        Roadshow.lineup_count < Roadshow.capacity,
        Roadshow.id.in_(waiting),
    )
    return db.session.scalars(statement.order_by(Roadshow.starts_at, Roadshow.id)).unique().all()


def lineup_changes(roadshow_id: uuid.UUID, *, public: bool = False) -> Sequence[LineupChange]:
    """What changed since the line-up was fixed, newest first; `public` only what everybody saw."""
    statement = (
        select(LineupChange)
        .where(LineupChange.roadshow_id == roadshow_id)
        .options(*(joinedload(name) for name in (LineupChange.project, LineupChange.successor, LineupChange.made_by)))
    )
    if public:
        statement = statement.where(LineupChange.is_public)
    return db.session.scalars(statement.order_by(LineupChange.made_at.desc(), LineupChange.id)).unique().all()


@cache
def _counts() -> Select[int, int]:
    applications = select(func.count()).where(
        Application.roadshow_id == bindparam("roadshow_id"), Application.state == ApplicationState.SENT
    )
    registrations = select(func.count()).where(
        Registration.roadshow_id == bindparam("roadshow_id"), Registration.state != RegistrationState.CANCELLED
    )
    return select(applications.scalar_subquery(), registrations.scalar_subquery())


def counts(roadshow: Roadshow) -> dict[str, int]:
    """What the organiser's pages show on their tabs."""
    row = db.session.execute(_counts(), {"roadshow_id": roadshow.id}).one()
    return {"applications": row[0], "registrations": row[1], "lineup": roadshow.lineup_count}


def applied_projects(roadshow_id: uuid.UUID, project_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, Any]:
    """The applications of these projects to a roadshow, by project."""
    statement = select(Application).where(
        Application.roadshow_id == roadshow_id, Application.project_id.in_(project_ids)
    )
    return {row.project_id: row for row in db.session.scalars(statement).unique()}


def application_counts(roadshow_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, int]:
    """Sent applications by roadshow, for a list."""
    statement = (
        select(Application.roadshow_id, func.count())
        .where(Application.roadshow_id.in_(roadshow_ids), Application.state == ApplicationState.SENT)
        .group_by(Application.roadshow_id)
    )
    return dict(db.session.execute(statement).all())
