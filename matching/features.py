"""How well a fund's past fits a project: pair features from statistics strictly before a day.

All are matrix products over the columns of a :class:`~matching.deals.History`; nothing looks at a round on or after the
day of the snapshot.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np
from scipy import sparse

from matching.arrays import Csr, Floats, Floats32, Ints
from matching.deals import FACETS, History, Rounds

YEAR = 365.25
HALF_LIVES = (0.25, 1.0, 3.0)
SMOOTHING = {"sector": 3.0, "subsector": 3.0, "round": 2.0, "place": 2.0, "region": 2.0, "country": 2.0}
KERNELS = ("sector_place", "sector_round", "place_round", "all")

NAMES: tuple[str, ...] = (
    *(f"activity_{h:g}" for h in HALF_LIVES),
    "recency",
    "round_activity_0.5",
    "round_activity_2",
    *(f"{facet}_odds" for facet in FACETS),
    *(f"{facet}_count" for facet in FACETS),
    *(f"kernel_{name}" for name in KERNELS),
    "amount_odds",
    "text_sum",
    "text_best",
)


def _stage_kernel(queries: Rounds, past: Rounds) -> Floats:
    gap = np.abs(queries.stage[:, None] - past.stage[None, :])
    return np.where(np.isnan(gap), 0.4, np.exp(-1.2 * np.nan_to_num(gap)))


def _amount_kernel(queries: Rounds, past: Rounds) -> Floats:
    gap = queries.log_amount[:, None] - past.log_amount[None, :]
    return np.where(np.isnan(gap), 0.4, np.exp(-0.5 * np.nan_to_num(gap) ** 2))


class Snapshot:
    """What was known of every candidate at the start of ``day``.

    Parameters
    ----------
    history : History
    day : int
        Rounds on or after it are cut off.
    """

    def __init__(self, history: History, day: int) -> None:
        past = history.before(day)
        self.rounds, self.takers = past.rounds, sparse.csr_matrix(past.takers.T)
        self.age: Floats = (day - self.rounds.day) / YEAR
        self.n_candidates = self.takers.shape[0]
        self._decayed: dict[float, Csr] = {}
        self._shares: dict[tuple[str, float], Floats] = {}

    def decayed(self, half_life: float) -> Csr:
        """Return participations (n_candidates, n_rounds) that lose half their weight every ``half_life`` years."""
        if half_life not in self._decayed:
            weights = 0.5 ** (self.age / half_life)
            self._decayed[half_life] = sparse.csr_matrix(self.takers @ sparse.diags(weights))
        return self._decayed[half_life]

    def activity(self, half_life: float) -> Floats:
        """Return the decayed number of deals, shape (n_candidates,)."""
        return np.asarray(self.decayed(half_life).sum(axis=1)).ravel()

    @cached_property
    def deals(self) -> Floats:
        """The plain number of deals of each candidate."""
        return np.asarray(self.takers.sum(axis=1)).ravel()

    @cached_property
    def recency(self) -> Floats:
        """Log of months since the last deal; candidates without any count as ten years."""
        last = np.full(self.n_candidates, 10 * YEAR)
        rows, cols = self.takers.nonzero()
        np.minimum.at(last, rows, self.age[cols] * YEAR)
        return np.log1p(last / 30)

    def counts(self, facet: str, half_life: float) -> Floats:
        """Return decayed deals by code of a facet, shape (n_candidates, n_codes)."""
        key = (facet, half_life)
        if key not in self._shares:
            self._shares[key] = (self.decayed(half_life) @ self.rounds.facets[facet]).toarray()
        return self._shares[key]

    def features(self, queries: Rounds) -> Floats32:
        """Return the features of every pair, shape (n_queries, n_candidates, len(NAMES)).

        Raises
        ------
        FloatingPointError
            If any feature is not finite.
        """
        cube = np.zeros((len(queries), self.n_candidates, len(NAMES)), dtype=np.float32)
        column = {name: i for i, name in enumerate(NAMES)}
        for name, values in self._columns(queries).items():
            cube[:, :, column[name]] = values
        if not np.isfinite(cube).all():
            raise FloatingPointError("a feature is not finite")
        return cube

    def _columns(self, queries: Rounds) -> dict[str, Floats]:
        out: dict[str, Floats] = {f"activity_{h:g}": np.log(0.1 + self.activity(h)) for h in HALF_LIVES}
        out["recency"] = self.recency
        for facet in FACETS:
            out[f"{facet}_odds"], out[f"{facet}_count"] = self._facet(queries, facet)
        out |= self._kernels(queries)
        out["text_sum"], out["text_best"] = self._text(queries)
        return out

    def _facet(self, queries: Rounds, facet: str) -> tuple[Floats, Floats]:
        """Return smoothed log-odds against the market, and the log count, of the query's codes."""
        codes = queries.facets[facet]
        counts = self.counts(facet, 3.0)
        market = np.asarray(self.rounds.facets[facet].sum(axis=0)).ravel() + 0.5
        market /= max(market.sum(), 1.0)
        known = np.asarray(codes.sum(axis=1)).ravel()[:, None] > 0
        base = np.where(known, (codes @ market)[:, None], 1.0)
        mine = codes @ counts.T
        total = counts.sum(axis=1)[None, :]
        pull = SMOOTHING[facet]
        odds = np.log((mine + pull * base) / (total + pull)) - np.log(base)
        return np.where(known, odds, 0.0), np.where(known, np.log1p(4 * mine), 0.0)

    def _kernels(self, queries: Rounds) -> dict[str, Floats]:
        past, out = self.rounds, {}
        match = {f: (queries.facets[f] @ past.facets[f].T).toarray() for f in ("sector", "place")}
        stage, amount = _stage_kernel(queries, past), _amount_kernel(queries, past)
        two, half = self.decayed(2.0), self.decayed(0.5)
        kernels = {
            "sector_place": match["sector"] * match["place"],
            "sector_round": match["sector"] * stage,
            "place_round": match["place"] * stage,
            "all": (0.1 + match["sector"]) * (0.15 + match["place"]) * stage * (0.3 + amount),
        }
        for name, kernel in kernels.items():
            out[f"kernel_{name}"] = np.log(0.05 + (two @ kernel.T).T)
        out["round_activity_0.5"] = np.log(0.05 + (half @ stage.T).T)
        out["round_activity_2"] = np.log(0.05 + (two @ stage.T).T)
        near = (self.decayed(3.0) @ amount.T).T
        base = amount.mean(axis=1)[:, None] if len(past) else np.ones((len(queries), 1))
        out["amount_odds"] = np.log((near + 2 * base) / (self.activity(3.0)[None, :] + 2)) - np.log(base)
        return out

    def _text(self, queries: Rounds) -> tuple[Floats, Floats]:
        like = sparse.csr_matrix(queries.text @ self.rounds.text.T, dtype=np.float64)
        squared = like.multiply(like).tocsr()
        total = (squared @ self.decayed(3.0).T).toarray()
        best = (squared.multiply(squared).tocsr() @ self.takers.T).toarray() ** 0.25
        return np.log(0.02 + total), best


def day_rows(history: History, start: int, end: int) -> Ints:
    """Return the rows of the rounds with start ≤ day < end."""
    low, high = np.searchsorted(history.rounds.day, [start, end])
    return np.arange(low, high)
