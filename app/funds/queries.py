"""Reading funds."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, func, not_, or_, select
from sqlalchemy.orm import joinedload

from app.accounts.actor import Actor
from app.accounts.models import Organisation
from app.cities.sharing import put_before, standing_in
from app.core import search, teasers
from app.core.profiles import ProfileState
from app.extensions import db
from app.funds.models import Fund, FundFacet, FundInvestment
from app.funds.policies import can_see, can_see_portfolio, owns

FUND_OF_FUNDS = "fund-of-funds"
ORDERS: dict[str, Any] = {
    "newest": (Fund.published_at.desc(), Fund.id),
    "name": (Fund.sort_key, Fund.id),
}


@dataclass(frozen=True, slots=True)
class Teaser(teasers.Teaser):
    """What a list shows of a fund, and no more than that."""

    id: uuid.UUID
    name: str
    fund_type: str
    tagline: str
    ticket_min: int | None
    ticket_max: int | None
    leads: bool
    follows: bool
    deals_per_year: int | None
    logo_id: uuid.UUID | None
    organisation_name: str
    gathered: str | None


def visible_fund(actor: Actor, fund_id: uuid.UUID) -> Fund | None:
    fund = db.session.get(Fund, fund_id)
    return fund if fund is not None and can_see(actor, fund) else None


def own_funds(actor: Actor) -> Sequence[Fund]:
    statement = select(Fund).where(Fund.organisation_id == actor.organisation_id)
    return db.session.scalars(statement.order_by(Fund.created_at.desc(), Fund.id)).all()


def possible_parents(actor: Actor, fund: Fund | None = None) -> Sequence[Fund]:
    """Funds of funds that everybody or the actor may see, by name."""
    statement = select(Fund).where(
        Fund.fund_type == FUND_OF_FUNDS,
        or_(Fund.state == ProfileState.PUBLISHED, Fund.organisation_id == actor.organisation_id),
        Fund.state != ProfileState.ARCHIVED,
        or_(put_before(actor.region_code, in_cities), Fund.organisation_id == actor.organisation_id),
    )
    if fund is not None:
        statement = statement.where(Fund.id != fund.id)
    return db.session.scalars(statement.order_by(Fund.sort_key, Fund.id)).all()


def sub_funds(fund: Fund) -> Sequence[Fund]:
    statement = published().where(Fund.parent_fund_id == fund.id)
    return db.session.scalars(statement.order_by(Fund.sort_key, Fund.id)).all()


def published() -> Select[Fund]:
    return select(Fund).where(Fund.state == ProfileState.PUBLISHED)


def directory(
    *,
    words: str = "",
    types: Sequence[str] = (),
    rounds: Sequence[str] = (),
    sectors: Sequence[str] = (),
    region: str = "",
    ticket: int | None = None,
    hidden: Sequence[str] = (),
    order: str = "newest",
) -> Select[Fund]:
    """Published funds but for those of hidden cities. A region, given by a short code prefix, finds funds for it,
    inside it and around it."""
    statement = published()
    if hidden:
        statement = statement.where(not_(in_cities(hidden)))
    if words:
        statement = statement.where(Fund.id.in_(search.matching(words, "fund")))
    if types:
        statement = statement.where(Fund.fund_type.in_(types))
    for facet, codes in (("round", rounds), ("sector", sectors)):
        if codes:
            statement = statement.where(Fund.id.in_(with_facet(facet, codes)))
    if region:
        around = [region[:digits].ljust(6, "0") for digits in (2, 4) if digits < len(region)]
        inside = FundFacet.code.startswith(region, autoescape=True)
        near = select(FundFacet.fund_id).where(FundFacet.facet == "region", or_(inside, FundFacet.code.in_(around)))
        statement = statement.where(Fund.id.in_(near))
    if ticket is not None:
        # A bound that is not given does not exclude; a fund that gives neither says nothing about this amount.
        statement = statement.where(
            func.coalesce(Fund.ticket_min, Fund.ticket_max).is_not(None),
            func.coalesce(Fund.ticket_min, ticket) <= ticket,
            func.coalesce(Fund.ticket_max, ticket) >= ticket,
        )
    return statement.order_by(*ORDERS.get(order, ORDERS["newest"]))


def in_cities(codes: Sequence[str]) -> ColumnElement[bool]:
    return standing_in(codes, Fund.organisation_id)


def shown(funds: Select[Fund]) -> Select[*tuple[Any, ...]]:
    """The columns of `Teaser` for these funds."""
    # Asked for one row at a time: joined, the thousands that are only counted would each look for theirs.
    organisation = select(Organisation.name).where(Organisation.id == Fund.organisation_id).correlate(Fund)
    return funds.with_only_columns(
        Fund.id,
        Fund.name,
        Fund.fund_type,
        Fund.tagline,
        Fund.ticket_min,
        Fund.ticket_max,
        Fund.leads,
        Fund.follows,
        Fund.deals_per_year,
        Fund.logo_id,
        organisation.scalar_subquery(),
        teasers.gathered(Fund),
    )


def with_facet(facet: str, codes: Sequence[str]) -> Select[uuid.UUID]:
    return select(FundFacet.fund_id).where(FundFacet.facet == facet, FundFacet.code.in_(codes))


def visible_portfolio(actor: Actor, fund_id: uuid.UUID) -> Fund | None:
    """The fund, if the reader may see what it invested in."""
    fund = db.session.get(Fund, fund_id)
    return fund if fund is not None and can_see_portfolio(actor, fund) else None


def visible_investment(actor: Actor, investment_id: uuid.UUID) -> FundInvestment | None:
    investment = db.session.get(FundInvestment, investment_id, options=[joinedload(FundInvestment.fund)])
    if investment is None or not can_see_portfolio(actor, investment.fund):
        return None
    shown = investment.is_public and investment.removed_at is None
    return investment if shown or owns(actor, investment.fund) else None


def portfolio(fund: Fund, *, everything: bool) -> Select[FundInvestment]:
    """One fund's investments, the newest first: for its manager everything, for others what is public."""
    statement = select(FundInvestment).where(FundInvestment.fund_id == fund.id, FundInvestment.removed_at.is_(None))
    if not everything:
        statement = statement.where(FundInvestment.is_public)
    return statement.order_by(FundInvestment.invested_on.desc(), FundInvestment.id.desc())


def investment_counts(fund_ids: Collection[uuid.UUID], *, everything: bool = True) -> dict[uuid.UUID, int]:
    statement = select(FundInvestment.fund_id, func.count().label("number")).where(
        FundInvestment.fund_id.in_(fund_ids), FundInvestment.removed_at.is_(None)
    )
    if not everything:
        statement = statement.where(FundInvestment.is_public)
    statement = statement.group_by(FundInvestment.fund_id)
    return {row.fund_id: row.number for row in db.session.execute(statement)}
