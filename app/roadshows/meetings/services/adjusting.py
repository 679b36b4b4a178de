"""Changing a draft by hand. Every move is checked against the whole board while the roadshow's row is locked."""

import uuid

from flask_babel import gettext as _
from sqlalchemy import delete, select

from app.accounts.actor import Actor
from app.core.errors import Conflict, require
from app.core.model import utc_now
from app.events.places import lock
from app.extensions import db
from app.roadshows.meetings.legality import why_not, why_not_swap
from app.roadshows.meetings.models import OPEN, Placement, Timetable, TimetableState
from app.roadshows.meetings.policies import can_change, can_set_up
from app.roadshows.meetings.queries import board as boards
from app.roadshows.meetings.queries.board import Board, Item, Place
from app.roadshows.meetings.queries.timetables import open_timetable
from app.roadshows.models import Roadshow


def begin(*, actor: Actor, roadshow: Roadshow) -> Timetable:
    """A draft of what is in force, to be changed by hand; the open one if there is one."""
    require(can_set_up(actor, roadshow))
    lock(roadshow)
    timetable = open_timetable(roadshow.id)
    if timetable is not None and not timetable.has_failed:
        return timetable
    if timetable is None:
        timetable = Timetable(roadshow_id=roadshow.id, created_by_id=actor.account_id)
        db.session.add(timetable)
    timetable.state, timetable.job_id = TimetableState.DRAFT, None
    db.session.flush()
    db.session.execute(delete(Placement).where(Placement.timetable_id == timetable.id))
    for item in boards.published(roadshow).items:
        slot_id, room_id = item.place or (None, None)
        reason = item.reason or ("" if item.place else "not_considered")
        db.session.add(
            Placement(timetable_id=timetable.id, meeting_id=item.id, slot_id=slot_id, room_id=room_id, reason=reason)
        )
    db.session.flush()
    return timetable


def move(*, actor: Actor, timetable: Timetable, meeting_id: uuid.UUID, place: Place) -> None:
    """To a free slot and room; `Conflict` says why not there."""
    board, item = _open(actor, timetable, meeting_id)
    slot, room = board.slot_of.get(place[0]), board.room_of.get(place[1])
    if slot is None or room is None:
        raise Conflict(_("This slot or room is no longer there."))
    if item.is_pinned:
        raise Conflict(_("A pinned meeting stays where it is. Unpin it first."))
    if has_begun(board, item):
        raise Conflict(_("This meeting has begun."))
    if reason := why_not(board, item, slot, room):
        raise Conflict(reason)
    _place(timetable, item, place)


def swap(*, actor: Actor, timetable: Timetable, meeting_id: uuid.UUID, other_id: uuid.UUID) -> None:
    """Two meetings change places; nobody may come into another's way by it."""
    board, item = _open(actor, timetable, meeting_id)
    other = board.get(other_id)
    if other is None or other is item:
        raise Conflict(_("This meeting is no longer in the timetable."))
    if has_begun(board, item) or has_begun(board, other):
        raise Conflict(_("This meeting has begun."))
    if reason := why_not_swap(board, item, other):
        raise Conflict(reason)
    mine, theirs = item.place, other.place
    assert mine
    assert theirs
    _place(timetable, item, None)  # the room is free before the other meeting takes it
    _place(timetable, other, mine)
    _place(timetable, item, theirs)


def pin(*, actor: Actor, timetable: Timetable, meeting_id: uuid.UUID, pinned: bool) -> None:
    """A pinned meeting stays where it is, also when the timetable is computed again."""
    _board, item = _open(actor, timetable, meeting_id)
    if item.place is None:
        raise Conflict(_("Only meetings with a place can be pinned."))
    _row(timetable, item).is_pinned = pinned
    _touch(timetable)


def take_out(*, actor: Actor, timetable: Timetable, meeting_id: uuid.UUID) -> None:
    """Out of the timetable until it is moved to a place again; computing leaves it out too."""
    board, item = _open(actor, timetable, meeting_id)
    if item.is_pinned:
        raise Conflict(_("A pinned meeting stays where it is. Unpin it first."))
    if has_begun(board, item):
        raise Conflict(_("This meeting has begun."))
    _place(timetable, item, None, reason="removed")


def put_back(*, actor: Actor, timetable: Timetable, meeting_id: uuid.UUID) -> None:
    """What was taken out is considered again when the timetable is computed."""
    _board, item = _open(actor, timetable, meeting_id)
    if item.reason != "removed":
        raise Conflict(_("This meeting was not taken out."))
    _place(timetable, item, None, reason="not_considered")


def discard(*, actor: Actor, timetable: Timetable) -> None:
    """Throw the draft away; what is in force stays."""
    require(can_change(actor, timetable))
    lock(timetable.roadshow)
    db.session.refresh(timetable)
    if timetable.state not in OPEN:
        raise Conflict(_("The draft is closed already."))
    close(timetable, TimetableState.DISCARDED)


def close(timetable: Timetable, state: TimetableState) -> None:
    """What a closed draft held is in the meetings, or nowhere."""
    db.session.execute(delete(Placement).where(Placement.timetable_id == timetable.id))
    timetable.state, timetable.changed_at = state, utc_now()
    db.session.flush()


def check_draft(actor: Actor, timetable: Timetable) -> None:
    """Lock, then look: from here on the draft is what it will be at the commit."""
    require(can_change(actor, timetable))
    lock(timetable.roadshow)
    db.session.refresh(timetable)
    if not timetable.is_draft:
        raise Conflict(_("The draft is closed already."))


def has_begun(board: Board, item: Item) -> bool:
    """What people were told takes place now, or took place; it cannot be moved any more."""
    return item.published is not None and board.slot_of[item.published[0]].has_begun


def _open(actor: Actor, timetable: Timetable, meeting_id: uuid.UUID) -> tuple[Board, Item]:
    check_draft(actor, timetable)
    board = boards.draft(timetable)
    item = board.get(meeting_id)
    if item is None:
        raise Conflict(_("This meeting is no longer in the timetable."))
    return board, item


def _row(timetable: Timetable, item: Item) -> Placement:
    """The draft's line for a meeting; one that was agreed later has none yet."""
    same = select(Placement).where(Placement.timetable_id == timetable.id, Placement.meeting_id == item.id)
    row = db.session.scalars(same).unique().one_or_none()
    if row is None:
        row = Placement(timetable_id=timetable.id, meeting_id=item.id)
        db.session.add(row)
    return row


def _place(timetable: Timetable, item: Item, place: Place | None, *, reason: str = "") -> None:
    row = _row(timetable, item)
    row.slot_id, row.room_id = place or (None, None)
    row.reason = reason
    _touch(timetable)


def _touch(timetable: Timetable) -> None:
    """Whoever publishes must have seen this state: the version changes with every move."""
    timetable.changed_at = utc_now()
    db.session.flush()
