"""How often project and mentor find each other in their first ten: python -m bench.matching.sides.

Every pair of an invented city is scored. `both_first10` is the share of the places in the projects' first ten whose
mentor has the project in the first ten too, when both sides order by the combined score; `..._alone` when by the plain
one. There are fewer mentors than projects, so at most `..._most` of the places can be mutual.
"""

import numpy as np

from app.recommendations.engine import vocabulary
from bench.matching import invent
from matching import MentorRecommender
from matching.reciprocal import found_by_both, reciprocal

PROJECTS, MENTORS = 600, 400


def figures():
    """Shares of the projects' first ten that are mutual, and the largest that could be."""
    model = MentorRecommender(vocabulary()).fit(invent.mentors(MENTORS))
    parts = list(model.rank(list(invent.projects(PROJECTS)), MENTORS))
    rows, columns, raw = (np.concatenate([getattr(p, n) for p in parts]) for n in ("rows", "columns", "raw"))
    return {
        "both_first10": found_by_both(rows, columns, reciprocal(rows, columns, raw)),
        "both_first10_alone": found_by_both(rows, columns, raw),
        "both_first10_most": min(1.0, len(np.unique(columns)) / PROJECTS),
    }


if __name__ == "__main__":
    for name, value in figures().items():
        print(f"{name} {value:.3f}")
