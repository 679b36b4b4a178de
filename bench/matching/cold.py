"""Cold start: hide the history of every fifth fund and give it a mandate instead.

python -m bench.matching.cold rounds.csv [--cut 2015-08-01] [--fold 0] [--no-pace]

The mandate is what a fund would say of itself today: the sectors, places and rounds of most of its deals of the last
two years, its usual ticket, and about how many deals a year it plans (``--no-pace`` leaves that out). Reported are the
share of the hidden funds' true deals found in the first ten places with their full history, with the mandate and with
neither, their share of all first ten places, and what the other funds lose.
"""

import argparse
import datetime as dt
from collections import Counter
from pathlib import Path

import numpy as np

from matching import Deal, Fund, FundRecommender, Project
from matching.evaluation import split_at
from matching.rounds_file import read_rounds

ROUGH = (1, 2, 3, 5, 8, 10, 15, 20, 30, 50, 80)


def deal(row, places):
    region = f"{places[row.place]:02d}0000" if row.place else ""
    return Deal(row.date, frozenset(row.sectors), region, row.round, row.amount, row.text)


def main_codes(values, share):
    counts = Counter(v for v in values if v)
    total = sum(counts.values())
    return frozenset(v for v, n in counts.items() if n >= share * total)


def mandate(fund, today, with_pace):
    deals = [d for d in fund.portfolio if (today - d.date).days <= 730] or fund.portfolio
    year = sum((today - d.date).days <= 365 for d in deals)
    amounts = [d.amount for d in deals if d.amount]
    low, high = np.quantile(amounts, [0.1, 0.9]).tolist() if len(amounts) > 1 else (None, None)
    return Fund(
        fund.id,
        rounds=main_codes([d.round for d in deals], 0.15),
        ticket_min=low,
        ticket_max=high,
        sectors=main_codes([s for d in deals for s in d.sectors], 0.12),
        regions=main_codes([d.region for d in deals], 0.2),
        pace=float(min(ROUGH, key=lambda n: abs(np.log(n / max(year, 0.5))))) if with_pace else None,
    )


def recall(model, projects, truth, group):
    """Recall@10 over the true funds of a group, and the group's share of the first ten places."""
    hits = total = places = 0
    found = model.recommend(projects, 10)
    for project, true in zip(projects, truth, strict=True):
        first = {m.candidate_id for m in found[project.id]}
        hits += len(first & true & group)
        total += len(true & group)
        places += len(first & group)
    return hits / max(total, 1), places / (10 * len(projects))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("history", type=Path)
    parser.add_argument("--cut", type=dt.date.fromisoformat, default=dt.date(2015, 8, 1))
    parser.add_argument("--fold", type=int, choices=range(5), default=0, help="which fifth of the funds is hidden")
    parser.add_argument("--no-pace", action="store_true")
    parser.add_argument("--only", choices=("full history", "mandate only", "neither"))
    arguments = parser.parse_args()
    split = split_at(read_rounds(arguments.history), arguments.cut)
    places = {p: 11 + i for i, p in enumerate(sorted({r.place for r in [*split.history, *split.queries] if r.place}))}
    market = [deal(r, places) for r in split.history]
    portfolios = {name: [] for name in split.candidates}
    for row, one in zip(split.history, market, strict=True):
        for name in row.investors:
            if name in portfolios:
                portfolios[name].append(one)
    projects = []
    for i, row in enumerate(split.queries):
        d = deal(row, places)
        texts = {"summary": row.text}
        projects.append(Project(f"{i:04d}", texts, d.sectors, d.region, "", d.round, d.amount))
    cold = set(split.candidates[arguments.fold :: 5])
    warm = set(split.candidates) - cold
    full = [Fund(name, portfolio=tuple(deals)) for name, deals in portfolios.items()]
    hidden = [mandate(f, arguments.cut, not arguments.no_pace) if f.id in cold else f for f in full]
    nothing = [Fund(f.id, ("综合",)) if f.id in cold else f for f in full]
    print(f"{len(projects)} queries, {len(full)} funds, {len(cold)} of them hidden")
    for name, funds in (("full history", full), ("mandate only", hidden), ("neither", nothing)):
        if arguments.only not in (None, name):
            continue
        model = FundRecommender().fit(funds, market, arguments.cut)
        (there, share), (others, _) = (
            recall(model, projects, split.truth, cold),
            recall(model, projects, split.truth, warm),
        )
        print(
            f"{name:14} hidden funds recall@10 {there:.3f}, share of places {share:.3f}; others {others:.3f}",
            flush=True,
        )
    print(np.round(len(cold) / len(full), 3), "would be a fair share")


if __name__ == "__main__":
    main()
