"""Reading deals. All are the fund manager's own; a project reads what it was told in `told_to`."""

import datetime as dt
import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import joinedload, lazyload

from app.accounts.actor import Actor
from app.accounts.models import Account, Membership, Role
from app.core.answering import AnswerState
from app.core.profiles import ProfileState
from app.deals.models import Deal, DealEvent, DealNote, DealTask, Origin, Stage
from app.deals.policies import sees_note, works_on, works_on_task
from app.extensions import db
from app.funds.models import Fund
from app.projects.models import Project
from app.projects.queries import with_facet
from app.roadshows.meetings.models import MeetingRequest
from app.roadshows.models import Interest

ORDERS: dict[str, Any] = {
    "": (Deal.moved_at.desc(), Deal.id.desc()),
    "moved": (Deal.moved_at, Deal.id),
    "-moved": (Deal.moved_at.desc(), Deal.id.desc()),
    "name": (Project.sort_key, Deal.id),
    "-name": (Project.sort_key.desc(), Deal.id),
    "amount": (Deal.amount.asc().nulls_last(), Deal.id),
    "-amount": (Deal.amount.desc().nulls_last(), Deal.id),
}


def own_deal(actor: Actor, deal_id: uuid.UUID) -> Deal | None:
    deal = db.session.get(Deal, deal_id)
    return deal if deal is not None and works_on(actor, deal) else None


def own_note(actor: Actor, note_id: uuid.UUID) -> DealNote | None:
    note = db.session.get(DealNote, note_id)
    return note if note is not None and sees_note(actor, note) else None


def own_task(actor: Actor, task_id: uuid.UUID) -> DealTask | None:
    task = db.session.get(DealTask, task_id)
    return task if task is not None and works_on_task(actor, task) else None


@dataclass(frozen=True)
class Filters:
    """What the address narrows the pipeline to."""

    words: str = ""
    fund_id: uuid.UUID | None = None
    owner_id: uuid.UUID | None = None
    stages: tuple[Stage, ...] = ()
    origin: Origin | None = None
    sector: str = ""


def pipeline(actor: Actor, filters: Filters, *, order: str = "") -> Select[Deal]:
    """The deals of the fund manager, the last moved first."""
    statement = _narrowed(select(Deal), actor, filters)
    shown = joinedload(Deal.fund).options(lazyload(Fund.facets)), joinedload(Deal.owner).joinedload(Membership.account)
    return statement.options(*shown).order_by(*ORDERS.get(order, ORDERS[""]))


def stage_totals(actor: Actor, filters: Filters) -> dict[Stage, tuple[int, int]]:
    """Stage → (deals, sum of what the fund thinks of investing)."""
    counted = select(Deal.stage, func.count(), func.coalesce(func.sum(Deal.amount), 0))
    statement = _narrowed(counted, actor, filters).group_by(Deal.stage)
    return {stage: (number, int(total)) for stage, number, total in db.session.execute(statement)}


def _narrowed(statement: Any, actor: Actor, filters: Filters) -> Any:
    statement = statement.select_from(Deal).join(Fund, Fund.id == Deal.fund_id)
    statement = statement.join(Project, Project.id == Deal.project_id).where(_mine(actor))
    if filters.words:
        # What a withdrawn project is called now is its owner's alone.
        now = and_(Project.state == ProfileState.PUBLISHED, Project.name.icontains(filters.words, autoescape=True))
        statement = statement.where(or_(Deal.project_name.icontains(filters.words, autoescape=True), now))
    if filters.fund_id:
        statement = statement.where(Deal.fund_id == filters.fund_id)
    if filters.owner_id:
        statement = statement.where(Deal.owner_id == filters.owner_id)
    if filters.stages:
        statement = statement.where(Deal.stage.in_(filters.stages))
    if filters.origin:
        statement = statement.where(Deal.origin == filters.origin)
    if filters.sector:
        statement = statement.where(Deal.project_id.in_(with_facet("sector", [filters.sector])))
    return statement


def _mine(actor: Actor) -> ColumnElement[bool]:
    if not actor.is_(Role.INVESTOR):
        return Fund.id.is_(None)
    return Fund.organisation_id == actor.organisation_id


def of_project(actor: Actor, project_id: uuid.UUID) -> Sequence[Deal]:
    """The fund manager's deals with one project, the newest first; seldom any, so what hangs on them is loaded then."""
    statement = select(Deal).join(Deal.fund).where(Deal.project_id == project_id, _mine(actor)).options(lazyload("*"))
    return db.session.scalars(statement.order_by(Deal.id.desc())).unique().all()


def between(fund_id: uuid.UUID, project_id: uuid.UUID) -> Sequence[Deal]:
    """All deals of a fund with a project, the newest first."""
    statement = select(Deal).where(Deal.fund_id == fund_id, Deal.project_id == project_id)
    return db.session.scalars(statement.order_by(Deal.id.desc())).unique().all()


def met_on(roadshow_id: uuid.UUID, fund_id: uuid.UUID, project_id: uuid.UUID) -> bool:
    """Whether the fund marked the project on this roadshow, or both agreed to meet there."""
    same = {"roadshow_id": roadshow_id, "fund_id": fund_id, "project_id": project_id}
    marked = select(Interest.id).filter_by(**same)
    agreed = select(MeetingRequest.id).filter_by(**same).where(MeetingRequest.state == AnswerState.ACCEPTED)
    return any(db.session.scalar(statement.limit(1)) is not None for statement in (marked, agreed))


def team(actor: Actor) -> list[tuple[uuid.UUID, str]]:
    """(membership, name) of the fund manager's present investors."""
    statement = (
        select(Membership.id, Account.name)
        .join(Account, Account.id == Membership.account_id)
        .where(
            Membership.organisation_id == actor.organisation_id,
            Membership.role == Role.INVESTOR,
            Membership.ended_at.is_(None),
        )
    )
    return [(row[0], row[1]) for row in db.session.execute(statement.order_by(Account.name, Membership.id))]


def next_tasks(deal_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, DealTask]:
    """Deal → its open task that is due first; one statement for a whole board."""
    statement = select(DealTask).where(DealTask.deal_id.in_(deal_ids), DealTask.done_at.is_(None))
    found: dict[uuid.UUID, DealTask] = {}
    for task in db.session.scalars(statement.order_by(DealTask.due_on, DealTask.id)).unique():
        found.setdefault(task.deal_id, task)
    return found


def tasks_of(deal_id: uuid.UUID) -> Sequence[DealTask]:
    """Open ones by day, then what was done."""
    statement = select(DealTask).where(DealTask.deal_id == deal_id).options(_WITH_PERSON)
    return db.session.scalars(statement.order_by(DealTask.done_at.is_not(None), DealTask.due_on, DealTask.id)).all()


def tasks(actor: Actor, *, mine: bool = False, done: bool = False) -> Select[DealTask]:
    """The tasks of the fund manager's deals, what is due first."""
    statement = select(DealTask).join(DealTask.deal).join(Fund, Fund.id == Deal.fund_id).where(_mine(actor))
    statement = statement.where(DealTask.done_at.is_not(None) if done else DealTask.done_at.is_(None))
    if mine:
        statement = statement.where(DealTask.assignee_id == actor.membership_id)
    order = (DealTask.done_at.desc(), DealTask.id) if done else (DealTask.due_on, DealTask.id)
    return statement.options(_WITH_PERSON, joinedload(DealTask.deal)).order_by(*order)


def assigned_to(actor: Actor) -> Select[uuid.UUID]:
    return select(DealTask.id).where(DealTask.assignee_id == actor.membership_id, DealTask.done_at.is_(None))


def tasks_between(actor: Actor, start: dt.date, end: dt.date) -> Sequence[DealTask]:
    """The person's own open tasks of these days."""
    statement = tasks(actor, mine=True).where(DealTask.due_on >= start, DealTask.due_on <= end)
    return db.session.scalars(statement).unique().all()


def notes_of(actor: Actor, deal: Deal) -> Sequence[DealNote]:
    """The team's comments and the reader's own notes, oldest first."""
    statement = select(DealNote).where(DealNote.deal_id == deal.id, DealNote.removed_at.is_(None))
    own = or_(DealNote.is_private.is_(False), DealNote.account_id == actor.account_id)
    return db.session.scalars(statement.where(own).order_by(DealNote.created_at, DealNote.id)).all()


def events_of(deal_id: uuid.UUID) -> Sequence[DealEvent]:
    statement = select(DealEvent).where(DealEvent.deal_id == deal_id)
    return db.session.scalars(statement.order_by(DealEvent.id.desc())).all()


def told_to(actor: Actor) -> Select[Deal]:
    """What funds told the person's projects: the only part of a deal that a project reads."""
    mine = select(Project.id).where(Project.organisation_id == actor.organisation_id)
    statement = select(Deal).where(Deal.project_id.in_(mine), Deal.told_at.is_not(None))
    if not actor.is_(Role.ENTREPRENEUR):
        statement = statement.where(Deal.id.is_(None))
    return statement.order_by(Deal.told_at.desc(), Deal.id)


_WITH_PERSON = joinedload(DealTask.assignee).joinedload(Membership.account)
