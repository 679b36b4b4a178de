"""Mentors for projects, and projects for mentors."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Self

import numpy as np

from matching import prior
from matching.arrays import Csr, Floats32, Ints
from matching.base import Asked, Pairs, Recommender, unique_ids
from matching.encode import project_text
from matching.explain import shared_terms
from matching.mentor_columns import Columns, Side, asking, closeness, facts, offering, speechless
from matching.mentor_facts import (
    mentor_caveats,
    mentor_facts,
    mentor_lacks,
    mentor_texts,
    project_wants,
    share_free,
)
from matching.profiles import Evidence, Mentor, Project
from matching.ranker import Choices, ConditionalLogit
from matching.run import Run, here
from matching.shortlist import Shortlist
from matching.text.tokenise import Analyzer, Tokeniser
from matching.text.vectorise import TermVectoriser
from matching.training import outcome_choices
from matching.vocabulary import EMPTY, Vocabulary

# Up to so many on the other side everybody is looked at; beyond, the best of a product of all columns.
FEW = 2_000
# How many more than asked for are on a short list, for those that turn out to be excluded or less close.
SPARE = 50
BLOCK = 1_024
# After so many changed profiles the short lists are prepared anew.
MOST_LATE = 100
REFERENCE_MENTORS = 2_000


class MentorRecommender(Recommender):
    """Recommend mentors for projects, and projects for mentors.

    Parameters
    ----------
    vocabulary : Vocabulary, optional
        Sector and expertise codes with groups, names and synonyms.
    analyzer : callable, optional
        Text to terms.
    best_texts : int
        Affinity is the mean over this many closest texts of a mentor.
    penalty : float
        How strongly learned weights are held at the expert's.
    least_queries : int
        With fewer past choices than this the expert's weights are used as they are.

    Attributes
    ----------
    mentors_ : tuple of Mentor
        In order of id.
    ranker_ : ConditionalLogit
    centre_, reach_ : ndarray of shape (n_features,)
    """

    names = prior.MENTOR_NAMES
    # Projects that mentors must never meet, with the positions of these mentors.
    _bound: list[tuple[str, int]]

    def __init__(
        self,
        vocabulary: Vocabulary | None = None,
        analyzer: Analyzer | None = None,
        best_texts: int = 4,
        penalty: float = 20.0,
        least_queries: int = 30,
    ) -> None:
        self.vocabulary = vocabulary
        self.analyzer = analyzer
        self.best_texts = best_texts
        self.penalty = penalty
        self.least_queries = least_queries

    def fit(
        self,
        mentors: Iterable[Mentor],
        outcomes: Sequence[tuple[Project, str]] = (),
        state: Mapping[str, object] | None = None,
        run: Run = here,
    ) -> Self:
        """Learn the mentors, and from outcomes how people really chose.

        Parameters
        ----------
        mentors : iterable of Mentor
        outcomes : sequence of (Project, mentor id)
            Accepted mentorships; unknown mentors are skipped.
        state : mapping, optional
            What :meth:`to_state` returned: its weights are used and nothing is learned.
        run : Run
            What runs independent pieces of the work.

        Raises
        ------
        ValueError
            If two mentors share an id, or the state is of another version.
        """
        self.mentors_ = tuple(sorted(mentors, key=lambda m: m.id))
        self.ids_ = unique_ids([m.id for m in self.mentors_])
        words, texts = self.vocabulary or EMPTY, [mentor_texts(m) for m in self.mentors_]
        flat = [text for mine in texts for text in mine]
        self._vectoriser = TermVectoriser(self.analyzer or Tokeniser(words))
        vectors = self._vectoriser.fit_transform([*flat, *(project_text(p) for p, _ in outcomes)], run)
        self._columns = Columns(words).fit(self.mentors_)
        self._known = self._columns.mentors(self.mentors_, vectors[: len(flat)], [len(mine) for mine in texts])
        self._free = np.array([share_free(m) for m in self.mentors_])
        self._open = np.array([self._is_open(m) for m in self.mentors_], dtype=bool)
        tongues, many = np.unique(self._known.bits["language"], axis=0, return_counts=True)
        self._tongues = tongues[np.argsort(-many, kind="stable")]
        if state is None:
            self._learn(outcomes)
        else:
            self.from_state(state)
        self._prepare()
        return self

    def update(self, mentor: Mentor) -> Self:
        """Take over a changed profile of a fitted mentor without learning anew; words keep their rarity.

        Raises
        ------
        KeyError
            If the mentor was not fitted.
        """
        j = self._position[mentor.id]
        texts = mentor_texts(mentor)
        self.mentors_ = (*self.mentors_[:j], mentor, *self.mentors_[j + 1 :])
        self._known.replace(j, self._columns.mentors([mentor], self._vectoriser.transform(texts), [len(texts)]))
        self._free[j], self._open[j] = share_free(mentor), self._is_open(mentor)
        others = [pair for pair in self._bound if pair[1] != j]
        self._bound = others + [(name, j) for name in sorted(mentor.conflicts)]
        self._late.add(j)
        if len(self._late) > MOST_LATE:
            self._prepare()
        return self

    @staticmethod
    def _is_open(mentor: Mentor) -> bool:
        return mentor.load < mentor.capacity and not mentor_lacks(mentor)

    def _prepare(self) -> None:
        """Make ready what finds short lists; mentors that change later are looked at in each."""
        self._position = {name: j for j, name in enumerate(self.ids_)}
        self._bound = [(name, j) for j, mentor in enumerate(self.mentors_) for name in sorted(mentor.conflicts)]
        self._late: set[int] = set()
        self._weights = dict(zip(self.names, self.ranker_.coef_.tolist(), strict=True))
        everybody = np.arange(len(self.ids_))
        self._short = Shortlist(self._offered(everybody)) if len(everybody) > FEW else None

    def _offered(self, wanted: Ints) -> Csr:
        return offering(self._known.take(wanted), self._weights, self._tongues, self._open[wanted])

    def _asking(self, side: Side) -> Csr:
        return asking(side, self._tongues, self._weights["language"])

    def _learn(self, outcomes: Sequence[tuple[Project, str]]) -> None:
        choices: list[Choices] = []
        if len(outcomes) >= self.least_queries:
            choices = outcome_choices(outcomes, self.ids_, self._features)
        self.ranker_ = ConditionalLogit(self.penalty).fit(choices, prior.mentor_prior())
        sample = self._side([self._as_project(m) for m in self.mentors_[:: max(1, len(self.mentors_) // 100)][:100]])
        some = np.arange(0, len(self.ids_), max(1, len(self.ids_) // REFERENCE_MENTORS))
        rows, columns = (grid.ravel() for grid in np.meshgrid(np.arange(len(sample)), some, indexing="ij"))
        self._set_reference(self._pair_features(sample, rows, columns))

    @staticmethod
    def _as_project(mentor: Mentor) -> Project:
        """Return the project a mentor would suit, as a sample of what projects look like before there are any."""
        stage = min(mentor.stages, default="")
        texts = {"summary": mentor.texts[0]} if mentor.texts else {}
        return Project(
            "", texts, mentor.sectors, mentor.region, stage, needs=mentor.expertise, languages=mentor.languages
        )

    def _side(self, projects: Sequence[Project]) -> Side:
        return self._columns.projects(projects, self._vectoriser.transform([project_text(p) for p in projects]))

    def encode(self, projects: Sequence[Project]) -> Asked:
        """Return the projects as columns, to be compared more than once."""
        asked = super().encode(projects)
        return replace(asked, side=self._side(asked.projects))

    def _pair_features(self, side: Side, rows: Ints, columns: Ints) -> Floats32:
        x = np.empty((len(rows), len(self.names)), dtype=np.float32)
        found = facts(side, self._known, rows, columns)
        found["text"] = closeness(side, self._known, rows, columns, self.best_texts)
        found["free"] = self._free[columns]
        for i, name in enumerate(self.names):
            x[:, i] = found[name]
        return x

    def _features(self, projects: Sequence[Project]) -> Floats32:
        shape = (len(projects), len(self.ids_))
        rows, columns = (grid.ravel() for grid in np.indices(shape))
        return self._pair_features(self._side(projects), rows, columns).reshape(*shape, len(self.names))

    def _all_pairs(self, asked: Asked, wanted: Ints | None = None) -> Pairs:
        columns = np.arange(len(self.ids_)) if wanted is None else wanted
        grid = np.meshgrid(np.arange(len(asked)), columns, indexing="ij")
        return self._allowed(asked, *(axis.ravel() for axis in grid))

    def _pairs(self, asked: Asked, k: int) -> Pairs:
        if self._short is None:
            return self._all_pairs(asked)
        rows, columns = self._short.best(self._asking(asked.side), k + SPARE)
        if self._late:
            late = np.meshgrid(np.arange(len(asked)), sorted(self._late), indexing="ij")
            keys = np.append(rows * len(self.ids_) + columns, (late[0] * len(self.ids_) + late[1]).ravel())
            rows, columns = np.divmod(np.unique(keys), len(self.ids_))
        return self._allowed(asked, rows, columns)

    def _pairs_back(self, asked: Asked, wanted: Ints, k: int) -> Pairs:
        if len(asked) <= FEW:
            return super()._pairs_back(asked, wanted, k)
        if asked.short is None:
            asked.short = Shortlist(self._asking(asked.side))
        which, rows = asked.short.best(self._offered(wanted), k + SPARE)
        order = np.argsort(rows, kind="stable")
        return self._allowed(asked, rows[order], wanted[which][order])

    def _allowed(self, asked: Asked, rows: Ints, columns: Ints) -> Pairs:
        """Return the pairs that may be matched, with their features."""
        barred = speechless(asked.side, self._known, rows, columns) | ~self._open[columns]
        at = {asked.projects[i].id: i for i in np.unique(rows).tolist()}
        position, width = self._position, len(self.ids_)
        keys = [i * width + position[c] for i in at.values() for c in asked.projects[i].conflicts if c in position]
        keys += [at[name] * width + j for name, j in self._bound if name in at]
        allowed = np.flatnonzero(~(barred | np.isin(rows * width + columns, keys)))
        rows, columns = rows[allowed], columns[allowed]
        return rows, columns, self._pair_features(asked.side, rows, columns)

    def _block_size(self) -> int:
        return super()._block_size() if self._short is None else BLOCK

    def _project_lacks(self, project: Project) -> tuple[str, ...]:
        return project_wants(project)

    def _candidate_lacks(self, j: int) -> tuple[str, ...]:
        return mentor_lacks(self.mentors_[j])

    def _part(self, name: str) -> str:
        return prior.MENTOR_PARTS[name]

    def _reasons(self, project: Project, j: int) -> tuple[tuple[Evidence, ...], tuple[Evidence, ...], tuple[str, ...]]:
        mentor = self.mentors_[j]
        wanted = ("needs", "sectors", "stage", "region")
        missing = tuple(name for name in wanted if not getattr(project, name))
        facts = (*mentor_facts(project, mentor), *self._terms(project, j))
        return facts, mentor_caveats(project, mentor), missing

    def _terms(self, project: Project, j: int) -> tuple[Evidence, ...]:
        theirs = self._known.texts[self._known.starts[j] : self._known.stops[j]]
        if not theirs.shape[0]:
            return ()
        mine = self._vector(self._vectoriser, project_text(project))
        closest = theirs[int((theirs @ mine.T).toarray().ravel().argmax())]
        return shared_terms(mine, closest, self._vectoriser, "experience")
