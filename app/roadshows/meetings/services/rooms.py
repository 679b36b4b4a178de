"""Where and when meetings can take place."""

import datetime as dt
from collections.abc import Iterator

from flask_babel import gettext as _
from sqlalchemy import func, select

from app.accounts.actor import Actor
from app.core.booking import CELL
from app.core.errors import Conflict, Invalid, require
from app.core.model import utc_now
from app.events.places import lock
from app.extensions import db
from app.roadshows.meetings.models import MeetingRoom, MeetingSlot, RoomKind
from app.roadshows.meetings.policies import can_set_up
from app.roadshows.meetings.queries.board import slots_of
from app.roadshows.meetings.queries.timetables import in_use
from app.roadshows.models import Roadshow

MOST_ROOMS, MOST_SLOTS = 100, 200
Span = tuple[dt.datetime, dt.datetime]


def add_tables(*, actor: Actor, roadshow: Roadshow, count: int) -> int:
    """So many tables more, numbered on."""
    _open(actor, roadshow)
    position = _room_for(roadshow, count)
    for number in range(position, position + count):
        name = _("Table %(number)s", number=number)
        db.session.add(MeetingRoom(roadshow_id=roadshow.id, name=name, kind=RoomKind.TABLE, position=number))
    db.session.flush()
    return count


def add_video_room(*, actor: Actor, roadshow: Roadshow, name: str, url: str) -> MeetingRoom:
    _open(actor, roadshow)
    if not name:
        raise Invalid(_("Give the room a name."), "name")
    if not url:
        raise Invalid(_("A video room needs its address."), "url")
    position = _room_for(roadshow, 1)
    room = MeetingRoom(roadshow_id=roadshow.id, name=name, kind=RoomKind.VIDEO, url=url, position=position)
    db.session.add(room)
    db.session.flush()
    return room


def change_room(*, actor: Actor, room: MeetingRoom, name: str, url: str = "") -> None:
    _open(actor, _roadshow(room))
    if not name:
        raise Invalid(_("Give the room a name."), "name")
    if room.kind is RoomKind.VIDEO and not url:
        raise Invalid(_("A video room needs its address."), "url")
    room.name, room.url = name, url if room.kind is RoomKind.VIDEO else ""
    db.session.flush()


def remove_room(*, actor: Actor, room: MeetingRoom) -> None:
    _open(actor, _roadshow(room))
    if in_use(room_id=room.id):
        raise Conflict(_("Meetings stand in this room. Move them first."))
    db.session.delete(room)
    db.session.flush()


def add_slots(
    *,
    actor: Actor,
    roadshow: Roadshow,
    begins: dt.datetime,
    ends: dt.datetime,
    minutes: int,
    pause: int = 0,
    rest: Span | None = None,
) -> int:
    """Slots of so many minutes from `begins` to `ends`, with a pause after each, and one break if `rest` names it."""
    _open(actor, roadshow)
    if begins <= utc_now():
        raise Invalid(_("Choose a time that is still to come."), "begins")
    if ends <= begins or ends - begins > dt.timedelta(days=1):
        raise Invalid(_("The end must be after the beginning."), "ends")
    if any(value % 5 for value in (minutes, pause, begins.minute)) or begins.second:
        raise Invalid(_("Times and lengths are whole multiples of five minutes."), "minutes")
    if rest is not None and not begins <= rest[0] < rest[1] <= ends:
        raise Invalid(_("The break lies between the beginning and the end."), "break_from")
    spans = list(_spans(begins, ends, dt.timedelta(minutes=minutes), dt.timedelta(minutes=pause), rest))
    if not spans:
        raise Invalid(_("No slot of this length fits between the two times."), "minutes")
    present = slots_of(roadshow.id)
    if len(present) + len(spans) > MOST_SLOTS:
        raise Invalid(_("A roadshow has at most %(most)s slots.", most=MOST_SLOTS), "minutes")
    wanted = [*spans, *([rest] if rest else [])]
    if any(start < slot.ends_at and end > slot.starts_at for start, end in wanted for slot in present):
        raise Invalid(_("Some of these times have slots already."), "begins")
    for start, end in wanted:
        slot = MeetingSlot(roadshow_id=roadshow.id, starts_at=start, ends_at=end, is_break=(start, end) == rest)
        db.session.add(slot)
    db.session.flush()
    return len(spans)


def switch_break(*, actor: Actor, slot: MeetingSlot) -> None:
    """A slot becomes a break, or a break a slot."""
    _open(actor, _roadshow(slot))
    if not slot.is_break:
        _check_free(slot)
    if slot.is_break and (slot.ends_at - slot.starts_at) % CELL:
        raise Conflict(_("Times and lengths are whole multiples of five minutes."))
    slot.is_break = not slot.is_break
    db.session.flush()


def remove_slot(*, actor: Actor, slot: MeetingSlot) -> None:
    _open(actor, _roadshow(slot))
    _check_free(slot)
    db.session.delete(slot)
    db.session.flush()


def set_quota(*, actor: Actor, roadshow: Roadshow, quota: int) -> None:
    """How many requests each side may have waiting; what waits already stays."""
    _open(actor, roadshow)
    if not 1 <= quota <= 100:
        raise Invalid(_("Between 1 and 100 requests can wait."), "quota")
    roadshow.meeting_quota = quota
    db.session.flush()


def _open(actor: Actor, roadshow: Roadshow) -> None:
    require(can_set_up(actor, roadshow))
    lock(roadshow)


def _roadshow(thing: MeetingRoom | MeetingSlot) -> Roadshow:
    return db.session.get_one(Roadshow, thing.roadshow_id)


def _room_for(roadshow: Roadshow, count: int) -> int:
    """The number of the next room."""
    mine = MeetingRoom.roadshow_id == roadshow.id
    present, last = db.session.execute(select(func.count(), func.max(MeetingRoom.position)).where(mine)).one()
    if not 1 <= count <= MOST_ROOMS - present:
        raise Invalid(_("A roadshow has at most %(most)s rooms.", most=MOST_ROOMS), "count")
    return (last or 0) + 1


def _check_free(slot: MeetingSlot) -> None:
    if in_use(slot_id=slot.id):
        raise Conflict(_("Meetings stand in this slot. Move them first."))


def _spans(
    begins: dt.datetime, ends: dt.datetime, length: dt.timedelta, pause: dt.timedelta, rest: Span | None
) -> Iterator[Span]:
    """One after the other; after the break it goes on where that ends."""
    start = begins
    while start + length <= ends:
        if rest is not None and start < rest[1] and start + length > rest[0]:
            start = rest[1]
            continue
        yield start, start + length
        start += length + pause
