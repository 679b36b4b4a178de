"""Fund ranking on large invented tables: python -m bench.matching.size [--rounds 10000 100000 1000000].

Writes a table of fifteen years, 300 companies and the investors with at least three rounds, and runs
`python -m matching funds` on them in a process of its own.
"""

import argparse
import csv
import datetime as dt
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

from bench.matching import invent

SIZES = (10_000, 100_000, 1_000_000)
ASKED = 300
YEARS = 15
TODAY = dt.date(2025, 6, 1)
ROUNDS, SHARES = ("天使轮", "种子轮", "Pre-A轮", "A轮", "B轮", "C轮"), (0.35, 0.1, 0.1, 0.28, 0.12, 0.05)
HEADER = ("date", "company", "description", "sector", "place", "round", "amount_cny", "investors")


def table(count, seed=0):
    """Rows of rounds in order of time, more of them every year; investors have home sectors and places."""
    rng = np.random.default_rng(seed)
    funds = max(200, count // 40)
    weight = 1 / np.arange(1, funds + 1) ** 0.8
    homes = rng.permutation(funds)
    texts = invent.texts(min(count, 5_000), seed)
    days = np.sort((365 * YEARS * rng.random(count) ** 0.4).astype(int))
    start = TODAY - dt.timedelta(days=365 * YEARS)
    cumulated = np.cumsum(weight) / weight.sum()
    first, second = (np.searchsorted(cumulated, rng.random(count)) for _ in range(2))
    kinds = rng.choice(len(ROUNDS), count, p=SHARES)
    amounts = np.exp(rng.normal(14 + 0.8 * kinds, 0.7))
    loose = rng.random((count, 3))
    for i in range(count):
        home = int(homes[first[i]])
        sector = home % 18 if loose[i, 0] < 0.5 else int(loose[i, 0] * 36) - 18
        place = home % 30 if loose[i, 1] < 0.6 else int(loose[i, 1] * 75) - 45
        names = {first[i], second[i]} if loose[i, 2] < 0.3 else {first[i]}
        text = texts[i % len(texts)] if loose[i, 2] > 0.8 else ""
        yield (
            start + dt.timedelta(days=int(days[i])),
            f"{texts[i % len(texts)][:4]}{i}",
            text,
            f"sector {sector}",
            f"place {place}",
            ROUNDS[kinds[i]],
            round(amounts[i], -5) if loose[i, 0] > 0.1 else "",
            ";".join(f"investor {j}" for j in sorted(names)),
        )


def written(path, rows, columns):
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER[:columns])
        for row in rows:
            writer.writerow(row[:columns])
            yield row


def measure(count):
    """Return CPU seconds and the peak in MB of the command on a table of `count` rounds, and the candidates."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        deals = {}
        for row in written(folder / "history.csv", table(count), len(HEADER)):
            for investor in row[-1].split(";"):
                deals[investor] = deals.get(investor, 0) + 1
        names = sorted(investor for investor, done in deals.items() if done >= 3)
        (folder / "candidates.json").write_text(json.dumps(names))
        asked = [row for row in table(4 * ASKED, seed=1) if row[5] in ROUNDS[:2]][:ASKED]
        for _ in written(folder / "queries.csv", asked, len(HEADER) - 1):
            pass
        call = [sys.executable, "-m", "matching", "funds"]
        for option, file in (("history", "history.csv"), ("queries", "queries.csv"), ("candidates", "candidates.json")):
            call += [f"--{option}", str(folder / file)]
        child = subprocess.Popen([*call, "--out", str(folder / "out.json")])
        _, code, used = os.wait4(child.pid, 0)
        if code:
            raise RuntimeError(f"the command ended with {os.waitstatus_to_exitcode(code)}")
        return used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, len(names)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, nargs="+", default=SIZES)
    for count in parser.parse_args().rounds:
        seconds, megabytes, names = measure(count)
        print(f"{count:9,} rounds, {names:6,} candidates: {seconds:7.1f} s CPU, {megabytes:6,.0f} MB", flush=True)


if __name__ == "__main__":
    main()
