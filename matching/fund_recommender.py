"""Funds for projects, and projects for funds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Self

import numpy as np

from matching import mandate, prior
from matching.arrays import Bools, Floats32, Ints
from matching.base import Asked, Pairs, Recommender, unique_ids
from matching.deals import History
from matching.encode import DealEncoder, as_deal, mandate_text, project_text
from matching.explain import shared_terms
from matching.features import Snapshot
from matching.fund_facts import (
    fund_caveats,
    fund_facts,
    fund_lacks,
    out_of_money,
    project_lacks,
    project_wishes,
)
from matching.pairs import compare, declared_conflicts
from matching.profiles import Deal, Evidence, Fund, Project
from matching.ranker import Choices, ConditionalLogit
from matching.text.tokenise import Analyzer
from matching.training import windows
from matching.vocabulary import EMPTY, Vocabulary

REFERENCE_QUERIES = 100


class FundRecommender(Recommender):
    """Recommend funds for projects, and projects for funds.

    Parameters
    ----------
    vocabulary : Vocabulary, optional
        Sector codes with groups, names and synonyms.
    analyzer : callable, optional
        Text to terms.
    penalty : float
        How strongly learned weights are held at the expert's.
    least_queries : int
        With fewer past choices than this the expert's weights are used as they are.

    Attributes
    ----------
    funds_ : tuple of Fund
        In order of id.
    ranker_ : ConditionalLogit
    centre_, reach_ : ndarray of shape (n_features,)
        Mean of each feature over a reference sample of pairs, and how much each adds in a very good pair.
    """

    names = prior.NAMES

    def __init__(
        self,
        vocabulary: Vocabulary | None = None,
        analyzer: Analyzer | None = None,
        penalty: float = 20.0,
        least_queries: int = 30,
    ) -> None:
        self.vocabulary = vocabulary
        self.analyzer = analyzer
        self.penalty = penalty
        self.least_queries = least_queries

    def fit(
        self,
        funds: Iterable[Fund],
        market_deals: Sequence[Deal] = (),
        today: dt.date | None = None,
        state: Mapping[str, object] | None = None,
    ) -> Self:
        """Learn from the portfolios of ``funds`` and the rest of the market.

        Parameters
        ----------
        funds : iterable of Fund
        market_deals : sequence of Deal
            Rounds of any investor; they give base rates and the virtual deals of funds without a history.
        today : datetime.date
            Only deals strictly before it count.
        state : mapping, optional
            What :meth:`to_state` returned: its weights are used and nothing is learned.

        Raises
        ------
        ValueError
            If ``today`` is missing, two funds share an id, or the state is of another version.
        """
        if today is None:
            raise ValueError("fit needs today, the day as of which the past is known")
        self.funds_ = tuple(sorted(funds, key=lambda f: f.id))
        self.ids_ = unique_ids([f.id for f in self.funds_])
        self.today_ = today
        self._encode([d for d in market_deals if d.date < today])
        if state is None:
            self._learn()
        else:
            self.from_state(state)
        return self

    @property
    def _words(self) -> Vocabulary:
        return self.vocabulary or EMPTY

    def _encode(self, market: Sequence[Deal]) -> None:
        today = self.today_
        real = [[(d, 1.0) for d in f.portfolio if d.date < today] for f in self.funds_]
        deals = [*market, *(d for portfolio in real for d, _ in portfolio)]
        stated = [d for f in self.funds_ for d in mandate.synthetic_deals(f, today)]
        self._encoder = DealEncoder(self.vocabulary, self.analyzer)
        self._encoder.fit([*deals, *stated], map(mandate_text, self.funds_))
        self._mandates = mandate.MandateFeatures(self.funds_, self._encoder.vectoriser_, self._words)
        soft = self._soft_portfolios([d for d in market if (today - d.date).days <= 365])
        happened, takers = mandate.merge_rounds(real, market)
        self._past = History(self._encoder.transform(happened), takers)
        shown, believed = mandate.merge_rounds([a + b for a, b in zip(real, soft, strict=True)], market)
        self._shown = shown
        self._snapshot = Snapshot(History(self._encoder.transform(shown), believed), today.toordinal())

    def _soft_portfolios(self, recent: Sequence[Deal]) -> list[list[tuple[Deal, float]]]:
        texts = self._encoder.vectoriser_.transform([d.text for d in recent])
        close = (self._mandates.texts @ texts.T).tocsr()
        return [
            mandate.soft_portfolio(fund, recent, close[i].toarray().ravel(), self._words, self.today_)
            for i, fund in enumerate(self.funds_)
        ]

    def _learn(self) -> None:
        blocks = windows(self._past, self.today_.toordinal())
        wide = [Choices(_widen(b.features), b.taken, b.weight) for b in blocks]
        enough = sum(b.features.shape[0] for b in wide) >= self.least_queries
        self.ranker_ = ConditionalLogit(self.penalty).fit(wide if enough else [], prior.fund_prior())
        step = max(1, len(self._shown) // REFERENCE_QUERIES)
        self._set_reference(self._deal_features(self._shown[::-step][:REFERENCE_QUERIES]))

    def _all_pairs(self, asked: Asked, wanted: Ints | None = None) -> Pairs:
        """Return every allowed pair with the (wanted) candidates."""
        ready = np.array([not self._candidate_lacks(j) for j in range(len(self.ids_))], dtype=bool)
        if wanted is not None:
            ready &= np.isin(np.arange(len(ready)), wanted)
        if not ready.any() or not len(asked):
            return self._nobody()
        rows, columns = np.nonzero(ready[None, :] & ~self._excluded(asked.projects))
        return rows, columns, self._features(asked.projects)[rows, columns]

    def _deal_features(self, deals: Sequence[Deal]) -> Floats32:
        asked = self._encoder.transform(deals)
        history = self._snapshot.features(asked)
        return np.concatenate([history, self._mandates.features(deals, asked.text)], axis=2)

    def _features(self, projects: Sequence[Project]) -> Floats32:
        return self._deal_features([as_deal(p, self.today_) for p in projects])

    def _excluded(self, projects: Sequence[Project]) -> Bools:
        words = self._words
        asked = [p.sectors | words.groups(p.sectors) for p in projects]
        barred = compare(asked, [f.excluded_sectors for f in self.funds_], lambda a, b: float(bool(a & b))) > 0
        broke = np.array([out_of_money(f) for f in self.funds_], dtype=bool)
        told = declared_conflicts([(p.id, p.conflicts) for p in projects], [(f.id, f.conflicts) for f in self.funds_])
        return barred | told | broke[None, :]

    def _project_lacks(self, project: Project) -> tuple[str, ...]:
        return project_lacks(project)

    def _candidate_lacks(self, j: int) -> tuple[str, ...]:
        return fund_lacks(self.funds_[j])

    def _part(self, name: str) -> str:
        return prior.fund_part(name)

    def _reasons(self, project: Project, j: int) -> tuple[tuple[Evidence, ...], tuple[Evidence, ...], tuple[str, ...]]:
        fund, vectoriser = self.funds_[j], self._encoder.vectoriser_
        mine = vectoriser.transform([project_text(project)])
        terms = shared_terms(mine, self._mandates.texts[j], vectoriser, "mandate")
        facts = fund_facts(project, fund, self._words, self.today_)
        return (*facts, *terms), fund_caveats(project, fund, self._words), project_wishes(project)


def _widen(features: Floats32) -> Floats32:
    """Append zero columns for the mandate features, which the past does not know."""
    shape = (*features.shape[:2], len(mandate.NAMES))
    return np.concatenate([features, np.zeros(shape, dtype=np.float32)], axis=2)
