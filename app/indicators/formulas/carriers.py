"""Carriers, what they are accredited as, and their areas: read from the history, so that a past day stays as it was."""

import datetime as dt
from typing import Any

from sqlalchemy import ColumnElement, Select, String, and_, cast, exists, func, or_
from sqlalchemy.orm import aliased

from app.carriers.models import Accreditation, AccreditationState, Carrier, CarrierPeriod, Level, Tenancy, Title
from app.indicators.formulas.base import Formula, Window, counted, holds, of_carrier, there
from app.projects.models import Project


def carriers(window: Window) -> Select[Any]:
    return _present(window)


def area_total(window: Window) -> Select[Any]:
    return _present(window, amount=func.coalesce(CarrierPeriod.total_area, 0))


def area_incubation(window: Window) -> Select[Any]:
    return _present(window, amount=func.coalesce(CarrierPeriod.incubation_area, 0))


def carriers_specialised(window: Window) -> Select[Any]:
    return _present(window).where(cast(CarrierPeriod.kinds, String).contains('"specialised"'))


def carriers_national(window: Window) -> Select[Any]:
    return _present(window).where(_accredited(window.last, Accreditation.level == Level.NATIONAL))


def carriers_provincial(window: Window) -> Select[Any]:
    return _present(window).where(_accredited(window.last, Accreditation.level == Level.PROVINCIAL))


def carriers_model(window: Window) -> Select[Any]:
    return _present(window).where(_accredited(window.last, Accreditation.title != Title.CARRIER))


def carriers_new(window: Window) -> Select[Any]:
    """A carrier's first period begins in the window."""
    earlier = aliased(CarrierPeriod)
    before = exists().where(
        earlier.carrier_id == CarrierPeriod.carrier_id, earlier.valid_from < CarrierPeriod.valid_from
    )
    return _begun(window).where(~before)


def operators_new(window: Window) -> Select[Any]:
    """The same, where the operator has had no carrier before."""
    earlier, other = aliased(CarrierPeriod), aliased(Carrier)
    first = or_(
        earlier.valid_from < CarrierPeriod.valid_from,
        and_(earlier.valid_from == CarrierPeriod.valid_from, earlier.id < CarrierPeriod.id),
    )
    before = exists().where(other.organisation_id == Carrier.organisation_id, earlier.carrier_id == other.id, first)
    return _begun(window).where(~before)


def area_new(window: Window) -> Select[Any]:
    """What a carrier has on the last day beyond what it had before the first one."""
    before = aliased(CarrierPeriod)
    eve = window.first - dt.timedelta(1)
    known = and_(
        before.carrier_id == CarrierPeriod.carrier_id,
        before.valid_from <= eve,
        or_(before.valid_until.is_(None), before.valid_until > eve),
    )
    now, then = func.coalesce(CarrierPeriod.incubation_area, 0), func.coalesce(before.incubation_area, 0)
    return _present(window, amount=now - then).outerjoin(before, known).where(now > then)


def area_occupied(window: Window) -> Select[Any]:
    return (
        counted(
            "tenancy",
            Tenancy.id,
            Project.name,
            day=Tenancy.entered_on,
            carrier=Tenancy.carrier_id,
            amount=Tenancy.area,
        )
        .select_from(Tenancy)
        .join(Project, Project.id == Tenancy.project_id)
        .join(CarrierPeriod, of_carrier(Tenancy.carrier_id, window.last))
        .where(there(Tenancy.entered_on, Tenancy.left_on, window.last), Tenancy.area > 0)
    )


def _present(window: Window, amount: Any = 1) -> Select[Any]:
    return _rows(amount).where(holds(window.last))


def _begun(window: Window) -> Select[Any]:
    return _rows(1).where(CarrierPeriod.valid_from.between(window.first, window.last))


def _rows(amount: Any) -> Select[Any]:
    return (
        counted(
            "carrier",
            Carrier.id,
            Carrier.name,
            day=CarrierPeriod.valid_from,
            carrier=Carrier.id,
            amount=amount,
        )
        .select_from(CarrierPeriod)
        .join(Carrier, Carrier.id == CarrierPeriod.carrier_id)
    )


def _accredited(day: dt.date, *what: ColumnElement[bool]) -> ColumnElement[bool]:
    """In force on this day; what was revoked since counts until the day before."""
    return exists().where(
        Accreditation.carrier_id == CarrierPeriod.carrier_id,
        Accreditation.state.in_([AccreditationState.ACCEPTED, AccreditationState.REVOKED]),
        Accreditation.issued_on <= day,
        or_(Accreditation.expires_on.is_(None), Accreditation.expires_on >= day),
        or_(Accreditation.revoked_on.is_(None), Accreditation.revoked_on > day),
        *what,
    )


CARRIERS: dict[str, Formula] = {
    formula.__name__: formula
    for formula in (
        carriers,
        carriers_new,
        operators_new,
        carriers_national,
        carriers_provincial,
        carriers_model,
        carriers_specialised,
        area_total,
        area_incubation,
        area_new,
        area_occupied,
    )
}
