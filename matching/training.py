"""Choices to learn from: windows of history, each seen with the knowledge of its first day."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from scipy import sparse

from matching.arrays import Floats32, Ints
from matching.deals import History
from matching.features import Snapshot, day_rows
from matching.profiles import Project
from matching.ranker import Choices
from matching.stages import EARLY

WINDOW = 30
LEAST_CANDIDATES = 5
BLOCK_PAIRS = 200_000


def windows(history: History, today: int, most: int = 50, least_deals: float = 2.0) -> list[Choices]:
    """Return the early-stage choices of up to ``most`` windows of 30 days before ``today``.

    In each window the candidates are those with at least ``least_deals`` deals before it, and the queries are the early
    rounds that one of them took.
    """
    blocks: list[Choices] = []
    for start in range(today - WINDOW, today - WINDOW * (most + 1), -WINDOW):
        block = _window(history, start, least_deals)
        if block is not None:
            blocks.append(block)
    return blocks


def _window(history: History, start: int, least_deals: float) -> Choices | None:
    rows = early_rows(history, start, start + WINDOW)
    past = history.before(start).takers
    candidates = np.flatnonzero(np.asarray(past.sum(axis=0)).ravel() >= least_deals)
    if len(candidates) < LEAST_CANDIDATES:
        return None
    taken = sparse.csr_matrix(history.takers[rows][:, candidates])
    chosen = np.diff(taken.indptr) > 0
    if not chosen.any():
        return None
    seen = Snapshot(History(history.rounds, history.takers[:, candidates].tocsr()), start)
    return Choices(seen.features(history.rounds.take(rows[chosen])), taken[chosen].tocsr())


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
