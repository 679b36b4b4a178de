"""Who is inside, who came and who left, and how the carriers look after them."""

import datetime as dt
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, case, exists, or_

from app.carriers.models import (
    CarrierFund,
    CarrierPeriod,
    CarrierPlatform,
    CarrierStaff,
    FundMode,
    LeaveReason,
    ServiceAssignment,
    StaffTraining,
    TeamRole,
    Tenancy,
)
from app.indicators.formulas.base import Formula, Window, counted, of_carrier, there
from app.projects.models import Project, ProjectFacet
from app.taxonomy import catalogue


def inside(window: Window) -> Select[Any]:
    return _present(window.last)


def tenants(window: Window) -> Select[Any]:
    return _present(window.last).where(_company(window.last))


def teams(window: Window) -> Select[Any]:
    return _present(window.last).where(~_company(window.last))


def entries(window: Window) -> Select[Any]:
    """What was handed over came from another carrier; what the startup contested never came."""
    return _rows(Tenancy.entered_on).where(
        Tenancy.entered_on.between(window.first, window.last), Tenancy.previous_id.is_(None), ~_contested()
    )


def handovers(window: Window) -> Select[Any]:
    return _left(window, LeaveReason.HANDED_OVER)


def graduates(window: Window) -> Select[Any]:
    return _left(window, LeaveReason.GRADUATED)


def departures(window: Window) -> Select[Any]:
    return _left(window, LeaveReason.DISMISSED, LeaveReason.CLOSED_DOWN)


def leading_tenants(window: Window) -> Select[Any]:
    """A leading industry is a sector or a whole group of them."""
    in_it = or_(
        ProjectFacet.code == CarrierPeriod.leading_sector,
        case(_groups(), value=ProjectFacet.code, else_="") == CarrierPeriod.leading_sector,
    )
    belongs = exists().where(ProjectFacet.project_id == Tenancy.project_id, ProjectFacet.facet == "sector", in_it)
    return tenants(window).where(CarrierPeriod.leading_sector != "", belongs)


def covered_tenants(window: Window) -> Select[Any]:
    """Somebody of the carrier's staff does either duty on the last day."""
    return inside(window).where(*(_served(role, window.last) for role in TeamRole))


def staff(window: Window) -> Select[Any]:
    return _resources(CarrierStaff, "staff", window.last)


def staff_trained(window: Window) -> Select[Any]:
    trained = exists().where(StaffTraining.staff_id == CarrierStaff.id, StaffTraining.completed_on <= window.last)
    return staff(window).where(trained)


def platforms(window: Window) -> Select[Any]:
    return _resources(CarrierPlatform, "platforms", window.last)


def funds(window: Window) -> Select[Any]:
    return _resources(CarrierFund, "funds", window.last)


def fund_size(window: Window) -> Select[Any]:
    return _resources(CarrierFund, "funds", window.last, amount=CarrierFund.size).where(CarrierFund.size > 0)


def fund_size_own(window: Window) -> Select[Any]:
    return fund_size(window).where(CarrierFund.mode == FundMode.SET_UP)


def funds_new(window: Window) -> Select[Any]:
    """Set up or won in the period, whether it is still there or not."""
    return (
        counted("funds", CarrierFund.id, CarrierFund.name, day=CarrierFund.started_on, carrier=CarrierFund.carrier_id)
        .select_from(CarrierFund)
        .join(CarrierPeriod, of_carrier(CarrierFund.carrier_id, CarrierFund.started_on))
        .where(CarrierFund.started_on.between(window.first, window.last))
    )


def _rows(day: Any) -> Select[Any]:
    """Tenancies in the zone where their carrier was on this day."""
    return (
        counted("tenancy", Tenancy.id, Project.name, day=Tenancy.entered_on, carrier=Tenancy.carrier_id)
        .select_from(Tenancy)
        .join(Project, Project.id == Tenancy.project_id)
        .join(CarrierPeriod, of_carrier(Tenancy.carrier_id, day))
    )


def _present(day: dt.date) -> Select[Any]:
    return _rows(day).where(there(Tenancy.entered_on, Tenancy.left_on, day), ~_contested())


def _left(window: Window, *reasons: LeaveReason) -> Select[Any]:
    return (
        counted("tenancy", Tenancy.id, Project.name, day=Tenancy.left_on, carrier=Tenancy.carrier_id)
        .select_from(Tenancy)
        .join(Project, Project.id == Tenancy.project_id)
        .join(CarrierPeriod, of_carrier(Tenancy.carrier_id, Tenancy.left_on))
        .where(Tenancy.left_on.between(window.first, window.last), Tenancy.left_reason.in_(reasons))
    )


def _contested() -> ColumnElement[bool]:
    return Tenancy.left_reason.is_not_distinct_from(LeaveReason.CONTESTED)


def _company(day: dt.date) -> ColumnElement[bool]:
    return Tenancy.registered_on.is_not(None) & (Tenancy.registered_on <= day)


def _served(role: TeamRole, day: dt.date) -> ColumnElement[bool]:
    acting = there(ServiceAssignment.started_on, ServiceAssignment.ended_on, day)
    return exists().where(ServiceAssignment.tenancy_id == Tenancy.id, ServiceAssignment.role == role, acting)


def _resources(model: Any, kind: str, day: dt.date, amount: Any = 1) -> Select[Any]:
    return (
        counted(kind, model.id, model.name, day=model.started_on, carrier=model.carrier_id, amount=amount)
        .select_from(model)
        .join(CarrierPeriod, of_carrier(model.carrier_id, day))
        .where(there(model.started_on, model.ended_on, day))
    )


@cache
def _groups() -> dict[str, str]:
    return {sector.code: sector.group for sector in catalogue.sectors()}


TENANTS: dict[str, Formula] = {
    formula.__name__: formula
    for formula in (
        inside,
        tenants,
        teams,
        entries,
        handovers,
        graduates,
        departures,
        leading_tenants,
        covered_tenants,
        staff,
        staff_trained,
        platforms,
        funds,
        funds_new,
        fund_size,
        fund_size_own,
    )
}
