"""What it takes to serve every project at a level: rows that whole plans keep and many fractional ones do not.

A plan in which every project has a sum of scores of at least ``level`` satisfies, for each project,

- ``sum(min(score, level) * x) >= level`` (a score counts no more than what is asked for);
- ``sum(x) >= k``, where the ``k - 1`` best experts together stay below the level;
- ``x = 0`` for a pair with which even the best experts beside it stay below the level.

These are the coefficient tightening, the extended cover and the fixing of M. W. P. Savelsbergh, "Preprocessing and
probing techniques for mixed integer programming problems", *ORSA Journal on Computing* 6, 1994. Where each project
takes a single expert they make the relaxation exact: it is then the bottleneck assignment.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy import sparse

from matching.arrays import Bools, Csr, Floats, Ints
from matching.tables import Tables

# The share by which a sum may stay below its level, so that rounding does not forbid what reaches it exactly.
SLACK = 1e-9
# A plan that misses a level by no more than this share of it has reached it: the solver is not more exact.
NEARLY = 1e-6


@dataclass(frozen=True)
class Level:
    """The rows of one level.

    Attributes
    ----------
    value : float
    weight : ndarray of shape (n_pairs,)
        What each pair counts toward ``least``, the sum that is asked of each project.
    least : float
    count : ndarray of shape (n_projects,)
        How many experts each project needs at least.
    useless : ndarray of shape (n_pairs,), bool
        Pairs that no plan of this level contains.
    """

    value: float
    weight: Floats
    least: float
    count: Floats
    useless: Bools


class Levels:
    """The levels of one problem."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self.project: Ints = tables.demand_project[tables.demand]
        self.n_projects = int(self.project.max()) + 1
        usable = (tables.expert_max[tables.expert] > 0) & (tables.demand_max[tables.demand] > 0)
        #: Projects that somebody could serve; only they count as worst-served.
        self.projects: Ints = np.unique(self.project[usable])
        self.place = places(tables.demand, tables.score)
        self.inside: Bools = usable & (self.place < tables.demand_max[tables.demand]) & (tables.score > 0)

    @cached_property
    def best(self) -> Floats:
        """What each project would get if it had its best experts for itself alone."""
        return self._sums(self.inside)

    @property
    def ceiling(self) -> float:
        """An upper bound of the worst-served project's sum."""
        return float(self.best[self.projects].min()) if len(self.projects) else 0.0

    def worst(self, chosen: Bools) -> float:
        """Return the sum of the worst-served project; 0 if nobody can be served."""
        return float(self._sums(chosen)[self.projects].min()) if len(self.projects) else 0.0

    def below(self, x: Floats, level: float) -> Ints:
        """Return the projects that a (fractional) plan serves below a level."""
        served = np.bincount(self.project, weights=self.tables.score * x, minlength=self.n_projects)
        return self.projects[served[self.projects] < level - NEARLY * abs(level)]

    def at(self, level: float) -> Level:
        """Return the rows of a level. Scores below zero or a level of nothing leave only the plain sum."""
        tables = self.tables
        if level <= 0 or tables.score.min() < 0:
            nothing = np.zeros(self.n_projects)
            least = level - SLACK * max(1.0, abs(level))
            return Level(level, tables.score, least, nothing, np.zeros(len(tables.score), dtype=bool))
        least = level * (1 - SLACK)
        order, sums = self._cumulated
        short = np.bincount(self.project[order], weights=sums < least, minlength=self.n_projects).astype(np.float64)
        with_it = self.best[self.project] - self._last[tables.demand] + tables.score
        useless = ~self.inside & ~tables.pinned & (with_it < least)
        return Level(level, np.minimum(tables.score / level, 1.0), 1 - SLACK, short + 1, useless)

    def rows(self, level: Level, projects: Ints) -> tuple[Csr, Floats]:
        """Return the rows ``A x >= low`` of some projects: their sums, then their counts."""
        mine = np.flatnonzero(np.isin(self.project, projects))
        row = np.searchsorted(projects, self.project[mine])
        shape = (len(projects), len(self.project))
        sums = sparse.csr_matrix((level.weight[mine], (row, mine)), shape=shape)
        counts = sparse.csr_matrix((np.ones(len(mine)), (row, mine)), shape=shape)
        low = np.concatenate([np.full(len(projects), level.least), level.count[projects]])
        return sparse.vstack([sums, counts], format="csr"), low

    def _sums(self, chosen: Bools) -> Floats:
        score = self.tables.score[chosen]
        return np.bincount(self.project[chosen], weights=score, minlength=self.n_projects).astype(np.float64)

    @cached_property
    def _cumulated(self) -> tuple[Ints, Floats]:
        """The inside pairs by project, best first, and the running sum of each project's scores."""
        inside = np.flatnonzero(self.inside)
        order = inside[np.lexsort((-self.tables.score[inside], self.project[inside]))]
        running = np.cumsum(self.tables.score[order])
        first = np.searchsorted(self.project[order], self.project[order])
        return order, running - running[first] + self.tables.score[order][first]

    @cached_property
    def _last(self) -> Floats:
        """The score that a further expert would displace: of the last one inside, or nothing where there is room."""
        tables = self.tables
        last = self.inside & (self.place == tables.demand_max[tables.demand] - 1)
        out = np.zeros(len(tables.demands))
        out[tables.demand[last]] = tables.score[last]
        return out


def places(group: Ints, value: Floats) -> Ints:
    """Return the place of each pair within its group by falling value, from 0; ties by number."""
    order = np.lexsort((-value, group))
    place = np.empty(len(group), dtype=np.int64)
    place[order] = np.arange(len(group)) - np.searchsorted(group[order], group[order])
    return place
