"""Whole-roadshow assignment: which experts (mentors, funds, …) serve which projects, decided for all projects at once.

The aims are lexicographic: first as many demanded places as possible are filled, then the experts' minimum loads are
met, then the worst-served project is served as well as possible, then the total score is as high as possible, then as
little as possible changes against the previous plan. Each aim is a (mixed-integer) linear programme solved by HiGHS
(Q. Huangfu and J. A. J. Hall, "Parallelizing the dual revised simplex method", *Mathematical Programming Computation*
10, 2018); an aim that is reached becomes a constraint of the next. The max–min aim follows N. Garg et al., "Assigning
papers to referees", *Algorithmica* 58, 2010.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from matching.levels import Levels
from matching.lexicographic import Aims, solve
from matching.shortage import Shortage, shortages
from matching.tables import Tables

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Demand:
    """A project and how many experts of each kind it needs at least and takes at most."""

    id: str
    demand: Mapping[str, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Expert:
    """An expert of one kind who takes at least ``min`` and at most ``max`` projects."""

    id: str
    kind: str
    min: int = 0
    max: int = 1


@dataclass(frozen=True)
class AssignmentProblem:
    """What to assign.

    Parameters
    ----------
    projects : sequence of Demand
    experts : sequence of Expert
    scores : Mapping[(project, expert), float]
        A pair without a score is never assigned.
    forbidden, pinned, previous : sets of (project, expert)
        Never assigned; always assigned; assigned in the plan before.
    exposure : int, optional
        No expert serves more projects than this, so that a few famous names do not take all.

    Raises
    ------
    ValueError
        If ids repeat or are unknown, bounds are crossed, a score is not finite, or a pin is forbidden.
    """

    projects: Sequence[Demand]
    experts: Sequence[Expert]
    scores: Mapping[Pair, float]
    forbidden: frozenset[Pair] = frozenset()
    pinned: frozenset[Pair] = frozenset()
    previous: frozenset[Pair] = frozenset()
    exposure: int | None = None

    def __post_init__(self) -> None:
        known = _unique("project", [p.id for p in self.projects]), _unique("expert", [e.id for e in self.experts])
        for project in self.projects:
            for kind, (low, high) in project.demand.items():
                _check_bounds(f"project {project.id!r}, {kind!r}", low, high)
        for expert in self.experts:
            _check_bounds(f"expert {expert.id!r}", expert.min, expert.max)
        for name in ("scores", "forbidden", "pinned"):
            for pair in getattr(self, name):
                if pair[0] not in known[0] or pair[1] not in known[1]:
                    raise ValueError(f"{name}: {pair!r} names an unknown project or expert")
        for pair, score in self.scores.items():
            if not math.isfinite(score):
                raise ValueError(f"scores: {pair!r} has the score {score!r}")
        for pair in sorted(self.pinned & self.forbidden):
            raise ValueError(f"pinned: {pair!r} is also forbidden")


@dataclass(frozen=True)
class Plan:
    """An assignment and how good it is.

    Attributes
    ----------
    assigned : tuple of (project, expert)
        Sorted.
    total, bound : float
        Sum of the scores, and an upper bound of it among plans that are as good in the earlier aims.
    worst, worst_bound : float
        Sum of the scores of the worst-served project among those that somebody could serve, and its upper bound.
    gap : float
        ``(bound - total) / max(|bound|, tiny)``.
    uncovered : tuple of Shortage
        Demands that are not met, each with the reason.
    underused : tuple of str
        Experts below their minimum.
    changes : int
        Pairs that differ from the previous plan.
    ignored_pins : tuple of (project, expert)
        Pins without a score.
    """

    assigned: tuple[Pair, ...]
    total: float
    bound: float
    worst: float
    worst_bound: float
    gap: float
    uncovered: tuple[Shortage, ...] = ()
    underused: tuple[str, ...] = ()
    changes: int = 0
    ignored_pins: tuple[Pair, ...] = field(default=())


def assign(problem: AssignmentProblem, *, time_limit: float = 60.0) -> Plan:
    """Return the best plan.

    Parameters
    ----------
    problem : AssignmentProblem
    time_limit : float
        Seconds for all aims together; when it runs out the best plan found is returned and the bounds say how far from
        the optimum it may be.

    Raises
    ------
    ValueError
        If the pins alone exceed what a project or an expert takes.
    """
    tables = _tables(problem)
    _check_pins(tables)
    aims = solve(tables, time_limit)
    return _plan(problem, tables, aims)


def _tables(problem: AssignmentProblem) -> Tables:
    """Number projects, (project, kind) demands and experts in order of id and list the pairs that may be assigned."""
    experts = sorted(problem.experts, key=lambda e: e.id)
    projects = sorted(problem.projects, key=lambda p: p.id)
    expert_row = {e.id: j for j, e in enumerate(experts)}
    demands = [(p.id, kind, *p.demand[kind]) for p in projects for kind in sorted(p.demand)]
    demand_row = {(project, kind): i for i, (project, kind, _, _) in enumerate(demands)}
    project_row = {p.id: i for i, p in enumerate(projects)}
    pairs = []
    for project, expert in sorted(problem.scores.keys() - problem.forbidden):
        j = expert_row[expert]
        row = demand_row.get((project, experts[j].kind))
        if row is not None:
            pairs.append((project, expert, row, j))
    limit = math.inf if problem.exposure is None else problem.exposure
    return Tables(
        pairs=tuple((p, e) for p, e, _, _ in pairs),
        demand=np.array([row for _, _, row, _ in pairs], dtype=np.int64),
        expert=np.array([j for _, _, _, j in pairs], dtype=np.int64),
        score=np.array([problem.scores[p, e] for p, e, _, _ in pairs], dtype=np.float64),
        pinned=np.array([(p, e) in problem.pinned for p, e, _, _ in pairs], dtype=bool),
        kept=np.array([(p, e) in problem.previous for p, e, _, _ in pairs], dtype=bool),
        demands=tuple((p, k) for p, k, _, _ in demands),
        demand_project=np.array([project_row[p] for p, _, _, _ in demands], dtype=np.int64),
        demand_min=np.array([low for _, _, low, _ in demands], dtype=np.float64),
        demand_max=np.array([high for _, _, _, high in demands], dtype=np.float64),
        experts=tuple(e.id for e in experts),
        expert_min=np.array([min(e.min, limit) for e in experts], dtype=np.float64),
        expert_max=np.array([min(e.max, limit) for e in experts], dtype=np.float64),
    )


def _check_pins(tables: Tables) -> None:
    pins = tables.pinned
    by_demand = np.bincount(tables.demand[pins], minlength=len(tables.demands))
    by_expert = np.bincount(tables.expert[pins], minlength=len(tables.experts))
    for i in np.flatnonzero(by_demand > tables.demand_max):
        raise ValueError(f"pinned: {by_demand[i]} pins for {tables.demands[i]!r}, which takes {tables.demand_max[i]:g}")
    for j in np.flatnonzero(by_expert > tables.expert_max):
        raise ValueError(f"pinned: {by_expert[j]} pins for {tables.experts[j]!r}, who takes {tables.expert_max[j]:g}")


def _plan(problem: AssignmentProblem, tables: Tables, aims: Aims) -> Plan:
    chosen = aims.chosen
    assigned = tuple(sorted(pair for pair, taken in zip(tables.pairs, chosen, strict=True) if taken))
    total = math.fsum(problem.scores[pair] for pair in assigned)
    load = np.bincount(tables.expert[chosen], minlength=len(tables.experts))
    bound = max(aims.total_bound, total)
    worst = Levels(tables).worst(chosen) if tables.pairs else 0.0
    return Plan(
        assigned=assigned,
        total=total,
        bound=bound,
        worst=worst,
        worst_bound=max(aims.worst_bound, worst),
        gap=max(0.0, (bound - total) / max(abs(bound), 1e-9)),
        uncovered=shortages(tables, chosen),
        underused=tuple(tables.experts[j] for j in np.flatnonzero(load < tables.expert_min)),
        changes=len(set(assigned) ^ set(problem.previous)) if problem.previous else 0,
        ignored_pins=tuple(sorted(problem.pinned - set(tables.pairs))),
    )


def _unique(what: str, ids: Sequence[str]) -> frozenset[str]:
    known = frozenset(ids)
    if len(known) != len(ids):
        twice = sorted(i for i in known if list(ids).count(i) > 1)
        raise ValueError(f"the {what} id {twice[0]!r} occurs twice")
    return known


def _check_bounds(where: str, low: float, high: float) -> None:
    if not 0 <= low <= high:
        raise ValueError(f"{where}: the minimum {low} and the maximum {high} must satisfy 0 <= min <= max")
