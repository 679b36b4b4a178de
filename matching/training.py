"""Choices to learn from: windows of history, each seen with the knowledge of its first day."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from matching.arrays import Csr, Floats, Floats32, Ints
from matching.deals import History, Rounds
from matching.features import Snapshot, day_rows
from matching.profiles import Project
from matching.ranker import Choices
from matching.stages import EARLY

LONGEST_WINDOW, SHORTEST_WINDOW = 30, 7
LEAST_CANDIDATES = 5
BLOCK_PAIRS = 200_000


@dataclass(frozen=True)
class Sampling:
    """How much of the history to learn from.

    Parameters
    ----------
    windows : int
        At most so many windows before the day.
    least_deals : float
        Candidates with fewer deals before the window are not in it.
    most_queries : int
        At most so many queries in all; evenly thinned.
    most_candidates : int
        At most so many candidates a window besides those who took something in it; drawn at random, corrected for by
        the offset.
    seed : int
    """

    windows: int = 36
    least_deals: float = 2.0
    most_queries: int = 3_000
    most_candidates: int = 200
    seed: int = 0


Look = Callable[[Snapshot, Rounds], Floats32]


def windows(
    history: History, today: int, sampling: Sampling | None = None, look: Look = Snapshot.features
) -> list[Choices]:
    """Return the early-stage choices of the windows before ``today``, the latest first.

    A window is 30 days long, less where the history is so short that there would be few of them. Its candidates are
    those with some deals before it, and its queries are the early rounds that one of them took. ``look`` tells the
    features of all pairs of the queries with the candidates of a snapshot.
    """
    sampling = sampling or Sampling()
    if not len(history.rounds):
        return []
    span = today - int(history.rounds.day[0])
    length = int(np.clip(span // sampling.windows, SHORTEST_WINDOW, LONGEST_WINDOW))
    count = min(sampling.windows, span // length)
    blocks = []
    for k in range(1, count + 1):
        block = _window(history, today - length * k, length, sampling, sampling.most_queries // count, look)
        if block is not None:
            blocks.append(block)
    return blocks


def _window(history: History, start: int, length: int, sampling: Sampling, most: int, look: Look) -> Choices | None:
    rng = np.random.default_rng((sampling.seed, start))
    rows = early_rows(history, start, start + length)
    past = history.before(start).takers
    candidates = np.flatnonzero(np.asarray(past.sum(axis=0)).ravel() >= sampling.least_deals)
    if len(candidates) < LEAST_CANDIDATES:
        return None
    rows = rows[np.diff(sparse.csr_matrix(history.takers[rows][:, candidates]).indptr) > 0]
    if not len(rows):
        return None
    rows = rows if len(rows) <= most else np.sort(rng.choice(rows, most, replace=False))
    taken = sparse.csr_matrix(history.takers[rows][:, candidates])
    keep, offset = _sample(taken, sampling.most_candidates, rng)
    seen = Snapshot(History(history.rounds, history.takers[:, candidates[keep]].tocsr()), start)
    return Choices(look(seen, history.rounds.take(rows)), taken[:, keep].tocsr(), offset=offset)


def _sample(taken: Csr, most: int, rng: np.random.Generator) -> tuple[Ints, Floats]:
    """Return the columns to keep and minus the log of the probability of each to be kept."""
    chosen = np.asarray(taken.sum(axis=0)).ravel() > 0
    others = np.flatnonzero(~chosen)
    rate = min(1.0, most / max(len(others), 1))
    if rate < 1:
        others = rng.choice(others, most, replace=False)
    keep = np.sort(np.concatenate([np.flatnonzero(chosen), others]))
    return keep, np.where(chosen[keep], 0.0, -np.log(rate))


def early_rows(history: History, start: int, end: int) -> Ints:
    """Return rows of seed, angel and pre-A rounds with start ≤ day < end; of all rounds if no stage is known."""
    rows = day_rows(history, start, end)
    stage = history.rounds.stage[rows]
    return rows if np.isnan(history.rounds.stage).all() else rows[stage <= EARLY]


def outcome_choices(
    outcomes: Sequence[tuple[Project, str]],
    ids: Sequence[str],
    features: Callable[[Sequence[Project]], Floats32],
) -> list[Choices]:
    """Return the choices of projects among all candidates, in blocks; candidates that are gone are skipped."""
    column = {candidate: j for j, candidate in enumerate(ids)}
    known = sorted(((p, c) for p, c in outcomes if c in column), key=lambda pair: (pair[0].id, pair[1]))
    size = max(1, BLOCK_PAIRS // max(1, len(ids)))
    blocks = []
    for start in range(0, len(known), size):
        part = known[start : start + size]
        cols = [column[c] for _, c in part]
        taken = sparse.csr_matrix((np.ones(len(part)), (range(len(part)), cols)), shape=(len(part), len(ids)))
        blocks.append(Choices(features([p for p, _ in part]), taken))
    return blocks
