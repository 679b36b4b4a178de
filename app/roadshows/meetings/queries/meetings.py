"""Meetings, as those who meet see them."""

import datetime as dt
import uuid
from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, Select, false, or_, select
from sqlalchemy.orm import contains_eager, lazyload

from app.accounts.actor import Actor
from app.accounts.models import Role
from app.core.model import utc_now
from app.extensions import db
from app.funds.models import Fund
from app.projects.models import Project
from app.roadshows.meetings.models import (
    Meeting,
    MeetingAction,
    MeetingAttendee,
    MeetingNote,
    MeetingOutcome,
    MeetingSlot,
    Side,
)
from app.roadshows.meetings.policies import takes_part
from app.roadshows.models import Roadshow
from app.roadshows.policies import manages


def visible_meeting(actor: Actor, meeting_id: uuid.UUID) -> Meeting | None:
    """For both sides; who runs the roadshow knows that it is there, and reads nothing of it."""
    meeting = db.session.get(Meeting, meeting_id)
    if meeting is None or not (takes_part(actor, meeting) or manages(actor, meeting.roadshow)):
        return None
    return meeting


def agenda(
    actor: Actor, *, past: bool = False, roadshow_id: uuid.UUID | None = None, only_own: bool = False
) -> Select[Meeting]:
    """Meetings with a time, in their order; past ones with the last one first."""
    statement = select(Meeting).join(Meeting.slot).options(contains_eager(Meeting.slot)).where(_mine(actor))
    if roadshow_id is not None:
        statement = statement.where(Meeting.roadshow_id == roadshow_id)
    if only_own:
        statement = statement.where(_in_person(actor))
    now = utc_now()
    statement = statement.where(MeetingSlot.ends_at <= now if past else MeetingSlot.ends_at > now)
    return statement.order_by(MeetingSlot.starts_at.desc() if past else MeetingSlot.starts_at, Meeting.id)


def without_time(actor: Actor, *, roadshow_id: uuid.UUID | None = None, only_own: bool = False) -> Select[Meeting]:
    """Agreed, and not in a timetable."""
    statement = select(Meeting).where(_mine(actor), Meeting.slot_id.is_(None), Meeting.cancelled_at.is_(None))
    if roadshow_id is not None:
        statement = statement.where(Meeting.roadshow_id == roadshow_id)
    if only_own:
        statement = statement.where(_in_person(actor))
    return statement.order_by(Meeting.created_at, Meeting.id)


def roadshows_of(actor: Actor) -> Sequence[Roadshow]:
    """Those at which the person's side meets somebody, the newest first."""
    there = select(Meeting.roadshow_id).where(_mine(actor), Meeting.cancelled_at.is_(None))
    statement = select(Roadshow).where(Roadshow.id.in_(there)).options(lazyload("*"))
    return db.session.scalars(statement.order_by(Roadshow.starts_at.desc(), Roadshow.id)).all()


def at_roadshow(actor: Actor, roadshow_id: uuid.UUID) -> Sequence[Meeting]:
    """All of the person's side, those with a time first and in their order."""
    statement = select(Meeting).outerjoin(Meeting.slot).options(contains_eager(Meeting.slot)).where(_mine(actor))
    statement = statement.where(Meeting.roadshow_id == roadshow_id, Meeting.cancelled_at.is_(None))
    order = (Meeting.slot_id.is_(None), MeetingSlot.starts_at, Meeting.created_at, Meeting.id)
    return db.session.scalars(statement.order_by(*order)).unique().all()


def in_person(actor: Actor) -> Select[uuid.UUID]:
    """All to which the person goes for either side."""
    return select(Meeting.id).where(_in_person(actor))


def between(actor: Actor, start: dt.datetime, end: dt.datetime) -> Sequence[Meeting]:
    """The person's own meetings that touch a period, whichever of their memberships they act in."""
    statement = (
        select(Meeting)
        .join(Meeting.slot)
        .options(contains_eager(Meeting.slot))
        .where(_in_person(actor), MeetingSlot.starts_at < end, MeetingSlot.ends_at > start)
    )
    return db.session.scalars(statement.order_by(MeetingSlot.starts_at, Meeting.id)).unique().all()


def coming(account_id: uuid.UUID) -> Sequence[Meeting]:
    """A person's meetings that have not begun, with and without a time."""
    mine = or_(Meeting.project_person_id == account_id, Meeting.fund_person_id == account_id)
    ahead = or_(Meeting.slot_id.is_(None), MeetingSlot.starts_at > utc_now())
    statement = select(Meeting).outerjoin(Meeting.slot).where(mine, ahead, Meeting.cancelled_at.is_(None))
    return db.session.scalars(statement.order_by(Meeting.roadshow_id, Meeting.id)).unique().all()


def untold(actor: Actor) -> Sequence[Meeting]:
    """The person's own meetings that took place lately, of which their side has not said what came of them."""
    told = select(MeetingOutcome.meeting_id).where(MeetingOutcome.side == side(actor))
    now = utc_now()
    statement = (
        select(Meeting)
        .join(Meeting.slot)
        .options(contains_eager(Meeting.slot))
        .where(_mine(actor), _in_person(actor), Meeting.id.not_in(told))
        .where(MeetingSlot.ends_at <= now, MeetingSlot.ends_at > now - dt.timedelta(days=30))
    )
    return db.session.scalars(statement.order_by(MeetingSlot.starts_at, Meeting.id)).unique().all()


def unsaid(actor: Actor) -> Sequence[Roadshow]:
    """Roadshows with slots to come where the person meets somebody, knows no time and has not said when they can."""
    said = select(MeetingAttendee.roadshow_id).where(MeetingAttendee.account_id == actor.account_id)
    ahead = select(MeetingSlot.roadshow_id).where(MeetingSlot.starts_at > utc_now(), MeetingSlot.is_break.is_(False))
    waiting = select(Meeting.roadshow_id).where(
        _mine(actor), _in_person(actor), Meeting.slot_id.is_(None), Meeting.cancelled_at.is_(None)
    )
    statement = select(Roadshow).where(Roadshow.id.in_(waiting), Roadshow.id.in_(ahead), Roadshow.id.not_in(said))
    return db.session.scalars(statement.options(lazyload("*")).order_by(Roadshow.starts_at, Roadshow.id)).all()


def notes_of(actor: Actor, meeting_id: uuid.UUID) -> Sequence[MeetingNote]:
    """What is shared, and what the reader wrote for themself."""
    readable = or_(MeetingNote.is_shared, MeetingNote.author_id == actor.account_id)
    statement = select(MeetingNote).where(
        MeetingNote.meeting_id == meeting_id, MeetingNote.removed_at.is_(None), readable
    )
    return db.session.scalars(statement.order_by(MeetingNote.created_at, MeetingNote.id)).unique().all()


def own_note(actor: Actor, meeting_id: uuid.UUID, note_id: uuid.UUID) -> MeetingNote | None:
    note = db.session.get(MeetingNote, note_id)
    if note is None or note.meeting_id != meeting_id or note.author_id != actor.account_id:
        return None
    return note if takes_part(actor, note.meeting) else None


def actions_of(meeting_id: uuid.UUID) -> Sequence[MeetingAction]:
    """Open ones first, the most urgent first."""
    statement = select(MeetingAction).where(MeetingAction.meeting_id == meeting_id)
    due = (MeetingAction.done_at.is_not(None), MeetingAction.due_on.is_(None), MeetingAction.due_on)
    return db.session.scalars(statement.order_by(*due, MeetingAction.created_at, MeetingAction.id)).unique().all()


def shared_action(actor: Actor, meeting_id: uuid.UUID, action_id: uuid.UUID) -> MeetingAction | None:
    action = db.session.get(MeetingAction, action_id)
    if action is None or action.meeting_id != meeting_id or not takes_part(actor, action.meeting):
        return None
    return action


def own_actions(actor: Actor) -> Sequence[MeetingAction]:
    """What the person's side still has to do and when."""
    statement = (
        select(MeetingAction)
        .join(MeetingAction.meeting)
        .options(contains_eager(MeetingAction.meeting))
        .where(_mine(actor), _in_person(actor), MeetingAction.side == side(actor), MeetingAction.done_at.is_(None))
    )
    return db.session.scalars(statement.order_by(MeetingAction.due_on, MeetingAction.id)).unique().all()


def outcomes_of(meeting_ids: Collection[uuid.UUID]) -> dict[tuple[uuid.UUID, Side], MeetingOutcome]:
    statement = select(MeetingOutcome).where(MeetingOutcome.meeting_id.in_(meeting_ids))
    return {(row.meeting_id, row.side): row for row in db.session.scalars(statement)}


def side(actor: Actor) -> Side | None:
    """The side for which the person acts, whichever meeting it is about."""
    return {Role.ENTREPRENEUR.value: Side.PROJECT, Role.INVESTOR.value: Side.FUND}.get(actor.role)


def _mine(actor: Actor) -> ColumnElement[bool]:
    if side(actor) is Side.PROJECT:
        mine = select(Project.id).where(Project.organisation_id == actor.organisation_id)
        return Meeting.project_id.in_(mine)
    if side(actor) is Side.FUND:
        mine = select(Fund.id).where(Fund.organisation_id == actor.organisation_id)
        return Meeting.fund_id.in_(mine)
    return false()


def _in_person(actor: Actor) -> ColumnElement[bool]:
    return or_(Meeting.project_person_id == actor.account_id, Meeting.fund_person_id == actor.account_id)
