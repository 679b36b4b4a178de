"""Measuring rankings on outcomes: everything is seen as of a day, and the outcomes after it are looked for."""

import datetime as dt
import random
import uuid
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import SimpleNamespace
from typing import Any

from app.recommendations import engine
from app.recommendations.models import Kind
from app.recommendations.outcomes import Outcomes
from app.recommendations.rows import Pair, Profile, Rows

EARLY_ROUNDS = frozenset({"seed", "angel"})
# Outcomes of the last two months are looked for; what a model learns from ends the day before.
DAYS = 61
# Fewer projects than these say nothing about which of two models is better.
LEAST = 20
Ranker = Callable[[Profile], Sequence[uuid.UUID]]


@dataclass(frozen=True)
class Task:
    """Who is looked for: projects without any outcome before the cut, and the candidates that said yes after it."""

    kind: Kind
    cut: dt.date
    asked: list[Profile]
    wanted: dict[uuid.UUID, set[uuid.UUID]]


def task(kind: Kind, data: Rows, found: Outcomes) -> Task | None:
    """None where nothing came about."""
    newest = max((day for days in found.values() for day in days.values()), default=None)
    if newest is None:
        return None
    cut = newest - dt.timedelta(days=DAYS)
    ranked = {profile.id for profile in (data.mentors if kind is Kind.MENTOR else data.funds)}
    wanted = {project_id: ranked & days.keys() for project_id, days in found.items() if min(days.values()) >= cut}
    asked = [profile for profile in data.projects if wanted.get(profile.id)]
    return Task(kind, cut, asked, wanted) if asked else None


def as_of(data: Rows, found: Outcomes, cut: dt.date) -> Rows:
    """The rows as they were known the day before: later deals and mentorships are gone, nobody holds shares yet, and
    the mentors whose places were filled since have them."""
    funds = [replace(fund, deals=[deal for deal in fund.deals if deal.invested_on < cut]) for fund in data.funds]
    mentors = [replace(mentor, row=_with_places(mentor.row)) for mentor in data.mentors]
    projects = [replace(project, conflicts=frozenset()) for project in data.projects]
    later: set[Pair] = {(project, who) for project, days in found.items() for who, day in days.items() if day >= cut}
    known = [pair for pair in data.outcomes if pair not in later]
    return replace(data, funds=funds, mentors=mentors, projects=projects, outcomes=known)


def _with_places(row: Any) -> SimpleNamespace:
    return SimpleNamespace(**{**row._mapping, "mentee_count": 0, "paused": False})


def rankers(asked: Task, past: Rows, state: Mapping[str, Any] | None) -> dict[str, Ranker]:
    """The model and three rankings without one. With a `state` the model's weights are those, else learned anew."""
    return {
        "model": by_model(asked, past, state),
        "activity": _by_activity(asked, past),
        "text": _by_text(asked, past),
        "random": _at_random(asked, past),
    }


def by_model(asked: Task, past: Rows, state: Mapping[str, Any] | None) -> Ranker:
    ranking = engine.Ranking(asked.kind, past, asked.cut, state)
    known = {profile.id: profile for profile in past.projects}
    scores: dict[uuid.UUID, list[tuple[float, uuid.UUID]]] = {profile.id: [] for profile in asked.asked}
    for (project_id, candidate_id), score in ranking.scores([known[profile.id] for profile in asked.asked]).items():
        scores[project_id].append((-score, candidate_id))
    return lambda profile: [candidate_id for _score, candidate_id in sorted(scores[profile.id])]


def _candidates(asked: Task, past: Rows) -> list[Profile]:
    return past.mentors if asked.kind is Kind.MENTOR else past.funds


def _by_activity(asked: Task, past: Rows) -> Ranker:
    """Funds with the most seed and angel deals in the year before; mentors with the most mentorships."""
    since = asked.cut - dt.timedelta(days=365)
    busy: Counter[uuid.UUID] = Counter(mentor_id for _project_id, mentor_id in past.outcomes)
    for fund in past.funds:
        busy[fund.id] = sum(1 for deal in fund.deals if deal.round in EARLY_ROUNDS and deal.invested_on >= since)
    order = sorted((profile.id for profile in _candidates(asked, past)), key=lambda key: (-busy[key], key))
    return lambda _profile: order


def _by_text(asked: Task, past: Rows) -> Ranker:
    """The closest words first, whatever else is known."""
    candidates = _candidates(asked, past)
    close = engine.text_closeness(asked.asked, candidates)
    orders = {
        project.id: [candidates[place].id for place in sorted(range(len(row)), key=lambda place: (-row[place], place))]
        for project, row in zip(asked.asked, close, strict=True)
    }
    return lambda profile: orders[profile.id]


def _at_random(asked: Task, past: Rows) -> Ranker:
    ids = [profile.id for profile in _candidates(asked, past)]
    return lambda profile: random.Random(str(profile.id)).sample(ids, len(ids))


def figures(rank: Ranker, asked: Task) -> dict[str, Any]:
    """The share of projects with one of their own among the first 10 and 50, and nDCG@10, with 95 % intervals."""
    found = [engine.found_at(list(rank(profile)), asked.wanted[profile.id]) for profile in asked.asked]
    return {"outcomes": len(asked.asked), **engine.intervals(found)}


def compare(asked: Task, past: Rows, old: Mapping[str, Any]) -> dict[str, Any] | None:
    """nDCG@10 of a model learned anew minus that of the weights in use, on the same projects; None with too few."""
    if len(asked.asked) < LEAST:
        return None
    new_rank, old_rank = by_model(asked, past, None), by_model(asked, past, old)
    gains = [{"gain": _ndcg(new_rank, asked, profile) - _ndcg(old_rank, asked, profile)} for profile in asked.asked]
    return {"outcomes": len(gains), **engine.intervals(gains)}


def _ndcg(rank: Ranker, asked: Task, profile: Profile) -> float:
    return engine.found_at(list(rank(profile)), asked.wanted[profile.id])["ndcg10"]
