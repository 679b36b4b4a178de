"""Mentors who also invest: known as soon as the project knows of the fund's intention, never before."""

import uuid
from dataclasses import dataclass
from typing import Any

from sqlalchemy import or_, select, union

from app.accounts.models import Membership, Role
from app.deals.models import Commitment, Deal, FinancingRound, Stage
from app.deals.queries.ledger import invested
from app.deals.queries.rounds import PROMISED
from app.extensions import db
from app.funds.models import Fund
from app.funds.ties import binds
from app.mentors.models import Mentor


@dataclass(frozen=True)
class InvestingMentor:
    """A registered mentor who acts for a fund that invests in the project, or told it that it may."""

    mentor_id: uuid.UUID
    mentor_name: str
    fund_id: uuid.UUID
    fund_name: str


@binds("deal")
def intentions() -> Any:
    """What the project was told and what was promised to its round; a deal that nobody told it of binds nobody yet."""
    told = select(Deal.fund_id, Deal.project_id).where(Deal.told_stage != Stage.PASSED)
    promised = select(Commitment.fund_id, FinancingRound.project_id).join(Commitment.round)
    return union(told, promised.where(Commitment.state.in_(PROMISED)))


def investing_mentors(project_id: uuid.UUID) -> list[InvestingMentor]:
    """Every mentor of the register in that position, whether or not they coach the project; by name."""
    bound, paid = intentions().subquery(), invested().subquery()
    either = or_(
        Fund.id.in_(select(bound.c.fund_id).where(bound.c.project_id == project_id)),
        Fund.id.in_(select(paid.c.fund_id).where(paid.c.project_id == project_id)),
    )
    statement = (
        select(Mentor.id, Mentor.name, Fund.id, Fund.name)
        .join(Membership, Membership.account_id == Mentor.account_id)
        .join(Fund, Fund.organisation_id == Membership.organisation_id)
        .where(Membership.role == Role.INVESTOR, Membership.ended_at.is_(None), either)
        .distinct()
        .order_by(Mentor.name, Mentor.id, Fund.name, Fund.id)
    )
    return [InvestingMentor(*row) for row in db.session.execute(statement)]
