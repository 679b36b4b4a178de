"""Line-up plans on invented problems beside simpler ways: python -m bench.matching.plans [--large].

`greedy` takes the best pair that still fits, minima first. `top-k` lets every project name its best experts and every
expert keep the best that ask. `min-cost flow` is OR-Tools (pip install -r requirements-bench.txt): it knows coverage
and total, not the worst-served project.
"""

import argparse
import time

import numpy as np

from matching import AssignmentProblem, Demand, Expert, assign

ISSUE = (200, 100, 100, ("mentor", "fund"))
LARGE = (5000, 1000, 60, ("mentor",))


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


def scarce(projects, experts, kinds, seed=0):
    """Uniform scores and places for a quarter more than the minima: everybody wants the same few."""
    rng = np.random.default_rng(seed)
    places = int(projects * len(kinds) * 1.25 / experts)
    people = [Expert(f"e{j:04d}", kinds[j % len(kinds)], 0, places) for j in range(experts)]
    names = [f"p{i:04d}" for i in range(projects)]
    scores = {(name, person.id): float(rng.random()) for name in names for person in people}
    return AssignmentProblem([Demand(name, dict.fromkeys(kinds, (1, 2))) for name in names], people, scores)


def greedy(problem):
    return _take(problem, sorted(problem.scores, key=lambda pair: (-problem.scores[pair], pair)))


def top_k(problem):
    """Projects ask their best experts of each kind up to the maximum; experts keep the best that ask."""
    kind = {e.id: e.kind for e in problem.experts}
    demand = {p.id: p.demand for p in problem.projects}
    asked, count = [], {}
    for pair in sorted(problem.scores, key=lambda pair: (-problem.scores[pair], pair)):
        place = (pair[0], kind[pair[1]])
        count[place] = count.get(place, 0) + 1
        if count[place] <= demand[pair[0]][place[1]][1]:
            asked.append(pair)
    return _take(problem, asked)


def _take(problem, order):
    """Take pairs in order where both have room: what the minima need in a first pass, the rest in a second."""
    kind = {e.id: e.kind for e in problem.experts}
    room = {e.id: e.max for e in problem.experts}
    limits = {(p.id, k): bounds for p in problem.projects for k, bounds in p.demand.items()}
    held, load = set(), dict.fromkeys(limits, 0)
    for stage in (0, 1):
        for project, expert in order:
            place = project, kind[expert]
            if (project, expert) not in held and room[expert] and load[place] < limits[place][stage]:
                held.add((project, expert))
                room[expert] -= 1
                load[place] += 1
    return held


def min_cost_flow(problem, unit=10**6):
    """Coverage first (a large reward for each demanded place), then the total, by OR-Tools."""
    from ortools.graph.python import min_cost_flow as graph

    flow = graph.SimpleMinCostFlow()
    kind = {e.id: e.kind for e in problem.experts}
    demands = {(p.id, k): i + 2 for i, (p, k) in enumerate((p, k) for p in problem.projects for k in p.demand)}
    experts = {e.id: len(demands) + i + 2 for i, e in enumerate(problem.experts)}
    bounds = {(p.id, k): limits for p in problem.projects for k, limits in p.demand.items()}
    supply = sum(high for _, high in bounds.values())
    for key, (low, high) in bounds.items():
        flow.add_arc_with_capacity_and_unit_cost(0, demands[key], low, -1000 * unit)
        flow.add_arc_with_capacity_and_unit_cost(0, demands[key], high - low, 0)
    pairs = {
        flow.add_arc_with_capacity_and_unit_cost(demands[p, kind[e]], experts[e], 1, -round(score * unit)): (p, e)
        for (p, e), score in problem.scores.items()
    }
    for e in problem.experts:
        flow.add_arc_with_capacity_and_unit_cost(experts[e.id], 1, e.max, 0)
    flow.add_arc_with_capacity_and_unit_cost(0, 1, supply, 0)
    flow.set_node_supply(0, supply)
    flow.set_node_supply(1, -supply)
    if flow.solve() != flow.OPTIMAL:
        raise RuntimeError("OR-Tools found no flow")
    return {pair for arc, pair in pairs.items() if flow.flow(arc)}


def judged(problem, pairs):
    """Return the places short of the minima, the worst-served project's sum and the total."""
    kind = {e.id: e.kind for e in problem.experts}
    load, served = {}, {p.id: 0.0 for p in problem.projects}
    for project, expert in pairs:
        load[project, kind[expert]] = load.get((project, kind[expert]), 0) + 1
        served[project] += problem.scores[project, expert]
    short = sum(max(0, low - load.get((p.id, k), 0)) for p in problem.projects for k, (low, _) in p.demand.items())
    return short, min(served.values()), sum(served.values())


def compare(name, problem):
    print(f"{name}\n  {'':14} short   worst      total   CPU s")
    for label, way in (("greedy", greedy), ("top-k", top_k), ("min-cost flow", min_cost_flow), ("plan", assign)):
        worked = time.process_time()
        try:
            found = way(problem)
        except ImportError:
            print(f"  {label:14} not measured: OR-Tools is not installed (pip install -r requirements-bench.txt)")
            continue
        worked = time.process_time() - worked
        short, worst, total = judged(problem, found.assigned if way is assign else found)
        print(f"  {label:14} {short:5} {worst:7.3f} {total:10.2f} {worked:7.1f}", flush=True)
    print(f"  {'bound':14}       {found.worst_bound:7.3f} {found.bound:10.2f}   (gap of the total {found.gap:.3%})")


def timed(problem):
    worked = time.process_time()
    plan = assign(problem)
    return plan, time.process_time() - worked


def figures():
    """CPU seconds and gaps (as shares) of the plans, for bench/out/latest.json."""
    plan, seconds = timed(assignment(*ISSUE))
    large, large_seconds = timed(assignment(*LARGE))
    return {
        "assignment_gap": plan.gap,
        "assignment_seconds": seconds,
        "assignment_large_gap": large.gap,
        "assignment_large_seconds": large_seconds,
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--large", action="store_true", help="add 5,000 projects and 1,000 experts")
    large = parser.parse_args().large
    compare("200 projects, 100 mentors", assignment(200, 100, 100, ("mentor",)))
    compare("200 projects, 50 mentors and 50 funds", assignment(*ISSUE))
    compare("the same size, scarce places, uniform scores", scarce(200, 100, ("mentor", "fund")))
    if large:
        compare("5,000 projects, 1,000 mentors, 60 candidates each", assignment(*LARGE))


if __name__ == "__main__":
    main()
