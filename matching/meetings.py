"""What a timetable of 1:1 meetings is made of."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who can meet in the ``available`` slots (numbered from 0); breaks are slots in which nobody is."""

    id: str
    available: frozenset[int]


@dataclass(frozen=True, slots=True)
class Meeting:
    """A wished meeting of two people; ``value`` says how much it is wished by both."""

    id: str
    a: str
    b: str
    value: float = 1.0


@dataclass(frozen=True)
class TimetableProblem:
    """What to schedule.

    ``previous`` lists (meeting, slot, table) of the timetable before; meetings that are gone are ignored.

    Raises
    ------
    ValueError
        If ids repeat or are unknown, a slot does not exist, a value is not finite or negative, or someone meets
        themself.
    """

    slots: int
    tables: int
    people: Sequence[Person]
    meetings: Sequence[Meeting]
    previous: Sequence[tuple[str, int, int]] = ()

    def __post_init__(self) -> None:
        people = {p.id for p in self.people}
        if len(people) != len(self.people):
            raise ValueError("people: an id occurs twice")
        if len({m.id for m in self.meetings}) != len(self.meetings):
            raise ValueError("meetings: an id occurs twice")
        for person in self.people:
            if any(not 0 <= slot < self.slots for slot in person.available):
                raise ValueError(f"people: {person.id!r} is available in a slot that does not exist")
        for meeting in self.meetings:
            if meeting.a not in people or meeting.b not in people:
                raise ValueError(f"meetings: {meeting.id!r} names an unknown person")
            if meeting.a == meeting.b:
                raise ValueError(f"meetings: {meeting.id!r} has the same person on both sides")
            if not math.isfinite(meeting.value) or meeting.value < 0:
                raise ValueError(f"meetings: {meeting.id!r} has the value {meeting.value!r}")
