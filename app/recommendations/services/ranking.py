"""Computing who fits whom, and keeping it fresh. Long work happens outside any transaction; writing is short."""

import datetime as dt
import resource
import time
import uuid
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from typing import Any

from sqlalchemy import func, select, update

from app.core.database import reading
from app.core.model import utc_now
from app.extensions import db
from app.funds.models import Fund, FundInvestment
from app.mentors.models import Mentor
from app.mentorships.models import Mentorship
from app.recommendations import engine, measuring, outcomes, queries, rows
from app.recommendations.finance import services as finance
from app.recommendations.models import Kind, MatchRun, ModelVersion, Scope
from app.recommendations.rows import TAKES_PART, Pair, Profile, Rows
from app.recommendations.services import writing
from app.recommendations.services.cities import remove_apart

Progress = Callable[[int, int, str], None]
KINDS = (Kind.MENTOR, Kind.FUND)
MOST_OF_PROJECT = 20
MOST_OF_CANDIDATE = 20
# Beyond this share of the profiles, comparing everybody anew is quicker than one by one.
MANY = 0.2
HIGH = 2  # of a mean with the ends of its interval


def refresh(progress: Progress, *, everything: bool = False) -> dict[str, Any]:
    """Bring the stored matches up to date: of the profiles that changed, or of everybody."""
    started, clock = utc_now(), time.monotonic()
    progress(0, 1, "load")
    with reading():
        data = rows.load(started)
        due = None if everything or is_outdated(live_version(), data.basis) else queries.due_profiles()
        deep = queries.current_lineups()
        day = market_day()
        db.session.rollback()
    total = len(data.projects) + len(data.mentors) + len(data.funds)
    if due is not None and len(due) > max(50, MANY * total):
        due = None
    version, rankings = fitted(progress, data, day)
    version_id = version.id
    db.session.rollback()  # reading it began a transaction, and nobody could write while everybody is compared
    written = 0
    for ranking in rankings:
        written += _compare(progress, ranking, data, due, deep, version_id)
    _compare_products(progress, rankings, data, due, day)
    writing.lock()
    removed = writing.remove_gone()
    remove_apart()
    writing.renumber()
    summary = {"pairs": written, "removed": removed, "profiles": total if due is None else len(due), **usage(clock)}
    scope = Scope.ALL if due is None else Scope.PROFILES
    run = MatchRun(scope=scope, model_version_id=version_id, summary=summary, started_at=started, finished_at=utc_now())
    run.parameters = {"as_of": day.isoformat()}
    db.session.add(run)
    db.session.commit()
    return summary


def fitted(progress: Progress, data: Rows, day: dt.date) -> tuple[ModelVersion, list[engine.Ranking]]:
    """The live model on today's profiles; learned anew when there is much more to learn from, or it is outdated.

    What was learned anew is used only if it is not worse than the weights in use on what came about lately.
    """
    version, found = live_version(), outcomes.invested()
    state = dict(version.state) if version is not None else None
    outdated = is_outdated(version, data.basis)
    db.session.rollback()
    if version is not None and not outdated:
        progress(0, len(KINDS), "fit")
        with suppress(ValueError):  # its weights are of another version of the features
            return version, _fit_all(progress, data, day, state)
    progress(0, len(KINDS), "learn")
    rankings = _fit_all(progress, data, day, None)
    compared = _against(state, data, found)
    worse = compared is not None and compared["gain"][HIGH] < 0
    made = _store(rankings, data, day, compared, live=not worse)
    db.session.commit()
    if not worse:
        return made, rankings
    kept = live_version()
    assert kept is not None  # it was compared with
    return kept, _fit_all(progress, data, day, state)


def _against(state: dict[str, Any] | None, data: Rows, found: outcomes.Outcomes) -> dict[str, Any] | None:
    """The gain of learning anew over the weights in use; None where there is too little, or they are of another
    version of the features."""
    asked = measuring.task(Kind.FUND, data, found) if state is not None else None
    if asked is None or state is None:
        return None
    try:
        return measuring.compare(asked, measuring.as_of(data, found, asked.cut), state[Kind.FUND.value])
    except ValueError:
        return None


def _fit_all(progress: Progress, data: Rows, day: dt.date, state: dict[str, Any] | None) -> list[engine.Ranking]:
    rankings = []
    for done, kind in enumerate(KINDS, start=1):
        rankings.append(engine.Ranking(kind, data, day, None if state is None else state[kind.value]))
        progress(done, len(KINDS), "learn" if state is None else "fit")
    return rankings


def _store(
    rankings: Iterable[engine.Ranking], data: Rows, day: dt.date, compared: dict[str, Any] | None, *, live: bool
) -> ModelVersion:
    """Store what was learned, and use it from now on if it is `live`. The others stay, with their measured quality."""
    today = utc_now().date().isoformat()
    made = select(func.count()).where(ModelVersion.name.startswith(today))
    writing.lock()
    number = (db.session.scalar(made) or 0) + 1
    if live:
        db.session.execute(update(ModelVersion).where(ModelVersion.is_live).values(is_live=False))
    elif (kept := live_version()) is not None:
        kept.basis = {**kept.basis, "seen": data.basis}  # so that it is not tried again before there is more
    version = ModelVersion(
        name=f"{today}-{number}",
        state={ranking.kind.value: ranking.state() for ranking in rankings},
        basis={**data.basis, "as_of": day.isoformat()},
        metrics={"compared": compared} if compared else {},
        is_live=live,
    )
    db.session.add(version)
    db.session.flush()
    return version


def live_version() -> ModelVersion | None:
    return db.session.scalar(select(ModelVersion).where(ModelVersion.is_live))


def is_outdated(version: ModelVersion | None, basis: dict[str, int]) -> bool:
    """Whether a tenth or more of what there is to learn from is new."""
    if version is None:
        return True
    known = version.basis.get("seen", version.basis)
    return any(abs(count - known.get(name, 0)) > 0.1 * max(known.get(name, 0), 10) for name, count in basis.items())


def current_basis() -> dict[str, int]:
    """The counts of `Rows.basis` without loading the rows."""
    deals = select(func.count()).select_from(FundInvestment).join(Fund, Fund.id == FundInvestment.fund_id)
    deals = deals.where(TAKES_PART[Fund], FundInvestment.removed_at.is_(None))
    return {
        "funds": db.session.scalar(select(func.count()).select_from(Fund).where(TAKES_PART[Fund])) or 0,
        "mentors": db.session.scalar(select(func.count()).select_from(Mentor).where(TAKES_PART[Mentor])) or 0,
        "deals": db.session.scalar(deals) or 0,
        "outcomes": db.session.scalar(select(func.count()).select_from(Mentorship)) or 0,
    }


def market_day() -> dt.date:
    """The day as of which the market is judged: today, unless the newest known deal is more than a year old.

    An imported history that ends earlier would otherwise make every fund look asleep.
    """
    today, newest = utc_now().date(), rows.newest_deal()
    if newest is None or (today - newest).days <= 365:
        return today
    return newest + dt.timedelta(days=1)


def usage(clock: float) -> dict[str, Any]:
    """Seconds since `clock`, and the most memory this process has held."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"seconds": round(time.monotonic() - clock, 1), "peak_mb": round(peak)}


def _compare_products(
    progress: Progress, rankings: Sequence[engine.Ranking], data: Rows, due: set[uuid.UUID] | None, day: dt.date
) -> None:
    """Agencies' financing products, by the weights that the funds taught."""
    state = next(ranking.state() for ranking in rankings if ranking.kind is Kind.FUND)
    projects = [profile for profile in data.projects if due is None or profile.id in due]
    finance.refresh(progress, projects, day=day, state=state, read_at=data.read_at)


def _compare(
    progress: Progress,
    ranking: engine.Ranking,
    data: Rows,
    due: set[uuid.UUID] | None,
    deep: set[uuid.UUID],
    version_id: uuid.UUID,
) -> int:
    """Rank one kind of candidates, for the projects that are due and then from the side of the candidates that are."""
    kind = ranking.kind
    stamp: dict[str, Any] = {"version_id": version_id, "read_at": data.read_at}
    projects = [profile for profile in data.projects if due is None or profile.id in due]
    written = 0
    for done, part in _parts(projects):
        results = list(ranking.best([p for p in part if p.id not in deep], MOST_OF_PROJECT))
        results += ranking.all_pairs([p for p in part if p.id in deep])
        for portion in writing.portions(results):
            writing.lock()
            written += writing.replace_projects(kind, portion, **stamp)
            db.session.commit()
        progress(done, len(projects), kind.value)
    everybody = [profile.id for profile in ranking.candidates.values()]
    if due is None:
        few = queries.with_few_matches(everybody, MOST_OF_CANDIDATE)
        written += _compare_back(ranking, data, few, everybody, set(), stamp)
    else:
        changed = [candidate_id for candidate_id in everybody if candidate_id in due]
        again = queries.pairs_of(changed) | {(project_id, key) for project_id in deep for key in changed}
        written += _compare_back(ranking, data, changed, changed, again, stamp)
    db.session.commit()
    return written


def _compare_back(
    ranking: engine.Ranking,
    data: Rows,
    wanted: Sequence[uuid.UUID],
    compared: Sequence[uuid.UUID],
    again: set[Pair],
    stamp: dict[str, Any],
) -> int:
    """The best projects of candidates that changed, or that too few projects have among their best; for those that
    changed also what is stored of them (`again`)."""
    db.session.rollback()
    found, missing = {}, {}
    touched = [profile for profile in data.projects if profile.id in {project_id for project_id, _key in again}]
    for projects, most in ((touched, len(touched)), (data.projects, MOST_OF_CANDIDATE)):
        for candidate_id, results, lacking in ranking.best_back(projects, wanted, most) if wanted and projects else ():
            missing[candidate_id] = lacking
            for row in results:
                pair = (row["project_id"], candidate_id)
                if projects is data.projects or pair in again:
                    found[pair] = row
    writing.lock()
    writing.remove_pairs(again)
    written = writing.add_pairs(list(found.values()), **stamp)
    writing.remember("project", {key: missing.get(key, []) for key in compared}, stamp["read_at"])
    return written


def _parts(projects: Sequence[Profile]) -> Iterable[tuple[int, Sequence[Profile]]]:
    for start in range(0, len(projects), writing.AT_ONCE):
        part = projects[start : start + writing.AT_ONCE]
        yield start + len(part), part
