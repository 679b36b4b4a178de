"""Rooms, slots and drafts of timetables, for those who run the roadshow."""

import uuid
from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import lazyload

from app.accounts.actor import Actor
from app.extensions import db
from app.roadshows.meetings.models import (
    OPEN,
    Meeting,
    MeetingRoom,
    MeetingSlot,
    Placement,
    Timetable,
    TimetableState,
)
from app.roadshows.models import Roadshow, RoadshowState
from app.roadshows.queries.events import managed_roadshow


def open_timetable(roadshow_id: uuid.UUID) -> Timetable | None:
    """The draft that is being computed or adjusted."""
    statement = select(Timetable).where(Timetable.roadshow_id == roadshow_id, Timetable.state.in_(OPEN))
    return db.session.scalars(statement).unique().one_or_none()


def last_published(roadshow_id: uuid.UUID) -> Timetable | None:
    statement = select(Timetable).where(
        Timetable.roadshow_id == roadshow_id, Timetable.state == TimetableState.PUBLISHED
    )
    return db.session.scalars(statement.order_by(Timetable.published_at.desc(), Timetable.id).limit(1)).first()


def history(roadshow_id: uuid.UUID, *, most: int = 10) -> Sequence[Timetable]:
    statement = select(Timetable).where(Timetable.roadshow_id == roadshow_id)
    return db.session.scalars(statement.order_by(Timetable.created_at.desc(), Timetable.id).limit(most)).unique().all()


def managed_timetable(actor: Actor, timetable_id: uuid.UUID) -> Timetable | None:
    timetable = db.session.get(Timetable, timetable_id)
    mine = timetable is not None and managed_roadshow(actor, timetable.roadshow_id) is not None
    return timetable if mine else None


def managed_room(actor: Actor, room_id: uuid.UUID) -> MeetingRoom | None:
    room = db.session.get(MeetingRoom, room_id)
    return room if room is not None and managed_roadshow(actor, room.roadshow_id) is not None else None


def managed_slot(actor: Actor, slot_id: uuid.UUID) -> MeetingSlot | None:
    slot = db.session.get(MeetingSlot, slot_id)
    return slot if slot is not None and managed_roadshow(actor, slot.roadshow_id) is not None else None


def in_use(*, slot_id: uuid.UUID | None = None, room_id: uuid.UUID | None = None) -> bool:
    """Whether a meeting, published or in the open draft, stands in a slot or a room."""
    for model in (Meeting, Placement):
        where = model.slot_id == slot_id if slot_id else model.room_id == room_id
        if db.session.scalar(select(func.count()).select_from(model).where(where)):
            return True
    return False


def agreed(roadshow: Roadshow) -> int:
    """How many meetings there are to place."""
    statement = select(func.count(Meeting.id)).where(Meeting.roadshow_id == roadshow.id, Meeting.cancelled_at.is_(None))
    return db.session.scalar(statement) or 0


def without_timetable(actor: Actor) -> Sequence[Roadshow]:
    """The organisation's roadshows at which people have agreed to meet and know no time."""
    waiting = select(Meeting.roadshow_id).where(Meeting.slot_id.is_(None), Meeting.cancelled_at.is_(None))
    made = select(Timetable.roadshow_id).where(Timetable.published_at.is_not(None))
    statement = select(Roadshow).where(
        Roadshow.organisation_id == actor.organisation_id,
        Roadshow.state.in_((RoadshowState.PUBLISHED, RoadshowState.HELD)),
        Roadshow.id.in_(waiting),
        Roadshow.id.not_in(made),
    )
    return db.session.scalars(statement.options(lazyload("*")).order_by(Roadshow.starts_at, Roadshow.id)).all()
