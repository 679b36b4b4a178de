"""Rank the investors of a table of rounds for companies that were never seen before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Self

import numpy as np
from sklearn.base import BaseEstimator

from matching.arrays import Floats, Floats32
from matching.deals import History, Rounds, ordinal
from matching.features import NAMES, Snapshot
from matching.prior import FUND_WEIGHTS
from matching.ranker import ConditionalLogit
from matching.rounds_file import Row, RowEncoder, takers_of
from matching.training import Sampling, windows

BLOCK_PAIRS = 200_000
# Candidates of the past need as many deals as all but this share of those to be ranked, within these bounds.
FEW_OF_CANDIDATES, LEAST_DEALS = 0.05, (2.0, 3.0)


class HistoryRanker(BaseEstimator):
    """A conditional logit over a table of rounds.

    Parameters
    ----------
    penalty : float
        Pull toward the expert's weights.
    use_amount : bool
        Whether the amounts of queries are known.
    windows : int
        At most so many windows of history to learn from.
    random_state : int

    Attributes
    ----------
    names_ : list of str
        Candidates in the order of the columns (sorted).
    ranker_ : ConditionalLogit
    market_ : History
        The rounds of all investors, as the features saw them.
    snapshot_ : Snapshot
        What is known at the end of the history.
    """

    def __init__(
        self, penalty: float = 20.0, use_amount: bool = True, windows: int = 36, random_state: int = 0
    ) -> None:
        self.penalty = penalty
        self.use_amount = use_amount
        self.windows = windows
        self.random_state = random_state

    def fit(self, rows: Sequence[Row], candidates: Sequence[str], today: dt.date | None = None) -> Self:
        """Learn from dated rows; the day after the last one is taken as ``today`` unless it is given.

        Raises
        ------
        ValueError
            If there is no row before ``today`` or no candidate.
        """
        known = [row for row in rows if row.date is not None and (today is None or row.date < today)]
        if not known or not candidates:
            raise ValueError("there must be at least one round before the day and one candidate")
        known.sort(key=lambda row: (row.date or dt.date.min, row.company, row.investors))
        self.today_ = today or ((known[-1].date or dt.date.min) + dt.timedelta(days=1))
        self.names_ = sorted(set(candidates))
        self.encoder_ = RowEncoder().fit(known)
        columns = self.encoder_.transform(known, self.today_)
        everybody = sorted({name for row in known for name in row.investors} | set(self.names_))
        self.market_ = market = self._seen(History(columns, takers_of(known, everybody)))
        mine = History(market.rounds, takers_of(known, self.names_))
        self.choices_ = windows(market, ordinal(self.today_), self._sampling(mine))
        expert = np.array([FUND_WEIGHTS.get(name, 0.0) for name in NAMES])
        self.ranker_ = ConditionalLogit(self.penalty).fit(self.choices_, expert)
        self.snapshot_ = Snapshot(mine, ordinal(self.today_))
        return self

    def _sampling(self, mine: History) -> Sampling:
        """Learn from candidates that are as well known before a window as those to be ranked are now."""
        deals = np.asarray(mine.takers.sum(axis=0)).ravel()
        least = float(np.clip(np.quantile(deals, FEW_OF_CANDIDATES), *LEAST_DEALS))
        return Sampling(self.windows, least_deals=least, seed=self.random_state)

    def _seen(self, history: History) -> History:
        """Return the history as queries will be seen: without amounts if they are not to be used."""
        return history if self.use_amount else replace(history, rounds=history.rounds.without_amounts())

    def columns(self, queries: Sequence[Row]) -> Rounds:
        """Return queries as the features see them."""
        columns = self.encoder_.transform(queries, self.today_)
        return columns if self.use_amount else columns.without_amounts()

    def blocks(self, queries: Sequence[Row]) -> Iterator[Floats32]:
        """Yield the features of all pairs in blocks of queries, shape (n_block, n_candidates, n_features)."""
        columns = self.columns(queries)
        size = max(1, BLOCK_PAIRS // len(self.names_))
        for start in range(0, len(queries), size):
            yield self.snapshot_.features(columns.take(slice(start, start + size)))

    def scores(self, queries: Sequence[Row]) -> Iterator[Floats]:
        """Yield raw scores in blocks of queries, shape (n_block, n_candidates)."""
        for features in self.blocks(queries):
            yield self.ranker_.decision_function(features)

    def rank(self, queries: Sequence[Row]) -> Iterator[list[str]]:
        """Yield all candidates for each query, best first; ties are broken by name."""
        for block in self.scores(queries):
            for scores in block:
                yield [self.names_[j] for j in order_of(scores)]


def order_of(scores: Floats) -> list[int]:
    """Return positions by falling score; equal scores keep their order."""
    return np.lexsort((np.arange(len(scores)), -scores)).tolist()
