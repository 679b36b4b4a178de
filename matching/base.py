"""What the two recommenders share: blocks of projects, the best of each side, parts and scores."""

from __future__ import annotations

from abc import ABC, abstractmethod
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sklearn.base import BaseEstimator

from matching.arrays import Csr, Floats, Floats32, Ints
from matching.explain import band_of, build_parts, score_of
from matching.profiles import Evidence, Match, NotEnough, Project
from matching.ranker import ConditionalLogit
from matching.shortlist import best_of
from matching.text.vectorise import TermVectoriser

Result = tuple[Match, ...] | NotEnough
Pairs = tuple[Ints, Ints, Floats32]

BLOCK_PAIRS = 200_000


@dataclass(frozen=True)
class Ranked:
    """The best pairs as columns of equal length.

    Attributes
    ----------
    rows, columns : ndarray of shape (n,)
        Positions of the project among those asked for, and of the candidate in ``ids_``.
    raw : ndarray of shape (n,)
    features : ndarray of shape (n, n_features)
    """

    rows: Ints
    columns: Ints
    raw: Floats
    features: Floats32

    def moved(self, rows: Ints) -> Ranked:
        """Return the same pairs where project ``i`` stands at ``rows[i]``."""
        return Ranked(rows[self.rows], self.columns, self.raw, self.features)


@dataclass
class Asked:
    """Projects that say enough, in order of id.

    Attributes
    ----------
    projects : sequence of Project
    rows : ndarray of shape (n,)
        Their positions among those that were given.
    side, short
        What a recommender keeps of them.
    """

    projects: Sequence[Project]
    rows: Ints
    side: Any = None
    short: Any = None

    def __len__(self) -> int:
        return len(self.projects)

    def take(self, which: slice) -> Asked:
        """Return some of them."""
        return Asked(self.projects[which], self.rows[which], None if self.side is None else self.side.take(which))


def _joined(parts: Sequence[Pairs]) -> Pairs:
    rows, columns, x = (np.concatenate(column) for column in zip(*parts, strict=True))
    return rows, columns, x


class Recommender(BaseEstimator, ABC):
    """Projects against fitted candidates, in blocks of at most ``BLOCK_PAIRS`` pairs.

    A subclass sets ``ranker_``, ``centre_``, ``reach_`` and ``ids_`` (sorted candidate ids) in its ``fit``.
    """

    names: tuple[str, ...] = ()
    ids_: tuple[str, ...]
    ranker_: ConditionalLogit
    centre_: Floats
    reach_: Floats
    _last_text: tuple[TermVectoriser, str, Csr] | None = None

    @abstractmethod
    def _project_lacks(self, project: Project) -> tuple[str, ...]:
        """Return the fields a project must fill in first."""

    @abstractmethod
    def _candidate_lacks(self, j: int) -> tuple[str, ...]:
        """Return the fields a candidate must fill in first."""

    @abstractmethod
    def _part(self, name: str) -> str:
        """Return the labelled part of a feature."""

    @abstractmethod
    def _reasons(self, project: Project, j: int) -> tuple[tuple[Evidence, ...], tuple[Evidence, ...], tuple[str, ...]]:
        """Return evidence, caveats and missing fields of a pair."""

    def encode(self, projects: Sequence[Project]) -> Asked:
        """Return the projects that say enough, in order of id, ready to be compared more than once."""
        order = sorted((i for i, p in enumerate(projects) if not self._project_lacks(p)), key=lambda i: projects[i].id)
        return Asked([projects[i] for i in order], np.array(order, dtype=np.int64))

    def blocks(self, projects: Sequence[Project]) -> list[Ints]:
        """Return the positions of the projects that :meth:`rank` takes together."""
        rows, size = Recommender.encode(self, projects).rows, self._block_size()
        return [rows[start : start + size] for start in range(0, len(rows), size)]

    def rank(self, projects: Sequence[Project] | Asked, k: int = 10) -> Iterator[Ranked]:
        """Yield the k best candidates of projects in blocks, as columns; a project that says too little has none.

        This is what to call for many projects: nothing is said of the reasons, and memory grows with the answers only.
        """
        asked = projects if isinstance(projects, Asked) else self.encode(projects)
        size = self._block_size()
        for start in range(0, len(asked), size):
            block = asked.take(slice(start, start + size))
            rows, columns, x = self._pairs(block, k)
            raw = self._raw(x)
            best = best_of(rows, columns, raw, k)
            yield Ranked(block.rows[rows[best]], columns[best], raw[best], x[best])

    def recommend(self, projects: Sequence[Project], k: int = 10) -> dict[str, Result]:
        """Return the k best candidates of each project, best first, or what the project must say first.

        Returns
        -------
        dict of str to tuple of Match, or NotEnough
            By project id.
        """
        found: list[list[Match]] = [[] for _ in projects]
        for ranked in self.rank(projects, k):
            for row, column, x in zip(ranked.rows.tolist(), ranked.columns.tolist(), ranked.features, strict=True):
                found[row].append(self._match(projects[row], column, x))
        lacks = [self._project_lacks(p) for p in projects]
        return {
            p.id: NotEnough(missing) if missing else tuple(matches)
            for p, missing, matches in zip(projects, lacks, found, strict=True)
        }

    def recommend_projects(
        self, projects: Sequence[Project] | Asked, k: int = 10, candidate_ids: Iterable[str] | None = None
    ) -> dict[str, Result]:
        """Return the k best projects of each candidate, best first, or what the candidate must say first.

        Returns
        -------
        dict of str to tuple of Match, or NotEnough
            By candidate id.

        Raises
        ------
        KeyError
            If a wanted candidate was not fitted.
        """
        asked = projects if isinstance(projects, Asked) else self.encode(projects)
        wanted = {c: self._place(c) for c in sorted(self.ids_ if candidate_ids is None else candidate_ids)}
        found: dict[int, list[Match]] = {j: [] for j in wanted.values()}
        rows, columns, x = self._pairs_back(asked, np.array(sorted(found), dtype=np.int64), k)
        best = best_of(columns, rows, self._raw(x), k)
        for row, column, features in zip(rows[best].tolist(), columns[best].tolist(), x[best], strict=True):
            found[column].append(self._match(asked.projects[row], column, features))
        lacks = {c: self._candidate_lacks(j) for c, j in wanted.items()}
        return {c: NotEnough(lacks[c]) if lacks[c] else tuple(found[j]) for c, j in wanted.items()}

    def _place(self, candidate: str) -> int:
        """Return where a candidate stands among the sorted ids."""
        j = bisect_left(self.ids_, candidate)
        if j == len(self.ids_) or self.ids_[j] != candidate:
            raise KeyError(candidate)
        return j

    def score_pairs(self, projects: Sequence[Project]) -> Iterator[tuple[str, str, float]]:
        """Yield (project, candidate, score in 0..1) of every allowed pair, for the assignment."""
        for _, block in self._dense_blocks(self.encode(projects)):
            rows, columns, x = self._all_pairs(block)
            for i, j, raw in zip(rows.tolist(), columns.tolist(), self._raw(x).tolist(), strict=True):
                yield block.projects[i].id, self.ids_[j], score_of(raw)

    def _pairs(self, asked: Asked, k: int) -> Pairs:
        """Return the allowed pairs among which the k best of each project are, by project, with their features."""
        return self._all_pairs(asked)

    def _pairs_back(self, asked: Asked, wanted: Ints, k: int) -> Pairs:
        """Return the allowed pairs among which the k best projects of each wanted candidate are."""
        parts = []
        for start, block in self._dense_blocks(asked):
            rows, columns, x = self._all_pairs(block, wanted)
            best = best_of(columns, rows, self._raw(x), k)
            parts.append((start + rows[best], columns[best], x[best]))
        return _joined(parts) if parts else self._nobody()

    @abstractmethod
    def _all_pairs(self, asked: Asked, wanted: Ints | None = None) -> Pairs:
        """Return every allowed pair with the (wanted) candidates."""

    def _nobody(self) -> Pairs:
        return np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros((0, len(self.names)), np.float32)

    def _dense_blocks(self, asked: Asked) -> Iterator[tuple[int, Asked]]:
        for start in range(0, len(asked), size := max(1, BLOCK_PAIRS // max(1, len(self.ids_)))):
            yield start, asked.take(slice(start, start + size))

    def _block_size(self) -> int:
        """Return how many projects are ranked at once."""
        return max(1, BLOCK_PAIRS // max(1, len(self.ids_)))

    def _raw(self, x: Floats32) -> Floats:
        """Return the scores of rows of features, each the same to the bit whatever rows stand beside it.

        Raises
        ------
        FloatingPointError
            If a score is not finite: it must fail, not win.
        """
        scores = np.full(len(x), -float(self.centre_ @ self.ranker_.coef_))
        for column, weight in enumerate(self.ranker_.coef_):
            scores += x[:, column] * weight
        if not np.isfinite(scores).all():
            raise FloatingPointError("a score is not finite")
        return scores

    def to_state(self) -> dict[str, object]:
        """Return what was learned as JSON values, to be given to ``fit`` as ``state``."""
        return {
            "features": list(self.names),
            "ranker": self.ranker_.to_state(),
            "centre": self.centre_.tolist(),
            "reach": self.reach_.tolist(),
        }

    def from_state(self, state: Mapping[str, object]) -> None:
        """Take over learned weights.

        Raises
        ------
        ValueError
            If they belong to another version of the features or are not finite.
        """
        ranker = state.get("ranker")
        if state.get("features") != list(self.names) or not isinstance(ranker, Mapping):
            raise ValueError("the stored weights are of another version of the features")
        self.ranker_ = ConditionalLogit.from_state(ranker)
        self.centre_, self.reach_ = np.array(state["centre"], float), np.array(state["reach"], float)
        if not (np.isfinite(self.centre_).all() and np.isfinite(self.reach_).all()):
            raise ValueError("the stored reference is not finite")

    def _set_reference(self, x: Floats32) -> None:
        """Learn what an average and a very good pair look like from a sample of pairs."""
        width = len(self.names)
        flat = x.reshape(-1, width).astype(np.float64)
        self.centre_ = flat.mean(axis=0) if len(flat) else np.zeros(width)
        adds = (flat - self.centre_) * self.ranker_.coef_
        self.reach_ = np.maximum(np.quantile(adds, 0.98, axis=0), 0.0) if len(flat) else np.zeros(width)

    def _vector(self, vectoriser: TermVectoriser, text: str) -> Csr:
        """Return the vector of one text, which is asked for once for each of its matches."""
        last = self._last_text
        if last is None or last[0] is not vectoriser or last[1] != text:
            self._last_text = last = (vectoriser, text, vectoriser.transform([text]))
        return last[2]

    def _match(self, project: Project, j: int, x: Floats32) -> Match:
        adds = (x.astype(np.float64) - self.centre_) * self.ranker_.coef_
        parts = build_parts(adds, [self._part(name) for name in self.names], self.reach_)
        raw = sum(part.contribution for part in parts)
        score = score_of(raw)
        evidence, caveats, missing = self._reasons(project, j)
        return Match(project.id, self.ids_[j], score, raw, band_of(score), parts, evidence, caveats, missing)


def unique_ids(ids: Sequence[str]) -> tuple[str, ...]:
    """Return the ids; raise ``ValueError`` if one occurs twice."""
    if len(set(ids)) != len(ids):
        raise ValueError("two candidates share an id")
    return tuple(ids)
