"""The pointwise logistic regression to beat: every pair on its own, taken or not, from what is commonly tried.

Features: activity (all and early deals of the last year), naive Bayes over sector, place, round and amount with its
four terms, implicit ALS of funds by codes, and the TF-IDF cosine of the text to the portfolio. The strength of the
penalty is chosen on the latest windows with weights learned on the earlier ones, then all windows are learned from.
"""

import numpy as np
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from matching.deals import ordinal
from matching.evaluation import query_metrics
from matching.training import Sampling, windows

FACETS = ("sector", "place", "round", "amount")
STRENGTHS = (0.0001, 0.001, 0.01, 0.1, 1.0, 10.0)
PRIOR, FACTORS, SWEEPS, CONFIDENCE, RIDGE = 2.0, 16, 8, 10.0, 5.0
NEGATIVES = 0.3


def als(counts):
    """Factors of rows and columns (Hu, Koren, Volinsky, "Collaborative filtering for implicit feedback", 2008)."""
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


def look(snapshot, queries):
    """Features of all pairs, shape (n_queries, n_candidates, 9)."""
    takers, rounds = snapshot.takers, snapshot.rounds
    shape = (len(queries), snapshot.n_candidates)
    deals = np.asarray(takers.sum(axis=1)).ravel()
    year = np.asarray(takers @ (snapshot.age <= 1).astype(float)).ravel()
    early = snapshot.early_year()
    columns = [np.broadcast_to(np.log(0.5 + x), shape) for x in (year, early)]
    terms = []
    for facet in FACETS:
        past, asked = rounds.facets[facet], queries.facets[facet]
        base = (np.asarray(past.sum(axis=0)).ravel() + 0.5) / (past.sum() + 1)
        expected = np.asarray(asked @ base).reshape(-1, 1)
        known = expected > 0
        likely = ((asked @ (takers @ past).T).toarray() + PRIOR * expected) / (deals + PRIOR)
        terms.append(np.where(known, np.log(np.where(known, likely, 1) / np.where(known, expected, 1)), 0.0))
    columns += [columns[1] + sum(terms), *terms]
    codes, asked = (sparse.hstack([x.facets[f] for f in FACETS]).tocsr() for x in (rounds, queries))
    left, right = als((takers @ codes).toarray())
    columns.append((asked @ right) @ left.T)
    portfolio = sparse.csr_matrix(takers @ rounds.text)
    length = np.sqrt(np.asarray(portfolio.multiply(portfolio).sum(axis=1)).ravel())
    columns.append((queries.text @ portfolio.T).toarray() / np.maximum(length, 1e-9))
    return np.stack(columns, axis=2).astype(np.float32)


def _pairs(blocks, rng):
    parts, labels = [], []
    for block in blocks:
        taken = block.taken.toarray() > 0
        drawn = taken | (rng.random(taken.shape) < NEGATIVES)
        parts.append(block.features[drawn])
        labels.append(taken[drawn])
    return np.concatenate(parts).astype(np.float64), np.concatenate(labels)


def _learn(blocks, strength):
    x, y = _pairs(blocks, np.random.default_rng(0))
    mean, scale = x.mean(axis=0), np.maximum(x.std(axis=0), 1e-9)
    model = LogisticRegression(C=strength, max_iter=500).fit((x - mean) / scale, y)
    return lambda cube: ((cube - mean) / scale) @ model.coef_[0]


def _ndcg(score, blocks):
    found = []
    for block in blocks:
        for row, taken in zip(score(block.features), block.taken.toarray(), strict=True):
            rank = np.argsort(np.argsort(-row, kind="stable"), kind="stable")
            found.append(query_metrics(rank[taken > 0].tolist())[2])
    return float(np.mean(found))


def regression(model, split):
    """Scores of the queries of a split, shape (n_queries, n_candidates), with what a fitted ``HistoryRanker`` saw."""
    sampling = Sampling(least_deals=3.0, most_queries=100_000, most_candidates=100_000)
    blocks = windows(model.market_, ordinal(model.today_), sampling, look)
    held = max(1, len(blocks) // 4)
    strength = STRENGTHS[-1]
    if len(blocks) > 1:
        strength = max(STRENGTHS, key=lambda c: _ndcg(_learn(blocks[held:], c), blocks[:held]))
    return _learn(blocks, strength)(look(model.snapshot_, model.columns(split.queries)))
