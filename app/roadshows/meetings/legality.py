"""Where a meeting may stand, and why not elsewhere."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from app.roadshows.meetings.models import MeetingRoom, MeetingSlot, RoomKind
from app.roadshows.meetings.queries.board import Board, Item


def why_not_then(board: Board, item: Item, slot: MeetingSlot, *, beside: Item | None = None) -> str:
    """Why these two cannot meet in a slot, or "". `beside` is a meeting that leaves the slot in the same move."""
    if slot.is_break:
        return _("This is a break.")
    if slot.has_begun:
        return _("This time has begun.")
    for person, name in zip(item.people, item.names, strict=True):
        if board.is_absent(person, slot):
            return _("%(name)s cannot at this time.", name=name)
        if board.is_elsewhere(person, slot):
            return _("%(name)s has another appointment at this time.", name=name)
        other = board.meets(person, slot.id)
        if other is not None and other not in {item, beside}:
            with_whom = other.fund if person == other.people[0] else other.project
            return _("%(name)s meets %(other)s at this time.", name=name, other=with_whom)
    return ""


def why_not_there(board: Board, item: Item, room: MeetingRoom) -> str:
    """Why this kind of room does not do, or ""."""
    if room.kind is board.wants(item):
        return ""
    if room.kind is RoomKind.TABLE:
        return _("One of the two is not on site; they need a video room.")
    return _("Both are on site; video rooms are kept for those who are not.")


def why_not(board: Board, item: Item, slot: MeetingSlot, room: MeetingRoom) -> str:
    """Why a meeting cannot be moved to a slot and a room, or ""."""
    if reason := why_not_then(board, item, slot) or why_not_there(board, item, room):
        return reason
    other = board.at.get((slot.id, room.id))
    if other is not None and other is not item:
        return _("%(project)s and %(fund)s meet there.", project=other.project, fund=other.fund)
    return ""


def why_not_swap(board: Board, one: Item, other: Item) -> str:
    """Why two meetings cannot change places, or ""."""
    if one.place is None or other.place is None:
        return _("Only meetings with a place can change it.")
    if one.is_pinned or other.is_pinned:
        return _("A pinned meeting stays where it is. Unpin it first.")
    for item, beside in ((one, other), (other, one)):
        assert beside.place
        slot, room = board.slot_of[beside.place[0]], board.room_of[beside.place[1]]
        if reason := why_not_then(board, item, slot, beside=beside) or why_not_there(board, item, room):
            return reason
    return ""


def troubles(board: Board) -> list[tuple[Item, str]]:
    """Placed meetings that people can no longer attend, still to come."""
    found = []
    for item in board.placed:
        assert item.place
        slot, room = board.slot_of[item.place[0]], board.room_of[item.place[1]]
        if not slot.has_begun and (reason := why_not_then(board, item, slot) or why_not_there(board, item, room)):
            found.append((item, reason))
    return found


@dataclass(frozen=True)
class Option:
    """What can be done with a meeting in a slot: free rooms, meetings it can change places with, or why nothing."""

    slot: MeetingSlot
    reason: str
    rooms: Sequence[MeetingRoom]
    swaps: Sequence[Item]


def options(board: Board, item: Item) -> list[Option]:
    found = []
    for slot in board.slots:
        reason = why_not_then(board, item, slot)
        fitting = [room for room in board.rooms if not why_not_there(board, item, room)]
        rooms = [room for room in fitting if (slot.id, room.id) not in board.at] if not reason else []
        if not reason and not rooms:
            reason = _("All rooms are taken.") if fitting else why_not_there(board, item, board.rooms[0])
        there = [other for other in board.placed if other.place and other.place[0] == slot.id and other is not item]
        swaps = [other for other in there if not why_not_swap(board, item, other)]
        found.append(Option(slot, reason if not rooms else "", rooms, swaps))
    return found
