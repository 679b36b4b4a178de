"""One run for a whole roadshow: rank everybody for its line-up, assign mentors and funds to all projects at once."""

import time
import uuid
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from flask_babel import gettext as _

from app.accounts.actor import Actor
from app.core import jobs
from app.core.database import reading
from app.core.errors import Conflict, Forbidden, Invalid
from app.core.model import utc_now
from app.extensions import db
from app.recommendations import engine, planned, rows
from app.recommendations.models import Assignment, AssignmentState, Kind, MatchRun, Scope
from app.recommendations.planned import BANDS, Situation
from app.recommendations.rows import Pair, Profile
from app.recommendations.services import ranking, writing
from app.recommendations.tasks import RUN
from app.roadshows.models import Roadshow
from app.roadshows.policies import manages

Found = dict[Kind, dict[Pair, dict[str, Any]]]
DEFAULTS: dict[str, Any] = {
    "mentors_min": 1,
    "mentors_max": 2,
    "funds_min": 2,
    "funds_max": 5,
    "per_mentor": 3,
    "per_fund": 10,
    "weakest": "possible",
}


def start_run(*, actor: Actor, roadshow: Roadshow, location: str = "", **parameters: Any) -> MatchRun:
    """Open a run and the job that carries it out; while one is running, that one."""
    if not manages(actor, roadshow):
        raise Forbidden
    newest = planned.newest_run(roadshow.id, finished=False)
    if newest is not None and newest.state in {"queued", "running"}:
        return newest
    if not roadshow.lineup_count:
        raise Conflict(_("The line-up is empty. Put projects on it first."))
    run = open_run(roadshow_id=roadshow.id, account_id=actor.account_id, **parameters)
    job = jobs.start(
        RUN, arguments={"run_id": str(run.id)}, actor=actor, location=location.replace("-run-", str(run.id))
    )
    run.job_id = job.id
    db.session.flush()
    return run


def open_run(*, roadshow_id: uuid.UUID, account_id: uuid.UUID | None = None, **parameters: Any) -> MatchRun:
    chosen = {**DEFAULTS, **{name: value for name, value in parameters.items() if value is not None}}
    for kind in ("mentors", "funds"):
        if chosen[f"{kind}_min"] > chosen[f"{kind}_max"]:
            raise Invalid(_("The most must not be below the least."), f"{kind}_max")
    before = planned.newest_run(roadshow_id)
    run = MatchRun(
        scope=Scope.ROADSHOW,
        roadshow_id=roadshow_id,
        started_by_id=account_id,
        previous_id=before.id if before else None,
        parameters=chosen,
    )
    db.session.add(run)
    db.session.flush()
    return run


def carry_out(progress: ranking.Progress, *, run_id: uuid.UUID) -> dict[str, Any]:
    """Rank, assign, and store both in one transaction. A run that is finished stays as it is."""
    clock, read_at = time.monotonic(), utc_now()
    progress(0, 1, "load")
    with reading():
        run = db.session.get_one(MatchRun, run_id)
        if run.finished_at is not None:
            return dict(run.summary)
        parameters, previous_id = dict(run.parameters), run.previous_id
        data = rows.load(read_at)
        situation = planned.situation(run)
        day = ranking.market_day()
        db.session.rollback()
    version, rankings = ranking.fitted(progress, data, day)
    version_id, version_name = version.id, version.name
    db.session.rollback()
    lineup = [profile for profile in data.projects if profile.id in situation.lineup]
    lists, scores = _compare(progress, rankings, lineup)
    progress(0, 1, "plan")
    planning = time.monotonic()
    wanted = planned.wanted(situation, data, _strong_enough(scores, parameters["weakest"]), _lacking(lists), parameters)
    plan = _solve(wanted)
    planning = time.monotonic() - planning
    progress(0, 1, "write")
    writing.lock()
    for kind, results in lists.items():
        writing.replace_projects(kind, results, version_id=version_id, read_at=read_at)
    writing.renumber()
    found = {kind: _by_pair(results) for kind, results in lists.items()}
    run = db.session.get_one(MatchRun, run_id)
    lines = _lines(run_id, plan, situation, found, _lacking(lists), has_previous=previous_id is not None)
    db.session.add_all(lines)
    run.summary = {
        **planned.figures(lines, situation, wanted, plan, parameters),
        **ranking.usage(clock),
        "plan_seconds": round(planning, 1),
        "as_of": day.isoformat(),
        "model": version_name,
    }
    run.model_version_id, run.finished_at = version_id, utc_now()
    summary = dict(run.summary)
    db.session.commit()
    progress(1, 1, "write")
    return summary


def _solve(wanted: engine.Wanted) -> Any:
    """The best plan among the best pairs of every project; among all pairs when somebody would be left out."""
    plan = engine.plan(replace(wanted, scores=planned.shortlist(wanted)))
    if any(shortage.code != "nobody_eligible" for shortage in plan.uncovered):
        plan = engine.plan(wanted)
    return plan


def _compare(
    progress: ranking.Progress, rankings: Sequence[engine.Ranking], lineup: Sequence[Profile]
) -> tuple[dict[Kind, list[writing.Ranked]], dict[Kind, dict[Pair, float]]]:
    lists, scores = {}, {}
    for done, one in enumerate(rankings, start=1):
        progress(done - 1, len(rankings), one.kind.value)
        lists[one.kind] = list(one.all_pairs(lineup))
        scores[one.kind] = one.scores(lineup)
    return lists, scores


def _strong_enough(scores: dict[Kind, dict[Pair, float]], weakest: str) -> dict[Pair, float]:
    least = BANDS[weakest]
    return {pair: score for of_kind in scores.values() for pair, score in of_kind.items() if score >= least}


def _lacking(lists: dict[Kind, list[writing.Ranked]]) -> dict[tuple[uuid.UUID, Kind], list[str]]:
    return {(profile.id, kind): lacks for kind, results in lists.items() for profile, _rows, lacks in results if lacks}


def _by_pair(results: Sequence[writing.Ranked]) -> dict[Pair, dict[str, Any]]:
    return {(profile.id, row["candidate_id"]): row for profile, found, _missing in results for row in found}


def _lines(
    run_id: uuid.UUID,
    plan: Any,
    situation: Situation,
    found: Found,
    lacking: dict[tuple[uuid.UUID, Kind], list[str]],
    *,
    has_previous: bool,
) -> list[Assignment]:
    """The plan as rows: who was asked already, who is proposed, and which places stay empty and why."""
    known = {pair: row for of_kind in found.values() for pair, row in of_kind.items()}

    def line(project_id: uuid.UUID, kind: Kind, candidate_id: uuid.UUID | None, **values: Any) -> Assignment:
        row = known.get((project_id, candidate_id), {}) if candidate_id else {}
        made = Assignment(run_id=run_id, project_id=project_id, candidate_kind=kind, candidate_id=candidate_id)
        made.score, made.band = row.get("score"), row.get("band", "")
        made.was_planned = (project_id, candidate_id) in situation.previous if has_previous and candidate_id else None
        for name, value in values.items():
            setattr(made, name, value)
        return made

    lines = [
        line(project_id, kind, candidate_id, state=AssignmentState.INVITED)
        for (project_id, candidate_id), kind in sorted(situation.settled.items())
    ]
    for project, candidate in plan.assigned:
        pair = (uuid.UUID(project), uuid.UUID(candidate))
        lines.append(line(pair[0], known[pair]["candidate_kind"], pair[1], is_pinned=pair in situation.pinned))
    for shortage in plan.uncovered:
        lines.append(line(uuid.UUID(shortage.project), Kind(shortage.kind), None, shortage=planned.shortage(shortage)))
    for (project_id, kind), missing in lacking.items():
        lines.append(line(project_id, kind, None, shortage={"code": "not_enough_data", "lacks": missing}))
    ranked = {project_id for project_id, _candidate in known} | {project_id for project_id, _kind in lacking}
    for project_id in situation.lineup - ranked - {line.project_id for line in lines}:
        lines += [line(project_id, kind, None, shortage={"code": "not_ranked"}) for kind in ranking.KINDS]
    return lines


def counted(lines: Sequence[Assignment]) -> Counter[tuple[uuid.UUID, Kind]]:
    """How many of each kind every project has."""
    return Counter((line.project_id, line.candidate_kind) for line in lines if line.candidate_id is not None)
