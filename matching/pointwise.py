"""The pointwise logistic regressions to beat: every pair on its own, taken or not, from what is commonly tried.

Features: activity (all and early deals of the last year), naive Bayes over sector, place, round and amount with its
four terms, implicit ALS of funds by codes, and the TF-IDF cosine of the text to the portfolio. One regression has one
score of each way, as it is usually built; the other all of them. The strength of the penalty is chosen on the latest
windows with weights learned on the earlier ones, then all windows are learned from.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from matching.arrays import Bools, Csr, Floats, Floats32
from matching.deals import Rounds, ordinal
from matching.features import Snapshot
from matching.history_ranker import HistoryRanker
from matching.metrics import query_metrics
from matching.ranker import Choices
from matching.rounds_file import Row
from matching.training import Sampling, windows

FACETS = ("sector", "place", "round", "amount")
STRENGTHS = (0.0001, 0.001, 0.01, 0.1, 1.0, 10.0)
PRIOR, FACTORS, SWEEPS, CONFIDENCE, RIDGE = 2.0, 16, 8, 10.0, 5.0
NEGATIVES = 0.3
# Name → the columns of `look`.
REGRESSIONS = {"regression, four scores": [1, 2, 7, 8], "pointwise regression": list(range(9))}
# Every candidate and query of a table of ten thousand rounds; a table of a million is thinned.
SAMPLING = Sampling(least_deals=3.0, most_queries=20_000, most_candidates=1_000)

Scorer = Callable[[Floats32], Floats]


def regressions(model: HistoryRanker, queries: Sequence[Row]) -> dict[str, Floats]:
    """Return the scores of queries by each, shape (n_queries, n_candidates), from what a fitted ranker has seen."""
    blocks = windows(model.market_, ordinal(model.today_), SAMPLING, look)
    features = look(model.snapshot_, model.columns(queries))
    if not blocks:
        return dict.fromkeys(REGRESSIONS, features[:, :, 1].astype(np.float64))
    return {
        name: _tuned([replace(block, features=block.features[:, :, columns]) for block in blocks])(
            features[:, :, columns]
        )
        for name, columns in REGRESSIONS.items()
    }


def _tuned(blocks: Sequence[Choices]) -> Scorer:
    held = max(1, len(blocks) // 4)
    strength = STRENGTHS[-1]
    if len(blocks) > 1:
        strength = max(STRENGTHS, key=lambda c: _ndcg(_learn(blocks[held:], c), blocks[:held]))
    return _learn(blocks, strength)


def look(snapshot: Snapshot, queries: Rounds) -> Floats32:
    """Return the features of all pairs, shape (n_queries, n_candidates, 9)."""
    takers, rounds = snapshot.takers, snapshot.rounds
    shape = (len(queries), snapshot.n_candidates)
    year = np.asarray(takers @ (snapshot.age <= 1).astype(float)).ravel()
    activity = [np.broadcast_to(np.log(0.5 + x), shape) for x in (year, snapshot.early_year())]
    terms = [_odds(takers, rounds.facets[facet], queries.facets[facet]) for facet in FACETS]
    bayes = activity[1] + np.sum(terms, axis=0)
    codes, asked = (sparse.hstack([x.facets[f] for f in FACETS]).tocsr() for x in (rounds, queries))
    left, right = als((takers @ codes).toarray())
    portfolio = sparse.csr_matrix(takers @ rounds.text)
    length = np.sqrt(np.asarray(portfolio.multiply(portfolio).sum(axis=1)).ravel())
    close = (queries.text @ portfolio.T).toarray() / np.maximum(length, 1e-9)
    return np.stack([*activity, bayes, *terms, (asked @ right) @ left.T, close], axis=2).astype(np.float32)


def _odds(takers: Csr, past: Csr, asked: Csr) -> Floats:
    """Return how much likelier each candidate's codes of a facet are than the market's; 0 where unknown."""
    deals = np.asarray(takers.sum(axis=1)).ravel()
    base = (np.asarray(past.sum(axis=0)).ravel() + 0.5) / (past.sum() + 1)
    expected = np.asarray(asked @ base).reshape(-1, 1)
    known = expected > 0
    likely = ((asked @ (takers @ past).T).toarray() + PRIOR * expected) / (deals + PRIOR)
    return np.where(known, np.log(np.where(known, likely, 1) / np.where(known, expected, 1)), 0.0)


def als(counts: Floats) -> tuple[Floats, Floats]:
    """Return factors of rows and columns.

    After Y. Hu, Y. Koren and C. Volinsky, "Collaborative filtering for implicit feedback datasets", *ICDM*, 2008.
    """
    rng = np.random.default_rng(0)
    left, right = (rng.normal(0, 0.1, (n, FACTORS)) for n in counts.shape)
    extra = CONFIDENCE * np.log1p(counts)
    for _ in range(SWEEPS):
        for mine, theirs, weight in ((left, right, extra), (right, left, extra.T)):
            gram = theirs.T @ theirs + RIDGE * np.eye(FACTORS)
            for i, row in enumerate(weight):
                seen = np.flatnonzero(row)
                part = theirs[seen]
                mine[i] = np.linalg.solve(gram + (part.T * row[seen]) @ part, (1 + row[seen]) @ part)
    return left, right


def _learn(blocks: Sequence[Choices], strength: float) -> Scorer:
    x, y = _pairs(blocks)
    mean, scale = x.mean(axis=0), np.maximum(x.std(axis=0), 1e-9)
    model = LogisticRegression(C=strength, max_iter=500).fit((x - mean) / scale, y)
    return lambda cube: np.asarray(((cube - mean) / scale) @ model.coef_[0], dtype=np.float64)


def _pairs(blocks: Sequence[Choices]) -> tuple[Floats, Bools]:
    """Return all pairs that were taken and a sample of the others."""
    rng = np.random.default_rng(0)
    parts, labels = [], []
    for block in blocks:
        taken = block.taken.toarray() > 0
        drawn = taken | (rng.random(taken.shape) < NEGATIVES)
        parts.append(block.features[drawn])
        labels.append(taken[drawn])
    return np.concatenate(parts).astype(np.float64), np.concatenate(labels)


def _ndcg(score: Scorer, blocks: Sequence[Choices]) -> float:
    found = []
    for block in blocks:
        for row, taken in zip(score(block.features), block.taken.toarray(), strict=True):
            rank = np.argsort(np.argsort(-row, kind="stable"), kind="stable")
            found.append(query_metrics(rank[taken > 0].tolist())[2])
    return float(np.mean(found))
