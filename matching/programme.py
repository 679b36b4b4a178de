"""An assignment as a linear programme: relaxed over all pairs, or in whole numbers over some of them.

Without a level the programme is a network flow and the corner that HiGHS returns is whole. Two things keep large
problems small, and neither changes an optimum: pairs enter only when their reduced cost says that they could improve
the plan (column generation), and a project's level is demanded only once it is violated.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, linprog, milp

from matching.arrays import Bools, Csr, Floats, Ints
from matching.levels import Level, Levels, places
from matching.tables import Tables

TINY = 1e-7
# What scipy says when there is no plan, and when HiGHS (rarely, after its presolve) came to no verdict.
INFEASIBLE, NO_VERDICT = 2, 4
# With more pairs the relaxation starts from the best few of each demand and each expert.
FEW_PAIRS = 8_000
# With more pairs than these it is not tried again with all of them when the few do not suffice for a level.
MANY_PAIRS = 40_000
FEW = 12
# Pairs enter the relaxation a little before they are worth it, which saves rounds.
MARGIN = 0.05
# and stop when all that are left out could add no more than this share of the largest score per demand.
MISSED = 1e-5
# With more projects a level is demanded only of those that would fall below it.
MANY_PROJECTS = 500
# Rounding decides again about the pairs of the relaxed plan and the next best of each demand: so many in a small
# problem, and in one with many pairs.
NEAR, NEAR_OF_MANY = 4, 1


@dataclass(frozen=True)
class Solution:
    """What a run found.

    Attributes
    ----------
    x : ndarray of shape (n_variables,), optional
        None if there is no plan or none was found.
    value : float
        Its objective; ``-inf`` without a plan.
    bound : float
        No plan is better: ``-inf`` if there is none, ``inf`` if nothing is known.
    loss : ndarray of shape (n_pairs,)
        How much the bound falls if a pair that is not used had to be (from the reduced costs); only when relaxed.
    """

    x: Floats | None
    value: float
    bound: float
    loss: Floats

    def chosen(self, count: int) -> Bools:
        """Return the pairs of a whole plan."""
        assert self.x is not None
        return np.round(self.x[:count]).astype(bool)


class Model:
    """Variables are [x (pairs) | s (missing of a demand) | u (missing of an expert)].

    Slack is counted into the load: ``min <= load + slack <= max``, which forbids nothing as long as no more slack is
    used than is missing.
    """

    def __init__(self, tables: Tables, levels: Levels, deadline: float) -> None:
        self.tables, self.levels, self.deadline = tables, levels, deadline
        self.n, self.d, self.e = len(tables.pairs), len(tables.demands), len(tables.experts)
        self.size = self.n + self.d + self.e
        pairs, ones = np.arange(self.n), np.ones(self.n)
        loads = sparse.csr_matrix(
            (np.r_[ones, ones], (np.r_[tables.demand, self.d + tables.expert], np.r_[pairs, pairs])),
            shape=(self.d + self.e, self.n),
        )
        self.rows: Csr = sparse.hstack([loads, sparse.identity(self.d + self.e)], format="csr")
        self.low: Floats = np.concatenate([tables.demand_min, tables.expert_min])
        self.high: Floats = np.concatenate([tables.demand_max, tables.expert_max])
        self.lower: Floats = np.zeros(self.size)
        self.lower[: self.n] = tables.pinned
        self.upper: Floats = np.concatenate([np.ones(self.n), self.low])
        self.started = np.ones(self.n, dtype=bool) if self.n <= FEW_PAIRS else self._promising()
        many = len(levels.projects) > MANY_PROJECTS
        self.watched: Ints = levels.projects[:0] if many else levels.projects

    def _promising(self) -> Bools:
        tables = self.tables
        by_demand, by_expert = (places(group, tables.score) for group in (tables.demand, tables.expert))
        room = tables.expert_max[tables.expert] + FEW
        return (by_demand < FEW) | (by_expert < room) | tables.pinned | tables.kept

    def cap(self, columns: slice, most: float) -> None:
        """Freeze a reached minimum of slack; a minimum of nothing is a bound and keeps the programme a network."""
        if most <= TINY:
            self.upper[columns] = 0.0
            return
        row = sparse.lil_matrix((1, self.size))
        row[0, columns] = 1.0
        self.rows = sparse.vstack([self.rows, row], format="csr")
        self.low, self.high = np.append(self.low, -np.inf), np.append(self.high, most)

    def watch(self, projects: Ints) -> None:
        """Demand levels of some more projects from now on."""
        self.watched = np.union1d(self.watched, projects)

    def relax(self, objective: Floats, level: Level | None = None) -> Solution:
        """Maximise without integrality."""
        open_pairs = self._open(level)
        active = open_pairs & self.started
        top = float(np.abs(self.tables.score).max())
        while True:
            found, duals = self._relax_over(objective, level, np.flatnonzero(self._all(active)))
            if found is None or duals is None:
                known = duals is not None and not (open_pairs & ~active).any()
                if duals is not None and not known and self.n <= MANY_PAIRS:
                    active = open_pairs.copy()
                    continue
                return Solution(None, -np.inf, -np.inf if known else np.inf, np.zeros(self.n))
            gain = duals[: self.n]
            outside = open_pairs & ~active
            missed, value = float(np.maximum(gain[outside], 0.0).sum()), float(objective @ found)
            watched = len(self.watched)
            if level is not None:
                self.watch(self.levels.below(found[: self.n], level.value))
            if missed <= MISSED * self.d * top and len(self.watched) == watched:
                loss = np.where(open_pairs, np.maximum(-gain, 0.0), np.inf)
                return Solution(found, value, value + missed, loss)
            entering = outside & (gain > -MARGIN * top)
            active |= entering & (places(self.tables.demand, np.where(entering, gain, -np.inf)) < FEW)
            self.started |= active

    def whole(self, objective: Floats, level: Level | None, pairs: Bools, *, seconds: float, gap: float) -> Solution:
        """Maximise in whole numbers over some pairs for at most ``seconds``; the bound holds for these pairs alone."""
        columns = np.flatnonzero(self._all(pairs & self._open(level)))
        scale, until = _scale(objective), min(self.deadline, time.monotonic() + seconds)
        while True:
            left = until - time.monotonic()
            if left <= 0:
                return Solution(None, -np.inf, np.inf, np.zeros(self.n))
            rows, low, high = self._constraints(level)
            result = milp(
                -objective[columns] * scale,
                integrality=columns < self.n,
                bounds=Bounds(self.lower[columns], self.upper[columns]),
                constraints=LinearConstraint(rows[:, columns], low, high),
                options={"time_limit": left, "mip_rel_gap": gap},
            )
            if result.x is None:
                return Solution(None, -np.inf, -np.inf if result.status == INFEASIBLE else np.inf, np.zeros(self.n))
            x = np.zeros(self.size)
            x[columns] = result.x
            below = (
                np.zeros(0, dtype=np.int64) if level is None else self.levels.below(np.round(x[: self.n]), level.value)
            )
            new = np.setdiff1d(below, self.watched)
            if not len(new):
                return Solution(x, float(objective @ x), -float(result.mip_dual_bound) / scale, np.zeros(self.n))
            self.watch(new)

    def near(
        self, objective: Floats, level: Level | None, relaxed: Solution, known: Bools, *, seconds: float, gap: float
    ) -> Solution:
        """Round a relaxed plan: decide again, in whole numbers, but only among the pairs that cost little.

        These are the pairs of the relaxed plan and of a known one, and the few of each demand with the smallest loss
        (after T. Berthold, "RENS", *Mathematical Programming Computation* 6, 2014, which keeps only the first).
        """
        assert relaxed.x is not None
        x = relaxed.x[: self.n]
        if np.all(np.abs(x - np.round(x)) < TINY * 10):
            return Solution(relaxed.x, relaxed.value, relaxed.bound, relaxed.loss)
        few = self.tables.demand_max[self.tables.demand] + (NEAR if self.n <= MANY_PAIRS else NEAR_OF_MANY)
        cheap = places(self.tables.demand, -relaxed.loss) < few
        return self.whole(objective, level, (x > TINY) | cheap | known | self.tables.kept, seconds=seconds, gap=gap)

    def _open(self, level: Level | None) -> Bools:
        return np.ones(self.n, dtype=bool) if level is None else ~level.useless

    def _all(self, pairs: Bools) -> Bools:
        """Return the columns of some pairs (the pinned ones with them) and of all slack that may be used."""
        return np.concatenate([pairs | self.tables.pinned, self.upper[self.n :] > 0])

    def _constraints(self, level: Level | None) -> tuple[Csr, Floats, Floats]:
        if level is None or not len(self.watched):
            return self.rows, self.low, self.high
        sums, least = self.levels.rows(level, self.watched)
        sums = sparse.hstack([sums, sparse.csr_matrix((sums.shape[0], self.size - self.n))], format="csr")
        rows = sparse.vstack([self.rows, sums], format="csr")
        return rows, np.append(self.low, least), np.append(self.high, np.full(len(least), np.inf))

    def _relax_over(self, objective: Floats, level: Level | None, columns: Ints) -> tuple[Floats | None, Floats | None]:
        """Return a corner over some columns and what a unit of each column would gain.

        Infeasible: no corner, but an (empty) array of gains; out of time: neither.
        """
        rows, low, high = self._constraints(level)
        least, most = (
            np.flatnonzero(low > (0.0 if self.tables.score.min() >= 0 else -np.inf)),
            np.flatnonzero(high < np.inf),
        )
        sides = sparse.vstack([rows[most], -rows[least]], format="csr")
        left = self.deadline - time.monotonic()
        if left <= 0:
            return None, None
        scale = _scale(objective)
        problem = {
            "c": -objective[columns] * scale,
            "A_ub": sides[:, columns],
            "b_ub": np.concatenate([high[most], -low[least]]),
            "bounds": np.column_stack([self.lower[columns], self.upper[columns]]),
            "method": "highs",
        }
        result = linprog(**problem, options={"time_limit": left})
        if result.status == NO_VERDICT:
            result = linprog(**problem, options={"time_limit": left, "presolve": False})
        if result.x is None:
            return None, np.zeros(0) if result.status == INFEASIBLE else None
        x = np.zeros(self.size)
        x[columns] = result.x
        return x, objective + sides.T @ result.ineqlin.marginals / scale


def _scale(objective: Floats) -> float:
    """Return a factor that makes the solver's absolute tolerances small beside the objective."""
    return 1e3 / max(float(np.abs(objective).max()), TINY)
