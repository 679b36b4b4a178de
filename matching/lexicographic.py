"""The aims of an assignment, one after the other; what is reached becomes a condition of the next."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass

import numpy as np

from matching.arrays import Bools, Floats
from matching.levels import NEARLY, Level, Levels
from matching.programme import TINY, Model, Solution
from matching.swaps import Exchange
from matching.tables import Tables

# Up to this many pairs every aim is reached exactly; above, the total may fall short by this share.
EXACT_PAIRS = 2_000
GAP = 9e-4
# Rounding stops at this share below the best over its pairs, and after so many seconds.
NEAR_GAP = 2e-4
NEAR_SECONDS, NEAR_SECONDS_LARGE = 3.0, 10.0
# Seconds for levels that neither the relaxation refutes nor rounding reaches, and for closing the gap of the total.
LEVEL_SECONDS = 1.5
TOTAL_SECONDS = 4.0
# The best level is enclosed this narrowly; above this many pairs each trial is dear and only a few are made.
LEVEL_GAP = 1e-3
LARGE_PAIRS = 60_000
# Up to so many pairs the exact programme has a chance to decide within its seconds.
DECIDED_PAIRS = 10_000
# Rounding is tried at so many levels, the second time lower by twice this share.
TRIALS = 6
FIRST_STEP = 2e-3
# Two sums that differ by less are the same: the solver could not tell them apart.
ABOVE = 3e-6
# A place filled counts as this many times the largest score.
COVER = 1e4
# Keeping or changing a pair counts as this share of the largest score: it decides ties and nothing else.
KEEP = 1e-7


@dataclass(frozen=True)
class Aims:
    """Which pairs are chosen, and upper bounds on the two scores."""

    chosen: Bools
    worst_bound: float
    total_bound: float


@dataclass
class _Search:
    """The best plan so far, whose worst-served project is at ``low``; no plan is above ``high``."""

    model: Model
    objective: Floats
    low: float
    high: float
    chosen: Bools
    total_bound: float = math.inf

    def at(self, value: float) -> Level | None:
        """Return the level, or nothing where every plan reaches it."""
        floor = 0.0 if self.model.tables.score.min() >= 0 else -math.inf
        return None if value <= floor else self.model.levels.at(value)

    def accept(self, found: Solution, trial: float, bound: float) -> bool:
        """Take a plan if it raises the level to a trial or above; ``bound`` is that of the total at the trial."""
        if found.x is None:
            return False
        chosen = found.chosen(self.model.n)
        worst = self.model.levels.worst(chosen)
        if worst <= self.low or worst < trial - NEARLY * abs(trial):
            return False
        self.chosen, self.low, self.total_bound = chosen, worst, bound
        self.high = max(self.high, worst)
        return True

    def rounded(self, trial: float, relaxed: Solution, gap: float) -> Solution:
        """Round a relaxed plan of some level."""
        seconds = NEAR_SECONDS_LARGE if self.model.n > LARGE_PAIRS else NEAR_SECONDS
        return self.model.near(self.objective, self.at(trial), relaxed, self.chosen, seconds=seconds, gap=gap)

    @property
    def closed(self) -> bool:
        return self.high - self.low <= LEVEL_GAP * max(abs(self.high), TINY)


def solve(tables: Tables, time_limit: float) -> Aims:
    """Reach the aims in their order.

    Raises
    ------
    TimeoutError
        If not even the first aim was reached in time.
    """
    if not tables.pairs:
        return Aims(np.zeros(0, dtype=bool), 0.0, 0.0)
    levels = Levels(tables)
    model = Model(tables, levels, time.monotonic() + time_limit)
    covered = model.relax(_coverage(model) + _total(model))
    if covered.x is None:
        raise TimeoutError("no plan was found within the time limit")
    demands, experts = slice(model.n, model.n + model.d), slice(model.n + model.d, model.size)
    model.cap(demands, float(np.round(covered.x[demands].sum())))
    model.cap(experts, float(np.round(covered.x[experts].sum())))
    fair = covered.chosen(model.n)
    if model.n > LARGE_PAIRS:
        fair = Exchange(tables, fair).raise_worst()
        model.started |= fair
        model.watch(levels.below(covered.x[: model.n], levels.worst(fair)))
    search = _Search(model, _total(model), levels.worst(fair), max(levels.ceiling, levels.worst(fair)), fair)
    _raise_worst(search)
    _raise_total(search)
    trifles = KEEP * float(np.abs(tables.score).max()) * tables.demand_max.sum() if tables.kept.any() else 0.0
    return Aims(search.chosen, search.high, search.total_bound + trifles)


def _coverage(model: Model) -> Floats:
    """Return an objective in which a filled place outweighs anything that the scores can do along an exchange."""
    objective = np.zeros(model.size)
    unit = COVER * max(1.0, float(np.abs(model.tables.score).max()))
    objective[model.n : model.n + model.d] = -unit * (1 + model.tables.expert_min.max(initial=0))
    objective[model.n + model.d :] = -unit
    return objective


def _total(model: Model) -> Floats:
    """Return the scores; with a previous plan, pairs of it count a trifle more and others a trifle less."""
    objective = np.zeros(model.size)
    score, kept = model.tables.score, model.tables.kept
    trifle = KEEP * (float(np.abs(score).max()) or 1.0) * np.where(kept, 1.0, -1.0)
    objective[: model.n] = score + (trifle if kept.any() else 0.0)
    return objective


def _raise_worst(search: _Search) -> None:
    """Serve the worst-served project as well as can be found.

    First the highest level that the relaxation allows is enclosed by bisection. There the relaxed plan is rounded;
    where that fails it is tried lower, in growing steps, and after a success again halfway up. What is still open
    then is asked of the exact programme for some seconds.
    """
    relaxed, trial = _relaxed_ceiling(search)
    top, step = trial, FIRST_STEP * abs(trial)
    for _ in range(2 if search.model.n > LARGE_PAIRS else TRIALS):
        if relaxed is None or relaxed.x is None or trial - search.low <= LEVEL_GAP * abs(trial):
            break
        found = search.rounded(trial, relaxed, NEAR_GAP)
        if search.accept(found, trial, relaxed.bound):
            if search.low >= top:
                break
            trial = (search.low + top) / 2
        else:
            top, step = trial, 2 * step
            trial = max(trial - step, (search.low + trial) / 2)
        relaxed = search.model.relax(search.objective, search.at(trial))
    if search.model.n <= DECIDED_PAIRS:
        _decide(search)


def _relaxed_ceiling(search: _Search) -> tuple[Solution | None, float]:
    """Lower the upper bound to what the relaxation allows; return the relaxed plan of the highest level it has."""
    low, best, trial = search.low, None, search.high
    while not search.closed and search.high - low > LEVEL_GAP / 2 * abs(search.high):
        relaxed = search.model.relax(search.objective, search.at(trial))
        if relaxed.x is not None:
            low, best = trial, relaxed
        elif relaxed.bound < 0:
            search.high = trial
        else:
            break
        trial = (low + search.high) / 2
    return best, low


def _decide(search: _Search) -> None:
    """Ask the exact programme for whole plans above the level, halfway to the bound and at last just above it."""
    small = search.model.n <= EXACT_PAIRS
    until = time.monotonic() + LEVEL_SECONDS
    everything = np.ones(search.model.n, dtype=bool)
    while search.high > search.low and (small or not search.closed):
        left = until - time.monotonic()
        if left <= 0:
            return
        above = search.low + ABOVE * max(1.0, abs(search.low))
        trial = above if search.closed else (search.low + search.high) / 2
        found = search.model.whole(search.objective, search.at(trial), everything, seconds=left, gap=GAP)
        if not search.accept(found, trial, math.inf):
            if found.x is not None or found.bound > 0:
                return
            search.high = search.low if search.closed else trial


def _raise_total(search: _Search) -> None:
    """Maximise the total at the level reached: relax, round, and if the gap is too wide ask the exact programme."""
    model, wanted = search.model, 0.0 if search.model.n <= EXACT_PAIRS else GAP
    level = search.at(search.low)
    value = float(search.objective[: model.n] @ search.chosen)
    if search.total_bound - value <= wanted * abs(value):
        return
    relaxed = model.relax(search.objective, level)
    if relaxed.x is None:
        search.total_bound = min(search.total_bound, float(model.tables.score[model.tables.score > 0].sum()))
        return
    search.total_bound = min(search.total_bound, relaxed.bound)
    gap = 0.0 if wanted == 0 else NEAR_GAP
    found = search.rounded(search.low, relaxed, gap)
    if found.value > value:
        search.chosen, value = found.chosen(model.n), found.value
    if model.n <= LARGE_PAIRS and search.total_bound - value > max(wanted * abs(search.total_bound), TINY):
        _close_gap(search, level, relaxed, value, wanted)


def _close_gap(search: _Search, level: Level | None, relaxed: Solution, value: float, wanted: float) -> None:
    """Search among all pairs that a plan better by more than the wanted gap could contain."""
    assert relaxed.x is not None
    count = search.model.n
    room = max(relaxed.bound - value - wanted * abs(value), 0.0)
    pairs = (relaxed.loss <= room) | (relaxed.x[:count] > TINY)
    found = search.model.whole(search.objective, level, pairs, seconds=TOTAL_SECONDS, gap=wanted)
    if found.value > value:
        search.chosen, value = found.chosen(count), found.value
    outside = relaxed.bound - float(relaxed.loss[~pairs].min(initial=math.inf))
    search.total_bound = min(search.total_bound, max(found.bound, outside, value))
