"""Platforms, funds and staff of a carrier: entered, corrected, ended on a day, taken up again."""

import datetime as dt
import uuid
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from app.accounts.actor import Actor
from app.accounts.models import Membership
from app.carriers.models import (
    RESOURCES,
    Carrier,
    CarrierFund,
    CarrierPlatform,
    CarrierStaff,
    FundMode,
    PlatformMode,
    Resource,
    ServiceAssignment,
    StaffTraining,
    TrainingLevel,
)
from app.carriers.policies import can_edit
from app.core.days import city_day
from app.core.errors import Conflict, Invalid, require
from app.extensions import db
from app.funds.models import Fund

EARLIEST = dt.date(1980, 1, 1)


def add(*, actor: Actor, carrier: Carrier, kind: str, **values: Any) -> Resource:
    require(can_edit(actor, carrier))
    resource: Resource = RESOURCES[kind](carrier_id=carrier.id, name="", started_on=city_day())
    resource.carrier = carrier
    with db.session.no_autoflush:
        _fill(resource, values)
    db.session.add(resource)
    db.session.flush()
    return resource


def edit(*, actor: Actor, resource: Resource, **values: Any) -> None:
    require(can_edit(actor, resource.carrier))
    _fill(resource, values)
    db.session.flush()


def end(*, actor: Actor, resource: Resource, on: dt.date | None = None) -> None:
    """It is there no longer; statistics keep it until the day before."""
    require(can_edit(actor, resource.carrier))
    if resource.ended_on is not None:
        raise Conflict(_("This has ended already."))
    day = on or city_day()
    if not resource.started_on <= day <= city_day():
        raise Invalid(_("Choose a day from %(day)s to today.", day=resource.started_on), "ended_on")
    resource.ended_on = day
    if isinstance(resource, CarrierStaff):
        _free(resource, day)
    db.session.flush()


def reopen(*, actor: Actor, resource: Resource) -> None:
    require(can_edit(actor, resource.carrier))
    if resource.ended_on is None:
        raise Conflict(_("This has not ended."))
    resource.ended_on = None
    db.session.flush()


def _fill(resource: Resource, values: dict[str, Any]) -> None:
    resource.name = values.get("name", resource.name)
    if not resource.name:
        raise Invalid(_("Give it a name."), "name")
    resource.started_on = values.get("started_on") or resource.started_on
    last = resource.ended_on or city_day()
    if not EARLIEST <= resource.started_on <= last:
        raise Invalid(_("Choose a day from %(first)s to %(last)s.", first=EARLIEST, last=last), "started_on")
    if isinstance(resource, CarrierPlatform):
        resource.mode = PlatformMode(values["mode"])
        resource.partner, resource.description = values.get("partner") or "", values.get("description") or ""
        resource.equipment_value = values.get("equipment_value")
    elif isinstance(resource, CarrierFund):
        resource.mode, resource.fund_type = FundMode(values["mode"]), values.get("fund_type") or ""
        resource.size, resource.fund_id = values.get("size"), _fund_meant_by(resource.name)
    elif isinstance(resource, CarrierStaff):
        resource.position = values.get("position") or ""
        resource.account_id = _colleague(resource, values.get("account_id"))
        _train(resource, values.get("training"), values.get("trained_on"))


def _fund_meant_by(name: str) -> uuid.UUID | None:
    """The one published fund of this name."""
    found = db.session.scalars(select(Fund.id).where(Fund.name == name, Fund.state == "published").limit(2)).all()
    return found[0] if len(found) == 1 else None


def _colleague(staff: CarrierStaff, account_id: uuid.UUID | None) -> uuid.UUID | None:
    """An account that acts for the operator; whoever was linked stays so after leaving."""
    if account_id is None or account_id == staff.account_id:
        return account_id
    member = select(Membership.id).where(
        Membership.account_id == account_id,
        Membership.organisation_id == staff.carrier.organisation_id,
        Membership.ended_at.is_(None),
    )
    if db.session.scalar(member.limit(1)) is None:
        raise Invalid(_("Choose a colleague from the list."), "account_id")
    return account_id


def _train(staff: CarrierStaff, level: str | None, day: dt.date | None) -> None:
    """Note a level that was completed, or mend its day."""
    if not level:
        return
    if day is None or not EARLIEST <= day <= city_day():
        raise Invalid(_("Write the day on which the training was completed."), "trained_on")
    known = next((row for row in staff.trainings if row.level == level), None)
    if known is None:
        staff.trainings.append(StaffTraining(level=TrainingLevel(level), completed_on=day))
    else:
        known.completed_on = day


def _free(staff: CarrierStaff, day: dt.date) -> None:
    """Whoever is gone looks after no tenant; the coverage report shows which ones lack somebody now."""
    acting = select(ServiceAssignment).where(
        ServiceAssignment.staff_id == staff.id, ServiceAssignment.ended_on.is_(None)
    )
    for assignment in db.session.scalars(acting.order_by(ServiceAssignment.id)):
        assignment.ended_on = max(day, assignment.started_on)
