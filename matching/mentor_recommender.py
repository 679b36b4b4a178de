"""Mentors for projects, and projects for mentors."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Self

import numpy as np

from matching import prior
from matching.affinity import TextAffinity
from matching.arrays import Bools, Floats, Floats32
from matching.base import Recommender, unique_ids
from matching.encode import project_text, region_levels
from matching.explain import shared_terms
from matching.pairs import compare, declared_conflicts
from matching.profiles import Evidence, Mentor, Project
from matching.ranker import Choices, ConditionalLogit
from matching.text.tokenise import Analyzer, Tokeniser
from matching.training import outcome_choices
from matching.vocabulary import EMPTY, Vocabulary

SHORT_TEXT = 10


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
    ) -> Self:
        """Learn the mentors, and from outcomes how people really chose.

        Parameters
        ----------
        mentors : iterable of Mentor
        outcomes : sequence of (Project, mentor id)
            Accepted mentorships; unknown mentors are skipped.
        state : mapping, optional
            What :meth:`to_state` returned: its weights are used and nothing is learned.

        Raises
        ------
        ValueError
            If two mentors share an id, or the state is of another version.
        """
        self.mentors_ = tuple(sorted(mentors, key=lambda m: m.id))
        self.ids_ = unique_ids([m.id for m in self.mentors_])
        words = self.vocabulary or EMPTY
        analyse: Analyzer = self.analyzer or Tokeniser(words)
        texts = [[t for t in m.texts if t.strip()] for m in self.mentors_]
        self._texts = TextAffinity(self.best_texts, analyse, cap=2.5).fit(texts, [project_text(p) for p, _ in outcomes])
        if state is None:
            self._learn(outcomes)
        else:
            self.from_state(state)
        return self

    def _learn(self, outcomes: Sequence[tuple[Project, str]]) -> None:
        choices: list[Choices] = []
        if len(outcomes) >= self.least_queries:
            choices = outcome_choices(outcomes, self.ids_, self._features)
        self.ranker_ = ConditionalLogit(self.penalty).fit(choices, prior.mentor_prior())
        sample = [self._as_project(m) for m in self.mentors_[:: max(1, len(self.mentors_) // 100)][:100]]
        self._set_reference(self._features(sample))

    @staticmethod
    def _as_project(mentor: Mentor) -> Project:
        """Return the project a mentor would suit, as a sample of what projects look like before there are any."""
        stage = min(mentor.stages, default="")
        texts = {"summary": mentor.texts[0]} if mentor.texts else {}
        return Project(
            "", texts, mentor.sectors, mentor.region, stage, needs=mentor.expertise, languages=mentor.languages
        )

    def _features(self, projects: Sequence[Project]) -> Floats32:
        x = np.zeros((len(projects), len(self.mentors_), len(self.names)), dtype=np.float32)
        x[:, :, self.names.index("text")] = self._texts.transform([project_text(p) for p in projects])
        for name, values in self._facts(projects).items():
            x[:, :, self.names.index(name)] = values
        return x

    def _facts(self, projects: Sequence[Project]) -> dict[str, Floats]:
        """Return the structured features, each of shape (n_projects, n_mentors) or broadcast to it."""
        group, mentors = (self.vocabulary or EMPTY).groups, self.mentors_
        needs, sectors = [p.needs for p in projects], [p.sectors for p in projects]
        expertise, known = [m.expertise for m in mentors], [m.sectors for m in mentors]
        free = [(m.capacity - m.load) / max(m.capacity, 1) for m in mentors]
        return {
            "need": compare(needs, expertise, _share),
            "need_group": compare([*map(group, needs)], [*map(group, expertise)], _share),
            "sector": compare(sectors, known, _share),
            "sector_group": compare([*map(group, sectors)], [*map(group, known)], _share),
            "language": compare([p.languages for p in projects], [m.languages for m in mentors], _overlap),
            "region": compare([p.region for p in projects], [m.region for m in mentors], _near),
            "stage": compare([p.stage for p in projects], [m.stages for m in mentors], _stage),
            "free": np.array(free)[None, :],
        }

    def _excluded(self, projects: Sequence[Project]) -> Bools:
        mentors = self.mentors_
        told = declared_conflicts([(p.id, p.conflicts) for p in projects], [(m.id, m.conflicts) for m in mentors])
        speechless = compare([p.languages for p in projects], [m.languages for m in mentors], _speechless) > 0
        full = np.array([m.load >= m.capacity for m in mentors], dtype=bool)
        return told | speechless | full[None, :]

    def _project_lacks(self, project: Project) -> tuple[str, ...]:
        said = len(project_text(project)) - len(project.texts.get("name", "")) >= SHORT_TEXT
        return () if project.needs or project.sectors or said else ("needs", "sectors", "need")

    def _candidate_lacks(self, j: int) -> tuple[str, ...]:
        mentor = self.mentors_[j]
        said = any(len(text) >= SHORT_TEXT for text in mentor.texts)
        return () if mentor.expertise or mentor.sectors or said else ("expertise", "sectors", "texts")

    def _part(self, name: str) -> str:
        return prior.MENTOR_PARTS[name]

    def _reasons(self, project: Project, j: int) -> tuple[tuple[Evidence, ...], tuple[Evidence, ...], tuple[str, ...]]:
        mentor = self.mentors_[j]
        wanted = ("needs", "sectors", "stage", "region")
        missing = tuple(name for name in wanted if not getattr(project, name))
        return (*self._spoken_for(project, mentor), *self._terms(project, j)), _caveats(project, mentor), missing

    @staticmethod
    def _spoken_for(project: Project, mentor: Mentor) -> list[Evidence]:
        facts = []
        if met := sorted(project.needs & mentor.expertise):
            unmet = tuple(sorted(project.needs - mentor.expertise))
            facts.append(Evidence("fact", "needs_met", {"needs": tuple(met), "unmet": unmet}))
        if same := sorted(project.sectors & mentor.sectors):
            facts.append(Evidence("fact", "same_sector", {"sectors": tuple(same)}))
        if project.stage and project.stage in mentor.stages:
            facts.append(Evidence("fact", "same_stage", {"stage": project.stage}))
        if near := _near(project.region, mentor.region):
            facts.append(Evidence("fact", "same_city" if near == 1 else "same_province", {"region": mentor.region}))
        free = mentor.capacity - mentor.load
        facts.append(Evidence("fact", "places_free", {"free": free, "of": mentor.capacity}))
        return facts

    def _terms(self, project: Project, j: int) -> tuple[Evidence, ...]:
        low, high = self._texts.bounds_[j], self._texts.bounds_[j + 1]
        if low == high:
            return ()
        mine = self._texts.vectoriser_.transform([project_text(project)])
        likes = (self._texts.texts_[low:high] @ mine.T).toarray().ravel()
        closest = self._texts.texts_[low + int(likes.argmax())]
        return shared_terms(mine, closest, self._texts.vectoriser_, "experience")


def _caveats(project: Project, mentor: Mentor) -> tuple[Evidence, ...]:
    if project.stage and mentor.stages and project.stage not in mentor.stages:
        return (Evidence("fact", "stage_outside", {"stages": tuple(sorted(mentor.stages))}),)
    return ()


def _share(wanted: frozenset[str], offered: frozenset[str]) -> float:
    """Return which share of the wanted codes is offered; 0 where nothing is wanted."""
    return len(wanted & offered) / len(wanted) if wanted else 0.0


def _overlap(left: frozenset[str], right: frozenset[str]) -> float:
    return 1.0 if left & right else 0.0


def _speechless(left: frozenset[str], right: frozenset[str]) -> float:
    return float(bool(left and right and not left & right))


def _stage(stage: str, stages: frozenset[str]) -> float:
    """Return 1 for a stage that the mentor takes, -1 for another one, 0 where either side says nothing."""
    if not stage or not stages:
        return 0.0
    return 1.0 if stage in stages else -1.0


def _near(left: str, right: str) -> float:
    """Return 1 for the same city, 0.5 for the same province, else 0."""
    (province, city), (other_province, other_city) = region_levels(left), region_levels(right)
    if city and city == other_city:
        return 1.0
    return 0.5 if province and province == other_province else 0.0
