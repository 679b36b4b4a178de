"""Choose the settings of the expert affinity by leaving out experts.

python -m bench.matching.experts DIRECTORY, with experts.jsonl, queries.jsonl and ratings.csv in it.
"""

import argparse
import csv
import itertools
import json
from collections import defaultdict
from pathlib import Path

import numpy as np

from matching.affinity import TextAffinity
from matching.text.tokenise import tokenise, word_grams

SETTINGS = {
    f"{name}, best {best}": {"analyzer": analyzer, "best": best}
    for name, analyzer in (("words", tokenise), ("1+2-grams", word_grams))
    for best in (3, 4, 5, 6, 8, 20)
}


def lines(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def text(entry):
    return f"{entry['title'] or ''}\n{entry['abstract'] or ''}"


def losses(affinity, rated, column, row):
    """Weighted Kendall loss of each expert as (lost, possible)."""
    out = []
    for expert, ratings in rated.items():
        lost = possible = 0.0
        for a, b in itertools.combinations(ratings, 2):
            gap = ratings[a] - ratings[b]
            found = affinity[row[a], column[expert]] - affinity[row[b], column[expert]]
            possible += abs(gap)
            lost += abs(gap) * (0.5 if found == 0 else float(found * gap < 0))
        out.append((lost, possible))
    return np.array(out)


def load(folder):
    """Texts of experts and of queries, ratings by expert and query, and the columns and rows they stand in."""
    experts, queries = lines(folder / "experts.jsonl"), lines(folder / "queries.jsonl")
    rated = defaultdict(dict)
    with (folder / "ratings.csv").open(encoding="utf-8") as file:
        for entry in csv.DictReader(file):
            rated[entry["expert"]][entry["query"]] = float(entry["expertise"])
    column, row = ({e["id"]: i for i, e in enumerate(entries)} for entries in (experts, queries))
    return [[text(d) for d in e["documents"]] for e in experts], [text(q) for q in queries], rated, column, row


def figures(folder):
    """The loss with the settings that the library uses."""
    people, asked, rated, column, row = load(folder)
    lost, possible = losses(TextAffinity().fit(people).transform(asked), rated, column, row).sum(axis=0)
    return {"experts_loss": lost / possible}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("directory", type=Path)
    people, asked, rated, column, row = load(parser.parse_args().directory)
    found = {}
    for name, settings in SETTINGS.items():
        affinity = TextAffinity(**settings).fit(people).transform(asked)
        found[name] = losses(affinity, rated, column, row)
        print(f"{name:20} loss {found[name][:, 0].sum() / found[name][:, 1].sum():.4f}", flush=True)
    lost = np.zeros(2)
    for left_out in range(len(rated)):
        others = np.arange(len(rated)) != left_out
        best = min(found, key=lambda name: found[name][others, 0].sum() / found[name][others, 1].sum())
        lost += found[best][left_out]
    print(f"chosen without the expert it is measured on: loss {lost[0] / lost[1]:.4f}")


if __name__ == "__main__":
    main()
