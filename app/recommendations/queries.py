"""Reading recommendations. Who may read them is decided here: a side's own matches, and an organiser's line-up."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select

from app.accounts.actor import Actor
from app.extensions import db
from app.funds.models import Fund, FundInvestment
from app.funds.policies import owns as owns_fund
from app.funds.queries import in_cities as funds_in_cities
from app.mentors.models import Mentor, MentorConflict
from app.mentors.policies import owns as owns_mentor
from app.mentors.queries import HAS_PLACE
from app.mentors.queries import in_cities as mentors_in_cities
from app.projects.models import Project
from app.projects.policies import owns as owns_project
from app.recommendations.models import Kind, Match, MatchFeedback, MatchRun, ModelVersion, RankedProfile, Scope, Side
from app.recommendations.rows import TAKES_PART, Pair
from app.roadshows.models import LineupPlace, Roadshow, RoadshowState
from app.roadshows.policies import ORGANISING, manages

MODELS: dict[Kind, type[Any]] = {Kind.MENTOR: Mentor, Kind.FUND: Fund}
IN_CITIES = {Kind.MENTOR: mentors_in_cities, Kind.FUND: funds_in_cities}
MOST_SHOWN = 50
CURRENT = (RoadshowState.LINEUP_FIXED, RoadshowState.PUBLISHED, RoadshowState.HELD)


@dataclass(frozen=True)
class Seen:
    """A match as one reader meets it. `side` is the reader's own, None for an organiser."""

    match: Match
    project: Project
    candidate: Any
    side: Side | None

    @property
    def kind(self) -> Kind:
        return self.match.candidate_kind


def own_candidate(actor: Actor, kind: Kind, candidate_id: uuid.UUID) -> Any:
    """A mentor profile or fund that the person answers for."""
    found = db.session.get(MODELS[kind], candidate_id)
    owns = owns_mentor if kind is Kind.MENTOR else owns_fund
    return found if found is not None and owns(actor, found) else None


def own_fund(actor: Actor, fund_id: uuid.UUID) -> Fund | None:
    fund: Fund | None = own_candidate(actor, Kind.FUND, fund_id)
    return fund


def own_mentor(actor: Actor, mentor_id: uuid.UUID) -> Mentor | None:
    mentor: Mentor | None = own_candidate(actor, Kind.MENTOR, mentor_id)
    return mentor


def visible_match(actor: Actor, project_id: uuid.UUID, candidate_id: uuid.UUID) -> Seen | None:
    """For the owners of either side, and for whoever runs a roadshow that the project is on the line-up of."""
    match = db.session.get(Match, (project_id, candidate_id))
    if match is None:
        return None
    project = db.session.get(Project, project_id)
    candidate = db.session.get(MODELS[match.candidate_kind], candidate_id)
    if project is None or candidate is None or not (project.is_published and candidate.is_published):
        return None
    if owns_project(actor, project):
        return Seen(match, project, candidate, Side.PROJECT)
    if own_candidate(actor, match.candidate_kind, candidate_id) is not None:
        return Seen(match, project, candidate, Side.CANDIDATE)
    return Seen(match, project, candidate, None) if runs_lineup_with(actor, project_id) else None


def own_match(actor: Actor, project_id: uuid.UUID, candidate_id: uuid.UUID) -> Seen | None:
    """A match of the person's own side: what they may call not relevant."""
    seen = visible_match(actor, project_id, candidate_id)
    return seen if seen is not None and seen.side is not None else None


def runs_lineup_with(actor: Actor, project_id: uuid.UUID) -> bool:
    if not actor.is_(*ORGANISING) or actor.organisation_id is None:
        return False
    statement = (
        select(LineupPlace.id)
        .join(Roadshow, Roadshow.id == LineupPlace.roadshow_id)
        .where(LineupPlace.project_id == project_id, LineupPlace.is_waiting.is_(False))
        .where(Roadshow.organisation_id == actor.organisation_id)
    )
    return db.session.scalar(statement.limit(1)) is not None


def of_project(project_id: uuid.UUID, kind: Kind, *, dismissed: bool = False) -> Select[Match]:
    """The candidates of a project, best first; those it found not relevant apart."""
    said = select(MatchFeedback.candidate_id).where(
        MatchFeedback.project_id == project_id, MatchFeedback.side == Side.PROJECT
    )
    model = MODELS[kind]
    statement = (
        select(Match)
        .join(model, model.id == Match.candidate_id)
        .where(Match.project_id == project_id, Match.candidate_kind == kind, TAKES_PART[model])
        .where(
            Match.candidate_id.in_(said) if dismissed else Match.candidate_id.not_in(said), _best(Match.project_rank)
        )
    )
    return statement.order_by(Match.raw.desc(), Match.candidate_id)


def with_place(project_ids: Collection[uuid.UUID]) -> Sequence[tuple[Match, str, str]]:
    """(match, mentor's name and headline): mentors with a free place, best first, without those found not relevant."""
    said = select(MatchFeedback.candidate_id).where(
        MatchFeedback.project_id == Match.project_id, MatchFeedback.side == Side.PROJECT
    )
    statement = (
        select(Match, Mentor.name, Mentor.headline)
        .join(Mentor, Mentor.id == Match.candidate_id)
        .where(Match.project_id.in_(project_ids), Match.candidate_kind == Kind.MENTOR, TAKES_PART[Mentor], HAS_PLACE)
        .where(Mentor.account_id.is_not(None), Match.candidate_id.not_in(said), _best(Match.project_rank))
    )
    ordered = statement.order_by(Match.project_id, Match.raw.desc(), Match.candidate_id)
    return [(match, name, headline) for match, name, headline in db.session.execute(ordered)]


def of_candidate(candidate_id: uuid.UUID, *, dismissed: bool = False) -> Select[Match]:
    """The projects of a mentor or fund, best first."""
    said = select(MatchFeedback.project_id).where(
        MatchFeedback.candidate_id == candidate_id, MatchFeedback.side == Side.CANDIDATE
    )
    statement = (
        select(Match)
        .join(Project, Project.id == Match.project_id)
        .where(Match.candidate_id == candidate_id, TAKES_PART[Project])
        .where(Match.project_id.in_(said) if dismissed else Match.project_id.not_in(said), _best(Match.candidate_rank))
    )
    return statement.order_by(Match.raw.desc(), Match.project_id)


def _best(rank: Any) -> ColumnElement[bool]:
    """Line-ups are compared with everybody, but nobody reads a list of a thousand; a fresh row has no rank yet."""
    return or_(rank.is_(None), rank <= MOST_SHOWN)


def by_id(model: type[Any], ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Any]:
    """Profiles with their codes: two statements whatever the number."""
    return {row.id: row for row in db.session.scalars(select(model).where(model.id.in_(ids))).unique()}


def names(kind: Kind, ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    model = MODELS[kind]
    return {row[0]: row[1] for row in db.session.execute(select(model.id, model.name).where(model.id.in_(ids)))}


def missing_of(profile_id: uuid.UUID, against: str) -> list[str] | None:
    """What the profile must say before it can be compared; None while it has not been compared yet."""
    row = db.session.get(RankedProfile, (profile_id, against))
    return list(row.missing) if row is not None else None


def feedback(pairs: Collection[Pair], side: Side) -> dict[Pair, MatchFeedback]:
    projects, candidates = {project for project, _c in pairs}, {candidate for _p, candidate in pairs}
    statement = select(MatchFeedback).where(
        MatchFeedback.side == side,
        MatchFeedback.project_id.in_(projects),
        MatchFeedback.candidate_id.in_(candidates),
    )
    return {(row.project_id, row.candidate_id): row for row in db.session.scalars(statement)}


def versions() -> Sequence[ModelVersion]:
    return db.session.scalars(select(ModelVersion).order_by(ModelVersion.created_at.desc(), ModelVersion.id)).all()


def recent_runs(*, most: int = 20) -> Sequence[MatchRun]:
    statement = select(MatchRun).order_by(MatchRun.started_at.desc(), MatchRun.id)
    return db.session.scalars(statement.limit(most)).unique().all()


def counts() -> dict[str, int]:
    """How many take part, and how many pairs are stored."""
    found = {model.__tablename__: select(func.count()).where(TAKES_PART[model]) for model in TAKES_PART}
    found["match"] = select(func.count()).select_from(Match)
    row = db.session.execute(
        select(*(statement.scalar_subquery().label(name) for name, statement in found.items()))
    ).one()
    return dict(row._mapping)


def unplanned(actor: Actor) -> Sequence[Roadshow]:
    """The organisation's roadshows with a fixed line-up that nobody has matched yet."""
    runs = select(MatchRun.roadshow_id).where(MatchRun.roadshow_id.is_not(None), MatchRun.finished_at.is_not(None))
    statement = select(Roadshow).where(
        Roadshow.organisation_id == actor.organisation_id,
        Roadshow.state.in_((RoadshowState.LINEUP_FIXED, RoadshowState.PUBLISHED)),
        Roadshow.id.not_in(runs),
    )
    return db.session.scalars(statement.order_by(Roadshow.starts_at, Roadshow.id)).unique().all()


# What the jobs need


def due_profiles() -> set[uuid.UUID]:
    """Everybody who takes part and was changed since they were last compared, or never was."""
    due: set[uuid.UUID] = set(db.session.scalars(_late(Mentor, MentorConflict.mentor_id, _CONFLICT_CHANGED)))
    due |= set(db.session.scalars(_late(Fund, FundInvestment.fund_id, FundInvestment.updated_at)))
    for model, against in ((Project, "mentor"), (Project, "fund"), (Mentor, "project"), (Fund, "project")):
        compared = (RankedProfile.profile_id == model.id) & (RankedProfile.against == against)
        late = or_(RankedProfile.profile_id.is_(None), RankedProfile.computed_at < model.updated_at)
        statement = select(model.id).outerjoin(RankedProfile, compared).where(TAKES_PART[model], late)
        due.update(db.session.scalars(statement))
    return due


# When an interest was declared or ended, whichever was later.
_CONFLICT_CHANGED = func.coalesce(MentorConflict.ended_at, MentorConflict.created_at)


def _late(model: type[Any], owner: Any, changed: Any) -> Select[uuid.UUID]:
    """Profiles of which a part of its own table changed since they were compared."""
    compared = (RankedProfile.profile_id == owner) & (RankedProfile.against == "project")
    statement = select(owner).join(RankedProfile, compared).join(model, model.id == owner)
    return statement.where(TAKES_PART[model], changed > RankedProfile.computed_at).distinct()


def anything_gone() -> bool:
    """Whether matches are stored of profiles that no longer take part."""
    present = or_(*(RankedProfile.profile_id.in_(select(model.id).where(TAKES_PART[model])) for model in TAKES_PART))
    return db.session.scalar(select(RankedProfile.profile_id).where(~present).limit(1)) is not None


def current_lineups() -> set[uuid.UUID]:
    """Projects that stand on the line-up of a roadshow not yet closed: every fund may see them ranked."""
    statement = select(LineupPlace.project_id).join(Roadshow, Roadshow.id == LineupPlace.roadshow_id)
    return set(db.session.scalars(statement.where(Roadshow.state.in_(CURRENT), LineupPlace.is_waiting.is_(False))))


def with_few_matches(candidate_ids: Sequence[uuid.UUID], least: int) -> list[uuid.UUID]:
    counted = select(Match.candidate_id).group_by(Match.candidate_id).having(func.count() >= least)
    enough = set(db.session.scalars(counted))
    return [candidate_id for candidate_id in candidate_ids if candidate_id not in enough]


def pairs_of(candidate_ids: Collection[uuid.UUID]) -> set[Pair]:
    statement = select(Match.project_id, Match.candidate_id).where(Match.candidate_id.in_(candidate_ids))
    return {(row[0], row[1]) for row in db.session.execute(statement)}


def fits(pairs: Collection[Pair]) -> dict[Pair, float]:
    """How well (project, candidate) pairs fit, from 0 to 1, as far as they were compared."""
    statement = select(Match.project_id, Match.candidate_id, Match.score).where(
        Match.project_id.in_({project_id for project_id, _candidate in pairs}),
        Match.candidate_id.in_({candidate_id for _project, candidate_id in pairs}),
    )
    found = {(project_id, candidate_id): score for project_id, candidate_id, score in db.session.execute(statement)}
    return {pair: found[pair] / 100 for pair in pairs if pair in found}


def newest_full_run() -> MatchRun | None:
    statement = select(MatchRun).where(MatchRun.scope == Scope.ALL, MatchRun.finished_at.is_not(None))
    return db.session.scalar(statement.order_by(MatchRun.started_at.desc(), MatchRun.id).limit(1))


def managed_run(actor: Actor, run_id: uuid.UUID) -> MatchRun | None:
    """A run for a roadshow that the person runs."""
    run = db.session.get(MatchRun, run_id)
    if run is None or run.roadshow is None or not manages(actor, run.roadshow):
        return None
    return run
