"""1:1 timetables on invented wishes beside a greedy one: python -m bench.matching.timetables."""

import time
from dataclasses import replace
from itertools import pairwise

import numpy as np

from matching.timetable import Meeting, Person, TimetableProblem, schedule


def meetings(projects, funds, slots, tables, wishes, there=0.8, seed=0):
    """Everybody is there a share of the time and each project wishes to meet some funds."""
    rng = np.random.default_rng(seed)
    names = [f"p{i}" for i in range(projects)] + [f"f{j}" for j in range(funds)]
    people = [Person(name, frozenset(np.flatnonzero(rng.random(slots) < there).tolist())) for name in names]
    wished = [
        Meeting(f"p{i}-f{j}", f"p{i}", f"f{j}", float(rng.random()))
        for i in range(projects)
        for j in rng.choice(funds, wishes, replace=False)
    ]
    return TimetableProblem(slots, tables, people, wished)


def greedy(problem):
    """The most valued meeting first, in its first slot and at its first table."""
    free = {p.id: set(p.available) for p in problem.people}
    tables = dict.fromkeys(range(problem.slots), 0)
    held = []
    for m in sorted(problem.meetings, key=lambda m: (-m.value, m.id)):
        slot = next((s for s in sorted(free[m.a] & free[m.b]) if tables[s] < problem.tables), None)
        if slot is not None:
            held.append((m.id, slot, tables[slot]))
            tables[slot] += 1
            free[m.a].discard(slot)
            free[m.b].discard(slot)
    return held


def judged(problem, held):
    """Return how many are held, their value, slots waited between meetings, and changes of table."""
    wished = {m.id: m for m in problem.meetings}
    days = {p.id: {} for p in problem.people}
    for meeting, slot, table in held:
        for person in (wished[meeting].a, wished[meeting].b):
            days[person][slot] = table
    waits = sum(min(day) < s < max(day) and s not in day for p in problem.people for day in [days[p.id]] if day
                for s in p.available)  # fmt: skip
    seats = [[day[s] for s in sorted(day)] for day in days.values()]
    changes = sum(a != b for row in seats for a, b in pairwise(row))
    return len(held), sum(wished[m].value for m, _, _ in held), waits, changes


def timed(problem):
    worked = time.process_time()
    result = schedule(problem)
    return result, time.process_time() - worked


def compare(name, problem):
    print(f"{name}\n  {'':9}  held    value  waits  changes of table  CPU s")
    result, seconds = timed(problem)
    for label, held, spent in (("greedy", greedy(problem), 0.0), ("timetable", result.scheduled, seconds)):
        count, value, waits, changes = judged(problem, held)
        print(f"  {label:9} {count:5} {value:8.2f} {waits:6} {changes:17} {spent:6.1f}")
    print(f"  bound           {result.bound:8.2f}")
    return result


def cancelled(problem, result):
    """One fund goes home: who has to move?"""
    gone = problem.meetings[0].b
    rest = [m for m in problem.meetings if m.b != gone]
    after, seconds = timed(replace(problem, meetings=rest, previous=result.scheduled))
    was, now = ({i: slot for i, slot, _ in t.scheduled} for t in (result, after))
    stayed = [m.id for m in rest if m.id in was and m.id in now]
    moved = sum(was[i] != now[i] for i in stayed)
    lost = sum(m.id in was and m.id not in now for m in rest)
    print(f"  after {gone} left: {moved} of {len(stayed)} moved, {lost} lost, {len(now)} held, {seconds:.1f} s CPU")


def figures():
    """CPU seconds and the gap (as a share) of the timetable of 20 slots, for bench/out/latest.json."""
    result, seconds = timed(meetings(200, 100, 20, 60, 6))
    return {"timetable_seconds": seconds, "timetable_gap": (result.bound - result.value) / result.bound}


def main():
    for name, there, wishes, tables in (
        ("1,200 wishes, 60 tables, there 80 % of the time", 0.8, 6, 60),
        ("1,600 wishes, 50 tables, there 80 % of the time", 0.8, 8, 50),
        ("1,200 wishes, 60 tables, always there", 1.1, 6, 60),
    ):
        problem = meetings(200, 100, 20, tables, wishes, there)
        cancelled(problem, compare(name, problem))


if __name__ == "__main__":
    main()
