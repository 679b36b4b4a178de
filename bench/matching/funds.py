"""Fund ranking on a table of rounds: python -m bench.matching.funds rounds.csv.

Options: --cuts inner|later|all, --no-amount, --months N (what every cut knows of the past).

The inner cuts divide the rounds at 60, 70, 80 and 90 % and each predicts the next 10 %.
"""

import argparse
import datetime as dt
from pathlib import Path

import numpy as np

from matching.evaluation import evaluate_at, split_at, table
from matching.metrics import METRICS
from matching.rounds_file import read_rounds


def inner_cuts(rows):
    days = sorted(r.date for r in rows)
    at = [days[int(len(days) * share)] for share in (0.6, 0.7, 0.8, 0.9)]
    return list(zip(at, [*at[1:], days[-1] + dt.timedelta(days=1)], strict=True))


def evaluate(rows, cuts, use_amount=True, months=None):
    """Metrics of every query by ranking, together over the cuts; the mean of each cut is printed."""
    found = []
    for start, end in cuts:
        since = start - dt.timedelta(days=30 * months) if months else dt.date.min
        split = split_at([r for r in rows if r.date >= since], start, (end - start).days)
        found.append(evaluate_at(split, use_amount=use_amount))
        means = {name: values.mean(axis=0)[[0, 2]].round(4).tolist() for name, values in found[-1].items()}
        print(start, len(split.queries), "queries", len(split.candidates), "candidates", means, flush=True)
    return {name: np.concatenate([f[name] for f in found]) for name in found[0]}


def figures(path: str) -> dict[str, float]:
    """The model and the tuned pointwise regression over the four inner cuts of the rounds at ``path``."""
    rows = read_rounds(Path(path))
    found = evaluate(rows, inner_cuts(rows))
    keys = {"": "conditional logit", "_baseline": "pointwise regression"}
    means = {key: dict(zip(METRICS, found[name].mean(axis=0), strict=True)) for key, name in keys.items()}
    short = {"recall10": "recall@10", "ndcg10": "ndcg@10"}
    return {f"funds_{s}{key}": float(means[key][metric]) for s, metric in short.items() for key in keys}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("history", type=Path)
    parser.add_argument("--cuts", choices=("inner", "later", "all"), default="all")
    parser.add_argument("--no-amount", action="store_true")
    parser.add_argument("--months", type=int, help="let every cut know only so many months before it")
    arguments = parser.parse_args()
    rows = read_rounds(arguments.history)
    groups = {"inner": inner_cuts(rows)}
    groups["later"] = [(dt.date(2015, 4, 1), dt.date(2015, 8, 1)), (dt.date(2015, 8, 1), dt.date(2015, 12, 1))]
    for group, cuts in groups.items():
        if arguments.cuts not in (group, "all"):
            continue
        both = evaluate(rows, cuts, not arguments.no_amount, arguments.months)
        print(f"\n{group} cuts together, {len(both['random'])} queries\n{table(both)}\n")


if __name__ == "__main__":
    main()
