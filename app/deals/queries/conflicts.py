"""Mentors who also invest: known as soon as the project knows of the fund's intention, never before."""

import uuid
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, Uuid, column, select, table, union

from app.accounts.actor import Actor
from app.accounts.models import Membership, Role
from app.core.model import UtcDateTime
from app.deals.models import Commitment, Deal, FinancingRound, Stage
from app.deals.queries.ledger import invested
from app.deals.queries.rounds import PROMISED
from app.extensions import db
from app.funds.models import Fund
from app.funds.ties import binds
from app.mentors.models import Mentor
from app.projects.models import Project
from app.projects.policies import owns
from app.roadshows.models import Application, ApplicationState, Roadshow

# A table of a slice beside this one, named as foreign keys name it.
MENTORSHIP = table(
    "mentorship", column("project_id", Uuid), column("mentor_id", Uuid), column("ended_at", UtcDateTime())
)


@dataclass(frozen=True)
class InvestingMentor:
    """A registered mentor who acts for a fund that invests in the project, or told it that it may."""

    mentor_id: uuid.UUID
    mentor_name: str
    fund_id: uuid.UUID
    fund_name: str


def investing_mentors(project_id: uuid.UUID, *, coaching: bool = False) -> list[InvestingMentor]:
    """Every mentor of the register in that position, by name; `coaching`: only those who coach the project now."""
    return [InvestingMentor(*row) for row in db.session.execute(_statement(project_id, coaching=coaching))]


def visible_conflicts(actor: Actor, project: Project) -> list[InvestingMentor]:
    """The project sees which of its mentors invest; so does the organiser of a roadshow that it applied to, and the
    authority that keeps the register of the mentor."""
    if owns(actor, project):
        return investing_mentors(project.id, coaching=True)
    if not actor.is_(Role.ORGANISER):
        return []
    statement = _statement(project.id, coaching=True)
    if not _runs_roadshow_of(actor, project):
        statement = statement.where(Mentor.organisation_id == actor.organisation_id)
    return [InvestingMentor(*row) for row in db.session.execute(statement)]


def _statement(project_id: uuid.UUID, *, coaching: bool) -> Any:
    statement = (
        select(Mentor.id, Mentor.name, Fund.id, Fund.name)
        .join(Membership, Membership.account_id == Mentor.account_id)
        .join(Fund, Fund.organisation_id == Membership.organisation_id)
        .where(Membership.role == Role.INVESTOR, Membership.ended_at.is_(None))
        .where(
            Fund.id.in_(_told(project_id)) | Fund.id.in_(_committed(project_id)) | Fund.id.in_(_invested(project_id))
        )
    )
    if coaching:
        present = (MENTORSHIP.c.project_id == project_id, MENTORSHIP.c.ended_at.is_(None))
        statement = statement.where(Mentor.id.in_(select(MENTORSHIP.c.mentor_id).where(*present)))
    return statement.distinct().order_by(Mentor.name, Mentor.id, Fund.name, Fund.id)


@binds("deal")
def told_and_promised() -> Any:
    """Deals that the project was told of, and what is promised in its rounds."""
    told = select(Deal.fund_id, Deal.project_id).where(Deal.told_stage != Stage.PASSED)
    promised = select(Commitment.fund_id, FinancingRound.project_id)
    promised = promised.join(FinancingRound, FinancingRound.id == Commitment.round_id)
    return union(told, promised.where(Commitment.state.in_(PROMISED)))


@binds("investment")
def booked() -> Any:
    """What stands in the ledger."""
    standing = invested().subquery()
    return select(standing.c.fund_id, standing.c.project_id)


def _told(project_id: uuid.UUID) -> Select[uuid.UUID]:
    return select(Deal.fund_id).where(Deal.project_id == project_id, Deal.told_stage != Stage.PASSED)


def _committed(project_id: uuid.UUID) -> Select[uuid.UUID]:
    statement = select(Commitment.fund_id).join(FinancingRound, FinancingRound.id == Commitment.round_id)
    return statement.where(FinancingRound.project_id == project_id, Commitment.state.in_(PROMISED))


def _invested(project_id: uuid.UUID) -> Select[uuid.UUID]:
    standing = invested().subquery()
    return select(standing.c.fund_id).where(standing.c.project_id == project_id)


def _runs_roadshow_of(actor: Actor, project: Project) -> bool:
    statement = (
        select(Application.id)
        .join(Roadshow, Roadshow.id == Application.roadshow_id)
        .where(Application.project_id == project.id, Application.state == ApplicationState.SENT)
        .where(Roadshow.organisation_id == actor.organisation_id)
    )
    return db.session.scalar(statement.limit(1)) is not None
