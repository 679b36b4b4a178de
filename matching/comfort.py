"""What makes a finished timetable pleasant: little waiting between meetings, few changes of table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping

import numpy as np
from scipy.optimize import linear_sum_assignment

from matching.board import Board

# Swaps are tried at most this often per meeting, so that the work grows with the timetable.
TRIALS_PER_MEETING = 60
# Keeping one's table from the timetable before outweighs two people who would not have to change theirs.
KEPT_TABLE = 3


def waiting(board: Board, person: str) -> int:
    """Return in how many slots somebody waits, though free to meet, between the first and the last meeting."""
    taken = board.at[person]
    if not taken:
        return 0
    low, high = min(taken), max(taken)
    return sum(low < slot < high and slot not in taken for slot in board.free[person])


def shorten_waits(board: Board, fixed: Collection[int]) -> None:
    """Swap slots along chains as long as that shortens the waits of all together; no meeting is lost.

    Parameters
    ----------
    board : Board
        It is changed.
    fixed : collection of int
        Meetings that stay where they are.
    """
    left = TRIALS_PER_MEETING * len(board.slot)
    improved = True
    while improved and left > 0:
        improved = False
        for meeting in sorted(board.slot):
            if meeting in fixed or not any(waiting(board, p) for p in board.people[meeting]):
                continue
            for target in sorted(board.free[board.people[meeting][0]] & board.free[board.people[meeting][1]]):
                left -= 1
                if left > 0 and target != board.slot[meeting] and _swap_if_shorter(board, meeting, target, fixed):
                    improved = True


def _swap_if_shorter(board: Board, meeting: int, target: int, fixed: Collection[int]) -> bool:
    slot = board.slot[meeting]
    chain = board.chain(meeting, slot, target)
    out = sum(1 if board.slot[m] == slot else -1 for m in chain)
    room = board.count[target] + out <= board.tables and board.count[slot] - out <= board.tables
    if not room or any(m in fixed for m in chain) or not board.may_swap(chain, slot, target):
        return False
    people = {person for m in chain for person in board.people[m]}
    before = sum(waiting(board, person) for person in people)
    board.swap(chain, slot, target)
    if sum(waiting(board, person) for person in people) < before:
        return True
    board.swap(chain, slot, target)
    return False


def seat(
    people: Mapping[str, tuple[str, str]],
    slots: Mapping[str, int],
    tables: int,
    before: Mapping[str, tuple[int, int]],
) -> dict[str, int]:
    """Return a table for each meeting, slot after slot with as few changes of table as that allows.

    Parameters
    ----------
    people : Mapping[meeting, (person, person)]
    slots : Mapping[meeting, slot]
    tables : int
    before : Mapping[meeting, (slot, table)]
        Where meetings were held in the timetable before.
    """
    last: dict[str, int] = {}
    seats: dict[str, int] = {}
    crowd = max(Counter(slots.values()).values(), default=0)
    kept = {m: before[m][1] for m in slots if m in before and before[m][0] == slots[m] and before[m][1] < tables}
    choice = sorted({*range(min(tables, crowd)), *kept.values()})
    for slot in sorted(set(slots.values())):
        here = sorted(m for m in slots if slots[m] == slot)
        wish = np.tile(-np.arange(len(choice)) / len(choice) ** 2 / 2, (len(here), 1))
        for row, meeting in enumerate(here):
            for person in people[meeting]:
                wish[row] += np.equal(choice, last.get(person, -1))
            wish[row] += KEPT_TABLE * np.equal(choice, kept.get(meeting, -1))
        for row, column in zip(*linear_sum_assignment(wish, maximize=True), strict=True):
            seats[here[row]] = choice[column]
            last.update(dict.fromkeys(people[here[row]], choice[column]))
    return seats
