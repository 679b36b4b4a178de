"""Which meetings are held, and in which slot: exact where everybody is always there, else as good as time allows.

Choosing slots is edge colouring with lists. Where people form two sides and each is there in every slot, a network
flow chooses the most valuable meetings that keep everybody within the number of slots, and alternating chains place
them all. Otherwise a first timetable is the better of two: slot after slot a matching of the largest value, or meeting
after meeting by falling value; chains then make room for what is left out. The relaxation of the exact programme
bounds the value from above; only if the first timetable stays below the bound is the programme itself run, and its
result is taken only if it is better.
"""

from __future__ import annotations

import math
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, linear_sum_assignment, milp

from matching.arrays import Bools, Csr, Floats, Ints
from matching.board import Board
from matching.meetings import Meeting, TimetableProblem

# What keeping a meeting in its slot adds, as a share of the largest value: enough to decide ties, too little to
# decide which meetings are held (moving one saves less than the least valued meeting of a hundredth).
STAY = 1e-3
# What being held at all adds, so that a meeting nobody values is still held where there is room.
HELD = 1e-5
# Up to this many choices the programme is solved to the end; above, to this share.
SMALL, GAP = 3_000, 1e-4
WHOLE = 1e-6


# A solution and its upper bound; None if there was none in time.
_Found: TypeAlias = tuple[Floats, float] | None


@dataclass(frozen=True)
class _Choices:
    """Every (meeting, slot) that both people could keep, as the columns of the programme."""

    meeting: Ints
    slot: Ints
    value: Floats
    wish: Floats
    rows: Csr
    limits: Floats


def fill(problem: TimetableProblem, time_limit: float) -> tuple[Board, float]:
    """Return the timetable and an upper bound of its value; meetings are numbered in order of id."""
    meetings = sorted(problem.meetings, key=lambda m: m.id)
    free = {p.id: p.available for p in problem.people}
    before = {meeting: slot for meeting, slot, _ in problem.previous}
    if problem.tables == 0 or not any(free[m.a] & free[m.b] for m in meetings):
        return _board(meetings, free, problem.tables), 0.0
    sides = _sides(meetings)
    if sides is not None and not before and _always_there(meetings, free):
        return _coloured(meetings, free, problem.tables)
    first = _first(meetings, free, before, problem.tables, sides)
    return _improved(meetings, free, before, problem.tables, first, time_limit)


def _board(meetings: Sequence[Meeting], free: Mapping[str, frozenset[int]], tables: int) -> Board:
    return Board([(m.a, m.b) for m in meetings], free, tables)


def _sides(meetings: Sequence[Meeting]) -> dict[str, int] | None:
    """Return 0 or 1 for each person such that meetings are between the two; None if that is not possible."""
    others: dict[str, list[str]] = {}
    for m in meetings:
        others.setdefault(m.a, []).append(m.b)
        others.setdefault(m.b, []).append(m.a)
    side: dict[str, int] = {}
    for start in others:
        side.setdefault(start, 0)
        todo = [start]
        while todo:
            person = todo.pop()
            for other in others[person]:
                if other not in side:
                    side[other] = 1 - side[person]
                    todo.append(other)
                elif side[other] == side[person]:
                    return None
    return side


def _always_there(meetings: Sequence[Meeting], free: Mapping[str, frozenset[int]]) -> bool:
    return len({free[person] for m in meetings for person in (m.a, m.b)}) == 1


def _coloured(meetings: Sequence[Meeting], free: Mapping[str, frozenset[int]], tables: int) -> tuple[Board, float]:
    """Choose the most valuable meetings by a network flow and place them all."""
    slots = len(free[meetings[0].a])
    people = {person: i for i, person in enumerate(sorted({p for m in meetings for p in (m.a, m.b)}))}
    columns = np.tile(np.arange(len(meetings)), 3)
    everyone = np.full(len(meetings), len(people))
    rows = np.concatenate([[people[m.a] for m in meetings], [people[m.b] for m in meetings], everyone])
    matrix = sparse.csr_matrix((np.ones(len(columns)), (rows, columns)))
    value = np.array([m.value for m in meetings])
    limits = np.append(np.full(len(people), float(slots)), float(slots * tables))
    none = np.zeros(0, dtype=np.int64)
    wish = value + HELD * (float(value.max()) or 1.0)
    found = _run(wish, _Choices(none, none, value, wish, matrix, limits), whole=True, seconds=math.inf, gap=0.0)
    assert found is not None
    board = _board(meetings, free, len(meetings))
    for i in np.flatnonzero(found[0] > 0.5):
        board.insert(int(i))
    board.tables = tables
    board.level()
    return board, math.fsum(meetings[i].value for i in board.slot)


def _first(
    meetings: Sequence[Meeting],
    free: Mapping[str, frozenset[int]],
    before: Mapping[str, int],
    tables: int,
    sides: dict[str, int] | None,
) -> Board:
    """Keep what can stay, then fill up in two ways and return the more valuable timetable."""
    order = sorted(range(len(meetings)), key=lambda i: (-meetings[i].value, i))
    boards = []
    for slot_by_slot in (False, True):
        board = _board(meetings, free, tables)
        for i in order:
            slot = before.get(meetings[i].id)
            if slot is not None and slot in board.count and board.fits(i, slot):
                board.put(i, slot)
        if slot_by_slot and sides is not None:
            for slot in board.count:
                _match(board, meetings, sides, slot)
        for i in order:
            if i not in board.slot:
                board.insert(i)
        boards.append(board)
    return max(boards, key=lambda board: math.fsum(meetings[i].value + HELD for i in board.slot))


def _match(board: Board, meetings: Sequence[Meeting], sides: Mapping[str, int], slot: int) -> None:
    """Add to a slot the matching of largest value among the meetings that fit and are not yet held."""
    open_meetings = [i for i in range(len(meetings)) if i not in board.slot and board.fits(i, slot)]
    pairs = [sorted(board.people[i], key=lambda person: sides[person]) for i in open_meetings]
    left, right = ({p: k for k, p in enumerate(sorted({pair[side] for pair in pairs}))} for side in (0, 1))
    worth, which = np.zeros((len(left), len(right))), np.full((len(left), len(right)), -1)
    for i, (a, b) in zip(open_meetings, pairs, strict=True):
        if meetings[i].value + HELD > worth[left[a], right[b]]:
            worth[left[a], right[b]], which[left[a], right[b]] = meetings[i].value + HELD, i
    rows, columns = linear_sum_assignment(worth, maximize=True)
    matched = [int(i) for i in which[rows, columns] if i >= 0]
    for i in sorted(matched, key=lambda i: (-meetings[i].value, i)):
        if board.fits(i, slot):
            board.put(i, slot)


def _improved(
    meetings: Sequence[Meeting],
    free: Mapping[str, frozenset[int]],
    before: Mapping[str, int],
    tables: int,
    first: Board,
    time_limit: float,
) -> tuple[Board, float]:
    """Return the better of the first timetable and the programme's, and the upper bound of the value."""
    deadline = time.monotonic() + time_limit
    most = math.fsum(m.value for m in meetings if free[m.a] & free[m.b])
    value = math.fsum(meetings[i].value for i in first.slot)
    stays = all(first.slot.get(i) == before[m.id] for i, m in enumerate(meetings) if m.id in before)
    if len(first.slot) == len(meetings) and stays:
        return first, value
    choices = _choices(meetings, free, before, tables)
    held = np.array([first.slot.get(int(i)) == s for i, s in zip(choices.meeting, choices.slot, strict=True)])
    gap = 1e-9 if len(choices.value) <= SMALL else GAP
    relaxed = _run(choices.wish, choices, whole=False, seconds=time_limit, gap=0.0)
    wanted = math.inf if relaxed is None else relaxed[1]
    bound = min(most, wanted, _bound(choices, time_limit) if before else math.inf)
    if bound - value <= gap * bound and wanted - choices.wish[held].sum() <= gap * wanted:
        return first, bound
    chosen, wanted = _whole(choices, held, relaxed, gap, deadline)
    bound = max(value, min(bound, wanted))
    if choices.wish[chosen].sum() <= choices.wish[held].sum():
        return first, bound
    board = _board(meetings, free, tables)
    for k in np.flatnonzero(chosen):
        board.put(int(choices.meeting[k]), int(choices.slot[k]))
    return board, bound


def _whole(choices: _Choices, held: Bools, relaxed: _Found, gap: float, deadline: float) -> tuple[Bools, float]:
    """Decide in whole numbers among the relaxed and the first timetable's choices; if that leaves a gap, among all.

    Returns the best timetable known and an upper bound of the wishes' sum.
    """
    best, bound = held, math.inf if relaxed is None else relaxed[1]
    everything = np.ones(len(held), dtype=bool)
    for among in (everything if relaxed is None else held | (relaxed[0] > WHOLE), everything):
        left, columns = deadline - time.monotonic(), np.flatnonzero(among)
        if left <= 0 or bound - choices.wish[best].sum() <= gap * bound:
            break
        part = replace(choices, rows=choices.rows[:, columns])
        found = _run(choices.wish[columns], part, whole=True, seconds=left, gap=gap)
        if found is not None and found[0] @ choices.wish[columns] > choices.wish[best].sum():
            best = np.zeros(len(held), dtype=bool)
            best[columns] = found[0] > 0.5
        if found is not None and among.all():
            bound = min(bound, found[1])
    return best, bound


def _bound(choices: _Choices, seconds: float) -> float:
    """Return an upper bound of the value alone."""
    found = _run(choices.value, choices, whole=False, seconds=seconds, gap=0.0)
    return math.inf if found is None else found[1]


def _choices(
    meetings: Sequence[Meeting], free: Mapping[str, frozenset[int]], before: Mapping[str, int], tables: int
) -> _Choices:
    """List the choices with their rows: each meeting once, each person once a slot, as many a slot as tables."""
    pairs = [(i, s) for i, m in enumerate(meetings) for s in sorted(free[m.a] & free[m.b])]
    number: dict[tuple[str, str | int, int], int] = {}
    entries: list[tuple[int, int]] = []
    for column, (i, s) in enumerate(pairs):
        m = meetings[i]
        for key in (("meeting", i, 0), ("person", m.a, s), ("person", m.b, s), ("slot", s, 0)):
            entries.append((number.setdefault(key, len(number)), column))
    at, index = np.array(entries, dtype=np.int64), np.array(pairs, dtype=np.int64)
    value = np.array([meetings[i].value for i, _ in pairs])
    stays: Bools = np.array([before.get(meetings[i].id) == s for i, s in pairs])
    return _Choices(
        meeting=index[:, 0],
        slot=index[:, 1],
        value=value,
        wish=value + (float(value.max()) or 1.0) * (STAY * stays + HELD),
        rows=sparse.csr_matrix((np.ones(len(at)), (at[:, 0], at[:, 1]))),
        limits=np.array([tables if key[0] == "slot" else 1 for key in number], dtype=np.float64),
    )


def _run(value: Floats, choices: _Choices, *, whole: bool, seconds: float, gap: float) -> tuple[Floats, float] | None:
    """Maximise ``value``; return the solution and its upper bound, or None if there was none in time."""
    result = milp(
        -value,
        integrality=np.full(len(value), int(whole)),
        bounds=Bounds(0, 1),
        constraints=LinearConstraint(choices.rows, -np.inf, choices.limits),
        options={"time_limit": seconds, "mip_rel_gap": gap},
    )
    if result.x is None:
        return None
    return result.x, -float(result.mip_dual_bound if whole else result.fun)
