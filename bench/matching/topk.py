"""All pairs: the 50 best of as many mentors as projects, beside the bare sparse top-k product.

python -m bench.matching.topk [--compare 50000] [--sizes 5000 20000 80000]

Both start from the encoded columns, in a process of their own with one thread. The bare product multiplies all text and
code columns and keeps 50; the recommender makes its short lists, scores them with every feature and keeps 50. Memory is
what the process needed beyond its libraries.
"""

import argparse
import math
import os
import pickle
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from app.recommendations.engine import vocabulary
from bench.matching import invent
from matching import MentorRecommender, Project, mentor_columns

BEST = 50
SCALE = float(os.environ.get("BENCH_SCALE", "1"))
COMPARE, SIZES = 50_000, (5_000, 20_000, 80_000)


def prepare(count, folder):
    """Fit and encode; write what either side starts from, without the texts of the profiles."""
    model = MentorRecommender(vocabulary()).fit(invent.mentors(count))
    asked = model.encode(list(invent.projects(count)))
    asked.projects = [Project(project.id) for project in asked.projects]
    model.mentors_, model._short = (), None
    (folder / "ours").write_bytes(pickle.dumps((model, asked)))
    mentor_columns.HEAVIEST = 10**9
    both = model._asking(asked.side), model._offered(np.arange(count))
    (folder / "bare").write_bytes(pickle.dumps(both))


def bare(asked, offered):
    from sparse_dot_topn import sp_matmul_topn

    return sp_matmul_topn(asked, offered.T.tocsr(), top_n=BEST).nnz


def ours(model, asked):
    model._prepare()
    kept = [(part.columns.astype(np.int32), part.raw.astype(np.float32)) for part in model.rank(asked, BEST)]
    return sum(len(columns) for columns, _ in kept)


def megabytes(name):
    """VmRSS or VmHWM, its peak, of this program. What getrusage calls the peak is never below that of the process that
    started it, and the whole bench is larger than what is measured here."""
    status = Path("/proc/self/status").read_text()
    return int(status.partition(f"{name}:")[2].split()[0]) / 1024


def child(kind, folder):
    """Run one side; print CPU seconds and megabytes."""
    before = megabytes("VmRSS")
    given = pickle.loads((folder / kind).read_bytes())
    started = time.process_time()
    pairs = {"bare": bare, "ours": ours}[kind](*given)
    seconds = time.process_time() - started
    peak = megabytes("VmHWM") - before
    print(seconds, peak, pairs)


def run(*arguments):
    threads = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    command = [sys.executable, "-m", "bench.matching.topk", *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=os.environ | threads)
    return tuple(map(float, done.stdout.split()))


def measure(count, kinds):
    """(CPU seconds, megabytes) of each kind."""
    with tempfile.TemporaryDirectory() as folder:
        run("--prepare", count, "--folder", folder)
        found = {kind: run("--child", kind, "--folder", folder) for kind in kinds}
    for kind, (seconds, peak, pairs) in found.items():
        print(f"topk {count} x {count} {kind}: {seconds:.1f} s CPU, {peak:.0f} MB, {pairs:.0f} pairs", flush=True)
    return found


def shortlist_recall(mentors=5_000, projects=200):
    """Shares of the true first ten and first fifty that the short lists hold."""
    model = MentorRecommender(vocabulary()).fit(invent.mentors(mentors))
    asked = model.encode(list(invent.projects(projects)))
    found = np.concatenate([part.columns for part in model.rank(asked, BEST)]).reshape(projects, BEST)
    model._short = None
    true = np.concatenate([part.columns for part in model.rank(asked, BEST)]).reshape(projects, BEST)
    pairs = list(zip(found, true, strict=True))
    return {
        f"topk_recall{k}": float(np.mean([np.isin(right[:k], left).mean() for left, right in pairs])) for k in (10, 50)
    }


def exponent(sizes, values):
    """The slope of a straight line through the logarithms."""
    return float(np.polyfit([math.log(s) for s in sizes], [math.log(v) for v in values], 1)[0])


def figures(compare=COMPARE, sizes=SIZES):
    """Ratios to the bare product, and with which power of the size memory and time grow."""
    compare, sizes = round(compare * SCALE), [round(size * SCALE) for size in sizes]
    both = measure(compare, ("bare", "ours"))
    table = [measure(size, ("ours",))["ours"] for size in sizes]
    return shortlist_recall() | {
        "topk_time_ratio": both["ours"][0] / both["bare"][0],
        "topk_memory_ratio": both["ours"][1] / both["bare"][1],
        "topk_growth_exponent": exponent(sizes, [row[1] for row in table]),
        "topk_time_exponent": exponent(sizes, [row[0] for row in table]),
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--compare", type=int, default=COMPARE)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--prepare", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--child", choices=("bare", "ours"), help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.prepare:
        prepare(arguments.prepare, arguments.folder)
    elif arguments.child:
        child(arguments.child, arguments.folder)
    else:
        for name, value in figures(arguments.compare, arguments.sizes).items():
            print(f"{name} {value:.3g}")


if __name__ == "__main__":
    main()
