"""Platforms, funds and staff of a carrier."""

import uuid
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, select

from app.accounts.actor import Actor
from app.accounts.models import Account, Membership, Role
from app.carriers.models import RESOURCES, Carrier, CarrierStaff, Resource
from app.carriers.policies import can_see, sees_inside
from app.core.days import city_day
from app.extensions import db


def inner_resource(actor: Actor, kind: str, resource_id: uuid.UUID) -> Resource | None:
    """One that the reader may see from inside; its carrier may be public and this is still nobody else's."""
    found: Resource | None = db.session.get(RESOURCES[kind], resource_id)
    if found is None or not can_see(actor, found.carrier) or not sees_inside(actor, found.carrier):
        return None
    return found


def resources(carrier: Carrier, kind: str, *, ended: bool = False) -> Select[Any]:
    """What the carrier has now, or has had."""
    model = RESOURCES[kind]
    over = model.ended_on.is_not(None) if ended else model.ended_on.is_(None)
    return select(model).where(model.carrier_id == carrier.id, over).order_by(model.started_on, model.id)


def shown(carrier: Carrier, kind: str) -> Sequence[Any]:
    return db.session.scalars(resources(carrier, kind)).unique().all()


def staff_of(carrier_id: uuid.UUID) -> Sequence[CarrierStaff]:
    """Who works there today."""
    statement = select(CarrierStaff).where(CarrierStaff.carrier_id == carrier_id, CarrierStaff.ended_on.is_(None))
    return db.session.scalars(statement.where(CarrierStaff.started_on <= city_day()).order_by(CarrierStaff.name)).all()


def colleagues(carrier: Carrier) -> list[tuple[uuid.UUID, str]]:
    """The accounts that act for the operator, to link a member of staff with."""
    statement = (
        select(Account.id, Account.name)
        .join(Membership, Membership.account_id == Account.id)
        .where(
            Membership.organisation_id == carrier.organisation_id,
            Membership.role == Role.CARRIER_STAFF,
            Membership.ended_at.is_(None),
        )
    )
    return [(row.id, row.name) for row in db.session.execute(statement.order_by(Account.name, Account.id))]
