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
from matching.taste import Directions, Likes

YEAR = 365.25
HALF_LIVES = (0.25, 1.0, 3.0)
EARLY_STAGE = 0.5
# Deals that the market adds to a candidate's own before its log-odds are taken, so that one deal proves little.
PULL = 3.0
# The same for plain shares, which say how concentrated a candidate is and may trust less.
SHARE_PULL = 0.5
FLOOR = 0.05
# Queries are taken in blocks of so many query × round cells.
BLOCK_CELLS = 2_000_000
UNKNOWN = 0.4
KERNELS = ("sector_place", "sector_round", "place_round", "all", "all_recent")
ROUND_SHARES = ("sector", "place", "sector_place")
LIKE = ("sector", "place")
TASTE = ("sector", "place", "round", "amount", "disclosure")
DIRECTIONS = (4, 12)

NAMES: tuple[str, ...] = (
    *(f"activity_{h:g}" for h in HALF_LIVES),
    "activity_early_year",
    "recency",
    "recency_early",
    "round_activity_0.25",
    "round_activity_0.5",
    "round_activity_2",
    *(f"{facet}_odds" for facet in FACETS),
    *(f"{facet}_share" for facet in FACETS),
    *(f"{facet}_count" for facet in FACETS),
    *(f"{name}_within_round" for name in ROUND_SHARES),
    *(f"kernel_{name}" for name in KERNELS),
    "kernel_best",
    *(f"{facet}_like" for facet in LIKE),
    *(f"taste_{count}" for count in DIRECTIONS),
    "place_local",
    "amount_near",
    "amount_gap",
    "text_sum",
    "text_best",
)


def _stage_kernel(queries: Rounds, past: Rounds) -> Floats:
    gap = np.abs(queries.stage[:, None] - past.stage[None, :])
    return np.where(np.isnan(gap), UNKNOWN, np.exp(-1.2 * np.nan_to_num(gap)))


def _amount_kernel(queries: Rounds, past: Rounds) -> Floats:
    gap = queries.log_amount[:, None] - past.log_amount[None, :]
    return np.where(np.isnan(gap), UNKNOWN, np.exp(-0.5 * np.nan_to_num(gap) ** 2))


class Snapshot:
    """What was known of every candidate at the start of ``day``.

    Parameters
    ----------
    history : History
    day : int
        Rounds on or after it are cut off.
    most_rounds : int
        Only so many of the latest rounds are looked at one by one; older ones hardly weigh anything in a long history.
    """

    def __init__(self, history: History, day: int, most_rounds: int = 200_000) -> None:
        past = history.before(day)
        late = slice(max(0, len(past.rounds) - most_rounds), None)
        self.rounds, self.takers = past.rounds.take(late), sparse.csr_matrix(past.takers[late].T)
        self.takers.sort_indices()
        self.age: Floats = (day - self.rounds.day) / YEAR
        self.early: Floats = (self.rounds.stage <= EARLY_STAGE).astype(np.float64)
        self.n_candidates = self.takers.shape[0]
        self._decayed: dict[float, Csr] = {}
        self._counts: dict[tuple[str, float], Csr] = {}

    def decayed(self, half_life: float) -> Csr:
        """Return participations (n_candidates, n_rounds) that lose half their weight every ``half_life`` years."""
        if half_life not in self._decayed:
            weights = 0.5 ** (self.age / half_life)
            self._decayed[half_life] = sparse.csr_matrix(self.takers @ sparse.diags(weights))
        return self._decayed[half_life]

    def activity(self, half_life: float) -> Floats:
        """Return the decayed number of deals, shape (n_candidates,)."""
        return np.asarray(self.decayed(half_life).sum(axis=1)).ravel()

    def early_year(self) -> Floats:
        """Return the number of seed and angel deals in the last year, shape (n_candidates,)."""
        return np.asarray(self.takers @ (self.early * (self.age <= 1))).ravel()

    def recency(self, weight: Floats) -> Floats:
        """Return the log of months since the last deal of positive weight; ten years for candidates without any."""
        last = np.full(self.n_candidates, 10 * YEAR)
        rows, cols = self.takers.nonzero()
        counted = weight[cols] > 0
        np.minimum.at(last, rows[counted], self.age[cols[counted]] * YEAR)
        return np.log1p(last / 30)

    def counts(self, facet: str, half_life: float) -> Csr:
        """Return decayed deals by code of a facet, shape (n_candidates, n_codes)."""
        key = (facet, half_life)
        if key not in self._counts:
            self._counts[key] = sparse.csr_matrix(self.decayed(half_life) @ self.rounds.facets[facet])
        return self._counts[key]

    def features(self, queries: Rounds) -> Floats32:
        """Return the features of every pair, shape (n_queries, n_candidates, len(NAMES)).

        Raises
        ------
        FloatingPointError
            If any feature is not finite.
        """
        cube = np.zeros((len(queries), self.n_candidates, len(NAMES)), dtype=np.float32)
        if not len(self.rounds):
            return cube
        column = {name: i for i, name in enumerate(NAMES)}
        size = max(1, BLOCK_CELLS // len(self.rounds))
        for start in range(0, len(queries), size):
            block = slice(start, start + size)
            for name, values in self._columns(queries.take(block)).items():
                cube[block, :, column[name]] = values
        if not np.isfinite(cube).all():
            raise FloatingPointError("a feature is not finite")
        return cube

    def _columns(self, queries: Rounds) -> dict[str, Floats]:
        out: dict[str, Floats] = {f"activity_{h:g}": np.log(0.1 + self.activity(h)) for h in HALF_LIVES}
        out["activity_early_year"] = np.log1p(self.early_year())
        out["recency"], out["recency_early"] = self.recency(np.ones(len(self.rounds))), self.recency(self.early)
        for facet in FACETS:
            out |= self._facet(queries, facet)
        for facet in LIKE:
            out[f"{facet}_like"] = self._likes[facet].odds(queries.facets[facet])
        asked = sparse.hstack([queries.facets[facet] for facet in TASTE], format="csr")
        out |= {f"taste_{count}": self._directions.along(asked, count) for count in DIRECTIONS}
        out |= self._kernels(queries)
        out["place_local"] = self._local()
        out["amount_gap"] = self._amount_gap(queries)
        out["text_sum"], out["text_best"] = self._text(queries)
        return out

    def _local(self) -> Floats:
        """Return the share of each candidate's most frequent place; one half where nothing is known."""
        places = self.counts("place", 3.0)
        total = np.asarray(places.sum(axis=1)).ravel()
        if not places.shape[1]:
            return np.full(self.n_candidates, 0.5)
        most = places.max(axis=1).toarray().ravel()
        return np.where(total > 0, most / np.maximum(total, 1e-9), 0.5)

    @cached_property
    def _likes(self) -> dict[str, Likes]:
        market = {facet: np.asarray(self.rounds.facets[facet].sum(axis=0)).ravel() for facet in LIKE}
        return {facet: Likes(self.counts(facet, 6.0), self.counts(facet, 3.0), market[facet]) for facet in LIKE}

    @cached_property
    def _directions(self) -> Directions:
        counts = sparse.hstack([self.counts(facet, 4.0) for facet in TASTE], format="csr")
        market = sparse.hstack([self.rounds.facets[facet] for facet in TASTE]).sum(axis=0)
        return Directions(counts, np.asarray(market).ravel())

    def _facet(self, queries: Rounds, facet: str) -> dict[str, Floats]:
        """Return smoothed log-odds against the market, the smoothed share and the log count of the query's codes."""
        codes = queries.facets[facet]
        if not codes.nnz:
            return dict.fromkeys((f"{facet}_odds", f"{facet}_share", f"{facet}_count"), np.zeros(self.n_candidates))
        counts = self.counts(facet, 3.0)
        market = np.asarray(self.rounds.facets[facet].sum(axis=0)).ravel() + 0.5
        market /= max(market.sum(), 1.0)
        known = np.asarray(codes.sum(axis=1)).ravel()[:, None] > 0
        base = np.where(known, (codes @ market)[:, None], 1.0)
        mine, total = (codes @ counts.T).toarray(), np.asarray(counts.sum(axis=1)).reshape(1, -1)
        found = {
            "odds": np.log((mine + PULL * base) / (total + PULL)) - np.log(base),
            "share": (mine + SHARE_PULL * base) / (total + SHARE_PULL) - base,
            "count": np.log1p(4 * mine),
        }
        return {f"{facet}_{name}": np.where(known, values, 0.0) for name, values in found.items()}

    def _kernels(self, queries: Rounds) -> dict[str, Floats]:
        past = self.rounds
        sector, place = ((queries.facets[f] @ past.facets[f].T).toarray() for f in ("sector", "place"))
        stage, amount = _stage_kernel(queries, past), _amount_kernel(queries, past)
        every = (0.1 + sector) * (0.15 + place) * stage * (0.3 + amount)
        sums = {
            "kernel_sector_place": self._sum(sector * place, 2.0),
            "kernel_sector_round": self._sum(sector * stage, 2.0),
            "kernel_place_round": self._sum(place * stage, 2.0),
            "kernel_all": self._sum(every, 2.0),
            "kernel_all_recent": self._sum(every, 0.5),
            **{f"round_activity_{h:g}": self._sum(stage, h) for h in (0.25, 0.5, 2.0)},
        }
        out = {name: np.log(FLOOR + values) for name, values in sums.items()}
        within = {"sector": "sector_round", "place": "place_round"}
        rounds = sums["round_activity_2"]
        for name, kernel in within.items():
            out[f"{name}_within_round"] = sums[f"kernel_{kernel}"] / (rounds + SHARE_PULL)
        both = self._sum(sector * place * stage, 2.0)
        out["sector_place_within_round"] = both / (rounds + SHARE_PULL)
        near, base = self._sum(amount, 3.0), amount.mean(axis=1)[:, None]
        out["amount_near"] = np.log((near + 2 * base) / (self.activity(3.0)[None, :] + 2)) - np.log(base)
        out["kernel_best"] = self._best(every * 0.5 ** (self.age / 1.5))
        return out

    def _sum(self, kernel: Floats, half_life: float) -> Floats:
        """Return the decayed sum of a kernel (n_queries, n_rounds) over the deals of each candidate."""
        return np.asarray((self.decayed(half_life) @ kernel.T).T)

    def _best(self, kernel: Floats) -> Floats:
        """Return the log of the largest kernel value among the deals of each candidate."""
        best = np.full((len(kernel), self.n_candidates), 1e-3)
        active = np.flatnonzero(np.diff(self.takers.indptr))
        if len(active):
            values = kernel[:, self.takers.indices] * self.takers.data[None, :]
            best[:, active] = np.maximum(np.maximum.reduceat(values, self.takers.indptr[active], axis=1), 1e-3)
        return np.log(best)

    def _amount_gap(self, queries: Rounds) -> Floats:
        """Return minus the squared distance of the amount to the candidate's usual one for such a round."""
        known = ~np.isnan(self.rounds.log_amount)
        amounts = np.nan_to_num(self.rounds.log_amount)
        weights = _stage_kernel(queries, self.rounds) ** 2 * known
        market = (weights @ amounts) / np.maximum(weights.sum(axis=1), 1e-9)
        usual = self._sum(weights * amounts, 4.0) + market[:, None]
        gap = queries.log_amount[:, None] - usual / (self._sum(weights, 4.0) + 1)
        return -(np.clip(np.nan_to_num(gap), -4, 4) ** 2)

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
