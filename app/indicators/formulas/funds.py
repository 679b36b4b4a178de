"""Investment into tenants, from what funds published of their portfolios; the rest of it is nobody's figure."""

from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func
from sqlalchemy.orm import aliased

from app.carriers.models import CarrierPeriod, Tenancy
from app.core.visibility import Visibility
from app.funds.models import Fund, FundInvestment
from app.indicators.formulas.base import Formula, Window, counted, of_carrier, there
from app.projects.models import Project

_READ = (Visibility.PUBLIC.value, Visibility.SIGNED_IN.value)


def investment(window: Window) -> Select[Any]:
    return _rounds(window, amount=FundInvestment.amount)


def invested_tenants(window: Window) -> Select[Any]:
    """The first of a project's rounds in the period stands for the project."""
    earlier, fund = aliased(FundInvestment), aliased(Fund)
    before = exists().where(
        earlier.project_id == FundInvestment.project_id,
        earlier.invested_on.between(window.first, window.last),
        earlier.id < FundInvestment.id,
        earlier.fund_id == fund.id,
        _published(earlier, fund),
    )
    return _rounds(window).where(~before)


def _rounds(window: Window, amount: Any = 1) -> Select[Any]:
    """Several funds of one round publish the same round; the first of them counts."""
    same, fund = aliased(FundInvestment), aliased(Fund)
    again = exists().where(
        same.project_id == FundInvestment.project_id,
        same.invested_on == FundInvestment.invested_on,
        same.round == FundInvestment.round,
        same.amount == FundInvestment.amount,
        same.id < FundInvestment.id,
        same.fund_id == fund.id,
        _published(same, fund),
    )
    day = FundInvestment.invested_on
    then = (Tenancy.project_id == FundInvestment.project_id) & there(Tenancy.entered_on, Tenancy.left_on, day)
    return (
        counted("investment", FundInvestment.id, Project.name, day=day, carrier=Tenancy.carrier_id, amount=amount)
        .select_from(FundInvestment)
        .join(Fund, Fund.id == FundInvestment.fund_id)
        .join(Project, Project.id == FundInvestment.project_id)
        .join(Tenancy, then)
        .join(CarrierPeriod, of_carrier(Tenancy.carrier_id, day))
        .where(
            day.between(window.first, window.last),
            FundInvestment.amount > 0,
            _published(FundInvestment, Fund),
            ~again,
        )
    )


def _published(investment: Any, fund: Any) -> ColumnElement[bool]:
    """Readers who are signed in see the entry and the portfolio that it is in."""
    shown = func.coalesce(fund.visibility["portfolio"].as_string(), Visibility.PUBLIC.value).in_(_READ)
    published: ColumnElement[bool] = (
        investment.is_public & investment.removed_at.is_(None) & (fund.state == "published") & shown
    )
    return published


FUNDS: dict[str, Formula] = {formula.__name__: formula for formula in (investment, invested_tenants)}
