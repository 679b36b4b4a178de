"""Measure a ranking: temporal splits, metrics of single queries, bootstrap intervals, and the baselines to beat."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.linear_model import LogisticRegression

from matching.arrays import Floats, Floats32, Ints
from matching.features import NAMES
from matching.history_ranker import HistoryRanker
from matching.ranker import Choices
from matching.rounds_file import Row

METRICS = ("recall@10", "recall@50", "ndcg@10", "mrr")
EARLY = ("seed", "angel")
LEAST_ROUNDS = 3
# What a sensible pointwise model of the same task uses; the richer features belong to the model under test.
BASELINE = (
    "activity_1", "activity_early_year", "recency", "sector_odds", "sector_count", "place_odds", "place_count",
    "round_odds", "amount_near", "text_best",
)  # fmt: skip


@dataclass(frozen=True)
class Split:
    """A day that divides past and future.

    Attributes
    ----------
    history : list of Row
        Rounds before the cut.
    queries : list of Row
        One early round after it for each company that the history does not know.
    candidates : list of str
        Investors with at least three rounds in the history, sorted.
    truth : list of frozenset of str
        The candidates that took part in each query.
    """

    history: list[Row]
    queries: list[Row]
    candidates: list[str]
    truth: list[frozenset[str]]


def split_at(rows: Sequence[Row], cut: dt.date, days: int = 120) -> Split:
    """Return the split at ``cut`` with queries from the ``days`` after it that a candidate took."""
    dated = sorted((r for r in rows if r.date is not None), key=lambda r: (str(r.date), r.company))
    history = [r for r in dated if r.date is not None and r.date < cut]
    counts: dict[str, int] = {}
    for row in history:
        for name in row.investors:
            counts[name] = counts.get(name, 0) + 1
    candidates = sorted(name for name, count in counts.items() if count >= LEAST_ROUNDS)
    allowed, seen = frozenset(candidates), {r.company for r in history}
    end = cut + dt.timedelta(days=days)
    queries, truth = [], []
    for row in dated:
        if row.date is None or not cut <= row.date < end or row.round not in EARLY or row.company in seen:
            continue
        chosen = allowed & frozenset(row.investors)
        if chosen:
            seen.add(row.company)
            queries.append(row)
            truth.append(chosen)
    return Split(history, queries, candidates, truth)


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


def baselines(model: HistoryRanker, choices: Sequence[Choices], features: Floats32) -> dict[str, Floats]:
    """Return the scores of the rankings to beat, each of shape (n_queries, n_candidates).

    Parameters
    ----------
    model : HistoryRanker
        Fitted; only its snapshot is used.
    choices : sequence of Choices
        What the pointwise regression learns from.
    features : ndarray of shape (n_queries, n_candidates, n_features)
    """
    shape = features.shape[:2]
    year = model.snapshot_.early_year()
    column = {name: i for i, name in enumerate(NAMES)}
    return {
        "random": np.random.default_rng(0).random(shape),
        "activity": np.broadcast_to(year, shape),
        "text only": features[:, :, column["text_best"]].astype(np.float64),
        "pointwise regression": pointwise(choices)(features),
    }


def pointwise(choices: Sequence[Choices], seed: int = 0) -> Callable[[Floats32], Floats]:
    """Return the scorer of a logistic regression that sees every pair on its own (taken or not)."""
    columns = [NAMES.index(name) for name in BASELINE]
    rng = np.random.default_rng(seed)
    parts, labels = [], []
    for block in choices:
        taken = block.taken.toarray() > 0
        drawn = taken | (rng.random(taken.shape) < 0.2)
        parts.append(block.features[drawn][:, columns])
        labels.append(taken[drawn])
    x, y = np.concatenate(parts).astype(np.float64), np.concatenate(labels)
    mean, scale = x.mean(axis=0), np.maximum(x.std(axis=0), 1e-9)
    model = LogisticRegression(C=1.0, max_iter=500).fit((x - mean) / scale, y)
    return lambda cube: np.asarray(((cube[:, :, columns] - mean) / scale) @ model.coef_[0])


def evaluate_at(
    split: Split, *, use_amount: bool = True, regression: Callable[[HistoryRanker, Split], Floats] | None = None
) -> dict[str, Floats]:
    """Return the metrics of every query under the model and each baseline.

    ``regression`` tells the scores, shape (n_queries, n_candidates), of another pointwise regression to beat.
    """
    model = HistoryRanker(use_amount=use_amount).fit(split.history, split.candidates)
    features = np.concatenate(list(model.blocks(split.queries)))
    scores = baselines(model, model.choices_, features)
    if regression is not None:
        scores["pointwise regression"] = regression(model, split)
    scores["conditional logit"] = model.ranker_.decision_function(features)
    return {name: measure(values, model.names_, split.truth) for name, values in scores.items()}


def table(results: Mapping[str, Floats]) -> str:
    """Return a text table with means and 95 % intervals, and the paired gain over the pointwise regression."""
    head = f"{'ranking':<24}" + "".join(f"{name:>26}" for name in METRICS)
    lines = [head]
    for name, values in results.items():
        low, high = bootstrap(values)
        cells = [f"{m:.4f} [{a:.4f}, {b:.4f}]" for m, a, b in zip(values.mean(axis=0), low, high, strict=True)]
        lines.append(f"{name:<24}" + "".join(f"{cell:>26}" for cell in cells))
    gain = results["conditional logit"] - results["pointwise regression"]
    low, high = bootstrap(gain)
    cells = [f"{m:+.4f} [{a:+.4f}, {b:+.4f}]" for m, a, b in zip(gain.mean(axis=0), low, high, strict=True)]
    lines.append(f"{'gain over regression':<24}" + "".join(f"{cell:>26}" for cell in cells))
    return "\n".join(lines)
