"""Fit the candidates once, then recommend: the two estimators that the platform uses."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Self

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator

from matching import mandate, prior
from matching.deals import Floats, History
from matching.encode import DealEncoder, as_deal, mandate_text, project_text
from matching.explain import band_of, build_parts, score_of, shared_terms, top_by_id
from matching.features import Snapshot
from matching.fund_facts import (
    excluded,
    fund_caveats,
    fund_facts,
    fund_lacks,
    project_lacks,
    project_wishes,
)
from matching.profiles import Deal, Fund, Match, NotEnough, Project
from matching.ranker import Choices, ConditionalLogit
from matching.text.tokenise import Analyzer
from matching.training import windows
from matching.vocabulary import EMPTY, Vocabulary

Bools = NDArray[np.bool_]
Result = tuple[Match, ...] | NotEnough

BLOCK_PAIRS = 200_000
REFERENCE_QUERIES = 100


class FundRecommender(BaseEstimator):
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
            If ``today`` is missing or two funds share an id.
        """
        if today is None:
            raise ValueError("fit needs today, the day as of which the past is known")
        self.funds_ = tuple(sorted(funds, key=lambda f: f.id))
        self.today_ = today
        self._index = {fund.id: i for i, fund in enumerate(self.funds_)}
        if len(self._index) != len(self.funds_):
            raise ValueError("two funds share an id")
        self._encode([d for d in market_deals if d.date < today])
        if state is None:
            self._learn()
        else:
            self._load(state)
        return self

    def _encode(self, market: Sequence[Deal]) -> None:
        words = self.vocabulary or EMPTY
        today = self.today_
        real = [[(d, 1.0) for d in f.portfolio if d.date < today] for f in self.funds_]
        deals = [*market, *(d for portfolio in real for d, _ in portfolio)]
        stated = [d for f in self.funds_ for d in mandate.synthetic_deals(f, today)]
        self.encoder_ = DealEncoder(self.vocabulary, self.analyzer).fit([*deals, *stated], map(mandate_text, self.funds_))
        self.mandates_ = mandate.MandateFeatures(self.funds_, self.encoder_.vectoriser_, words)
        recent = [d for d in market if (today - d.date).days <= 365]
        close = (self.mandates_.texts @ self.encoder_.vectoriser_.transform([d.text for d in recent]).T).tocsr()
        soft = [
            mandate.soft_portfolio(f, recent, close[i].toarray().ravel(), words, today) for i, f in enumerate(self.funds_)
        ]
        happened, takers = mandate.merge_rounds(real, market)
        self._past = History(self.encoder_.transform(happened), takers)
        shown, believed = mandate.merge_rounds([a + b for a, b in zip(real, soft, strict=True)], market)
        self._shown = shown
        self._snapshot = Snapshot(History(self.encoder_.transform(shown), believed), today.toordinal())

    def _learn(self) -> None:
        expert = prior.fund_prior()
        blocks = windows(self._past, self.today_.toordinal())
        wide = [Choices(_widen(b.features), b.taken, b.weight) for b in blocks]
        enough = sum(b.features.shape[0] for b in wide) >= self.least_queries
        self.ranker_ = ConditionalLogit(self.penalty).fit(wide if enough else [], expert)
        sample = self._reference()
        x = self._features(sample).reshape(-1, len(prior.NAMES)).astype(np.float64) if sample else None
        empty = x is None or not len(x)
        self.centre_: Floats = np.zeros(len(prior.NAMES)) if empty else x.mean(axis=0)
        high = np.zeros(len(prior.NAMES)) if empty else np.quantile((x - self.centre_) * self.ranker_.coef_, 0.98, axis=0)
        self.reach_: Floats = np.maximum(high, 0.0)

    def _reference(self) -> list[Deal]:
        step = max(1, len(self._shown) // REFERENCE_QUERIES)
        return self._shown[::-step][:REFERENCE_QUERIES]

    def to_state(self) -> dict[str, object]:
        """Return what was learned as JSON values; see the ``state`` of :meth:`fit`."""
        return {
            "features": list(prior.NAMES),
            "ranker": self.ranker_.to_state(),
            "centre": self.centre_.tolist(),
            "reach": self.reach_.tolist(),
        }

    def _load(self, state: Mapping[str, object]) -> None:
        if state.get("features") != list(prior.NAMES):
            raise ValueError("the stored weights are of another version of the features")
        ranker = state["ranker"]
        if not isinstance(ranker, Mapping):
            raise ValueError("the stored ranker is not an object")
        self.ranker_ = ConditionalLogit.from_state(ranker, penalty=self.penalty)
        self.centre_, self.reach_ = np.array(state["centre"], float), np.array(state["reach"], float)

    def _features(self, deals: Sequence[Deal]) -> Floats:
        asked = self.encoder_.transform(deals)
        history = self._snapshot.features(asked)
        return np.concatenate([history, self.mandates_.features(deals, asked.text)], axis=2)

    def _blocks(self, projects: Sequence[Project]) -> Iterator[tuple[Sequence[Project], Floats, Floats, Bools]]:
        """Yield projects with features (q, m, d), raw scores (q, m) and which pairs are allowed (q, m)."""
        size = max(1, BLOCK_PAIRS // max(1, len(self.funds_)))
        ready = np.array([not fund_lacks(f) for f in self.funds_], dtype=bool)
        for start in range(0, len(projects), size):
            block = projects[start : start + size]
            x = self._features([as_deal(p, self.today_) for p in block])
            raw = self.ranker_.decision_function(x) - float(self.centre_ @ self.ranker_.coef_)
            allowed = np.array([[ok and not self._excluded(p, f) for ok, f in zip(ready, self.funds_, strict=True)] for p in block])
            yield block, x, raw, allowed.reshape(raw.shape)

    def _excluded(self, project: Project, fund: Fund) -> bool:
        return excluded(project, fund, self.vocabulary or EMPTY)

    def recommend(self, projects: Sequence[Project], k: int = 10) -> dict[str, Result]:
        """Return the k best funds of each project, best first, or what the project must say first.

        Returns
        -------
        dict of str to tuple of Match, or NotEnough
            By project id.
        """
        lacking: dict[str, Result] = {p.id: NotEnough(project_lacks(p)) for p in projects if project_lacks(p)}
        out: dict[str, Result] = {}
        for block, x, raw, allowed in self._blocks([p for p in projects if p.id not in lacking]):
            for i, project in enumerate(block):
                best = top_by_id(raw[i], allowed[i], k)
                out[project.id] = tuple(self._match(project, j, x[i, j], raw[i, j]) for j in best)
        return {p.id: lacking.get(p.id) or out[p.id] for p in projects}

    def recommend_projects(
        self, projects: Sequence[Project], k: int = 10, fund_ids: Iterable[str] | None = None
    ) -> dict[str, Result]:
        """Return the k best projects of each fund, best first, or what the fund must say first."""
        wanted = sorted(self._index if fund_ids is None else fund_ids)
        usable = sorted((p for p in projects if not project_lacks(p)), key=lambda p: p.id)
        best: dict[str, list[tuple[float, str, Match]]] = {fund_id: [] for fund_id in wanted}
        for block, x, raw, allowed in self._blocks(usable):
            for fund_id in wanted:
                j = self._index[fund_id]
                for i in top_by_id(raw[:, j], allowed[:, j], k):
                    match = self._match(block[i], j, x[i, j], raw[i, j])
                    best[fund_id].append((-match.raw, match.project_id, match))
                best[fund_id] = sorted(best[fund_id], key=lambda entry: entry[:2])[:k]
        found: dict[str, Result] = {}
        for fund_id in wanted:
            lacks = fund_lacks(self.funds_[self._index[fund_id]])
            found[fund_id] = NotEnough(lacks) if lacks else tuple(m for _, _, m in best[fund_id])
        return found

    def _match(self, project: Project, j: int, x: Floats, raw: float) -> Match:
        fund, words = self.funds_[j], self.vocabulary or EMPTY
        adds = (x.astype(np.float64) - self.centre_) * self.ranker_.coef_
        parts = build_parts(adds, [prior.fund_part(n) for n in prior.NAMES], self.reach_)
        total = sum(part.contribution for part in parts)
        score = score_of(total)
        return Match(
            project_id=project.id,
            candidate_id=fund.id,
            score=score,
            raw=total,
            band=band_of(score),
            parts=parts,
            evidence=(*fund_facts(project, fund, words, self.today_), *self._terms(project, j)),
            conflicts=fund_caveats(project, fund, words),
            missing=project_wishes(project),
        )

    def _terms(self, project: Project, j: int) -> tuple:  # type: ignore[type-arg]
        vectoriser = self.encoder_.vectoriser_
        mine = vectoriser.transform([project_text(project)])
        return shared_terms(mine, self.mandates_.texts[j], vectoriser, "mandate")


def _widen(features: NDArray[np.float32]) -> NDArray[np.float32]:
    """Append zero columns for the mandate features, which the past does not know."""
    shape = (*features.shape[:2], len(mandate.NAMES))
    return np.concatenate([features, np.zeros(shape, dtype=np.float32)], axis=2)
