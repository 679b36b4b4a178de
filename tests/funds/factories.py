import datetime as dt
from typing import Any

from app.accounts.actor import Actor
from app.accounts.models import Role
from app.funds import services
from app.funds.models import Fund, FundInvestment
from tests import factories


def fund(owner: Actor | None = None, **values: Any) -> Fund:
    return services.create(
        actor=owner or factories.actor(Role.INVESTOR),
        **{
            "name": "南湖天使基金",
            "tagline": "投第一笔钱",
            "thesis": "看重工程能力。",
            "fund_type": "angel",
            "rounds": ["seed", "angel"],
            "sectors": ["robotics"],
            "regions": ["330000"],
            "ticket_min": 50_000_000,
            "ticket_max": 300_000_000,
            **values,
        },
    )


def published(owner: Actor | None = None, **values: Any) -> Fund:
    owner = owner or factories.actor(Role.INVESTOR)
    made = fund(owner, **values)
    services.publish(actor=owner, fund=made)
    return made


def investment(owner: Actor, made: Fund, **values: Any) -> FundInvestment:
    return services.add_investment(
        actor=owner,
        fund=made,
        **{"company": "某某智能", "invested_on": dt.date(2024, 5, 6), "round": "angel", **values},
    )
