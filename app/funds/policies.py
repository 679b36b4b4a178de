"""Who may do what with a fund, and how far into it a reader reaches."""

from app.accounts.actor import Actor
from app.accounts.models import Role
from app.core.profiles import readable
from app.core.visibility import Visibility
from app.funds.fields import FIELDS
from app.funds.models import Fund, FundInvestment
from app.messages.queries import agreed_others


def owns(actor: Actor, fund: Fund) -> bool:
    """The fund belongs to the manager the person acts for."""
    return actor.is_(Role.INVESTOR) and actor.acts_for(fund.organisation_id)


def can_see(actor: Actor, fund: Fund) -> bool:
    """Published funds have a public mandate; everything else is the manager's alone."""
    return fund.is_published or owns(actor, fund)


def can_edit(actor: Actor, fund: Fund) -> bool:
    return owns(actor, fund) and not fund.is_archived


def can_publish(actor: Actor, fund: Fund) -> bool:
    return owns(actor, fund)


def can_see_portfolio(actor: Actor, fund: Fund) -> bool:
    return can_see(actor, fund) and "portfolio" in readable_fields(fund, reach(actor, fund))


def can_edit_investment(actor: Actor, investment: FundInvestment) -> bool:
    return can_edit(actor, investment.fund)


def reach(actor: Actor, fund: Fund, *, agreed: bool | None = None) -> Visibility:
    """The most private visibility this reader sees of the fund. `agreed` spares the query when it is known."""
    if owns(actor, fund):
        return Visibility.AGREED
    if agreed is None:
        agreed = bool(agreed_others(actor, [fund.id]))
    if agreed:
        return Visibility.AGREED
    return Visibility.SIGNED_IN if actor.is_signed_in else Visibility.PUBLIC


def readable_fields(fund: Fund, within: Visibility) -> frozenset[str]:
    """The names of the fields a reader of this reach may read; every page, list, export and search asks here."""
    return readable(FIELDS, fund, within)
