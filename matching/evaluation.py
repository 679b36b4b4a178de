"""Measure the ranking of funds on a table of rounds, beside the rankings it has to beat."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from matching.arrays import Floats
from matching.features import NAMES
from matching.history_ranker import HistoryRanker
from matching.metrics import METRICS, bootstrap, measure
from matching.pointwise import REGRESSIONS, regressions
from matching.rounds_file import Row

EARLY = ("seed", "angel")
LEAST_ROUNDS = 3


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


def evaluate_at(split: Split, *, use_amount: bool = True) -> dict[str, Floats]:
    """Return the metrics of every query under the model and each ranking it has to beat."""
    model = HistoryRanker(use_amount=use_amount).fit(split.history, split.candidates)
    features = np.concatenate(list(model.blocks(split.queries)))
    shape = features.shape[:2]
    scores = {
        "random": np.random.default_rng(0).random(shape),
        "activity": np.broadcast_to(model.snapshot_.early_year(), shape),
        "text only": features[:, :, NAMES.index("text_best")].astype(np.float64),
        **regressions(model, split.queries),
        "conditional logit": model.ranker_.decision_function(features),
    }
    return {name: measure(values, model.names_, split.truth) for name, values in scores.items()}


def table(results: Mapping[str, Floats]) -> str:
    """Return a text table with means and 95 % intervals, and the paired gain over each regression."""
    head = f"{'ranking':<34}" + "".join(f"{name:>26}" for name in METRICS)
    lines = [head]
    for name, values in results.items():
        low, high = bootstrap(values)
        cells = [f"{m:.4f} [{a:.4f}, {b:.4f}]" for m, a, b in zip(values.mean(axis=0), low, high, strict=True)]
        lines.append(f"{name:<34}" + "".join(f"{cell:>26}" for cell in cells))
    for name in REGRESSIONS:
        gain = results["conditional logit"] - results[name]
        low, high = bootstrap(gain)
        cells = [f"{m:+.4f} [{a:+.4f}, {b:+.4f}]" for m, a, b in zip(gain.mean(axis=0), low, high, strict=True)]
        lines.append(f"{'gain over ' + name:<34}" + "".join(f"{cell:>26}" for cell in cells))
        ratio = results["conditional logit"].mean(axis=0) / results[name].mean(axis=0) - 1
        lines.append(f"{'  in per cent':<34}" + "".join(f"{share:>+26.1%}" for share in ratio))
    return "\n".join(lines)
