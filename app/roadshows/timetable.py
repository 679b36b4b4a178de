"""The adapter between the meetings of a roadshow and the matching library's exact timetable.

The library knows one kind of room and no pins. Tables and video rooms are two timetables: nobody is in both at once, so
one is made first and the other with what time is left; both orders are tried. A pinned meeting is a meeting of two
stand-ins who are there in its slot alone, and takes that slot from its people. Only a job loads this module.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from matching.timetable import Meeting, Person, TimetableProblem, schedule

# A place is the number of a slot and of a room, both from 0; rooms are counted for each kind.
Place = tuple[int, int]
Free = Mapping[str, frozenset[int]]
# Above the most valued meeting, so that nothing gains by taking a pinned one's room.
PINNED = 2.0


@dataclass(frozen=True)
class Wish:
    """A meeting of two people. `before` is where it was; `pinned` keeps it exactly there."""

    id: str
    people: tuple[str, str]
    is_online: bool
    value: float
    before: Place | None = None
    pinned: bool = False


@dataclass(frozen=True)
class Plan:
    """Where meetings take place, why the others do not, and how far the sum of the values is from the best possible."""

    places: Mapping[str, Place]
    reasons: Mapping[str, str]
    value: float
    bound: float


def solve(
    wishes: Sequence[Wish], free: Free, *, slots: int, tables: int, video_rooms: int, seconds: float = 6.0
) -> Plan:
    """The most valued timetable; what was placed before moves only where that gains something."""
    rooms = {False: tables, True: video_rooms}
    kinds = [([wish for wish in wishes if wish.is_online is online], rooms[online]) for online in rooms]
    left = _without(free, [(wish.people, wish.before) for wish in wishes if wish.pinned and wish.before])
    both = [kind for kind in kinds if kind[0]]
    orders = [both, both[::-1]] if len(both) > 1 else [both]
    plans = [_one_after_the_other(order, left, slots, seconds / len(orders) / max(1, len(order))) for order in orders]
    return max(plans, key=lambda plan: (plan.value, _kept(plan, wishes)))


def _one_after_the_other(kinds: Sequence[tuple[Sequence[Wish], int]], free: Free, slots: int, seconds: float) -> Plan:
    whole = Plan({}, {}, 0.0, 0.0)
    for wishes, rooms in kinds:
        plan = _of_one_kind(wishes, free, slots, rooms, seconds)
        free = _without(free, [(wish.people, plan.places[wish.id]) for wish in wishes if wish.id in plan.places])
        whole = Plan(
            {**whole.places, **plan.places},
            {**whole.reasons, **plan.reasons},
            whole.value + plan.value,
            whole.bound + plan.bound,
        )
    return whole


def _of_one_kind(wishes: Sequence[Wish], free: Free, slots: int, rooms: int, seconds: float) -> Plan:
    most = max((wish.value for wish in wishes), default=1.0) or 1.0
    people = {key: Person(key, free[key]) for wish in wishes if not wish.pinned for key in wish.people}
    meetings = []
    for wish in wishes:
        a, b = wish.people
        if wish.pinned and wish.before:
            a, b = f"{wish.id} a", f"{wish.id} b"
            people |= {key: Person(key, frozenset({wish.before[0]})) for key in (a, b)}
        meetings.append(Meeting(wish.id, a, b, most * PINNED if wish.pinned else wish.value))
    previous = [(wish.id, *wish.before) for wish in wishes if wish.before]
    problem = TimetableProblem(slots, rooms, list(people.values()), meetings, previous)
    found = schedule(problem, time_limit=seconds)
    places = {meeting: (slot, room) for meeting, slot, room in found.scheduled}
    extra = sum(most * PINNED - wish.value for wish in wishes if wish.pinned)
    return Plan(_pinned_rooms(places, wishes), dict(found.unscheduled), found.value - extra, found.bound - extra)


def _pinned_rooms(places: Mapping[str, Place], wishes: Collection[Wish]) -> dict[str, Place]:
    """The library may give a pinned meeting another room of its slot; then the two change rooms."""
    rooms = dict(places)
    for wish in wishes:
        if not wish.pinned or not wish.before or rooms.get(wish.id) == wish.before:
            continue
        other = next((key for key, place in rooms.items() if place == wish.before), None)
        if other is not None and wish.id in rooms:
            rooms[other] = rooms[wish.id]
        elif other is not None:
            del rooms[other]
        rooms[wish.id] = wish.before
    return rooms


def _without(free: Free, taken: Iterable[tuple[tuple[str, str], Place]]) -> dict[str, frozenset[int]]:
    """What is left of people's time beside these meetings."""
    left = dict(free)
    for people, (slot, _room) in taken:
        left |= {person: left[person] - {slot} for person in people}
    return left


def _kept(plan: Plan, wishes: Collection[Wish]) -> int:
    return sum(plan.places.get(wish.id) == wish.before for wish in wishes if wish.before)
