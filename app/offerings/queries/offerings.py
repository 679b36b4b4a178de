"""Reading offerings."""

import uuid
from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select

from app.accounts.actor import Actor
from app.core import search
from app.core.profiles import ProfileState
from app.extensions import db
from app.offerings.labels import GROUPS
from app.offerings.models import Offering, OfferingFacet, OfferingKind, ServiceRequest
from app.offerings.policies import can_see, owns

ORDERS: dict[str, Any] = {
    "newest": (Offering.published_at.desc(), Offering.id),
    "name": (Offering.sort_key, Offering.id),
    "rate": (Offering.rate_min.is_(None), Offering.rate_min, Offering.id),
}


def visible_offering(actor: Actor, offering_id: uuid.UUID) -> Offering | None:
    offering = db.session.get(Offering, offering_id)
    return offering if offering is not None and can_see(actor, offering) else None


def published_offering(actor: Actor, offering_id: uuid.UUID) -> Offering | None:
    offering = db.session.get(Offering, offering_id)
    return offering if offering is not None and offering.is_published else None


def own_offering(actor: Actor, offering_id: uuid.UUID) -> Offering | None:
    offering = db.session.get(Offering, offering_id)
    return offering if offering is not None and owns(actor, offering) else None


def own(actor: Actor) -> Select[Offering]:
    """All of the agency's, last changed first."""
    statement = select(Offering).where(Offering.organisation_id == actor.organisation_id)
    return statement.order_by(Offering.updated_at.desc(), Offering.id)


def published() -> Select[Offering]:
    return select(Offering).where(Offering.state == ProfileState.PUBLISHED)


def directory(
    *,
    words: str = "",
    group: str = "",
    kind: str = "",
    sector: str = "",
    stage: str = "",
    region: str = "",
    vouchers: bool = False,
    order: str = "newest",
) -> Select[Offering]:
    """Published offerings; what names no sector, stage or region is for all of them."""
    statement = published()
    if words:
        statement = statement.where(Offering.id.in_(search.matching(words, "offering")))
    if group:
        statement = statement.where(Offering.kind.in_(GROUPS[group][1]))
    if kind in set(OfferingKind):
        statement = statement.where(Offering.kind == OfferingKind(kind))
    if sector:
        statement = statement.where(_open_to("sector", OfferingFacet.code == sector))
    if stage:
        statement = statement.where(_open_to("stage", OfferingFacet.code == stage))
    if region:
        statement = statement.where(_open_to("region", OfferingFacet.code.startswith(region, autoescape=True)))
    if vouchers:
        statement = statement.where(Offering.takes_vouchers)
    return statement.order_by(*ORDERS.get(order, ORDERS["newest"]))


def ratings(offering_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, tuple[float, int]]:
    """Offering → (mean, number) of the ratings of completed requests."""
    statement = (
        select(ServiceRequest.offering_id, func.avg(ServiceRequest.rating), func.count(ServiceRequest.rating))
        .where(ServiceRequest.offering_id.in_(offering_ids), ServiceRequest.rating.is_not(None))
        .group_by(ServiceRequest.offering_id)
    )
    return {offering_id: (float(mean), number) for offering_id, mean, number in db.session.execute(statement)}


def of_agency(offering: Offering) -> Sequence[Offering]:
    """What else its agency offers."""
    statement = published().where(Offering.organisation_id == offering.organisation_id, Offering.id != offering.id)
    return db.session.scalars(statement.order_by(Offering.sort_key, Offering.id).limit(5)).all()


def _open_to(facet: str, wanted: ColumnElement[bool]) -> ColumnElement[bool]:
    of_facet = select(OfferingFacet.offering_id).where(OfferingFacet.facet == facet)
    return or_(Offering.id.not_in(of_facet), Offering.id.in_(of_facet.where(wanted)))
