"""Carriers: one, one's own, and the directory."""

import uuid
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import joinedload, load_only

from app.accounts.actor import Actor
from app.accounts.models import Organisation, Role
from app.carriers.models import Carrier, CarrierFacet
from app.carriers.policies import can_see, owns
from app.core import search
from app.core.facets import briefly
from app.core.profiles import ProfileState
from app.extensions import db
from app.taxonomy import catalogue
from app.taxonomy.regions import overseen as in_region

ORDERS: dict[str, Any] = {
    "newest": (Carrier.published_at.desc(), Carrier.id),
    "name": (Carrier.sort_key, Carrier.id),
    "area": (Carrier.incubation_area.desc().nulls_last(), Carrier.sort_key, Carrier.id),
}
# What a list shows of a carrier, and no more than that; `read_codes` brings kinds and sectors.
TEASER = (
    load_only(
        Carrier.organisation_id,
        Carrier.name,
        Carrier.tagline,
        Carrier.link,
        Carrier.level,
        Carrier.ownership,
        Carrier.leading_sector,
        Carrier.region_code,
        Carrier.home_region_code,
        Carrier.address,
        Carrier.total_area,
        Carrier.incubation_area,
        Carrier.opened_on,
        Carrier.logo_id,
    ),
    joinedload(Carrier.organisation).load_only(Organisation.name),
    briefly(Carrier),
)


def visible_carrier(actor: Actor, carrier_id: uuid.UUID) -> Carrier | None:
    carrier = db.session.get(Carrier, carrier_id)
    return carrier if carrier is not None and can_see(actor, carrier) else None


def own_carrier(actor: Actor, carrier_id: uuid.UUID) -> Carrier | None:
    carrier = db.session.get(Carrier, carrier_id)
    return carrier if carrier is not None and owns(actor, carrier) else None


def own_carriers(actor: Actor) -> Sequence[Carrier]:
    statement = select(Carrier).where(Carrier.organisation_id == actor.organisation_id)
    return db.session.scalars(statement.order_by(Carrier.created_at.desc(), Carrier.id)).all()


def overseen(actor: Actor) -> Sequence[Carrier]:
    """The carriers that the person works for, or that belong to the region they organise for."""
    mine = Carrier.organisation_id == actor.organisation_id if actor.is_(Role.CARRIER_STAFF) else of_region(actor)
    statement = select(Carrier).where(mine).options(briefly(Carrier))
    return db.session.scalars(statement.order_by(Carrier.zone_code, Carrier.link, Carrier.sort_key, Carrier.id)).all()


def of_region(actor: Actor) -> ColumnElement[bool]:
    """Carriers that the organiser oversees, but for drafts; none without a region."""
    known = or_(Carrier.state == "published", and_(Carrier.state == "archived", Carrier.published_at.is_not(None)))
    return and_(in_region(actor, Carrier.zone_code), known)


def published() -> Select[Carrier]:
    return select(Carrier).where(Carrier.state == ProfileState.PUBLISHED)


def directory(
    *,
    words: str = "",
    links: Sequence[str] = (),
    levels: Sequence[str] = (),
    kinds: Sequence[str] = (),
    sectors: Sequence[str] = (),
    region: str = "",
    order: str = "newest",
) -> Select[Carrier]:
    """Published carriers; a region given by a short code prefix holds those inside it and the offshore ones it has."""
    statement = published()
    if words:
        statement = statement.where(Carrier.id.in_(search.matching(words, "carrier")))
    if links:
        statement = statement.where(Carrier.link.in_(links))
    if levels:
        statement = statement.where(Carrier.level.in_(levels))
    if kinds:
        statement = statement.where(Carrier.id.in_(with_facet("kind", kinds)))
    if sectors:
        served = Carrier.id.in_(with_facet("sector", sectors))
        statement = statement.where(or_(served, Carrier.leading_sector.in_(_within(sectors))))
    if region:
        inside = (column.startswith(region, autoescape=True) for column in (Carrier.region_code, Carrier.zone_code))
        statement = statement.where(or_(*inside))
    return statement.order_by(*ORDERS.get(order, ORDERS["newest"]))


def with_facet(facet: str, codes: Sequence[str]) -> Select[uuid.UUID]:
    return select(CarrierFacet.carrier_id).where(CarrierFacet.facet == facet, CarrierFacet.code.in_(codes))


def _within(sectors: Sequence[str]) -> set[str]:
    """A leading industry may be a whole group: who looks for one of its sectors finds it."""
    groups = {group for code in sectors if (group := catalogue.sector_group_of(code))}
    return {*sectors, *groups}
