"""A fitted recommender: rows in, rows of matches out."""

import datetime as dt
import math
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from app.recommendations.engine import profiles
from app.recommendations.evidence import SOURCES
from app.recommendations.models import Kind
from app.recommendations.rows import Pair, Profile, Rows

# Reasons are worked out for the best of a project and for the best projects of a candidate; beyond, the order counts.
REASONS = 30
REASONS_BACK = 8


class Ranking:
    """A fitted recommender of one kind of candidates."""

    def __init__(self, kind: Kind, rows: Rows, day: dt.date, state: Mapping[str, Any] | None = None) -> None:
        self.kind = kind
        self.projects = {str(profile.id): profile for profile in rows.projects}
        self.candidates = {str(p.id): p for p in (rows.mentors if kind is Kind.MENTOR else rows.funds)}
        self.model = _fit(kind, rows, day, state)
        self._terms: dict[str, dict[str, dict[str, str]]] = {}

    def state(self) -> dict[str, Any]:
        """What was learned, as JSON values."""
        learned: dict[str, Any] = self.model.to_state()
        return learned

    def best(self, projects: Sequence[Profile], most: int) -> Iterator[tuple[Profile, list[dict[str, Any]], list[str]]]:
        """Each project with its best matches, explained, or with what it must say first."""
        from matching.distributed import helpers, recommend

        asked = [profiles.project(profile) for profile in projects]
        with helpers() as run:
            results: Mapping[str, Any] = recommend(self.model, asked, most, run)
        for profile in projects:
            found = results[str(profile.id)]
            missing = getattr(found, "missing", None)
            if missing is not None:
                yield profile, [], list(missing)
            else:
                yield profile, [self._row(match) for match in found], []

    def best_back(
        self, projects: Sequence[Profile], candidate_ids: Iterable[uuid.UUID], most: int
    ) -> Iterator[tuple[uuid.UUID, list[dict[str, Any]], list[str]]]:
        """Each candidate with its best projects, explained, or with what it must say first."""
        from matching.distributed import helpers, recommend_projects

        asked = [profiles.project(profile) for profile in projects]
        wanted = [str(candidate_id) for candidate_id in candidate_ids]
        with helpers() as run:
            results: Mapping[str, Any] = recommend_projects(self.model, asked, most, run, wanted)
        for key, found in results.items():
            missing = getattr(found, "missing", None)
            rows = [] if missing is not None else [self._row(match) for match in found]
            yield uuid.UUID(key), rows, list(missing or ())

    def scores(self, projects: Sequence[Profile]) -> dict[Pair, float]:
        """The score in 0..1 of every allowed pair."""
        pairs = self.model.score_pairs([profiles.project(profile) for profile in projects])
        return {(uuid.UUID(project), uuid.UUID(candidate)): score for project, candidate, score in pairs}

    def all_pairs(self, projects: Sequence[Profile]) -> Iterator[tuple[Profile, list[dict[str, Any]], list[str]]]:
        """Each project with every allowed candidate: the best of either side explained, the others scored."""
        explained = {(row["project_id"], row["candidate_id"]): row for row in self._best_of_both(projects)}
        lists: dict[uuid.UUID, list[dict[str, Any]]] = {profile.id: [] for profile in projects}
        for pair, score in self.scores(projects).items():
            lists[pair[0]].append(explained.get(pair) or self._plain_row(pair, score))
        lacking = {profile.id: missing for profile, _rows, missing in self.best(projects, 1)}
        for profile in projects:
            yield profile, sorted(lists[profile.id], key=_order), lacking[profile.id]

    def _best_of_both(self, projects: Sequence[Profile]) -> Iterator[dict[str, Any]]:
        for _profile, rows, _missing in self.best(projects, REASONS):
            yield from rows
        everybody = [profile.id for profile in self.candidates.values()]
        for _candidate, rows, _missing in self.best_back(projects, everybody, REASONS_BACK):
            yield from rows

    def _plain_row(self, pair: Pair, score: float) -> dict[str, Any]:
        from matching.explain import OFFSET, band_of

        bounded = min(max(score, 1e-12), 1 - 1e-12)
        raw = OFFSET + math.log(bounded / (1 - bounded))
        empty: dict[str, Any] = {"parts": [], "evidence": [], "conflicts": [], "missing": []}
        return {**self._key(*pair), "score": round(100 * score), "raw": raw, "band": band_of(score), **empty}

    def _key(self, project_id: uuid.UUID, candidate_id: uuid.UUID) -> dict[str, Any]:
        return {"project_id": project_id, "candidate_id": candidate_id, "candidate_kind": self.kind}

    def _row(self, match: Any) -> dict[str, Any]:
        return {
            **self._key(uuid.UUID(match.project_id), uuid.UUID(match.candidate_id)),
            "score": round(100 * match.score),
            "raw": match.raw,
            "band": match.band,
            "parts": [[part.name, round(100 * part.value), round(part.contribution, 4)] for part in match.parts],
            "evidence": self._told(match, match.evidence),
            "conflicts": self._told(match, match.conflicts),
            "missing": list(match.missing),
        }

    def _told(self, match: Any, evidence: Iterable[Any]) -> list[dict[str, Any]]:
        """Evidence as JSON with the fields it comes from; what has no known source is left out rather than shown."""
        told = []
        for reason in evidence:
            if reason.kind == "term":
                entry = self._term(match, reason)
            elif reason.code in SOURCES:
                mine, theirs = SOURCES[reason.code]
                entry = {"params": _plain(reason.params), "project": list(mine), "candidate": list(theirs)}
            else:
                continue
            if entry is not None:
                told.append({"code": reason.code, **entry})
        return told

    def _term(self, match: Any, reason: Any) -> dict[str, Any] | None:
        """A shared term as it is written, and in which texts of either side it stands."""
        term = reason.params["term"]
        mine = self._fields_with(self.projects[match.project_id], term)
        theirs = self._fields_with(self.candidates[match.candidate_id], term)
        if not mine or not theirs:
            return None
        written = term if reason.code == "shared_concept" else next(iter(mine.values()))
        return {"params": {"term": written}, "project": sorted(mine), "candidate": sorted(theirs), "any": True}

    def _fields_with(self, profile: Profile, term: str) -> dict[str, str]:
        """Field → the term as it is written there."""
        known = self._terms.setdefault(str(profile.id), {})
        if not known:
            for name, texts in profile.texts.items():
                for key, word in profiles.terms("\n".join(texts)).items():
                    known.setdefault(key, {})[name] = word
            known.setdefault("", {})
        return known.get(term, {})


def _order(row: dict[str, Any]) -> tuple[float, str]:
    return -row["raw"], str(row["candidate_id"])


def _fit(kind: Kind, rows: Rows, day: dt.date, state: Mapping[str, Any] | None) -> Any:
    from matching import FundRecommender, MentorRecommender
    from matching.distributed import helpers

    if kind is Kind.FUND:
        funds = [profiles.fund(profile) for profile in rows.funds]
        market = list({deal: None for fund in funds for deal in fund.portfolio})
        return FundRecommender(vocabulary=profiles.vocabulary()).fit(funds, market_deals=market, today=day, state=state)
    projects = {profile.id: profile for profile in rows.projects}
    outcomes = [(profiles.project(projects[project]), str(mentor)) for project, mentor in rows.outcomes]
    mentors = [profiles.mentor(profile) for profile in rows.mentors]
    with helpers() as run:
        return MentorRecommender(vocabulary=profiles.vocabulary()).fit(mentors, outcomes=outcomes, state=state, run=run)


def _plain(params: Mapping[str, Any]) -> dict[str, Any]:
    return {name: list(value) if isinstance(value, tuple) else value for name, value in params.items()}
