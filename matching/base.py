"""What the two recommenders share: blocks of projects, the best of each side, parts and scores."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np
from sklearn.base import BaseEstimator

from matching.arrays import Bools, Floats, Floats32
from matching.explain import band_of, build_parts, score_of, top_by_id
from matching.profiles import Evidence, Match, NotEnough, Project
from matching.ranker import ConditionalLogit

Result = tuple[Match, ...] | NotEnough

BLOCK_PAIRS = 200_000


class Recommender(BaseEstimator, ABC):
    """Projects against fitted candidates, in blocks of at most ``BLOCK_PAIRS`` pairs.

    A subclass sets ``ranker_``, ``centre_``, ``reach_`` and ``ids_`` (sorted candidate ids) in its ``fit``.
    """

    names: tuple[str, ...] = ()
    ids_: tuple[str, ...]
    ranker_: ConditionalLogit
    centre_: Floats
    reach_: Floats

    @abstractmethod
    def _features(self, projects: Sequence[Project]) -> Floats32:
        """Return the features of all pairs, shape (n_projects, n_candidates, n_features)."""

    @abstractmethod
    def _excluded(self, projects: Sequence[Project]) -> Bools:
        """Return which pairs must never be matched, shape (n_projects, n_candidates)."""

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

    def recommend(self, projects: Sequence[Project], k: int = 10) -> dict[str, Result]:
        """Return the k best candidates of each project, best first, or what the project must say first.

        Returns
        -------
        dict of str to tuple of Match, or NotEnough
            By project id.
        """
        lacking = {p.id: NotEnough(self._project_lacks(p)) for p in projects if self._project_lacks(p)}
        out: dict[str, Result] = dict(lacking)
        for block, x, raw, allowed in self._blocks([p for p in projects if p.id not in lacking]):
            for i, project in enumerate(block):
                best = top_by_id(raw[i], allowed[i], k)
                out[project.id] = tuple(self._match(project, int(j), x[i, j]) for j in best)
        return {p.id: out[p.id] for p in projects}

    def recommend_projects(
        self, projects: Sequence[Project], k: int = 10, candidate_ids: Iterable[str] | None = None
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
        index = {candidate: j for j, candidate in enumerate(self.ids_)}
        wanted = {c: index[c] for c in sorted(index if candidate_ids is None else candidate_ids)}
        usable = sorted((p for p in projects if not self._project_lacks(p)), key=lambda p: p.id)
        best: dict[str, list[Match]] = {c: [] for c in wanted}
        for block, x, raw, allowed in self._blocks(usable):
            for c, j in wanted.items():
                new = [self._match(block[i], j, x[i, j]) for i in top_by_id(raw[:, j], allowed[:, j], k)]
                best[c] = sorted([*best[c], *new], key=lambda m: (-m.raw, m.project_id))[:k]
        lacks = {c: self._candidate_lacks(j) for c, j in wanted.items()}
        return {c: NotEnough(lacks[c]) if lacks[c] else tuple(best[c]) for c in wanted}

    def score_pairs(self, projects: Sequence[Project]) -> Iterator[tuple[str, str, float]]:
        """Yield (project, candidate, score in 0..1) of every allowed pair, for the assignment."""
        for block, _, raw, allowed in self._blocks([p for p in projects if not self._project_lacks(p)]):
            for i, j in zip(*np.nonzero(allowed), strict=True):
                yield block[i].id, self.ids_[j], score_of(float(raw[i, j]))

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

    def _blocks(self, projects: Sequence[Project]) -> Iterator[tuple[Sequence[Project], Floats32, Floats, Bools]]:
        """Yield projects with features (q, m, d), raw scores (q, m) and which pairs are allowed (q, m)."""
        ready = np.array([not self._candidate_lacks(j) for j in range(len(self.ids_))], dtype=bool)
        size = max(1, BLOCK_PAIRS // max(1, len(self.ids_)))
        for start in range(0, len(projects) if self.ids_ else 0, size):
            block = projects[start : start + size]
            x = self._features(block)
            raw = self.ranker_.decision_function(x) - float(self.centre_ @ self.ranker_.coef_)
            yield block, x, raw, ready[None, :] & ~self._excluded(block)
        if not self.ids_ and projects:
            yield (
                projects,
                np.zeros((len(projects), 0, 0), np.float32),
                np.zeros((len(projects), 0)),
                np.zeros((len(projects), 0), bool),
            )

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
