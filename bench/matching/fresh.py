"""How soon the matches of one edited profile are there: python -m bench.matching.fresh [--candidates 50000].

Medians of wall time with reasons for 20 matches: of an edited project among all mentors, and of an edited mentor, taken
over and ranked against as many projects, which are held as columns. Nothing is learned anew.
"""

import argparse
import dataclasses
import os
import statistics
import time

from app.recommendations.engine import vocabulary
from bench.matching import invent
from matching import MentorRecommender

CANDIDATES = 50_000
EDITS = 31


def median_ms(work, things):
    found = []
    for thing in things:
        started = time.perf_counter()
        work(thing)
        found.append(1000 * (time.perf_counter() - started))
    return statistics.median(found)


def figures(candidates=None):
    """Milliseconds from an edit to fresh matches."""
    count = candidates or round(CANDIDATES * float(os.environ.get("BENCH_SCALE", "1")))
    mentors = list(invent.mentors(count))
    model = MentorRecommender(vocabulary()).fit(mentors)
    asked = model.encode(list(invent.projects(count)))

    def edited(mentor):
        model.update(dataclasses.replace(mentor, capacity=4))
        model.recommend_projects(asked, 20, [mentor.id])

    edited(mentors[-1])
    return {
        "fresh_match_ms": median_ms(lambda project: model.recommend([project], 20), invent.projects(EDITS, seed=9)),
        "fresh_mentor_ms": median_ms(edited, mentors[:EDITS]),
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--candidates", type=int, default=CANDIDATES)
    for name, value in figures(parser.parse_args().candidates).items():
        print(f"{name} {value:.1f} ms")
