"""Computing the timetable in the background: read, solve for some seconds, write in one short transaction."""

import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _
from sqlalchemy import delete

from app.accounts.actor import Actor
from app.core import jobs
from app.core.database import reading
from app.core.errors import Conflict, require
from app.core.model import utc_now
from app.events.places import lock
from app.extensions import db
from app.roadshows.meetings.models import MeetingSlot, Placement, RoomKind, Timetable, TimetableState
from app.roadshows.meetings.policies import can_set_up
from app.roadshows.meetings.queries import board as boards
from app.roadshows.meetings.queries.board import Board, Item, Place
from app.roadshows.meetings.queries.timetables import open_timetable
from app.roadshows.meetings.worth import worth
from app.roadshows.models import Roadshow

if TYPE_CHECKING:
    from app.roadshows.timetable import Plan, Wish

COMPUTE = "roadshows.compute_timetable"
Progress = Callable[..., None]


@dataclass(frozen=True)
class Task:
    """What the solver is given, and what its numbers stand for."""

    wishes: "list[Wish]"
    free: dict[str, frozenset[int]]
    slots: list[uuid.UUID]
    rooms: dict[bool, list[uuid.UUID]]
    # Meetings that are not asked for, because nothing could change about them.
    settled: dict[uuid.UUID, tuple[Place | None, str]]


def start(*, actor: Actor, roadshow: Roadshow, location: str = "") -> Timetable:
    """Open a draft, or take the open one, and the job that computes it; while one is running, that one."""
    require(can_set_up(actor, roadshow))
    lock(roadshow)
    timetable = open_timetable(roadshow.id)
    if timetable is not None and timetable.state is TimetableState.COMPUTING and not timetable.has_failed:
        return timetable
    timetable = open_run(actor=actor, roadshow=roadshow)
    job = jobs.start(COMPUTE, arguments={"timetable_id": str(timetable.id)}, actor=actor, location=location)
    timetable.job_id = job.id
    db.session.flush()
    return timetable


def open_run(*, actor: Actor, roadshow: Roadshow) -> Timetable:
    """The draft that `carry_out` fills; what it holds until then is pinned or forgotten."""
    require(can_set_up(actor, roadshow))
    lock(roadshow)
    _check_ready(roadshow)
    timetable = open_timetable(roadshow.id)
    if timetable is None:
        timetable = Timetable(roadshow_id=roadshow.id, created_by_id=actor.account_id)
        db.session.add(timetable)
    timetable.state, timetable.changed_at, timetable.job_id = TimetableState.COMPUTING, utc_now(), None
    db.session.flush()
    return timetable


def carry_out(progress: Progress, *, timetable_id: uuid.UUID) -> dict[str, Any]:
    """A draft that was thrown away meanwhile stays that."""
    from app.roadshows import timetable as solver

    clock = time.monotonic()
    progress(0, 3, "load")
    with reading():
        timetable = db.session.get_one(Timetable, timetable_id)
        if timetable.state is not TimetableState.COMPUTING:
            return dict(timetable.summary)
        task = _task(boards.draft(timetable))
        db.session.rollback()
    progress(1, 3, "solve")
    plan = solver.solve(
        task.wishes,
        task.free,
        slots=len(task.slots),
        tables=len(task.rooms[False]),
        video_rooms=len(task.rooms[True]),
    )
    progress(2, 3, "write")
    timetable = db.session.get_one(Timetable, timetable_id)
    lock(timetable.roadshow)
    db.session.refresh(timetable)
    if timetable.state is not TimetableState.COMPUTING:
        return dict(timetable.summary)
    summary = _write(timetable, task, plan)
    summary["seconds"] = round(time.monotonic() - clock, 1)
    timetable.state, timetable.changed_at, timetable.summary = TimetableState.DRAFT, utc_now(), summary
    db.session.commit()
    progress(3, 3, "write")
    return summary


def _check_ready(roadshow: Roadshow) -> None:
    board = boards.published(roadshow)
    if not any(not slot.is_break and not slot.has_begun for slot in board.slots):
        raise Conflict(_("There is no slot to come. Add slots first."))
    if not board.rooms:
        raise Conflict(_("There is no table and no video room. Add some first."))
    if not board.items:
        raise Conflict(_("Nobody has agreed to meet yet."))


def _task(board: Board) -> Task:
    """What has begun stays; what was pinned in the draft stays too; the rest is asked of the solver."""
    from app.roadshows.timetable import Wish

    slots = [slot for slot in board.slots if not slot.is_break]
    number = {slot.id: at for at, slot in enumerate(slots)}
    rooms: dict[bool, list[uuid.UUID]] = {False: [], True: []}
    for room in board.rooms:
        rooms[room.kind is RoomKind.VIDEO].append(room.id)
    values = worth([(item.project_id, item.fund_id) for item in board.items])
    settled, wishes = {}, []
    for item in board.items:
        online, place = board.is_online(item), item.place if item.is_pinned else item.published
        if (fixed := _settled(board, item, place, rooms[online], online=online)) is not None:
            settled[item.id] = fixed
            continue
        fits = place is not None and place[0] in number and place[1] in rooms[online]
        before = (number[place[0]], rooms[online].index(place[1])) if place is not None and fits else None
        people = (str(item.people[0]), str(item.people[1]))
        value, pinned = values[item.project_id, item.fund_id], item.is_pinned and before is not None
        wishes.append(Wish(str(item.id), people, online, value, before, pinned))
    free = {str(person): _free(board, person, slots) for person in board.by_person}
    return Task(wishes, free, [slot.id for slot in slots], rooms, settled)


def _settled(
    board: Board, item: Item, place: Place | None, rooms: list[uuid.UUID], *, online: bool
) -> tuple[Place | None, str] | None:
    """Where a meeting stays, or why it has no place, when there is nothing to be solved about it."""
    if place is not None and board.slot_of[place[0]].has_begun:
        return place, ""
    if item.reason == "removed":
        return None, "removed"
    if not rooms:
        return None, "no_room" if online else "no_table"
    return None


def _free(board: Board, person: uuid.UUID, slots: list[MeetingSlot]) -> frozenset[int]:
    """The numbers of the slots in which somebody can meet."""
    return frozenset(
        at
        for at, slot in enumerate(slots)
        if not slot.has_begun and not board.is_absent(person, slot) and not board.is_elsewhere(person, slot)
    )


def _write(timetable: Timetable, task: Task, plan: "Plan") -> dict[str, Any]:
    """Replace the draft's placements. What was cancelled or taken away while the solver ran is left out."""
    board = boards.draft(timetable)
    db.session.execute(delete(Placement).where(Placement.timetable_id == timetable.id))
    online = {wish.id: wish.is_online for wish in task.wishes}
    placed = {
        uuid.UUID(key): (task.slots[slot], task.rooms[online[key]][room]) for key, (slot, room) in plan.places.items()
    }
    lines = []
    for item in board.items:
        reason = plan.reasons.get(str(item.id), "not_considered")
        place, reason = task.settled.get(item.id, (placed.get(item.id), reason))
        if place is not None and (place[0] not in board.slot_of or place[1] not in board.room_of):
            place = None
        slot_id, room_id = place or (None, None)
        row = Placement(timetable_id=timetable.id, meeting_id=item.id, slot_id=slot_id, room_id=room_id)
        row.reason, row.is_pinned = "" if place else reason, item.is_pinned and place is not None
        db.session.add(row)
        lines.append((item, place))
    db.session.flush()
    before = [(item, place) for item, place in lines if item.published]
    return {
        "meetings": len(lines),
        "placed": sum(place is not None for _item, place in lines),
        "kept": sum(place == item.published for item, place in before),
        "moved": sum(place is not None and place != item.published for item, place in before),
        "value": round(plan.value, 3),
        "bound": round(plan.bound, 3),
    }
