"""Grants of seed money: a carrier's, a region's, and the tenants that may have got one."""

import datetime as dt
import uuid
from collections.abc import Sequence

from sqlalchemy import ColumnElement, Select, extract, func, select
from sqlalchemy.orm import contains_eager

from app.accounts.actor import Actor
from app.accounts.models import Role
from app.carriers.models import Carrier, Tenancy
from app.carriers.queries.carriers import of_region, visible_carrier
from app.extensions import db
from app.projects.models import Project
from app.subsidies.models import GrantState, SeedGrant
from app.subsidies.policies import reads_grant


def inner_grant(actor: Actor, grant_id: uuid.UUID) -> SeedGrant | None:
    grant = db.session.get(SeedGrant, grant_id)
    return grant if grant is not None and reads_grant(actor, grant) else None


def granting_carrier(actor: Actor, carrier_id: uuid.UUID) -> Carrier | None:
    return visible_carrier(actor, carrier_id)


def grants(
    actor: Actor, *, state: str = "", year: int | None = None, carrier_id: uuid.UUID | None = None
) -> Select[SeedGrant]:
    """Of the actor's carriers or region; what waits first, then the newest."""
    statement = _grants().where(_mine(actor))
    if state in set(GrantState):
        statement = statement.where(SeedGrant.state == GrantState(state))
    if year:
        statement = statement.where(extract("year", SeedGrant.granted_on) == year)
    if carrier_id:
        statement = statement.where(SeedGrant.carrier_id == carrier_id)
    waits = SeedGrant.state == GrantState.REPORTED
    return statement.order_by(waits.desc(), SeedGrant.granted_on.desc(), SeedGrant.id)


def confirmed(carrier_ids: Sequence[uuid.UUID], first: dt.date, last: dt.date) -> Sequence[SeedGrant]:
    """What counts in these days, oldest first."""
    statement = _grants().where(
        SeedGrant.carrier_id.in_(carrier_ids),
        SeedGrant.state == GrantState.CONFIRMED,
        SeedGrant.granted_on.between(first, last),
    )
    return db.session.scalars(statement.order_by(SeedGrant.granted_on, SeedGrant.id)).unique().all()


def totals(actor: Actor, *, year: int | None = None, carrier_id: uuid.UUID | None = None) -> dict[str, int]:
    """State → fen."""
    rows = grants(actor, year=year, carrier_id=carrier_id).order_by(None).subquery()
    statement = select(rows.c.state, func.sum(rows.c.amount)).group_by(rows.c.state)
    return {GrantState(state).value: int(total) for state, total in db.session.execute(statement)}


def waiting(actor: Actor) -> int:
    """How many wait for this organiser."""
    statement = select(func.count()).select_from(SeedGrant).join(Carrier, Carrier.id == SeedGrant.carrier_id)
    return db.session.scalar(statement.where(of_region(actor), SeedGrant.state == GrantState.REPORTED)) or 0


def recipients(carrier: Carrier) -> Sequence[Tenancy]:
    """Companies that are or were inside, the present ones first."""
    statement = (
        select(Tenancy)
        .join(Tenancy.project)
        .join(Tenancy.carrier)
        .where(Tenancy.carrier_id == carrier.id, Tenancy.registered_on.is_not(None))
        .options(contains_eager(Tenancy.project).lazyload(Project.facets), contains_eager(Tenancy.carrier))
    )
    order = (Tenancy.left_on.is_not(None), Project.name, Tenancy.entered_on.desc(), Tenancy.id)
    return db.session.scalars(statement.order_by(*order)).unique().all()


def _grants() -> Select[SeedGrant]:
    tenancy = contains_eager(SeedGrant.tenancy)
    return (
        select(SeedGrant)
        .join(SeedGrant.carrier)
        .join(SeedGrant.tenancy)
        .join(Tenancy.project)
        .options(
            contains_eager(SeedGrant.carrier).lazyload(Carrier.facets),
            tenancy.contains_eager(Tenancy.project).lazyload(Project.facets),
            tenancy.lazyload(Tenancy.carrier),
        )
    )


def _mine(actor: Actor) -> ColumnElement[bool]:
    if actor.is_(Role.CARRIER_STAFF):
        return Carrier.organisation_id == actor.organisation_id
    return of_region(actor)
