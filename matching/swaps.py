"""Raise the worst-served project by exchanges: it takes a better expert, and who had that expert is given another."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from matching.arrays import Bools, Floats, Ints
from matching.tables import Tables

MOST_STEPS = 500
# Exchanges must gain at least this much, so that rounding never makes them go in circles.
GAIN = 1e-9


@dataclass(frozen=True, slots=True)
class _Move:
    """Pairs to take and to give up, and the least served sum among the projects that it touches."""

    least: float
    take: tuple[int, ...]
    drop: tuple[int, ...]


class Exchange:
    """A plan that can be improved exchange by exchange.

    Parameters
    ----------
    tables : Tables
    chosen : ndarray of shape (n_pairs,), bool
        A plan within all limits; it is copied.
    """

    def __init__(self, tables: Tables, chosen: Bools) -> None:
        self.tables = tables
        self.chosen = chosen.copy()
        self.project: Ints = tables.demand_project[tables.demand]
        count = int(self.project.max()) + 1
        served = np.bincount(self.project[chosen], weights=tables.score[chosen], minlength=count)
        self.served: Floats = served.astype(np.float64)
        self.served[np.setdiff1d(np.arange(count), self.project)] = np.inf
        self.load = np.bincount(tables.expert[chosen], minlength=len(tables.experts))
        self.filled = np.bincount(tables.demand[chosen], minlength=len(tables.demands))
        self.by_project = _groups(self.project, count)
        self.by_expert = _groups(tables.expert, len(tables.experts))
        self.number = {(int(d), int(e)): i for i, (d, e) in enumerate(zip(tables.demand, tables.expert, strict=True))}

    def raise_worst(self) -> Bools:
        """Improve until the worst-served project cannot gain by any single exchange, and return the plan."""
        for _ in range(MOST_STEPS):
            worst = int(np.argmin(self.served))
            move = self._best_move(worst)
            if move is None or move.least <= self.served[worst] + GAIN:
                break
            self._apply(move)
        return self.chosen

    def _best_move(self, p: int) -> _Move | None:
        best: _Move | None = None
        for take in self.by_project[p]:
            if self.chosen[take]:
                continue
            for drop in self._room(take):
                gain = self.tables.score[take] - (0.0 if drop is None else self.tables.score[drop])
                if gain <= GAIN or (best is not None and self.served[p] + gain <= best.least):
                    continue
                move = self._complete(int(take), drop, float(self.served[p] + gain))
                if move is not None and (best is None or move.least > best.least):
                    best = move
        return best

    def _room(self, take: int) -> list[int | None]:
        """Return what the project may give up for ``take``: nothing if it has room, else one of the same kind."""
        row = self.tables.demand[take]
        mine = [int(i) for i in self.by_project[self.project[take]] if self.chosen[i] and self.tables.demand[i] == row]
        free: list[int | None] = [i for i in mine if not self.tables.pinned[i] and self._may_lose(i)]
        return [None, *free] if self.filled[row] < self.tables.demand_max[row] else free

    def _may_lose(self, pair: int) -> bool:
        """Return whether the expert of a pair stays at its minimum without it."""
        expert = self.tables.expert[pair]
        return bool(self.load[expert] > self.tables.expert_min[expert])

    def _complete(self, take: int, drop: int | None, mine: float) -> _Move | None:
        """Return the whole move: if the wanted expert is full, somebody who has it is given another one."""
        dropped = () if drop is None else (drop,)
        wanted = self.tables.expert[take]
        if self.load[wanted] < self.tables.expert_max[wanted]:
            return _Move(mine, (take,), dropped)
        best: _Move | None = None
        for held in self.by_expert[wanted]:
            if not self.chosen[held] or self.tables.pinned[held] or self.project[held] == self.project[take]:
                continue
            other = self._replacement(int(held), drop)
            left = self.served[self.project[held]] - self.tables.score[held]
            least = min(mine, float(left + (0.0 if other is None else self.tables.score[other])))
            if (
                other is None
                and self.filled[self.tables.demand[held]] <= self.tables.demand_min[self.tables.demand[held]]
            ):
                continue
            if best is None or least > best.least:
                best = _Move(least, (take,) if other is None else (take, other), (*dropped, int(held)))
        return best

    def _replacement(self, held: int, dropped: int | None) -> int | None:
        """Return the best pair for who loses ``held``: an expert with room, or the one just given up."""
        row = self.tables.demand[held]
        given = -1 if dropped is None else int(self.tables.expert[dropped])
        best: int | None = None
        for i in self.by_project[self.project[held]]:
            expert = self.tables.expert[i]
            if self.chosen[i] or self.tables.demand[i] != row:
                continue
            room = self.load[expert] < self.tables.expert_max[expert] or int(expert) == given
            if room and (best is None or self.tables.score[i] > self.tables.score[best]):
                best = int(i)
        return best

    def _apply(self, move: _Move) -> None:
        for pairs, sign in ((move.take, 1), (move.drop, -1)):
            for i in pairs:
                self.chosen[i] = sign > 0
                self.served[self.project[i]] += sign * self.tables.score[i]
                self.load[self.tables.expert[i]] += sign
                self.filled[self.tables.demand[i]] += sign


def _groups(keys: Ints, count: int) -> list[Ints]:
    order = np.argsort(keys, kind="stable")
    return np.split(order, np.searchsorted(keys[order], np.arange(1, count)))
