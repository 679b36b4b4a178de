"""Changing the draft by hand: one meeting at a time, with every place it could go to."""

import uuid
from typing import Any

from flask import redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.core.access import actor, allow
from app.core.errors import Conflict, NotFound
from app.core.flashes import flash_undo
from app.extensions import db
from app.roadshows.meetings.legality import options
from app.roadshows.meetings.models import Timetable
from app.roadshows.meetings.queries import board as boards
from app.roadshows.meetings.queries.timetables import managed_timetable
from app.roadshows.meetings.services import adjusting as services
from app.roadshows.meetings.views import bp
from app.roadshows.policies import ORGANISING
from app.roadshows.views.common import manage_page

_PLACE = "/timetables/<uuid:timetable_id>/meetings/<uuid:meeting_id>"


@bp.get(_PLACE)
@allow(*ORGANISING, load=managed_timetable)
def place(timetable: Timetable, meeting_id: uuid.UUID) -> Any:
    """Where a meeting could stand, and why not elsewhere."""
    return _page(timetable, meeting_id)


@bp.post(f"{_PLACE}/move")
@allow(*ORGANISING, load=managed_timetable)
def move(timetable: Timetable, meeting_id: uuid.UUID) -> Any:
    """To a free slot and room."""
    change: dict[str, Any] = {"actor": actor(), "timetable": timetable, "meeting_id": meeting_id}
    try:
        before = _place(timetable, meeting_id)
        services.move(**change, place=(_id("slot_id"), _id("room_id")))
        db.session.commit()
    except Conflict as refused:
        db.session.rollback()
        return _page(timetable, meeting_id, refused=str(refused)), 409
    if before is None:
        flash_undo(_("Moved."), url_for(".take_out", timetable_id=timetable.id, meeting_id=meeting_id))
    else:
        again = url_for(".move", timetable_id=timetable.id, meeting_id=meeting_id)
        flash_undo(_("Moved."), again, slot_id=before[0], room_id=before[1])
    return _back(timetable, meeting_id)


@bp.post(f"{_PLACE}/swap")
@allow(*ORGANISING, load=managed_timetable)
def swap(timetable: Timetable, meeting_id: uuid.UUID) -> Any:
    """With another meeting; done again, it is undone."""
    try:
        other_id = _id("other_id")
        services.swap(actor=actor(), timetable=timetable, meeting_id=meeting_id, other_id=other_id)
        db.session.commit()
    except Conflict as refused:
        db.session.rollback()
        return _page(timetable, meeting_id, refused=str(refused)), 409
    again = url_for(".swap", timetable_id=timetable.id, meeting_id=meeting_id)
    flash_undo(_("The two have changed places."), again, other_id=other_id)
    return _back(timetable, meeting_id)


@bp.post(f"{_PLACE}/pin")
@allow(*ORGANISING, load=managed_timetable)
def pin(timetable: Timetable, meeting_id: uuid.UUID) -> Response:
    """`off` unpins."""
    pinned = "off" not in request.form
    services.pin(actor=actor(), timetable=timetable, meeting_id=meeting_id, pinned=pinned)
    db.session.commit()
    again = url_for(".pin", timetable_id=timetable.id, meeting_id=meeting_id)
    if pinned:
        flash_undo(_("Pinned. It stays where it is when the timetable is computed again."), again, off="1")
    else:
        flash_undo(_("Unpinned."), again)
    return _back(timetable, meeting_id)


@bp.post(f"{_PLACE}/out")
@allow(*ORGANISING, load=managed_timetable)
def take_out(timetable: Timetable, meeting_id: uuid.UUID) -> Response:
    before = _place(timetable, meeting_id)
    services.take_out(actor=actor(), timetable=timetable, meeting_id=meeting_id)
    db.session.commit()
    if before is not None:
        again = url_for(".move", timetable_id=timetable.id, meeting_id=meeting_id)
        flash_undo(_("Taken out."), again, slot_id=before[0], room_id=before[1])
    return _back(timetable, meeting_id)


@bp.post(f"{_PLACE}/back")
@allow(*ORGANISING, load=managed_timetable)
def put_back(timetable: Timetable, meeting_id: uuid.UUID) -> Response:
    services.put_back(actor=actor(), timetable=timetable, meeting_id=meeting_id)
    db.session.commit()
    again = url_for(".take_out", timetable_id=timetable.id, meeting_id=meeting_id)
    flash_undo(_("It is considered again when the timetable is computed."), again)
    return _back(timetable, meeting_id)


def _page(timetable: Timetable, meeting_id: uuid.UUID, *, refused: str = "") -> str:
    if not timetable.is_draft:
        raise Conflict(_("The draft is closed already."))
    board = boards.draft(timetable)
    item = board.get(meeting_id)
    if item is None:
        raise NotFound
    return manage_page(
        "meetings_place",
        timetable.roadshow,
        timetable=timetable,
        board=board,
        item=item,
        options=options(board, item),
        has_begun=services.has_begun(board, item),
        refused=refused,
    )


def _place(timetable: Timetable, meeting_id: uuid.UUID) -> boards.Place | None:
    """Where the draft has the meeting now, for taking the step back."""
    item = boards.draft(timetable).get(meeting_id)
    return item.place if item else None


def _id(name: str) -> uuid.UUID:
    try:
        return uuid.UUID(request.form.get(name, ""))
    except ValueError:
        raise Conflict(_("Choose a place from the list.")) from None


def _back(timetable: Timetable, meeting_id: uuid.UUID) -> Response:
    return redirect(url_for(".timetable", roadshow_id=timetable.roadshow_id, _anchor=f"meeting-{meeting_id}"), 303)
