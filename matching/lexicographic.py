"""The linear programmes behind the assignment, one aim after the other."""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np

from matching.arrays import Bools, Floats, Ints
from matching.programme import RELATIVE_GAP, TINY, Model, Solution
from matching.swaps import Exchange
from matching.tables import Tables

# Up to this many pairs the exact programme is tried for some seconds; above, a gap under a thousandth is enough.
EXACT_PAIRS = 2_000
EXACT_SECONDS = 2.0
NEAR_SECONDS = 1.5
LEVELS = 2
LEVEL_GAP = 2e-3
LARGE_PAIRS = 60_000
# A place filled counts as this many times the largest score.
COVER = 1e4
# A kept pair counts as this share of the largest score more: enough to decide ties, too little to decide anything else.
KEEP = 1e-6


@dataclass(frozen=True)
class Aims:
    """Which pairs are chosen, and upper bounds on the two scores."""

    chosen: Bools
    worst_bound: float
    total_bound: float


def solve(tables: Tables, time_limit: float) -> Aims:
    """Reach the aims in their order.

    Raises
    ------
    TimeoutError
        If not even the first aim was reached in time.
    """
    if not tables.pairs:
        return Aims(np.zeros(0, dtype=bool), 0.0, 0.0)
    model = Model(tables, time.monotonic() + time_limit)
    covered = model.relax(_coverage(model) + _total(model))
    if covered is None:
        raise TimeoutError("no plan was found within the time limit")
    demands, experts = slice(model.n, model.n + model.d), slice(model.n + model.d, model.size - 1)
    model.cap(demands, float(np.round(covered.x[demands].sum())))
    model.cap(experts, float(np.round(covered.x[experts].sum())))
    fair = Exchange(tables, np.round(covered.x[: model.n]).astype(bool)).raise_worst()
    worst_bound = _raise_worst(model, fair)
    final = _raise_total(model, fair)
    return Aims(final[0], worst_bound, final[1])


def _coverage(model: Model) -> Floats:
    """Return an objective in which a filled place outweighs anything that the scores can do along an exchange."""
    objective = np.zeros(model.size)
    unit = COVER * max(1.0, float(np.abs(model.tables.score).max()))
    objective[model.n : model.n + model.d] = -unit * (1 + model.tables.expert_min.max(initial=0))
    objective[model.n + model.d : -1] = -unit
    return objective


def _total(model: Model) -> Floats:
    objective = np.zeros(model.size)
    score = model.tables.score
    objective[: model.n] = score + KEEP * np.abs(score).max() * model.tables.kept
    return objective


def _raise_worst(model: Model, fair: Bools) -> float:
    """Serve the worst-served project as well as can be found, hold that level, and return its upper bound.

    The relaxation bounds the worst score from above; below the bound, the best level at which the relaxed plan of
    largest total can be rounded is found by bisection. Small problems are then decided exactly; for very large ones
    the level of the exchanges is kept.
    """
    objective = np.zeros(model.size)
    objective[-1] = 1.0
    level = _served(model, fair)
    if model.n > LARGE_PAIRS:
        model.lower[-1] = _below(level)
        return _ceiling(model)
    model.add_worst_rows(_projects(model))
    relaxed = model.relax(objective)
    bound = _ceiling(model) if relaxed is None else min(relaxed.value, _ceiling(model))
    level = _reachable(model, level, bound)
    if model.n <= EXACT_PAIRS and level < bound - TINY:
        model.lower[-1] = _below(level)
        exact = model.exact(objective, EXACT_SECONDS, 0.0)
        if exact is not None:
            level, bound = max(level, _served(model, _whole(model, exact))), min(bound, exact.bound)
    model.lower[-1] = _below(level)
    return bound


def _ceiling(model: Model) -> float:
    """Return what the worst project would get if each had its best experts for itself alone."""
    tables = model.tables
    order = np.lexsort((-tables.score, tables.demand))
    place = np.arange(model.n) - np.searchsorted(tables.demand[order], tables.demand[order])
    best = order[(place < tables.demand_max[tables.demand[order]]) & (tables.score[order] > 0)]
    project = tables.demand_project[tables.demand]
    served = np.bincount(project[best], weights=tables.score[best], minlength=int(project.max()) + 1)
    return float(served[_projects(model)].min())


def _reachable(model: Model, floor: float, ceiling: float) -> float:
    """Return the highest level found at which a whole plan exists."""
    low, high, total = floor, ceiling, _total(model)
    trial = ceiling
    for _ in range(LEVELS):
        if high - low <= LEVEL_GAP * max(abs(high), TINY):
            break
        model.lower[-1] = _below(trial)
        relaxed = model.relax(total)
        found = None if relaxed is None else model.near(total, relaxed, NEAR_SECONDS)
        if found is not None:
            swapped = Exchange(model.tables, _whole(model, found)).raise_worst()
            low = max(low, _served(model, swapped))
        else:
            high = trial
        trial = (low + high) / 2
    return low


def _projects(model: Model) -> Ints:
    return np.unique(model.tables.demand_project[model.tables.demand])


def _served_each(model: Model, chosen: Bools) -> Floats:
    tables = model.tables
    project = tables.demand_project[tables.demand]
    served = np.bincount(project[chosen], weights=tables.score[chosen], minlength=int(project.max()) + 1)
    return served.astype(np.float64)


def _served(model: Model, chosen: Bools) -> float:
    return float(_served_each(model, chosen)[_projects(model)].min())


def _whole(model: Model, solution: Solution) -> Bools:
    return np.round(solution.x[: model.n]).astype(bool)


def _below(level: float) -> float:
    return level - TINY * max(1.0, abs(level))


def _raise_total(model: Model, fair: Bools) -> tuple[Bools, float]:
    """Maximise the total at the level reached: relax, round, and if the gap is too wide search on.

    Returns the best plan known and an upper bound of the total.
    """
    objective = _total(model)
    relaxed = _relax_at_level(model, objective)
    if relaxed is None:
        return fair, float(model.tables.score[model.tables.score > 0].sum())
    wanted = 0.0 if model.n <= EXACT_PAIRS else RELATIVE_GAP
    best, value, bound = None, -np.inf, relaxed.bound
    if _served(model, fair) >= model.lower[-1]:
        best, value = fair, float(objective[: model.n] @ fair)
    for search in (model.near(objective, relaxed, NEAR_SECONDS), None):
        found = search
        if search is None and bound - value > max(wanted * abs(bound), TINY):
            found = model.exact(objective, np.inf, wanted)
            bound = bound if found is None else min(bound, found.bound)
        if found is not None and found.value > value:
            best, value = _whole(model, found), found.value
    return (fair if best is None else best), bound


def _relax_at_level(model: Model, objective: Floats) -> Solution | None:
    """Relax; in very large problems the level is demanded only of projects that would fall below it."""
    if model.n <= LARGE_PAIRS:
        return model.relax(objective)
    held = np.zeros(0, dtype=np.int64)
    while True:
        relaxed = model.relax(objective)
        if relaxed is None:
            return None
        project = model.tables.demand_project[model.tables.demand]
        served = np.bincount(project, weights=model.tables.score * relaxed.x[: model.n])
        below = np.setdiff1d(np.flatnonzero(served < model.lower[-1] - TINY), held)
        below = np.intersect1d(below, project)
        if not len(below):
            return relaxed
        model.add_worst_rows(below)
        held = np.union1d(held, below)
