"""The linear programmes behind the assignment, one aim after the other."""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

from matching.arrays import Bools, Csr, Floats, Ints

TINY = 1e-7
# Below this many pairs everything is solved to proven optimality; above, to a relative gap well under a thousandth.
EXACT_PAIRS = 2_000
RELATIVE_GAP = 5e-4
EXACT_SECONDS = 5.0
NEAR_SECONDS = 2.0
LEVELS = 8
LEVEL_GAP = 2e-3
# A kept pair counts as this share of the largest score more: enough to decide ties, too little to decide anything else.
KEEP = 1e-6


@dataclass(frozen=True)
class Tables:
    """The problem in numbers: pairs (x variables), demands (project × kind) and experts."""

    pairs: tuple[tuple[str, str], ...]
    demand: Ints
    expert: Ints
    score: Floats
    pinned: Bools
    kept: Bools
    demands: tuple[tuple[str, str], ...]
    demand_project: Ints
    demand_min: Floats
    demand_max: Floats
    experts: tuple[str, ...]
    expert_min: Floats
    expert_max: Floats


@dataclass(frozen=True)
class Aims:
    """Which pairs are chosen, and upper bounds on the two scores."""

    chosen: Bools
    worst_bound: float
    total_bound: float


@dataclass(frozen=True)
class _Solution:
    x: Floats
    value: float
    bound: float


class _Model:
    """Variables are [x (pairs) | s (missing of a demand) | u (missing of an expert) | t (worst served)]."""

    def __init__(self, tables: Tables, deadline: float) -> None:
        self.tables, self.deadline = tables, deadline
        self.n, self.d, self.e = len(tables.pairs), len(tables.demands), len(tables.experts)
        self.size = self.n + self.d + self.e + 1
        self.lower = np.zeros(self.size)
        self.lower[: self.n] = tables.pinned
        reach = float(np.abs(tables.score).sum()) + 1
        self.lower[-1] = -reach
        self.upper = np.concatenate([np.ones(self.n), tables.demand_min, tables.expert_min, [reach]])
        ones = np.ones(self.n)
        pairs = np.arange(self.n)
        self.by_demand = sparse.csr_matrix((ones, (tables.demand, pairs)), shape=(self.d, self.n))
        self.by_expert = sparse.csr_matrix((ones, (tables.expert, pairs)), shape=(self.e, self.n))
        self.rows = [self._loads(self.by_demand, self.n), self._loads(self.by_expert, self.n + self.d)]
        self.limits = [(tables.demand_min, tables.demand_max), (tables.expert_min, tables.expert_max)]
        self._need_slack()

    def _loads(self, loads: Csr, slack: int) -> Csr:
        """Return rows load + slack, where the slack variables start at column ``slack``."""
        count = loads.shape[0]
        after = self.size - slack - count
        between = sparse.csr_matrix((count, slack - self.n))
        return sparse.hstack([loads, between, sparse.identity(count), sparse.csr_matrix((count, after))], format="csr")

    def _need_slack(self) -> None:
        """Slack counts toward the minimum, not toward the maximum, so the maxima get rows of their own."""
        tables = self.tables
        for loads, high in ((self.by_demand, tables.demand_max), (self.by_expert, tables.expert_max)):
            rest = sparse.csr_matrix((loads.shape[0], self.size - self.n))
            self.rows.append(sparse.hstack([loads, rest], format="csr"))
            self.limits.append((np.full(loads.shape[0], -np.inf), high))
        self.limits[0] = (tables.demand_min, np.full(self.d, np.inf))
        self.limits[1] = (tables.expert_min, np.full(self.e, np.inf))

    def add_worst_rows(self) -> None:
        """Tie t to the served score of every project that has a pair."""
        tables = self.tables
        project = tables.demand_project[tables.demand]
        used, row = np.unique(project, return_inverse=True)
        score = sparse.csr_matrix((tables.score, (row, np.arange(self.n))), shape=(len(used), self.n))
        rest = sparse.csr_matrix((len(used), self.size - self.n - 1))
        worst = sparse.csr_matrix(-np.ones((len(used), 1)))
        self.rows.append(sparse.hstack([score, rest, worst], format="csr"))
        self.limits.append((np.zeros(len(used)), np.full(len(used), np.inf)))

    def cap(self, columns: slice, most: float) -> None:
        """Freeze a reached minimum; a minimum of nothing is a bound and keeps the programme a network."""
        if most <= TINY:
            self.upper[columns] = 0.0
            return
        row = sparse.lil_matrix((1, self.size))
        row[0, columns] = 1.0
        self.rows.append(row.tocsr())
        self.limits.append((np.array([-np.inf]), np.array([most])))

    def relax(self, objective: Floats) -> _Solution | None:
        """Maximise without integrality; the corner that comes back is often whole anyway."""
        return self._run(objective, self.lower, self.upper, integral=False, seconds=np.inf, gap=0.0)

    def exact(self, objective: Floats, seconds: float, gap: float) -> _Solution | None:
        """Maximise over whole plans for at most ``seconds``; None if none was found."""
        return self._run(objective, self.lower, self.upper, integral=True, seconds=seconds, gap=gap)

    def near(self, objective: Floats, relaxed: _Solution, seconds: float) -> _Solution | None:
        """Round a relaxed corner: keep what is whole in it, decide the projects that are split (T. Berthold, "RENS",
        *Mathematical Programming Computation* 6, 2014)."""
        x = relaxed.x[: self.n]
        if _is_integral(x):
            return relaxed
        tables = self.tables
        project = tables.demand_project[tables.demand]
        split = np.unique(project[np.abs(x - np.round(x)) >= 1e-6])
        free = np.isin(project, split)
        lower, upper = self.lower.copy(), self.upper.copy()
        fixed = np.flatnonzero(~free)
        lower[fixed] = upper[fixed] = np.round(x[fixed])
        found = self._run(objective, lower, upper, integral=True, seconds=seconds, gap=1e-4)
        return None if found is None else _Solution(found.x, found.value, relaxed.bound)

    def _run(
        self, objective: Floats, lower: Floats, upper: Floats, *, integral: bool, seconds: float, gap: float
    ) -> _Solution | None:
        left = min(seconds, self.deadline - time.monotonic())
        if left <= 0:
            return None
        whole = np.zeros(self.size)
        whole[: self.n] = 1 if integral else 0
        low, high = (np.concatenate(part) for part in zip(*self.limits, strict=True))
        result = milp(
            -objective,
            integrality=whole,
            bounds=Bounds(lower, upper),
            constraints=LinearConstraint(sparse.vstack(self.rows, format="csr"), low, high),
            options={"time_limit": left, "mip_rel_gap": gap},
        )
        if result.x is None:
            return None
        dual = result.mip_dual_bound if integral else result.fun
        return _Solution(result.x, -float(result.fun), -float(result.fun if dual is None else dual))


def _is_integral(x: Floats) -> bool:
    return bool(np.all(np.abs(x - np.round(x)) < 1e-6))


def solve(tables: Tables, time_limit: float) -> Aims:
    """Reach the aims in their order.

    Raises
    ------
    TimeoutError
        If not even the first aim was reached in time.
    """
    if not tables.pairs:
        return Aims(np.zeros(0, dtype=bool), 0.0, 0.0)
    model = _Model(tables, time.monotonic() + time_limit)
    covered = model.relax(_coverage(model))
    if covered is None:
        raise TimeoutError("no plan was found within the time limit")
    demands, experts = slice(model.n, model.n + model.d), slice(model.n + model.d, model.size - 1)
    model.cap(demands, float(np.round(covered.x[demands].sum())))
    model.cap(experts, float(np.round(covered.x[experts].sum())))
    worst_bound = _raise_worst(model, covered)
    final = _raise_total(model)
    chosen = np.round((final or covered).x[: model.n]).astype(bool)
    bound = final.bound if final is not None else float(tables.score[tables.score > 0].sum())
    return Aims(chosen, worst_bound, bound)


def _coverage(model: _Model) -> Floats:
    objective = np.zeros(model.size)
    objective[model.n : model.n + model.d] = -(1 + model.tables.expert_min.sum())
    objective[model.n + model.d : -1] = -1
    return objective


def _total(model: _Model) -> Floats:
    objective = np.zeros(model.size)
    score = model.tables.score
    objective[: model.n] = score + KEEP * np.abs(score).max() * model.tables.kept
    return objective


def _raise_worst(model: _Model, covered: _Solution) -> float:
    """Serve the worst-served project as well as can be found, hold that, and return the upper bound.

    The relaxation bounds the worst score from above; below the bound, the best level at which the relaxed plan of
    largest total can be rounded is found by bisection. Small problems are then decided exactly.
    """
    model.add_worst_rows()
    objective = np.zeros(model.size)
    objective[-1] = 1.0
    relaxed = model.relax(objective)
    if relaxed is None:
        return float("inf")
    floor = _served(model, np.round(covered.x[: model.n]))
    level = _reachable(model, floor, relaxed.value)
    bound = relaxed.value
    if model.n <= EXACT_PAIRS and level < bound - TINY:
        model.lower[-1] = _below(level)
        exact = model.exact(objective, EXACT_SECONDS, 0.0)
        if exact is not None:
            level, bound = max(level, _served(model, np.round(exact.x[: model.n]))), min(bound, exact.bound)
    model.lower[-1] = _below(level)
    return bound


def _reachable(model: _Model, floor: float, ceiling: float) -> float:
    """Return the highest level found at which a whole plan exists."""
    low, high, total = floor, ceiling, _total(model)
    trial = ceiling
    for _ in range(LEVELS):
        model.lower[-1] = _below(trial)
        relaxed = model.relax(total)
        found = None if relaxed is None else model.near(total, relaxed, NEAR_SECONDS)
        if found is not None:
            low = max(low, _served(model, np.round(found.x[: model.n])))
        else:
            high = trial
        if high - low <= LEVEL_GAP * max(abs(high), TINY):
            break
        # Levels close to the ceiling are the likely ones, so the steps away from it double.
        doubled = ceiling - 2 * (ceiling - trial) - LEVEL_GAP * abs(ceiling)
        trial = max((low + high) / 2, doubled) if trial > low else (low + high) / 2
    return low


def _served(model: _Model, x: Floats) -> float:
    tables = model.tables
    project = tables.demand_project[tables.demand]
    served = np.bincount(project, weights=tables.score * x)
    return float(served[np.unique(project)].min())


def _below(level: float) -> float:
    return level - TINY * max(1.0, abs(level))


def _raise_total(model: _Model) -> _Solution | None:
    """Maximise the total: relax, round, and if the gap is too wide search on."""
    objective = _total(model)
    relaxed = model.relax(objective)
    if relaxed is None:
        return None
    found = model.near(objective, relaxed, NEAR_SECONDS)
    wanted = 0.0 if model.n <= EXACT_PAIRS else RELATIVE_GAP
    if found is not None and found.bound - found.value <= max(wanted * abs(found.bound), TINY):
        return found
    better = model.exact(objective, np.inf, wanted)
    if better is None:
        return found
    if found is None or better.value > found.value:
        return _Solution(better.x, better.value, min(better.bound, relaxed.bound))
    return _Solution(found.x, found.value, min(better.bound, relaxed.bound))
