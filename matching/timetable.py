"""1:1 meetings in slots and at tables: nobody in two places, few meetings lost, few moved.

Choosing a slot for each meeting is edge colouring with lists. The relaxation of the exact programme bounds the value
from above. A first timetable fills slot after slot with matchings of the largest value; it is then improved by the
exact programme within a time limit and never replaced by a worse one.
"""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

from matching.arrays import Floats

# What keeping a meeting in its slot adds to its value: it decides ties, and moves for the sake of little.
STAY = 1e-3
# What being held at all adds, so that a meeting nobody values is still held where there is room.
HELD = 1e-5
WHOLE = 1e-6


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


@dataclass(frozen=True)
class Timetable:
    """Scheduled (meeting, slot, table), in order of slot and table; unscheduled (meeting, reason code).

    Reasons are ``'no_common_slot'``, ``'person_full'`` (somebody's slots are all taken by other meetings),
    ``'tables_full'`` (where both are free all tables are taken) and ``'no_free_common_slot'``. ``bound`` is an upper
    bound of ``value``, the sum over the scheduled meetings.
    """

    scheduled: tuple[tuple[str, int, int], ...]
    unscheduled: tuple[tuple[str, str], ...]
    value: float
    bound: float


@dataclass(frozen=True)
class _Options:
    """Every (meeting, slot) that both people could keep."""

    meetings: tuple[Meeting, ...]
    meeting: np.ndarray
    slot: np.ndarray
    value: Floats
    bonus: Floats
    rows: sparse.csr_matrix
    limits: Floats


def schedule(problem: TimetableProblem, *, time_limit: float = 10.0) -> Timetable:
    """Return a timetable without any clash.

    Parameters
    ----------
    problem : TimetableProblem
    time_limit : float
        Seconds for the exact programme.
    """
    options = _options(problem)
    if not len(options.slot):
        return _result(problem, {}, 0.0)
    first = _fill(options)
    chosen, bound = _improve(options, first, time_limit)
    slots = {options.meetings[options.meeting[i]].id: int(options.slot[i]) for i in np.flatnonzero(chosen)}
    value = sum(m.value for m in options.meetings)
    return _result(problem, slots, min(bound, value))


def _options(problem: TimetableProblem) -> _Options:
    meetings = tuple(sorted(problem.meetings, key=lambda m: m.id))
    free = {p.id: p.available for p in problem.people}
    before = {meeting: slot for meeting, slot, _ in problem.previous}
    pairs = [(i, s) for i, m in enumerate(meetings) for s in sorted(free[m.a] & free[m.b])]
    if problem.tables == 0:
        pairs = []
    top = max((m.value for m in meetings), default=1.0) or 1.0
    values = [meetings[i].value for i, _ in pairs]
    stays = [STAY * (before.get(meetings[i].id) == s) + HELD for i, s in pairs]
    rows, limits = _constraints(problem, meetings, pairs)
    index = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    return _Options(meetings, index[:, 0], index[:, 1], np.array(values), top * np.array(stays), rows, limits)


def _constraints(
    problem: TimetableProblem, meetings: Sequence[Meeting], pairs: Sequence[tuple[int, int]]
) -> tuple[sparse.csr_matrix, Floats]:
    """Return rows: each meeting once, each person once a slot, each slot at most as many meetings as tables."""
    number: dict[tuple[str, str | int, int], int] = {}
    limits: list[float] = []
    entries: list[tuple[int, int]] = []
    for column, (i, slot) in enumerate(pairs):
        meeting = meetings[i]
        keys = (("meeting", i, 0), ("person", meeting.a, slot), ("person", meeting.b, slot), ("slot", slot, 0))
        for key in keys:
            if key not in number:
                number[key] = len(limits)
                limits.append(problem.tables if key[0] == "slot" else 1)
            entries.append((number[key], column))
    at = np.array(entries, dtype=np.int64).reshape(-1, 2)
    matrix = sparse.csr_matrix((np.ones(len(at)), (at[:, 0], at[:, 1])), shape=(len(limits), len(pairs)))
    return matrix, np.array(limits, dtype=np.float64)


def _fill(options: _Options) -> np.ndarray:
    """Return a first timetable: the most valuable options one by one where nothing clashes."""
    chosen = np.zeros(len(options.slot), dtype=bool)
    left = options.limits.copy()
    columns = options.rows.tocsc()
    choice = np.bincount(options.meeting, minlength=len(options.meetings))
    order = np.lexsort((options.slot, options.meeting, choice[options.meeting], -options.value - options.bonus))
    for i in order:
        rows = columns.indices[columns.indptr[i] : columns.indptr[i + 1]]
        if (left[rows] > 0).all():
            chosen[i] = True
            left[rows] -= 1
    return chosen


def _improve(options: _Options, first: np.ndarray, time_limit: float) -> tuple[np.ndarray, float]:
    """Return the better of the first timetable and the programme's, and the upper bound of the wishes' value."""
    deadline = time.monotonic() + time_limit
    pure = _run(options, options.value, whole=False, seconds=time_limit)
    bound = math.inf if pure is None else pure[1]
    wished = options.value + options.bonus
    found = _run(options, wished, whole=False, seconds=max(0.1, deadline - time.monotonic()))
    if found is not None and np.any(np.abs(found[0] - np.round(found[0])) >= WHOLE):
        found = _run(options, wished, whole=True, seconds=max(0.1, deadline - time.monotonic()))
    if found is None:
        return first, bound
    chosen = np.round(found[0]).astype(bool)
    return (chosen if wished[chosen].sum() >= wished[first].sum() else first), min(bound, found[1])


def _run(options: _Options, value: Floats, *, whole: bool, seconds: float) -> tuple[Floats, float] | None:
    """Maximise ``value``; return the solution and its upper bound, or None if there was none in time."""
    count = len(value)
    result = milp(
        -value,
        integrality=np.ones(count) if whole else np.zeros(count),
        bounds=Bounds(0, 1),
        constraints=LinearConstraint(options.rows, -np.inf, options.limits),
        options={"time_limit": seconds, "mip_rel_gap": 1e-6},
    )
    if result.x is None:
        return None
    dual = result.mip_dual_bound if whole else result.fun
    return result.x, -float(result.fun if dual is None else dual)


def _result(problem: TimetableProblem, slots: dict[str, int], bound: float) -> Timetable:
    value = math.fsum(m.value for m in problem.meetings if m.id in slots)
    scheduled = sorted(
        ((meeting, slots[meeting], table) for meeting, table in _tables(problem, slots).items()),
        key=lambda entry: (entry[1], entry[2]),
    )
    left = sorted(m.id for m in problem.meetings if m.id not in slots)
    reasons = _Reasons(problem, slots)
    return Timetable(tuple(scheduled), tuple((i, reasons.of(i)) for i in left), value, max(bound, value))


def _tables(problem: TimetableProblem, slots: dict[str, int]) -> dict[str, int]:
    """Return a table for each meeting: its previous one if it stays in its slot, else one where a side sat last."""
    before = {meeting: (slot, table) for meeting, slot, table in problem.previous}
    people = {m.id: (m.a, m.b) for m in problem.meetings}
    seat: dict[str, int] = {}
    out: dict[str, int] = {}
    for slot in sorted(set(slots.values())):
        here = sorted(m for m in slots if slots[m] == slot)
        free = set(range(problem.tables))
        for meeting in here:
            kept = before.get(meeting)
            if kept is not None and kept[0] == slot and kept[1] in free:
                out[meeting] = kept[1]
                free.remove(kept[1])
        for side in (0, 1, None):
            for meeting in [m for m in here if m not in out]:
                wish = min(free) if side is None else seat.get(people[meeting][side], -1)
                if wish in free:
                    out[meeting] = wish
                    free.remove(wish)
        for meeting in here:
            seat.update(dict.fromkeys(people[meeting], out[meeting]))
    return out


class _Reasons:
    """Why a meeting has no slot, judged on the finished timetable."""

    def __init__(self, problem: TimetableProblem, slots: dict[str, int]) -> None:
        self.free = {p.id: p.available for p in problem.people}
        self.meetings = {m.id: m for m in problem.meetings}
        self.busy: dict[str, set[int]] = {p.id: set() for p in problem.people}
        used: dict[int, int] = {}
        for meeting, slot in slots.items():
            used[slot] = used.get(slot, 0) + 1
            for person in (self.meetings[meeting].a, self.meetings[meeting].b):
                self.busy[person].add(slot)
        self.crowded = {s for s in range(problem.slots) if used.get(s, 0) >= problem.tables}

    def of(self, meeting_id: str) -> str:
        meeting = self.meetings[meeting_id]
        common = self.free[meeting.a] & self.free[meeting.b]
        if not common:
            return "no_common_slot"
        open_slots = common - self.busy[meeting.a] - self.busy[meeting.b]
        if open_slots and open_slots <= self.crowded:
            return "tables_full"
        if any(self.free[p] <= self.busy[p] for p in (meeting.a, meeting.b)):
            return "person_full"
        return "no_free_common_slot"
