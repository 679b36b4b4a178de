"""Reading financing rounds. Who was not invited does not learn that there is one."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select

from app.accounts.actor import Actor
from app.accounts.models import Role
from app.deals.models import Commitment, CommitmentState, FinancingRound, LedgerEntry, RoundState
from app.deals.policies import answers, raises
from app.deals.queries.ledger import entered
from app.extensions import db
from app.funds.models import Fund
from app.messages.models import Connection
from app.projects.models import Project

PROMISED = (CommitmentState.SOFT, CommitmentState.FIRM, CommitmentState.TAKEN)


def commitments_of(round_id: uuid.UUID) -> Sequence[Commitment]:
    statement = select(Commitment).where(Commitment.round_id == round_id)
    return db.session.scalars(statement.order_by(Commitment.created_at, Commitment.id)).unique().all()


def visible_round(actor: Actor, round_id: uuid.UUID) -> FinancingRound | None:
    """For the project, and for the managers of funds that were invited."""
    found = db.session.get(FinancingRound, round_id)
    if found is None:
        return None
    return found if raises(actor, found) or own_commitments(actor, found) else None


def own_commitments(actor: Actor, financing_round: FinancingRound) -> list[Commitment]:
    """Those of the person's own funds."""
    if not actor.is_(Role.INVESTOR):
        return []
    return [row for row in commitments_of(financing_round.id) if answers(actor, row)]


def visible_commitment(actor: Actor, commitment_id: uuid.UUID) -> Commitment | None:
    """For the fund and for the project."""
    found = db.session.get(Commitment, commitment_id)
    return found if found is not None and (answers(actor, found) or raises(actor, found.round)) else None


@dataclass(frozen=True)
class Seen:
    """A round as one reader sees it: the commitments whose amounts they may know, and the sums over all."""

    commitments: list[Commitment]
    soft: int
    firm: int
    # How many are in `firm` and `soft` without being listed.
    others: int


def seen(actor: Actor, financing_round: FinancingRound) -> Seen:
    """The project and the lead see every fund; a closed round shows those that take part to one another; else a fund
    sees its own commitment and the sums."""
    rows = commitments_of(financing_round.id)
    promised = [row for row in rows if row.state in PROMISED]
    mine = [row for row in rows if answers(actor, row)]
    if raises(actor, financing_round):
        shown = list(rows)
    elif any(row.is_lead for row in mine) or any(row.state is CommitmentState.TAKEN for row in mine):
        shown = [row for row in rows if row in promised or row in mine]
    else:
        shown = mine
    soft = sum(row.amount or 0 for row in rows if row.state is CommitmentState.SOFT)
    firm = sum(row.amount or 0 for row in rows if row.state in {CommitmentState.FIRM, CommitmentState.TAKEN})
    return Seen(shown, soft, firm, sum(row not in shown for row in promised))


def invitable(project_id: uuid.UUID) -> Sequence[Fund]:
    """The published funds that agreed to talk with the project."""
    agreed = select(Connection.other_id).where(
        Connection.project_id == project_id, Connection.other_kind == "fund", Connection.ended_at.is_(None)
    )
    statement = select(Fund).where(Fund.id.in_(agreed), Fund.state == "published")
    return db.session.scalars(statement.order_by(Fund.sort_key, Fund.id)).unique().all()


def raised_by(actor: Actor) -> Select[FinancingRound]:
    """The rounds of the person's own projects, the open one first."""
    mine = select(Project.id).where(Project.organisation_id == actor.organisation_id)
    statement = select(FinancingRound).where(FinancingRound.project_id.in_(mine))
    return statement.order_by(FinancingRound.state != RoundState.OPEN, FinancingRound.id.desc())


def taking_part(actor: Actor) -> Select[Commitment]:
    """The rounds that the person's funds were invited to, the open ones first."""
    statement = select(Commitment).join(Commitment.round).join(Commitment.fund)
    statement = statement.where(Fund.organisation_id == actor.organisation_id)
    return statement.order_by(FinancingRound.state != RoundState.OPEN, Commitment.id.desc())


def invited(actor: Actor) -> Select[uuid.UUID]:
    """The invitations and promises of the person's funds, old ones too."""
    own = select(Fund.id).where(Fund.organisation_id == actor.organisation_id)
    return select(Commitment.id).where(Commitment.fund_id.in_(own))


def waiting_for(actor: Actor) -> Sequence[Commitment]:
    """Invitations to open rounds without an answer, and closed rounds whose payment the fund's ledger lacks."""
    paid = entered().where(LedgerEntry.round_id == Commitment.round_id, LedgerEntry.fund_id == Commitment.fund_id)
    asked = (Commitment.state == CommitmentState.INVITED) & (FinancingRound.state == RoundState.OPEN)
    unpaid = (Commitment.state == CommitmentState.TAKEN) & ~paid.exists()
    return db.session.scalars(taking_part(actor).where(asked | unpaid)).unique().all()


def open_round_of(project_id: uuid.UUID) -> FinancingRound | None:
    return db.session.scalar(
        select(FinancingRound).where(FinancingRound.project_id == project_id, FinancingRound.state == RoundState.OPEN)
    )


def commitment_between(fund_id: uuid.UUID, project_id: uuid.UUID) -> Commitment | None:
    """The newest of a fund in the rounds of a project."""
    statement = select(Commitment).join(Commitment.round)
    statement = statement.where(Commitment.fund_id == fund_id, FinancingRound.project_id == project_id)
    return db.session.scalars(statement.order_by(Commitment.id.desc())).unique().first()


def closing_between(actor: Actor, first: dt.date, last: dt.date) -> Sequence[FinancingRound]:
    """Open rounds with a planned closing in these days: the person's own, and those that their funds promised money."""
    if actor.is_(Role.INVESTOR):
        promised = select(Commitment.round_id).join(Commitment.fund).where(Commitment.state.in_(PROMISED))
        mine: Any = FinancingRound.id.in_(promised.where(Fund.organisation_id == actor.organisation_id))
    else:
        own = select(Project.id).where(Project.organisation_id == actor.organisation_id)
        mine = FinancingRound.project_id.in_(own)
    statement = select(FinancingRound).where(mine, FinancingRound.state == RoundState.OPEN)
    statement = statement.where(FinancingRound.closes_on >= first, FinancingRound.closes_on <= last)
    return db.session.scalars(statement.order_by(FinancingRound.closes_on, FinancingRound.id)).unique().all()
