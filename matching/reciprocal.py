"""Both sides: a match needs a yes from the project and from the candidate.

The score says how well two fit, and the same number stands in both lists; but a mentor whom everybody wants has others
to choose from. Each side's choice is the softmax of the scores in its list, and the logarithm of both choices together
is what a match is worth to both.
"""

from __future__ import annotations

import numpy as np

from matching.arrays import Floats, Ints
from matching.shortlist import best_of


def reciprocal(rows: Ints, columns: Ints, raw: Floats) -> Floats:
    """Return half the log-probability that both sides of each pair choose each other, shape (n_pairs,).

    Parameters
    ----------
    rows, columns : ndarray of shape (n_pairs,)
        The pairs that either side would look at, each once.
    raw : ndarray of shape (n_pairs,)
    """
    return raw - (_log_sum(rows, raw) + _log_sum(columns, raw)) / 2


def found_by_both(rows: Ints, columns: Ints, scores: Floats, first: int = 10) -> float:
    """Return which share of the pairs in the first places of the projects is there for the candidate too."""
    theirs = np.zeros(len(rows), dtype=bool)
    theirs[best_of(columns, rows, scores, first)] = True
    mine = best_of(rows, columns, scores, first)
    return float(theirs[mine].mean()) if len(mine) else 0.0


def _log_sum(groups: Ints, raw: Floats) -> Floats:
    """Return the logarithm of the sum of the exponentials of the own group, for each pair."""
    if not len(raw):
        return raw
    most = np.full(groups.max() + 1, -np.inf)
    np.maximum.at(most, groups, raw)
    sums = np.bincount(groups, np.exp(raw - most[groups]))
    return (most + np.log(np.where(sums > 0, sums, 1.0)))[groups]
