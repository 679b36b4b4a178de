"""The adapter to the matching library: rows become profiles, results become rows again.

The only module that knows `matching`, and it imports it inside functions: a web worker that serves stored matches never
loads the model or its numerical libraries.
"""

import datetime as dt
import math
import re
import uuid
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from app.recommendations.evidence import SOURCES
from app.recommendations.models import Kind
from app.recommendations.rows import Pair, Profile, Rows
from app.taxonomy import catalogue

FEN = 100
# Reasons are worked out for the best of a project and for the best projects of a candidate; beyond, the order counts.
REASONS = 30
REASONS_BACK = 8
_LATIN = re.compile(r"[a-z][a-z0-9+#]*")


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

        with helpers() as run:
            results: Mapping[str, Any] = recommend(self.model, [_project(profile) for profile in projects], most, run)
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

        asked = [_project(profile) for profile in projects]
        wanted = [str(candidate_id) for candidate_id in candidate_ids]
        with helpers() as run:
            results: Mapping[str, Any] = recommend_projects(self.model, asked, most, run, wanted)
        for key, found in results.items():
            missing = getattr(found, "missing", None)
            rows = [] if missing is not None else [self._row(match) for match in found]
            yield uuid.UUID(key), rows, list(missing or ())

    def scores(self, projects: Sequence[Profile]) -> dict[Pair, float]:
        """The score in 0..1 of every allowed pair."""
        pairs = self.model.score_pairs([_project(profile) for profile in projects])
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
                for key, word in _terms("\n".join(texts)).items():
                    known.setdefault(key, {})[name] = word
            known.setdefault("", {})
        return known.get(term, {})


def text_closeness(projects: Sequence[Profile], candidates: Sequence[Profile]) -> list[list[float]]:
    """How close the words of each project are to those of each candidate: a ranking without a model."""
    from matching.affinity import TextAffinity

    people = [[text for texts in profile.texts.values() for text in texts] for profile in candidates]
    people = [
        texts + [deal.description for deal in profile.deals] for texts, profile in zip(people, candidates, strict=True)
    ]
    asked = ["\n".join(text for texts in profile.texts.values() for text in texts) for profile in projects]
    close: list[list[float]] = TextAffinity().fit(people).transform(asked).tolist()
    return close


def found_at(order: Sequence[uuid.UUID], wanted: Collection[uuid.UUID]) -> dict[str, float]:
    """How well one list finds those who are looked for; whom it leaves out stands behind everybody."""
    from matching.evaluation import query_metrics

    places = {candidate_id: place for place, candidate_id in enumerate(order)}
    ranks = [places.get(candidate_id, len(order) + 1000) for candidate_id in wanted]
    _recall10, _recall50, ndcg, _reciprocal = query_metrics(ranks)
    return {"hit10": float(min(ranks) < 10), "hit50": float(min(ranks) < 50), "ndcg10": ndcg}


def intervals(found: Sequence[Mapping[str, float]]) -> dict[str, list[float]]:
    """By figure: the mean with the ends of its 95 % bootstrap interval."""
    import numpy as np

    from matching.evaluation import bootstrap

    names = list(found[0])
    values = np.array([[row[name] for name in names] for row in found])
    low, high = bootstrap(values)
    ends = zip(values.mean(axis=0).tolist(), low.tolist(), high.tolist(), strict=True)
    return {name: list(three) for name, three in zip(names, ends, strict=True)}


def _order(row: dict[str, Any]) -> tuple[float, str]:
    return -row["raw"], str(row["candidate_id"])


def _fit(kind: Kind, rows: Rows, day: dt.date, state: Mapping[str, Any] | None) -> Any:
    from matching import FundRecommender, MentorRecommender
    from matching.distributed import helpers

    if kind is Kind.FUND:
        funds = [_fund(profile) for profile in rows.funds]
        market = list({deal: None for fund in funds for deal in fund.portfolio})
        return FundRecommender(vocabulary=vocabulary()).fit(funds, market_deals=market, today=day, state=state)
    projects = {profile.id: profile for profile in rows.projects}
    outcomes = [(_project(projects[project]), str(mentor)) for project, mentor in rows.outcomes]
    mentors = [_mentor(profile) for profile in rows.mentors]
    with helpers() as run:
        return MentorRecommender(vocabulary=vocabulary()).fit(mentors, outcomes=outcomes, state=state, run=run)


@cache
def vocabulary() -> Any:
    """Sectors with their groups, and expertise, under their names and synonyms in both languages."""
    from matching import Vocabulary

    terms: dict[str, dict[str, Any]] = {}
    entries: tuple[Any, ...] = (*catalogue.sector_groups(), *catalogue.sectors(), *catalogue.expertise())
    for entry in entries:
        names = [entry.name_zh, entry.name_en, *entry.synonyms_zh, *entry.synonyms_en]
        known = terms.setdefault(entry.code, {"group": getattr(entry, "group", ""), "names": []})
        known["names"] += names
    return Vocabulary.from_mapping(terms)


def _terms(text: str) -> dict[str, str]:
    """The terms of a text as the model knows them, each with how it is written."""
    from matching.text.normalise import normalise
    from matching.text.stem import stem
    from matching.text.tokenise import tokenise

    written = {stem(word): word for word in _LATIN.findall(normalise(text))}
    return {term.lstrip("§"): written.get(term, term) for term in tokenise(text, vocabulary())}


def _project(profile: Profile) -> Any:
    from matching import Project

    row = profile.row
    return Project(
        id=str(profile.id),
        texts={name: "\n".join(texts) for name, texts in profile.texts.items()},
        sectors=profile.codes.get("sector", frozenset()),
        region=row.region_code,
        stage=row.stage,
        round=row.round,
        amount=_yuan(row.amount_sought),
        needs=profile.codes.get("need", frozenset()),
        languages=profile.codes.get("language", frozenset()),
        conflicts=frozenset(map(str, profile.conflicts)),
    )


def _mentor(profile: Profile) -> Any:
    from matching import Mentor

    row, codes = profile.row, profile.codes
    return Mentor(
        id=str(profile.id),
        texts=[text for texts in profile.texts.values() for text in texts if text.strip()],
        sectors=codes.get("sector", frozenset()),
        stages=codes.get("stage", frozenset()),
        expertise=codes.get("expertise", frozenset()),
        languages=codes.get("language", frozenset()),
        region=row.region_code,
        capacity=0 if row.paused else row.capacity,
        load=row.mentee_count,
    )


def _fund(profile: Profile) -> Any:
    from matching import Deal, Fund

    row, codes = profile.row, profile.codes
    deals = (
        Deal(
            date=deal.invested_on,
            sectors=frozenset(deal.sectors),
            region=deal.region_code,
            round=deal.round,
            amount=_yuan(deal.amount),
            text=deal.description,
        )
        for deal in profile.deals
    )
    return Fund(
        id=str(profile.id),
        texts=[text for texts in profile.texts.values() for text in texts if text],
        rounds=codes.get("round", frozenset()),
        ticket_min=_yuan(row.ticket_min),
        ticket_max=_yuan(row.ticket_max),
        sectors=codes.get("sector", frozenset()),
        excluded_sectors=codes.get("excluded_sector", frozenset()),
        regions=codes.get("region", frozenset()),
        remaining=_yuan(row.remaining_capital),
        leads=row.leads,
        follows=row.follows,
        portfolio=tuple(deals),
        capacity=row.capacity,
    )


def _yuan(fen: int | None) -> float | None:
    return None if fen is None else fen / FEN


def _plain(params: Mapping[str, Any]) -> dict[str, Any]:
    return {name: list(value) if isinstance(value, tuple) else value for name, value in params.items()}


@dataclass
class Wanted:
    """What a plan is made of: how many of each kind a project needs, how many projects each candidate takes."""

    demand: dict[uuid.UUID, dict[Kind, tuple[int, int]]]
    places: dict[uuid.UUID, tuple[Kind, int]]
    scores: dict[Pair, float]
    forbidden: set[Pair] = field(default_factory=set)
    pinned: set[Pair] = field(default_factory=set)
    previous: set[Pair] = field(default_factory=set)
    exposure: int | None = None


def plan(wanted: Wanted, *, seconds: float = 60.0) -> Any:
    """Assign everybody at once. Returns the library's plan, whose ids are texts."""
    from matching import AssignmentProblem, Demand, Expert, assign

    def texts(pairs: Iterable[Pair]) -> frozenset[tuple[str, str]]:
        return frozenset((str(project), str(candidate)) for project, candidate in pairs)

    problem = AssignmentProblem(
        projects=[
            Demand(str(project), {kind.value: limits for kind, limits in demand.items()})
            for project, demand in wanted.demand.items()
        ],
        experts=[Expert(str(key), kind.value, 0, most) for key, (kind, most) in wanted.places.items()],
        scores={(str(project), str(key)): score for (project, key), score in wanted.scores.items()},
        forbidden=texts(wanted.forbidden & wanted.scores.keys()),
        pinned=texts(wanted.pinned),
        previous=texts(wanted.previous),
        exposure=wanted.exposure,
    )
    return assign(problem, time_limit=seconds)
