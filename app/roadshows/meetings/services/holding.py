"""What people do with a meeting: call it off, send a colleague, take notes, agree on actions, say what came of it."""

import datetime as dt
import uuid

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, delete, select

from app.accounts.actor import Actor
from app.accounts.models import Membership, Role
from app.core.answering import AnswerState, settle
from app.core.booking import Busy, book, release
from app.core.errors import Conflict, Invalid, require
from app.core.model import utc_now
from app.events.places import lock
from app.extensions import db
from app.funds.models import Fund
from app.roadshows.meetings import notices
from app.roadshows.meetings.models import (
    FollowUp,
    Held,
    Meeting,
    MeetingAction,
    MeetingNote,
    MeetingOutcome,
    MeetingRequest,
    Placement,
    Side,
)
from app.roadshows.meetings.policies import own_side, takes_part
from app.roadshows.models import Roadshow

ROLES = {Side.PROJECT: Role.ENTREPRENEUR, Side.FUND: Role.INVESTOR}


def cancel(*, actor: Actor, meeting: Meeting, reason: str) -> None:
    """Either side calls it off before it begins; time and room are free again, and everybody hears of it."""
    require(takes_part(actor, meeting))
    if not reason:
        raise Invalid(_("Give a reason of at most 1,000 characters."), "reason")
    _lock(meeting)
    if meeting.has_begun:
        raise Conflict(_("This meeting has begun. Say what came of it instead."))
    end(meeting, by=actor.account_id, reason=reason)


def end(meeting: Meeting, *, by: uuid.UUID | None, reason: str) -> None:
    """For whoever holds the roadshow's lock and has checked the right."""
    was_placed = meeting.is_placed
    release(holder=meeting.id)
    db.session.execute(delete(Placement).where(Placement.meeting_id == meeting.id))
    meeting.slot_id = meeting.room_id = None
    meeting.cancelled_at, meeting.cancelled_by_id, meeting.cancel_reason = utc_now(), by, reason
    meeting.sequence, meeting.changed_at = meeting.sequence + 1, utc_now()
    db.session.flush()
    notices.cancelled(meeting, by=by, was_placed=was_placed)


def end_all(roadshow: Roadshow, *, by: uuid.UUID | None, **side: uuid.UUID) -> None:
    """A project (`project_id=`) left the line-up, or a fund manager (`organisation_id=`) does not come: what they have
    agreed to and asked for ends with it. The caller holds the roadshow's lock and has checked the right."""

    def theirs(model: type[Meeting] | type[MeetingRequest]) -> ColumnElement[bool]:
        funds = select(Fund.id).where(Fund.organisation_id == side.get("organisation_id"))
        mine = model.project_id == side["project_id"] if "project_id" in side else model.fund_id.in_(funds)
        return (model.roadshow_id == roadshow.id) & mine

    pending = MeetingRequest.state == AnswerState.PENDING
    for request in db.session.scalars(select(MeetingRequest).where(theirs(MeetingRequest), pending)).unique():
        settle(request, AnswerState.WITHDRAWN, by=by)
    standing = select(Meeting).where(theirs(Meeting), Meeting.cancelled_at.is_(None)).order_by(Meeting.id)
    for meeting in db.session.scalars(standing).unique():
        if not meeting.has_begun:
            end(meeting, by=by, reason="")


def send(*, actor: Actor, meeting: Meeting, account_id: uuid.UUID) -> None:
    """Somebody else of the actor's own side comes; when the time is set, they must be free then."""
    side = own_side(actor, meeting)
    require(side is not None)
    assert side
    _lock(meeting)
    if meeting.has_begun:
        raise Conflict(_("This meeting has begun."))
    colleague = next((row for row in colleagues(meeting, side) if row.account_id == account_id), None)
    if colleague is None:
        raise Invalid(_("Choose somebody of your organisation."), "account_id")
    if account_id in meeting.people:
        raise Invalid(_("Choose somebody else than those who come already."), "account_id")
    project_person, fund_person = meeting.people
    people = (account_id, fund_person) if side is Side.PROJECT else (project_person, account_id)
    if meeting.slot is not None:
        times = {"starts_at": meeting.slot.starts_at, "ends_at": meeting.slot.ends_at}
        try:
            book(holder=meeting.id, account_ids=people, **times)
        except Busy:
            told = _("%(name)s has another appointment at this time.", name=colleague.account.name)
            raise Conflict(told) from None
    meeting.project_person_id, meeting.fund_person_id = people
    meeting.sequence, meeting.changed_at = meeting.sequence + 1, utc_now()
    db.session.flush()
    notices.person_changed(meeting, colleague.account.name)


def colleagues(meeting: Meeting, side: Side) -> list[Membership]:
    """Who can come for a side: its organisation's present members in the role that meets."""
    organisation_id = (meeting.project if side is Side.PROJECT else meeting.fund).organisation_id
    statement = select(Membership).where(
        Membership.organisation_id == organisation_id, Membership.role == ROLES[side], Membership.ended_at.is_(None)
    )
    return list(db.session.scalars(statement.order_by(Membership.created_at, Membership.id)).unique())


def write_note(*, actor: Actor, meeting: Meeting, text: str, is_shared: bool) -> MeetingNote:
    require(takes_part(actor, meeting))
    if not text:
        raise Invalid(_("Write the note first."), "text")
    note = MeetingNote(meeting_id=meeting.id, author_id=actor.account_id, text=text, is_shared=is_shared)
    db.session.add(note)
    db.session.flush()
    return note


def remove_note(*, actor: Actor, note: MeetingNote) -> None:
    require(note.author_id == actor.account_id)
    if note.removed_at is not None:
        raise Conflict(_("The note was removed already."))
    note.removed_at = utc_now()
    db.session.flush()


def restore_note(*, actor: Actor, note: MeetingNote) -> None:
    require(note.author_id == actor.account_id)
    if note.removed_at is None:
        raise Conflict(_("The note was not removed."))
    note.removed_at = None
    db.session.flush()


def agree_action(
    *, actor: Actor, meeting: Meeting, text: str, side: Side, due_on: dt.date | None = None
) -> MeetingAction:
    """What one side will do; both see it."""
    require(takes_part(actor, meeting))
    if meeting.is_cancelled:
        raise Conflict(_("This meeting is cancelled."))
    if not text:
        raise Invalid(_("Say what is to be done."), "text")
    action = MeetingAction(meeting_id=meeting.id, text=text, side=side, due_on=due_on, created_by_id=actor.account_id)
    db.session.add(action)
    db.session.flush()
    return action


def tick(*, actor: Actor, action: MeetingAction, done: bool) -> None:
    require(takes_part(actor, action.meeting))
    if (action.done_at is not None) is done:
        raise Conflict(_("Somebody has done this already."))
    action.done_at = utc_now() if done else None
    db.session.flush()


def tell(*, actor: Actor, meeting: Meeting, held: Held, follow_up: FollowUp | None = None) -> MeetingOutcome:
    """One side's word on what came of the meeting; said again, it replaces the first."""
    side = own_side(actor, meeting)
    require(side is not None)
    assert actor.account_id
    _lock(meeting)
    if not meeting.is_due:
        raise Conflict(_("What came of a meeting is said once it has begun."))
    if held is Held.MET and follow_up is None:
        raise Invalid(_("Say whether you want to go on."), "follow_up")
    same = {"meeting_id": meeting.id, "side": side}
    row = db.session.scalar(select(MeetingOutcome).filter_by(**same)) or MeetingOutcome(**same)
    row.held, row.account_id, row.said_at = held, actor.account_id, utc_now()
    row.follow_up = follow_up if held is Held.MET else None
    db.session.add(row)
    db.session.flush()
    return row


def _lock(meeting: Meeting) -> None:
    lock(meeting.roadshow)
    db.session.refresh(meeting)
    if meeting.is_cancelled:
        raise Conflict(_("This meeting is cancelled."))
