"""How well a ranking finds what is looked for: metrics of single queries and bootstrap intervals."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from matching.arrays import Floats, Ints

METRICS = ("recall@10", "recall@50", "ndcg@10", "mrr")


def query_metrics(ranks: Sequence[int]) -> tuple[float, float, float, float]:
    """Return recall@10, recall@50, nDCG@10 and reciprocal rank from the zero-based ranks of the true candidates.

    nDCG follows K. Järvelin and J. Kekäläinen, "Cumulated gain-based evaluation of IR techniques", *ACM TOIS* 20, 2002.
    """
    places = np.sort(np.asarray(ranks))
    gain = float((1 / np.log2(places[places < 10] + 2)).sum())
    ideal = float((1 / np.log2(np.arange(min(len(places), 10)) + 2)).sum())
    return float((places < 10).mean()), float((places < 50).mean()), gain / ideal, 1 / (float(places[0]) + 1)


def measure(scores: Floats, names: Sequence[str], truth: Sequence[frozenset[str]]) -> Floats:
    """Return the metrics of every query, shape (n_queries, 4); ties are broken by name.

    Parameters
    ----------
    scores : ndarray of shape (n_queries, n_candidates)
    names : sequence of str
        Sorted candidates.
    truth : sequence of frozenset of str
    """
    column = {name: j for j, name in enumerate(names)}
    rows = []
    for row, true in zip(scores, truth, strict=True):
        rank = np.empty(len(row), dtype=np.int64)
        rank[np.lexsort((np.arange(len(row)), -row))] = np.arange(len(row))
        rows.append(query_metrics([int(rank[column[name]]) for name in true]))
    return np.array(rows).reshape(-1, len(METRICS))


def bootstrap(values: Floats, draws: int = 1000, seed: int = 0) -> tuple[Floats, Floats]:
    """Return the 2.5 and 97.5 percentiles of the mean over resampled queries, each of shape (n_metrics,).

    The percentile method of B. Efron, "Bootstrap methods: another look at the jackknife", *Annals of Statistics* 7,
    1979.
    """
    rng = np.random.default_rng(seed)
    picks: Ints = rng.integers(0, len(values), size=(draws, len(values)))
    means = np.stack([values[pick].mean(axis=0) for pick in picks])
    return np.quantile(means, 0.025, axis=0), np.quantile(means, 0.975, axis=0)
