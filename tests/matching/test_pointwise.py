"""The regression to beat learns something, and the keys of the benchmark are those that are read."""

import csv
import datetime as dt

import numpy as np

from bench.matching import funds
from matching import pointwise
from matching.evaluation import evaluate_at, split_at
from tests.matching.invent import TODAY, market_rows


def test_the_regressions_to_beat_beat_chance():
    split = split_at(market_rows(300), TODAY - dt.timedelta(days=150), 150)
    found = evaluate_at(split)
    for name in pointwise.REGRESSIONS:
        assert found[name][:, 2].mean() > found["random"][:, 2].mean()


def test_als_restores_blocks():
    counts = np.kron(np.eye(2), np.ones((8, 6)))
    left, right = pointwise.als(counts)
    again = left @ right.T
    assert again[counts > 0].min() > again[counts == 0].max()


def test_figures_have_the_keys_of_the_benchmark(tmp_path):
    path = tmp_path / "rounds.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["date", "company", "sector", "place", "round", "investors"])
        writer.writerows(
            [r.date, r.company, ";".join(r.sectors), r.place, r.round, ";".join(r.investors)] for r in market_rows(250)
        )
    found = funds.figures(str(path))
    names = [f"funds_{m}{b}" for m in ("recall10", "ndcg10") for b in ("", "_baseline")]
    assert sorted(found) == sorted(names)
    assert all(0 < value <= 1 for value in found.values())
