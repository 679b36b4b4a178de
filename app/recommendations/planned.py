"""What a plan starts from, and the figures that describe it: no model here, only rows."""

import uuid
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from app.core.answering import AnswerState
from app.extensions import db
from app.mentorships.models import MentorRequest, Mentorship
from app.recommendations.models import Assignment, Kind, MatchRun, PairRule, Rule, Scope
from app.recommendations.rows import Pair, Rows, dismissed
from app.roadshows.models import FundInvitation, LineupPlace, SuggestedProject

if TYPE_CHECKING:
    from app.recommendations.engine import Wanted

# The least score of each band.
BANDS = {"possible": 0.0, "good": 0.5, "strong": 0.75}
WAITING_OR_YES = (AnswerState.PENDING, AnswerState.ACCEPTED)


@dataclass
class Situation:
    """What is decided about a roadshow before the model is asked."""

    lineup: set[uuid.UUID]
    # Asked or agreed already, with the kind of the candidate: kept, and nobody is asked twice.
    settled: dict[Pair, Kind] = field(default_factory=dict)
    pinned: set[Pair] = field(default_factory=set)
    forbidden: set[Pair] = field(default_factory=set)
    previous: set[Pair] = field(default_factory=set)
    # Funds that have an invitation, whatever the answer: they are not asked again.
    asked_funds: set[uuid.UUID] = field(default_factory=set)
    # Places of mentors that open requests of this roadshow may still take.
    pending: Counter[uuid.UUID] = field(default_factory=Counter)


def newest_run(roadshow_id: uuid.UUID, *, finished: bool = True) -> MatchRun | None:
    statement = select(MatchRun).where(MatchRun.roadshow_id == roadshow_id, MatchRun.scope == Scope.ROADSHOW)
    if finished:
        statement = statement.where(MatchRun.finished_at.is_not(None))
    return db.session.scalar(statement.order_by(MatchRun.started_at.desc(), MatchRun.id).limit(1))


def runs(roadshow_id: uuid.UUID) -> Sequence[MatchRun]:
    statement = select(MatchRun).where(MatchRun.roadshow_id == roadshow_id)
    return db.session.scalars(statement.order_by(MatchRun.started_at.desc(), MatchRun.id)).unique().all()


def lines_of(run_id: uuid.UUID) -> Sequence[Assignment]:
    """The plan by kind, best first."""
    statement = select(Assignment).where(Assignment.run_id == run_id)
    return db.session.scalars(
        statement.order_by(Assignment.candidate_kind, Assignment.score.desc(), Assignment.id)
    ).all()


def rules(roadshow_id: uuid.UUID) -> Sequence[PairRule]:
    statement = select(PairRule).where(PairRule.roadshow_id == roadshow_id)
    return db.session.scalars(statement.order_by(PairRule.created_at, PairRule.id)).unique().all()


def situation(run: MatchRun) -> Situation:
    assert run.roadshow_id
    statement = select(LineupPlace.project_id).where(
        LineupPlace.roadshow_id == run.roadshow_id, LineupPlace.is_waiting.is_(False)
    )
    found = Situation(set(db.session.scalars(statement)))
    for rule in rules(run.roadshow_id):
        (found.pinned if rule.rule is Rule.PIN else found.forbidden).add((rule.project_id, rule.candidate_id))
    found.forbidden |= dismissed(found.lineup) - found.pinned
    if run.previous_id is not None:
        found.previous = {
            (line.project_id, line.candidate_id) for line in lines_of(run.previous_id) if line.candidate_id is not None
        }
    _mentors_asked(found, run.roadshow_id)
    _funds_asked(found, run.roadshow_id)
    found.pinned -= found.settled.keys() | found.forbidden
    return found


def _mentors_asked(found: Situation, roadshow_id: uuid.UUID) -> None:
    active = select(Mentorship.project_id, Mentorship.mentor_id).where(
        Mentorship.project_id.in_(found.lineup), Mentorship.ended_at.is_(None)
    )
    for project_id, mentor_id in db.session.execute(active):
        found.settled[project_id, mentor_id] = Kind.MENTOR
    asked = select(MentorRequest.project_id, MentorRequest.mentor_id, MentorRequest.state, MentorRequest.roadshow_id)
    for project_id, mentor_id, state, of_roadshow in db.session.execute(
        asked.where(MentorRequest.project_id.in_(found.lineup))
    ):
        if state is AnswerState.PENDING:
            found.settled[project_id, mentor_id] = Kind.MENTOR
            found.pending[mentor_id] += 1
        elif of_roadshow == roadshow_id and state is AnswerState.DECLINED:
            found.forbidden.add((project_id, mentor_id))


def _funds_asked(found: Situation, roadshow_id: uuid.UUID) -> None:
    asked = select(FundInvitation.id, FundInvitation.fund_id, FundInvitation.state).where(
        FundInvitation.roadshow_id == roadshow_id,
        FundInvitation.state.in_((*WAITING_OR_YES, AnswerState.DECLINED)),
    )
    invited = {row.id: row for row in db.session.execute(asked)}
    found.asked_funds = {row.fund_id for row in invited.values()}
    suggested = select(SuggestedProject.invitation_id, SuggestedProject.project_id).where(
        SuggestedProject.invitation_id.in_(invited)
    )
    for invitation_id, project_id in db.session.execute(suggested):
        row = invited[invitation_id]
        if row.state in WAITING_OR_YES and project_id in found.lineup:
            found.settled[project_id, row.fund_id] = Kind.FUND


def wanted(
    situation: Situation,
    data: Rows,
    scores: dict[Pair, float],
    lacking: Mapping[tuple[uuid.UUID, Kind], list[str]],
    parameters: Mapping[str, Any],
) -> "Wanted":
    """The problem that is left when everything decided has been taken off."""
    from app.recommendations.engine import Wanted

    has = Counter((project_id, kind) for (project_id, _key), kind in situation.settled.items())
    pins: Counter[Any] = Counter()
    places = _places(situation, data, parameters)
    for project_id, candidate_id in situation.pinned:
        if candidate_id in places:
            pins[project_id, places[candidate_id][0]] += 1
            pins[candidate_id] += 1
    demand: dict[uuid.UUID, dict[Kind, tuple[int, int]]] = defaultdict(dict)
    for profile in data.projects:
        if profile.id not in situation.lineup:
            continue
        for kind in Kind:
            least, most = parameters[f"{kind.value}s_min"], parameters[f"{kind.value}s_max"]
            least = max(0, least - has[profile.id, kind])
            if (profile.id, kind) not in lacking:
                demand[profile.id][kind] = (least, max(least, most - has[profile.id, kind], pins[profile.id, kind]))
    places = {key: (kind, max(most, pins[key])) for key, (kind, most) in places.items()}
    usable = {
        pair: score
        for pair, score in scores.items()
        if pair[1] in places and pair[0] in demand and pair not in situation.settled
    }
    pinned = {pair for pair in situation.pinned if pair[0] in demand and pair[1] in places}
    return Wanted(demand, places, usable, situation.forbidden, pinned, situation.previous)


def _places(situation: Situation, data: Rows, parameters: Mapping[str, Any]) -> dict[uuid.UUID, tuple[Kind, int]]:
    """How many more projects everybody takes. Mentors who have not signed up and funds already asked take none."""
    places: dict[uuid.UUID, tuple[Kind, int]] = {}
    for mentor in data.mentors:
        free = 0 if mentor.row.paused else mentor.row.capacity - mentor.row.mentee_count
        free -= situation.pending[mentor.id]
        if mentor.row.account_id is not None:
            places[mentor.id] = (Kind.MENTOR, max(0, min(free, parameters["per_mentor"])))
    for fund in data.funds:
        if fund.id not in situation.asked_funds:
            places[fund.id] = (Kind.FUND, max(0, min(fund.row.capacity, parameters["per_fund"])))
    return places


def shortlist(wanted: "Wanted") -> dict[Pair, float]:
    """The pairs that a good plan can be made of: a few times as many a project as it takes, the best first."""
    by_project: dict[tuple[uuid.UUID, Kind], list[tuple[float, Pair]]] = defaultdict(list)
    for pair, score in wanted.scores.items():
        by_project[pair[0], wanted.places[pair[1]][0]].append((-score, pair))
    kept = {}
    for (project_id, kind), found in by_project.items():
        _least, most = wanted.demand[project_id].get(kind, (0, 0))
        for _score, pair in sorted(found)[: max(30, 6 * most)]:
            kept[pair] = wanted.scores[pair]
    decided = wanted.pinned | wanted.previous
    return kept | {pair: score for pair, score in wanted.scores.items() if pair in decided}


def shortage(found: Any) -> dict[str, Any]:
    """Why a place stays empty, as JSON."""
    return {
        "code": found.code,
        "missing": found.missing,
        "needed": found.needed,
        "capacity": found.capacity,
        "projects": list(found.projects)[:20],
        "candidates": len(found.experts),
    }


def figures(
    lines: Sequence[Assignment], situation: Situation, wanted: "Wanted", plan: Any, parameters: Mapping[str, Any]
) -> dict[str, Any]:
    """What the result page says in numbers."""
    chosen = [line for line in lines if line.candidate_id is not None]
    per = Counter((line.project_id, line.candidate_kind) for line in chosen)
    load = Counter(line.candidate_id for line in chosen)
    kinds: dict[str, Any] = {}
    for kind in Kind:
        least = parameters[f"{kind.value}s_min"]
        people = {key for key, (of_kind, _most) in wanted.places.items() if of_kind is kind}
        used = {line.candidate_id for line in chosen if line.candidate_kind is kind}
        kinds[kind.value] = {
            "assigned": sum(1 for line in chosen if line.candidate_kind is kind),
            "covered": sum(1 for project_id in situation.lineup if per[project_id, kind] >= least),
            "available": len(people | used),
            "used": len(used),
            "busiest": max((load[key] for key in used), default=0),
        }
    pairs = {(line.project_id, line.candidate_id) for line in chosen}
    return {
        "projects": len(situation.lineup),
        "kinds": kinds,
        "worst": _worst(chosen, situation.lineup),
        "total": round(plan.total, 3),
        "bound": round(plan.bound, 3),
        "gap": round(plan.gap, 6),
        "changes": {
            "added": len(pairs - situation.previous),
            "kept": len(pairs & situation.previous),
            "removed": len(situation.previous - pairs),
        },
        "ignored_pins": [list(pair) for pair in plan.ignored_pins],
    }


def _worst(chosen: Sequence[Assignment], lineup: set[uuid.UUID]) -> dict[str, Any] | None:
    """The project that the plan serves least: the lowest sum of scores."""
    served = dict.fromkeys(sorted(lineup), 0)
    for line in chosen:
        served[line.project_id] = served.get(line.project_id, 0) + (line.score or 0)
    if not served:
        return None
    project_id = min(served, key=lambda key: (served[key], str(key)))
    return {"project_id": str(project_id), "score": served[project_id]}
