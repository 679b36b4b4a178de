"""Years and their statements: one, those of an authority or of a carrier, and what waits."""

import uuid
from collections.abc import Sequence

from sqlalchemy import ColumnElement, Select, exists, false, func, select
from sqlalchemy.orm import contains_eager

from app.accounts.actor import Actor
from app.accounts.models import Membership, Role
from app.carriers.models import Carrier, Graduation, Settlement
from app.extensions import db
from app.subsidies.models import (
    COUNTS,
    OPEN,
    Statement,
    StatementInput,
    StatementState,
    StatementStep,
    SubsidyYear,
)
from app.subsidies.policies import reads, runs
from app.taxonomy.labels import region_prefix

HIDDEN = (StatementState.COMPUTED, StatementState.DISCARDED)


def own_year(actor: Actor, year_id: uuid.UUID) -> SubsidyYear | None:
    found = db.session.get(SubsidyYear, year_id)
    return found if found is not None and runs(actor, found) else None


def own_statement(actor: Actor, statement_id: uuid.UUID) -> Statement | None:
    found = db.session.get(Statement, statement_id)
    return found if found is not None and reads(actor, found) else None


def years(actor: Actor) -> Sequence[SubsidyYear]:
    """Of the organiser's authority, the last first."""
    statement = select(SubsidyYear).where(SubsidyYear.organisation_id == actor.organisation_id)
    if not actor.is_(Role.ORGANISER):
        return []
    return db.session.scalars(statement.order_by(SubsidyYear.year.desc(), SubsidyYear.id)).unique().all()


def overlapping(region: str, year: int) -> SubsidyYear | None:
    """One of this year for a region around this one or inside it: of a carrier's subsidies one authority decides."""
    mine = region_prefix(region)
    for other in db.session.scalars(select(SubsidyYear).where(SubsidyYear.year == year)).unique():
        theirs = region_prefix(other.region_code)
        if mine.startswith(theirs) or theirs.startswith(mine):
            return other
    return None


def statements(actor: Actor, *, year: int | None = None, state: str = "") -> Select[Statement]:
    """Of the authority's years or of the person's carriers; the last year first, what waits in front."""
    statement = (
        select(Statement)
        .join(Statement.carrier)
        .join(Statement.budget)
        .options(
            contains_eager(Statement.carrier).lazyload(Carrier.facets),
            contains_eager(Statement.budget).lazyload(SubsidyYear.organisation),
        )
        .where(_mine(actor))
    )
    if year:
        statement = statement.where(Statement.year == year)
    if state in set(StatementState):
        statement = statement.where(Statement.state == StatementState(state))
    elif actor.is_(Role.ORGANISER):
        statement = statement.where(Statement.state != StatementState.DISCARDED)
    waits = Statement.state.in_(OPEN)
    order = (Statement.year.desc(), waits.desc(), Carrier.sort_key, Statement.number.desc(), Statement.id)
    return statement.order_by(*order)


def paid(years: Sequence[SubsidyYear]) -> dict[uuid.UUID, int]:
    """Year → fen."""
    statement = (
        select(Statement.year_id, func.sum(Statement.total))
        .where(Statement.year_id.in_([row.id for row in years]), Statement.state == StatementState.PAID)
        .group_by(Statement.year_id)
    )
    return {key: int(total) for key, total in db.session.execute(statement)}


def open_one(carrier_id: uuid.UUID, year: int) -> Statement | None:
    mine = (Statement.carrier_id == carrier_id, Statement.year == year, Statement.state.in_(OPEN))
    return db.session.scalars(select(Statement).where(*mine)).unique().first()


def with_open_one(year: SubsidyYear) -> set[uuid.UUID]:
    """Carriers that have a statement of the year under way."""
    statement = select(Statement.carrier_id).where(Statement.year == year.year, Statement.state.in_(OPEN))
    return set(db.session.scalars(statement))


def last_number(carrier_id: uuid.UUID, year: int) -> int:
    mine = (Statement.carrier_id == carrier_id, Statement.year == year)
    return db.session.scalar(select(func.max(Statement.number)).where(*mine)) or 0


def is_begun(year: SubsidyYear) -> bool:
    """A statement of the year was approved: its rules stay as they are, so that every carrier has the same."""
    approved = exists().where(Statement.year_id == year.id, Statement.state.in_(COUNTS))
    return bool(db.session.scalar(select(approved)))


def others(statement: Statement) -> Sequence[Statement]:
    """The carrier's other statements of the year that it may see, in their order."""
    wanted = (
        Statement.carrier_id == statement.carrier_id,
        Statement.year == statement.year,
        Statement.id != statement.id,
        Statement.state.not_in(HIDDEN),
    )
    return db.session.scalars(select(Statement).where(*wanted).order_by(Statement.number)).unique().all()


def course(statement: Statement) -> Sequence[StatementStep]:
    """The last step first."""
    found = select(StatementStep).where(StatementStep.statement_id == statement.id)
    return db.session.scalars(found.order_by(StatementStep.at.desc(), StatementStep.id.desc())).all()


def tenancies(inputs: Sequence[StatementInput]) -> dict[uuid.UUID, uuid.UUID]:
    """Settlement → the tenancy on whose page it stands."""
    settled = [row.source_id for row in inputs if row.kind == "settlement"]
    if not settled:
        return {}
    statement = select(Settlement.id, Graduation.tenancy_id).join(Graduation, Graduation.id == Settlement.graduation_id)
    rows = db.session.execute(statement.where(Settlement.id.in_(settled)))
    return {row.id: row.tenancy_id for row in rows}


def has_second(year: SubsidyYear, account_id: uuid.UUID | None) -> bool:
    """Somebody else organises for the authority."""
    statement = exists().where(
        Membership.organisation_id == year.organisation_id,
        Membership.role == Role.ORGANISER,
        Membership.ended_at.is_(None),
        Membership.account_id != account_id,
    )
    return bool(db.session.scalar(select(statement)))


def number_in(actor: Actor, *states: StatementState, but_mine: bool = False) -> int:
    """How many of the person's stand so; `but_mine` leaves out those that they computed themselves."""
    statement = select(func.count()).select_from(Statement).join(Carrier, Carrier.id == Statement.carrier_id)
    statement = statement.join(SubsidyYear, SubsidyYear.id == Statement.year_id)
    statement = statement.where(_mine(actor), Statement.state.in_(states))
    if but_mine:
        statement = statement.where(Statement.computed_by_id.is_distinct_from(actor.account_id))
    return db.session.scalar(statement) or 0


def _mine(actor: Actor) -> ColumnElement[bool]:
    if actor.is_(Role.ORGANISER):
        return SubsidyYear.organisation_id == actor.organisation_id
    if actor.is_(Role.CARRIER_STAFF):
        return (Carrier.organisation_id == actor.organisation_id) & Statement.state.not_in(HIDDEN)
    return false()
