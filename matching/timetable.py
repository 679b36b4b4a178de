"""1:1 meetings in slots and at tables: nobody in two places, few meetings lost, few moved, little waiting."""

from __future__ import annotations

import math
from dataclasses import dataclass

from matching.comfort import seat, shorten_waits
from matching.meetings import Meeting, Person, TimetableProblem
from matching.slotting import fill

__all__ = ["Meeting", "Person", "Timetable", "TimetableProblem", "schedule"]


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


def schedule(problem: TimetableProblem, *, time_limit: float = 4.0) -> Timetable:
    """Return a timetable without any clash.

    Parameters
    ----------
    problem : TimetableProblem
    time_limit : float
        Seconds for the exact programme, which runs only where chains of swaps leave something to gain.
    """
    board, bound = fill(problem, time_limit)
    meetings = sorted(problem.meetings, key=lambda m: m.id)
    before = {meeting: (slot, table) for meeting, slot, table in problem.previous}
    fixed = {i for i, slot in board.slot.items() if meetings[i].id in before and before[meetings[i].id][0] == slot}
    shorten_waits(board, fixed)
    slots = {meetings[i].id: slot for i, slot in board.slot.items()}
    seats = seat({m.id: (m.a, m.b) for m in meetings}, slots, problem.tables, before)
    value = math.fsum(m.value for m in problem.meetings if m.id in slots)
    reasons = _Reasons(problem, slots)
    return Timetable(
        scheduled=tuple(sorted(((i, slots[i], seats[i]) for i in slots), key=lambda entry: entry[1:])),
        unscheduled=tuple((m.id, reasons.of(m.id)) for m in meetings if m.id not in slots),
        value=value,
        bound=max(value, min(bound, math.fsum(m.value for m in problem.meetings))),
    )


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
