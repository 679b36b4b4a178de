"""Writing a fund's portfolio: the rounds it took part in, with dates."""

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from app.accounts.actor import Actor
from app.core.errors import Conflict, Forbidden, Invalid, require
from app.core.model import utc_now
from app.extensions import db
from app.funds.models import Fund, FundInvestment
from app.funds.policies import can_edit, can_edit_investment, owns
from app.funds.services.profile import index

EARLIEST = dt.date(1980, 1, 1)
TEXTS = ("company", "region_code", "round", "description")
PLAIN = ("invested_on", "amount", "is_lead", "is_public")


def add_investment(*, actor: Actor, fund: Fund, **values: Any) -> FundInvestment:
    if not can_edit(actor, fund):
        raise Forbidden
    investment = FundInvestment(fund_id=fund.id, fund=fund, sectors=[])
    _fill(investment, values)
    db.session.add(investment)
    _changed(fund)
    return investment


def edit_investment(*, actor: Actor, investment: FundInvestment, **values: Any) -> FundInvestment:
    if not can_edit_investment(actor, investment):
        raise Forbidden
    if investment.removed_at is not None:
        raise Conflict(_("This investment was removed."))
    _fill(investment, values)
    _changed(investment.fund)
    return investment


def remove_investment(*, actor: Actor, investment: FundInvestment) -> None:
    if not can_edit_investment(actor, investment):
        raise Forbidden
    _check_by_hand(investment)
    if investment.removed_at is not None:
        raise Conflict(_("This investment was removed."))
    investment.removed_at = utc_now()
    _changed(investment.fund)


def put_back_investment(*, actor: Actor, investment: FundInvestment) -> None:
    if not can_edit_investment(actor, investment):
        raise Forbidden
    _check_by_hand(investment)
    if investment.removed_at is None:
        raise Conflict(_("This investment stands in the portfolio."))
    investment.removed_at = None
    _changed(investment.fund)


def _check_by_hand(investment: FundInvestment) -> None:
    if investment.is_from_ledger:
        raise Conflict(_("This comes from the investment ledger; reverse the entry there."))


def enter_portfolio(
    *, actor: Actor, fund: Fund, source_key: str, project_id: uuid.UUID | None = None, **values: Any
) -> FundInvestment:
    """For the investment ledger, also of a fund that is archived meanwhile."""
    require(owns(actor, fund))
    investment = FundInvestment(fund=fund, sectors=[], project_id=project_id, source_key=source_key)
    _fill(investment, values)
    db.session.add(investment)
    _changed(fund)
    return investment


def leave_portfolio(*, actor: Actor, fund: Fund, source_key: str) -> None:
    """For the investment ledger: the entry was reversed."""
    require(owns(actor, fund))
    entered = select(FundInvestment).where(FundInvestment.fund_id == fund.id, FundInvestment.source_key == source_key)
    investment = db.session.scalar(entered)
    if investment is not None and investment.removed_at is None:
        investment.removed_at = utc_now()
        _changed(fund)


def _fill(investment: FundInvestment, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        if name == "sectors":
            if investment.sectors != (value or []):
                investment.sectors = list(value or [])
        elif name in TEXTS:
            setattr(investment, name, value or "")
        elif name in PLAIN:
            setattr(investment, name, value)
    if not investment.company:
        raise Invalid(_("Name the company."), "company")
    if investment.invested_on is None or not EARLIEST <= investment.invested_on <= utc_now().date() + dt.timedelta(1):
        raise Invalid(_("Give the day of the investment; it cannot lie in the future."), "invested_on")


def _changed(fund: Fund) -> None:
    db.session.flush()
    index(fund)
    db.session.flush()
