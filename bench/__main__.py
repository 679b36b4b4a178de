"""`make bench`: how fast the pages are, on SQLite and on PostgreSQL, beside a bare floor in the same run.

Prints `name value unit` lines, adds them to bench/out/latest.json, and exits non-zero when a goal of `kinds.py` is
missed. BENCH_SCALE=0.1 makes a small city, BENCH_SECONDS=1 measures each page more briefly.
"""

import json
import os
import sys
from pathlib import Path
from typing import Any

from bench import bulletin, evaluation, heavy
from bench.kinds import KINDS, MOST_MEGABYTES, MOST_RATIO, MOST_STATEMENTS, path
from bench.load import Target, latencies, percentile, throughput
from bench.matching import run as matching
from bench.serving import Environment, ask, database, server, worker_memory

OUT = Path(__file__).parent / "out" / "latest.json"
SECONDS = float(os.environ.get("BENCH_SECONDS", "4"))
CLIENTS = 16
SUFFIX = {"postgresql": "", "sqlite": "_sqlite"}
Figures = dict[str, float]


def main() -> int:
    figures: Figures = {}
    for kind, suffix in SUFFIX.items():
        with database(kind) as environment:
            for name, (value, unit) in measured(environment).items():
                figures[name + suffix] = value
                print(f"{name}{suffix} {value:g} {unit}", flush=True)
    matching.run(figures)
    evaluation.run(figures)
    bulletin.run(figures)
    OUT.parent.mkdir(exist_ok=True)
    kept = json.loads(OUT.read_text()) if OUT.exists() else {}  # other benches write there too
    OUT.write_text(json.dumps(kept | figures, indent=1, sort_keys=True) + "\n")
    missed = [line for part in (matching, evaluation, bulletin) for line in part.shortfalls(figures)]
    missed = shortfalls(figures) + missed
    for line in missed:
        print(line, file=sys.stderr)
    return 1 if missed else 0


def measured(environment: Environment) -> dict[str, tuple[float, str]]:
    """Every figure of one database, with its unit."""
    world = ask("bench.data", environment)
    counts = ask("bench.statements", environment, world)
    found: dict[str, tuple[float, str]] = {}
    with server(environment, "bench.floor:app") as (floor_port, _), server(environment, "wsgi:app") as (port, master):
        floor = Target(floor_port, "/")
        for kind in KINDS:
            target = Target(port, path(kind, world), world["cookies"].get(kind.person, ""))
            page, bare = latencies([target, floor], SECONDS)
            median, bare_median = percentile(page, 0.5), percentile(bare, 0.5)
            found[f"page_{kind.name}_ms"] = round(median * 1000, 2), "ms"
            found[f"page_{kind.name}_p99"] = round(percentile(page, 0.99) * 1000, 2), "ms"
            found[f"page_{kind.name}_rps"] = round(throughput(target, CLIENTS, SECONDS)), "requests/s"
            found[f"page_{kind.name}_sql"] = counts[kind.name], "statements"
            found[f"page_{kind.name}_ratio"] = round(median / bare_median, 2), "x"
        found["floor_ms"] = round(percentile(bare, 0.5) * 1000, 2), "ms"
        found["floor_p99"] = round(percentile(bare, 0.99) * 1000, 2), "ms"
        found["floor_rps"] = round(throughput(floor, CLIENTS, SECONDS)), "requests/s"
        heavy.visit(port, world)
        rss, pss = worker_memory(master)
    return found | {"worker_rss_mb": (round(rss, 1), "MB"), "worker_pss_mb": (round(pss, 1), "MB")}


def shortfalls(figures: dict[str, Any]) -> list[str]:
    """The goals hold on PostgreSQL; statements and memory on both."""
    limits = {f"page_{kind.name}_ratio": MOST_RATIO for kind in KINDS}
    for suffix in SUFFIX.values():
        limits |= {f"page_{kind.name}_sql{suffix}": MOST_STATEMENTS for kind in KINDS}
        limits[f"worker_rss_mb{suffix}"] = MOST_MEGABYTES
    return [f"{name} is {figures[name]:g}, more than {most:g}" for name, most in limits.items() if figures[name] > most]


if __name__ == "__main__":
    sys.exit(main())
