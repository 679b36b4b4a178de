"""Putting a draft in force: the people are booked, told, and get calendar files."""

import uuid
from collections.abc import Iterable

from flask_babel import gettext as _
from sqlalchemy import select

from app.accounts.actor import Actor
from app.accounts.models import Account
from app.core.booking import Appointment, Busy, book_all, release
from app.core.errors import Conflict
from app.core.model import utc_now
from app.extensions import db
from app.roadshows.meetings import calendar, notices
from app.roadshows.meetings.models import Meeting, Timetable, TimetableState
from app.roadshows.meetings.queries import board as boards
from app.roadshows.meetings.queries.board import Board, Item
from app.roadshows.meetings.services.adjusting import check_draft, close
from app.roadshows.models import Roadshow, RoadshowState

TELLING = frozenset({RoadshowState.PUBLISHED, RoadshowState.HELD})


def publish(*, actor: Actor, timetable: Timetable) -> int:
    """All changes at once or none; returns how many meetings changed. Whoever is busy meanwhile is named."""
    check_draft(actor, timetable)
    roadshow = timetable.roadshow
    if roadshow.state not in TELLING:
        raise Conflict(_("The timetable is published while the line-up is public and the roadshow is not closed."))
    board = boards.draft(timetable)
    changed = board.changed
    _check(board, changed)
    _apply(board, changed)
    _note_reasons(board)
    is_first = not any(item.published for item in board.items)
    timetable.published_at = utc_now()
    close(timetable, TimetableState.PUBLISHED)
    _tell(roadshow, board, changed, is_first=is_first)
    return len(changed)


def _check(board: Board, changed: Iterable[Item]) -> None:
    now = utc_now()
    for item in changed:
        if item.published is not None and board.slot_of[item.published[0]].starts_at <= now:
            raise Conflict(_("“%(project)s” and %(fund)s have begun to meet.", project=item.project, fund=item.fund))
        if item.place is not None and board.slot_of[item.place[0]].starts_at <= now:
            told = _("The time for “%(project)s” and %(fund)s has begun.", project=item.project, fund=item.fund)
            raise Conflict(told)


def _meetings(items: Iterable[Item]) -> dict[uuid.UUID, Meeting]:
    statement = select(Meeting).where(Meeting.id.in_([item.id for item in items]))
    return {meeting.id: meeting for meeting in db.session.scalars(statement).unique()}


def _apply(board: Board, changed: Iterable[Item]) -> None:
    """People's time first, which may be refused; then every room is given back before another meeting takes it."""
    meetings = _meetings(changed)
    appointments = []
    for item in changed:
        if item.place is None:
            release(holder=item.id)
        else:
            slot = board.slot_of[item.place[0]]
            appointments.append(Appointment(item.id, item.people, slot.starts_at, slot.ends_at))
    try:
        book_all(appointments)
    except Busy as busy:
        names = ", ".join(sorted(board.names[person] for person in busy.account_ids))
        told = _("%(names)s has another appointment meanwhile. Compute the timetable again.", names=names)
        raise Conflict(told) from None
    for meeting in meetings.values():
        meeting.slot_id = meeting.room_id = None
        meeting.sequence, meeting.changed_at = meeting.sequence + 1, utc_now()
    db.session.flush()
    for item in changed:
        meetings[item.id].slot_id, meetings[item.id].room_id = item.place or (None, None)
    db.session.flush()


def _note_reasons(board: Board) -> None:
    """What the people of a meeting without a place are shown."""
    meetings = _meetings(board.items)
    for item in board.items:
        meetings[item.id].reason = item.reason
    db.session.flush()


def _tell(roadshow: Roadshow, board: Board, changed: list[Item], *, is_first: bool) -> None:
    """One notice a person, with all of their meetings as one calendar file; who has none hears why there is none."""
    touched = {person for item in changed for person in item.people}
    if is_first:
        touched |= set(board.by_person)
    people = {row.id: row for row in db.session.scalars(select(Account).where(Account.id.in_(touched)))}
    meetings = _meetings(board.items)
    for person in sorted(touched):
        mine = board.by_person[person]
        placed = [meetings[item.id] for item in mine if item.place]
        lost = [item for item in mine if item.place is None and (is_first or item.published)]
        gone = [meetings[item.id] for item in mine if item.change == "removed"]
        if placed or gone:
            file = calendar.attachment([*placed, *gone], locale=people[person].locale)
            notices.placed(roadshow, person, "timetable" if is_first else "timetable_changed", len(placed), [file])
        if lost:
            notices.placed(roadshow, person, "not_placed", len(lost), [])
