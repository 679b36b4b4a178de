"""An assignment as a (mixed-integer) linear programme: variables, rows, and three ways to maximise."""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

from matching.arrays import Bools, Csr, Floats, Ints
from matching.tables import Tables

TINY = 1e-7
RELATIVE_GAP = 9e-4
# How many of the best pairs of each demand are reconsidered when a relaxed plan is rounded.
FEW = 12


@dataclass(frozen=True)
class Solution:
    """A point, its objective and an upper bound of the best objective."""

    x: Floats
    value: float
    bound: float


class Model:
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

    def add_worst_rows(self, projects: Ints) -> None:
        """Tie t to the served score of some projects."""
        tables = self.tables
        project = tables.demand_project[tables.demand]
        mine = np.flatnonzero(np.isin(project, projects))
        row = np.searchsorted(projects, project[mine])
        score = sparse.csr_matrix((tables.score[mine], (row, mine)), shape=(len(projects), self.n))
        rest = sparse.csr_matrix((len(projects), self.size - self.n - 1))
        worst = sparse.csr_matrix(-np.ones((len(projects), 1)))
        self.rows.append(sparse.hstack([score, rest, worst], format="csr"))
        self.limits.append((np.zeros(len(projects)), np.full(len(projects), np.inf)))

    def cap(self, columns: slice, most: float) -> None:
        """Freeze a reached minimum; a minimum of nothing is a bound and keeps the programme a network."""
        if most <= TINY:
            self.upper[columns] = 0.0
            return
        row = sparse.lil_matrix((1, self.size))
        row[0, columns] = 1.0
        self.rows.append(row.tocsr())
        self.limits.append((np.array([-np.inf]), np.array([most])))

    def relax(self, objective: Floats) -> Solution | None:
        """Maximise without integrality; the corner that comes back is often whole anyway."""
        return self._run(objective, self.lower, self.upper, integral=False, seconds=np.inf, gap=0.0)

    def exact(self, objective: Floats, seconds: float, gap: float) -> Solution | None:
        """Maximise over whole plans for at most ``seconds``; None if none was found."""
        return self._run(objective, self.lower, self.upper, integral=True, seconds=seconds, gap=gap)

    def near(self, objective: Floats, relaxed: Solution, seconds: float) -> Solution | None:
        """Round a relaxed corner: decide again, in whole numbers, but only among pairs that are near it.

        These are the pairs of the corner and the best few of each demand (after T. Berthold, "RENS",
        *Mathematical Programming Computation* 6, 2014, which keeps only the former).
        """
        x = relaxed.x[: self.n]
        if is_integral(x):
            return relaxed
        open_pairs = (x > 1e-6) | self.tables.pinned | self._best_few()
        upper = self.upper.copy()
        upper[: self.n][~open_pairs] = 0.0
        found = self._run(objective, self.lower, upper, integral=True, seconds=seconds, gap=RELATIVE_GAP)
        return None if found is None else Solution(found.x, found.value, relaxed.bound)

    def _best_few(self) -> Bools:
        order = np.lexsort((-self.tables.score, self.tables.demand))
        place = np.arange(self.n) - np.searchsorted(self.tables.demand[order], self.tables.demand[order])
        few = np.zeros(self.n, dtype=bool)
        few[order[place < FEW]] = True
        return few

    def _run(
        self, objective: Floats, lower: Floats, upper: Floats, *, integral: bool, seconds: float, gap: float
    ) -> Solution | None:
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
        return Solution(result.x, -float(result.fun), -float(result.fun if dual is None else dual))


def is_integral(x: Floats) -> bool:
    return bool(np.all(np.abs(x - np.round(x)) < 1e-6))
