"""Time and quality of line-up plans and timetables on invented problems: python -m bench.matching.plans [--large]."""

import argparse
import time

import numpy as np

from matching import AssignmentProblem, Demand, Expert, assign
from matching.timetable import Meeting, Person, TimetableProblem, schedule


def assignment(projects, experts, wide, kinds, seed=0):
    """Scores drawn so that some experts are better for everybody; about one place in ten is to spare."""
    rng = np.random.default_rng(seed)
    places = int(np.ceil(projects * 3.3 * len(kinds) / experts))
    people = [Expert(f"e{j:04d}", kinds[j % len(kinds)], 0, places) for j in range(experts)]
    known = rng.random(experts) * 0.3
    scores = {}
    for i in range(projects):
        for j in rng.choice(experts, min(wide, experts), replace=False):
            scores[f"p{i:04d}", people[j].id] = float(np.clip(rng.beta(2, 4) + known[j], 0, 1))
    return AssignmentProblem(
        [Demand(f"p{i:04d}", dict.fromkeys(kinds, (1, 3))) for i in range(projects)], people, scores
    )


def meetings(projects, funds, slots, tables, wishes, seed=0):
    """Everybody is there four fifths of the time."""
    rng = np.random.default_rng(seed)
    names = [f"p{i}" for i in range(projects)] + [f"f{j}" for j in range(funds)]
    people = [Person(name, frozenset(np.flatnonzero(rng.random(slots) < 0.8).tolist())) for name in names]
    wished = [
        Meeting(f"p{i}-f{j}", f"p{i}", f"f{j}", float(rng.random()))
        for i in range(projects)
        for j in rng.choice(funds, wishes, replace=False)
    ]
    return TimetableProblem(slots, tables, people, wished)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--large", action="store_true", help="add 5,000 projects and 1,000 experts")
    sizes = [(200, 100, 100, ("mentor",)), (200, 100, 100, ("mentor", "fund"))]
    if parser.parse_args().large:
        sizes.append((5000, 1000, 60, ("mentor",)))
    for size in sizes:
        problem = assignment(*size)
        started, worked = time.perf_counter(), time.process_time()
        plan = assign(problem)
        print(
            f"plan {size}: {time.perf_counter() - started:.1f} s, {time.process_time() - worked:.1f} s CPU, "
            f"gap {plan.gap:.2%}, worst {plan.worst:.3f} of at most {plan.worst_bound:.3f}",
            flush=True,
        )
    problem = meetings(200, 100, 20, 60, 6)
    worked = time.process_time()
    result = schedule(problem)
    held, gap = len(result.scheduled), (result.bound - result.value) / result.bound
    print(f"timetable: {time.process_time() - worked:.1f} s CPU, {held} of {len(problem.meetings)} held, gap {gap:.2%}")


if __name__ == "__main__":
    main()
