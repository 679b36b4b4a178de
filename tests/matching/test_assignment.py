"""Every promise of the assignment, on problems that hypothesis invents and on small ones solved by brute force."""

import itertools
import random
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import maximum_bipartite_matching

from matching import AssignmentProblem, Demand, Expert, assign, programme

KINDS = ("mentor", "fund")


@st.composite
def problems(draw):
    n, m = draw(st.integers(1, 4)), draw(st.integers(1, 4))
    experts = []
    for j in range(m):
        low = draw(st.integers(0, 1))
        experts.append(Expert(f"e{j}", draw(st.sampled_from(KINDS)), low, low + draw(st.integers(0, 2))))
    projects = []
    for i in range(n):
        demand = {}
        for kind in KINDS:
            low = draw(st.integers(0, 2))
            demand[kind] = (low, low + draw(st.integers(0, 1)))
        projects.append(Demand(f"p{i}", demand))
    pairs = [(p.id, e.id) for p in projects for e in experts]
    scored = draw(st.lists(st.sampled_from(pairs), unique=True))
    scores = {pair: draw(st.integers(0, 20)) / 20 for pair in scored}
    forbidden = frozenset(draw(st.lists(st.sampled_from(pairs), max_size=2)))
    previous = frozenset(draw(st.lists(st.sampled_from(pairs), max_size=3)))
    return AssignmentProblem(projects, experts, scores, forbidden=forbidden, previous=previous)


def feasible(problem, pairs):
    kind = {e.id: e.kind for e in problem.experts}
    for e in problem.experts:
        if sum(x == e.id for _, x in pairs) > e.max:
            return False
    for p in problem.projects:
        for k in {e.kind for e in problem.experts}:
            taken = sum(x == p.id and kind[y] == k for x, y in pairs)
            if taken > p.demand.get(k, (0, 0))[1]:
                return False
    return True


def quality(problem, pairs):
    """The aims in their order, larger is better: coverage, experts' minima, worst served, total."""
    kind = {e.id: e.kind for e in problem.experts}
    short = 0
    for p in problem.projects:
        for k, (low, _) in p.demand.items():
            short += max(0, low - sum(x == p.id and kind[y] == k for x, y in pairs))
    idle = sum(max(0, e.min - sum(y == e.id for _, y in pairs)) for e in problem.experts)
    open_pairs = [pair for pair in problem.scores if pair not in problem.forbidden and possible(problem, pair)]
    served = {p: 0.0 for p, _ in open_pairs}
    for p, e in pairs:
        served[p] += problem.scores[p, e]
    return (-short, -idle, round(min(served.values(), default=0), 6), round(sum(problem.scores[p] for p in pairs), 6))


def changes(problem, pairs):
    return len(set(pairs) ^ problem.previous)


def possible(problem, pair):
    """Whether the expert has a place at all and the project takes its kind."""
    expert = {e.id: e for e in problem.experts}[pair[1]]
    demand = {p.id: p for p in problem.projects}[pair[0]].demand
    return expert.max > 0 and demand.get(expert.kind, (0, 0))[1] > 0


@given(problems())
@settings(max_examples=40, deadline=None)
def test_no_plan_is_better_than_the_plan(problem):
    plan = assign(problem)
    assert feasible(problem, plan.assigned)
    assert set(plan.assigned) <= set(problem.scores) - problem.forbidden
    pairs = sorted(pair for pair in problem.scores if pair not in problem.forbidden and possible(problem, pair))
    if len(pairs) <= 9:
        subsets = itertools.chain.from_iterable(itertools.combinations(pairs, r) for r in range(len(pairs) + 1))
        best, fewest = max((quality(problem, s), -changes(problem, s)) for s in subsets if feasible(problem, s))
        assert quality(problem, plan.assigned) == best
        assert not problem.previous or plan.changes == -fewest
    assert plan.bound >= plan.total - 1e-9


@given(problems(), st.data())
@settings(max_examples=25, deadline=None)
def test_a_pin_is_kept_and_only_pairs_with_a_score_are_assigned(problem, data):
    free = sorted(p for p in problem.scores if p not in problem.forbidden and possible(problem, p))
    free = [p for p in free if feasible(problem, [p])]
    if not free:
        return
    pin = data.draw(st.sampled_from(free))
    plan = assign(AssignmentProblem(problem.projects, problem.experts, problem.scores, pinned=frozenset({pin})))
    assert pin in plan.assigned
    assert set(plan.assigned) <= set(problem.scores)


@given(problems())
@settings(max_examples=25, deadline=None)
def test_the_same_problem_gives_the_same_plan_in_any_order(problem):
    turned = AssignmentProblem(
        problem.projects[::-1],
        problem.experts[::-1],
        dict(sorted(problem.scores.items(), reverse=True)),
        problem.forbidden,
        problem.pinned,
        problem.previous,
    )
    assert assign(problem) == assign(turned)


def test_every_unmet_demand_is_explained():
    problem = AssignmentProblem(
        [Demand(f"p{i}", {"fund": (1, 1)}) for i in range(4)],
        [Expert("f1", "fund", 0, 2)],
        {("p0", "f1"): 0.9, ("p1", "f1"): 0.8, ("p2", "f1"): 0.7},
    )
    plan = assign(problem)
    reasons = {s.project: s for s in plan.uncovered}
    assert reasons["p3"].code == "nobody_eligible"
    (other,) = [s for s in plan.uncovered if s.project != "p3"]
    assert other.code == "too_little_capacity"
    assert (other.projects, other.experts, other.capacity) == (("p0", "p1", "p2"), ("f1",), 2)
    assert other.sentence() == "3 projects need 3 places, 1 eligible fund with capacity 2"


def test_worst_served_comes_before_the_total():
    problem = AssignmentProblem(
        [Demand("a", {"m": (1, 1)}), Demand("b", {"m": (1, 1)})],
        [Expert("x", "m"), Expert("y", "m")],
        {("a", "x"): 1.0, ("a", "y"): 0.5, ("b", "x"): 0.5, ("b", "y"): 0.1},
    )
    assert assign(problem).assigned == (("a", "y"), ("b", "x"))


def test_of_equal_plans_the_previous_one_is_kept():
    scores = {(p, e): 0.5 for p in "ab" for e in "xy"}
    projects, experts = [Demand(p, {"m": (1, 1)}) for p in "ab"], [Expert(e, "m") for e in "xy"]
    for before in ({("a", "x"), ("b", "y")}, {("a", "y"), ("b", "x")}):
        plan = assign(AssignmentProblem(projects, experts, scores, previous=frozenset(before)))
        assert set(plan.assigned) == before
        assert plan.changes == 0


@given(problems(), st.integers(0, 2))
@settings(max_examples=25, deadline=None)
def test_exposure_bounds_every_expert(problem, most):
    plan = assign(replace(problem, exposure=most))
    assert all(count <= most for count in Counter(e for _, e in plan.assigned).values())
    assert feasible(problem, plan.assigned)


@given(problems())
@settings(max_examples=25, deadline=None)
def test_a_shortage_names_projects_that_need_more_than_the_experts_have(problem):
    plan = assign(problem)
    kind = {e.id: e.kind for e in problem.experts}
    load = Counter((p, kind[e]) for p, e in plan.assigned)
    short = {(p.id, k) for p in problem.projects for k, (low, _) in p.demand.items() if load[p.id, k] < low}
    assert {(s.project, s.kind) for s in plan.uncovered} == short
    demand = {p.id: p.demand for p in problem.projects}
    most = {e.id: e.max for e in problem.experts}
    for s in plan.uncovered:
        if s.code == "too_little_capacity":
            assert s.needed == sum(demand[p][s.kind][0] for p in s.projects) > 0
            assert s.capacity == sum(most[e] for e in s.experts)
            allowed = {e for p, e in problem.scores if p in s.projects and (p, e) not in problem.forbidden}
            assert set(s.experts) == {e for e in allowed if kind[e] == s.kind}


def invented(projects, experts, demand, places, seed, kinds=("m",)):
    """A problem of uniform scores, a few of them missing."""
    rng = random.Random(seed)
    people = [Expert(f"e{j:03d}", kinds[j % len(kinds)], 0, places) for j in range(experts)]
    wishes = [Demand(f"p{i:03d}", dict.fromkeys(kinds, demand)) for i in range(projects)]
    scores = {(p.id, e.id): rng.random() for p in wishes for e in people if rng.random() < 0.9}
    return AssignmentProblem(wishes, people, scores)


def test_with_one_expert_each_the_worst_served_project_is_the_bottleneck():
    problem = invented(40, 20, (1, 1), 2, 5)
    seats = [e.id for e in problem.experts for _ in range(e.max)]
    ordered = sorted(set(problem.scores.values()))
    low, high = 0, len(ordered) - 1
    while low < high:
        middle = (low + high + 1) // 2
        rows = [[problem.scores.get((p.id, e), -1) >= ordered[middle] for e in seats] for p in problem.projects]
        matched = maximum_bipartite_matching(csr_matrix(rows), perm_type="column")
        low, high = (middle, high) if (matched >= 0).all() else (low, middle - 1)
    plan = assign(problem)
    assert plan.worst == pytest.approx(ordered[low])
    assert plan.worst_bound == pytest.approx(plan.worst, rel=1e-3)


@pytest.mark.parametrize("demand", [(1, 2), (2, 3)])
def test_a_roadshow_of_mentors_and_funds_is_planned_within_a_thousandth(demand):
    plan = assign(invented(40, 30, demand, 8, 7, kinds=KINDS))
    assert plan.uncovered == ()
    assert plan.gap <= 1e-3
    assert plan.worst >= 0.99 * plan.worst_bound


@pytest.mark.parametrize("many", [10, 10_000])
def test_pairs_that_enter_by_their_price_give_the_same_plan(monkeypatch, many):
    problem = invented(40, 30, (1, 2), 3, 9)
    whole = assign(problem)
    monkeypatch.setattr(programme, "FEW_PAIRS", 10)
    monkeypatch.setattr(programme, "MANY_PAIRS", many)
    monkeypatch.setattr(programme, "FEW", 2)
    monkeypatch.setattr(programme, "MANY_PROJECTS", 5)
    priced = assign(problem)
    assert priced.worst == pytest.approx(whole.worst, rel=2e-3)
    assert priced.total == pytest.approx(whole.total, rel=2e-3)
    assert priced.bound >= priced.total - 1e-9
    assert priced.gap <= 1e-3


def test_exposure_bounds_what_one_expert_takes():
    projects = [Demand(f"p{i}", {"m": (1, 1)}) for i in range(4)]
    scores = {(p.id, e): 0.9 if e == "star" else 0.2 for p in projects for e in ("star", "other")}
    experts = [Expert("star", "m", 0, 9), Expert("other", "m", 0, 9)]
    plan = assign(AssignmentProblem(projects, experts, scores, exposure=2))
    assert sum(e == "star" for _, e in plan.assigned) == 2


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"scores": {("a", "nobody"): 0.5}}, "unknown"),
        ({"scores": {("a", "x"): float("nan")}}, "score"),
        ({"pinned": frozenset({("a", "x")}), "forbidden": frozenset({("a", "x")})}, "also forbidden"),
        ({"experts": [Expert("x", "m", 2, 1)]}, "0 <= min <= max"),
        ({"projects": [Demand("a", {}), Demand("a", {})]}, "twice"),
    ],
)
def test_bad_input_is_named(change, message):
    whole = {"projects": [Demand("a", {"m": (0, 1)})], "experts": [Expert("x", "m")], "scores": {}} | change
    with pytest.raises(ValueError, match=message):
        AssignmentProblem(**whole)


def test_too_many_pins_are_refused_and_pins_without_a_score_are_named():
    projects, experts = [Demand(p, {"m": (0, 1)}) for p in "ab"], [Expert("x", "m", 0, 1)]
    scores = {("a", "x"): 0.5, ("b", "x"): 0.5}
    with pytest.raises(ValueError, match="2 pins"):
        assign(AssignmentProblem(projects, experts, scores, pinned=frozenset(scores)))
    plan = assign(AssignmentProblem(projects, experts, {("a", "x"): 0.5}, pinned=frozenset({("b", "x")})))
    assert plan.ignored_pins == (("b", "x"),)
    assert plan.assigned == (("a", "x"),)
