"""A timetable as a whole: every meeting with its place, its people and when they can. Seven statements, whatever its
size; columns rather than objects, because each meeting hangs on six rows of other tables."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from sqlalchemy import and_, select
from sqlalchemy.orm import aliased

from app.accounts.models import Account
from app.core.booking import busy
from app.core.moments import city_zone
from app.core.search import sort_key
from app.events.core import Attendance, EventMode
from app.extensions import db
from app.funds.models import Fund
from app.projects.models import Project
from app.roadshows.meetings.models import (
    Meeting,
    MeetingAbsence,
    MeetingAttendee,
    MeetingRoom,
    MeetingSlot,
    Placement,
    RoomKind,
    Timetable,
)
from app.roadshows.models import Application, Registration, Roadshow

Place = tuple[uuid.UUID, uuid.UUID]


@dataclass(slots=True, eq=False)
class Item:
    """A meeting on the board. `place` is where this timetable has it, `published` where people were told it is."""

    id: uuid.UUID
    project_id: uuid.UUID
    project: str
    fund_id: uuid.UUID
    fund: str
    people: tuple[uuid.UUID, uuid.UUID]
    names: tuple[str, str]
    # Whether each is there online, as far as registration and application say.
    online: tuple[bool, bool]
    place: Place | None
    published: Place | None
    reason: str = ""
    is_pinned: bool = False

    @property
    def change(self) -> str:
        """What publishing does to it: "", "new", "moved", "room" or "removed"."""
        if self.place == self.published:
            return ""
        if self.place is None:
            return "removed"
        if self.published is None:
            return "new"
        return "room" if self.place[0] == self.published[0] else "moved"


@dataclass
class Board:
    mode: EventMode
    slots: Sequence[MeetingSlot]
    rooms: Sequence[MeetingRoom]
    items: Sequence[Item]
    absences: Mapping[uuid.UUID, frozenset[uuid.UUID]] = field(default_factory=dict)
    online: frozenset[uuid.UUID] = frozenset()
    elsewhere: Mapping[uuid.UUID, Sequence[tuple[dt.datetime, dt.datetime]]] = field(default_factory=dict)
    said: frozenset[uuid.UUID] = frozenset()

    @cached_property
    def slot_of(self) -> dict[uuid.UUID, MeetingSlot]:
        return {slot.id: slot for slot in self.slots}

    @cached_property
    def room_of(self) -> dict[uuid.UUID, MeetingRoom]:
        return {room.id: room for room in self.rooms}

    @cached_property
    def at(self) -> dict[Place, Item]:
        return {item.place: item for item in self.items if item.place is not None}

    @cached_property
    def by_person(self) -> dict[uuid.UUID, list[Item]]:
        """Everybody's meetings: those with a place in their order, then the others."""
        found = defaultdict(list)
        for item in sorted(self.items, key=self._when):
            for person in item.people:
                found[person].append(item)
        return dict(found)

    @cached_property
    def names(self) -> dict[uuid.UUID, str]:
        return {person: name for item in self.items for person, name in zip(item.people, item.names, strict=True)}

    @property
    def people(self) -> list[tuple[uuid.UUID, list[Item]]]:
        """Everybody in the order of their names, with their meetings."""
        return sorted(self.by_person.items(), key=lambda entry: (sort_key(self.names[entry[0]]), entry[0]))

    @property
    def days(self) -> list[list[MeetingSlot]]:
        return by_day(self.slots)

    @property
    def placed(self) -> list[Item]:
        return sorted((item for item in self.items if item.place), key=self._when)

    @property
    def unplaced(self) -> list[Item]:
        return [item for item in self.items if item.place is None]

    @property
    def changed(self) -> list[Item]:
        return [item for item in self.items if item.change]

    def get(self, meeting_id: uuid.UUID) -> Item | None:
        return next((item for item in self.items if item.id == meeting_id), None)

    def is_online(self, item: Item) -> bool:
        """Whether it needs a video room: what people said themselves counts before what was registered for them."""
        if self.mode is not EventMode.BOTH:
            return self.mode is EventMode.ONLINE
        known = zip(item.people, item.online, strict=True)
        return any(person in self.online if person in self.said else default for person, default in known)

    def wants(self, item: Item) -> RoomKind:
        return RoomKind.VIDEO if self.is_online(item) else RoomKind.TABLE

    def meets(self, person: uuid.UUID, slot_id: uuid.UUID) -> Item | None:
        """The meeting that somebody has in a slot."""
        mine = self.by_person.get(person, ())
        return next((item for item in mine if item.place is not None and item.place[0] == slot_id), None)

    def is_absent(self, person: uuid.UUID, slot: MeetingSlot) -> bool:
        return slot.id in self.absences.get(person, frozenset())

    def is_elsewhere(self, person: uuid.UUID, slot: MeetingSlot) -> bool:
        return any(start < slot.ends_at and end > slot.starts_at for start, end in self.elsewhere.get(person, ()))

    def _when(self, item: Item) -> tuple[bool, float, str]:
        slot = self.slot_of[item.place[0]] if item.place else None
        return slot is None, slot.starts_at.timestamp() if slot else 0.0, item.project


def published(roadshow: Roadshow) -> Board:
    """What is in force."""
    return _board(roadshow, None)


def draft(timetable: Timetable) -> Board:
    """What the open draft has; meetings agreed since are on it without a place."""
    return _board(timetable.roadshow, timetable.id)


def by_day(slots: Sequence[MeetingSlot]) -> list[list[MeetingSlot]]:
    """Slots of one day of the city together."""
    days: dict[dt.date, list[MeetingSlot]] = defaultdict(list)
    for slot in slots:
        days[slot.starts_at.astimezone(city_zone()).date()].append(slot)
    return list(days.values())


def slots_of(roadshow_id: uuid.UUID) -> Sequence[MeetingSlot]:
    statement = select(MeetingSlot).where(MeetingSlot.roadshow_id == roadshow_id)
    return db.session.scalars(statement.order_by(MeetingSlot.starts_at)).all()


def rooms_of(roadshow_id: uuid.UUID) -> Sequence[MeetingRoom]:
    """Tables first, each kind in the order in which it was added."""
    statement = select(MeetingRoom).where(MeetingRoom.roadshow_id == roadshow_id)
    return db.session.scalars(statement.order_by(MeetingRoom.kind, MeetingRoom.position, MeetingRoom.id)).all()


def _board(roadshow: Roadshow, timetable_id: uuid.UUID | None) -> Board:
    items, slots = _items(roadshow.id, timetable_id), slots_of(roadshow.id)
    people = {person for item in items for person in item.people}
    absences, online, said = _statements(roadshow.id, people)
    span = (slots[0].starts_at, max(slot.ends_at for slot in slots)) if slots else None
    return Board(
        mode=roadshow.mode,
        slots=slots,
        rooms=rooms_of(roadshow.id),
        items=items,
        absences=absences,
        online=online,
        elsewhere=busy(people, *span, but=[item.id for item in items]) if span else {},
        said=said,
    )


def _items(roadshow_id: uuid.UUID, timetable_id: uuid.UUID | None) -> list[Item]:
    one, other = aliased(Account), aliased(Account)
    statement = (
        select(
            Meeting.id,
            Meeting.project_id,
            Project.name,
            Meeting.fund_id,
            Fund.name,
            Meeting.project_person_id,
            one.name,
            Meeting.fund_person_id,
            other.name,
            Meeting.slot_id,
            Meeting.room_id,
            Meeting.reason,
            Placement.id,
            Placement.slot_id,
            Placement.room_id,
            Placement.reason,
            Placement.is_pinned,
            Application.attendance,
            Registration.attendance,
        )
        .join(Project, Project.id == Meeting.project_id)
        .join(Fund, Fund.id == Meeting.fund_id)
        .join(one, one.id == Meeting.project_person_id)
        .join(other, other.id == Meeting.fund_person_id)
        .outerjoin(Application, and_(Application.roadshow_id == roadshow_id, Application.project_id == Project.id))
        .outerjoin(
            Registration,
            and_(Registration.roadshow_id == roadshow_id, Registration.organisation_id == Fund.organisation_id),
        )
        .outerjoin(Placement, (Placement.meeting_id == Meeting.id) & (Placement.timetable_id == timetable_id))
        .where(Meeting.roadshow_id == roadshow_id, Meeting.cancelled_at.is_(None))
        .order_by(Project.sort_key, Fund.sort_key, Meeting.id)
    )
    return [_item(row, is_draft=timetable_id is not None) for row in db.session.execute(statement).all()]


def _item(row: Sequence[Any], *, is_draft: bool) -> Item:
    told = (row[9], row[10]) if row[9] else None
    drawn = (row[13], row[14]) if row[13] else None
    reason = ("not_considered" if row[12] is None else row[15]) if is_draft else row[11]
    return Item(
        id=row[0],
        project_id=row[1],
        project=row[2],
        fund_id=row[3],
        fund=row[4],
        people=(row[5], row[7]),
        names=(row[6], row[8]),
        online=(row[17] is Attendance.ONLINE, row[18] is Attendance.ONLINE),
        place=drawn if is_draft else told,
        published=told,
        reason="" if (drawn if is_draft else told) else reason,
        is_pinned=bool(is_draft and row[16]),
    )


def _statements(
    roadshow_id: uuid.UUID, people: Collection[uuid.UUID]
) -> tuple[dict[uuid.UUID, frozenset[uuid.UUID]], frozenset[uuid.UUID], frozenset[uuid.UUID]]:
    """When people cannot, who is not on site, and who said anything."""
    statement = (
        select(MeetingAttendee.account_id, MeetingAttendee.attendance, MeetingAbsence.slot_id)
        .outerjoin(MeetingAbsence, MeetingAbsence.attendee_id == MeetingAttendee.id)
        .where(MeetingAttendee.roadshow_id == roadshow_id, MeetingAttendee.account_id.in_(people))
    )
    absent: dict[uuid.UUID, set[uuid.UUID]] = defaultdict(set)
    online = set()
    for account_id, attendance, slot_id in db.session.execute(statement):
        absent[account_id] |= {slot_id} if slot_id else set()
        if attendance is Attendance.ONLINE:
            online.add(account_id)
    absences = {account_id: frozenset(slots) for account_id, slots in absent.items()}
    return absences, frozenset(online), frozenset(absent)
