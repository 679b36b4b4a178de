"""The figures of the matching library: python -m bench.matching.run, or as a part of `make bench`.

Prints `name value unit` lines, adds them to bench/out/latest.json, and says which goals are missed. Real rounds and
experts are not part of the repository: BENCH_ROUNDS names a table of rounds, BENCH_EXPERTS a folder as
bench.matching.experts wants it. BENCH_SCALE=0.1 makes fresh and topk small.
"""

import importlib
import json
import os
import sys
from importlib.util import find_spec
from pathlib import Path

OUT = Path(__file__).parents[1] / "out" / "latest.json"
# Module, the environment's variable that names its data, if it needs any.
PARTS = (
    ("text", None),
    ("languages", None),
    ("sides", None),
    ("fresh", None),
    ("plans", None),
    ("timetables", None),
    ("topk", None),
    ("funds", "BENCH_ROUNDS"),
    ("experts", "BENCH_EXPERTS"),
)
UNITS = {"_core": "texts/s", "_ms": "ms", "_seconds": "s", "_ratio": "x"}
# name: (limit, whether it is the least or the most)
GOALS = {
    "text_docs_per_second_core": (25_000, "least"),
    "topk_time_ratio": (1.5, "most"),
    "topk_memory_ratio": (3.0, "most"),
    "topk_growth_exponent": (1.25, "most"),
    "fresh_match_ms": (50, "most"),
    "assignment_gap": (0.001, "most"),
    "assignment_seconds": (5, "most"),
    "language_recall5": (0.9, "least"),
    "experts_loss": (0.195, "most"),
}


def run(figures):
    """Measure every part and add its figures."""
    for part, data in PARTS:
        name = f"bench.matching.{part}"
        module = importlib.import_module(name) if find_spec(name) else None
        if data and not os.environ.get(data):
            print(f"# {part}: not measured, {data} is not set", flush=True)
        elif module is None or not hasattr(module, "figures"):
            print(f"# {part}: not measured, there is no {name}.figures", flush=True)
        else:
            found = module.figures(Path(os.environ[data])) if data else module.figures()
            for key, value in found.items():
                unit = next((unit for end, unit in UNITS.items() if key.endswith(end)), "")
                print(f"{key} {value:.4g} {unit}".rstrip(), flush=True)
            figures |= found


def shortfalls(figures):
    """A line for each goal that was measured and missed."""
    lines = []
    for name, (limit, kind) in GOALS.items():
        value = figures.get(name)
        if value is not None and (value > limit if kind == "most" else value < limit):
            lines.append(f"{name} is {value:.4g}, {'more' if kind == 'most' else 'less'} than {limit:g}")
    gain = figures.get("funds_recall10", 1.0) / figures.get("funds_recall10_baseline", 1.0)
    if "funds_recall10_baseline" in figures and gain < 1.14:
        lines.append(f"funds_recall10 is {gain:.3f} of its baseline, less than 1.14")
    return lines


def main():
    figures = {}
    run(figures)
    OUT.parent.mkdir(exist_ok=True)
    kept = json.loads(OUT.read_text()) if OUT.exists() else {}
    OUT.write_text(json.dumps(kept | figures, indent=1, sort_keys=True) + "\n")
    missed = shortfalls(figures)
    for line in missed:
        print(line, file=sys.stderr)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
