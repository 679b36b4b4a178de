"""How well the ranking finds the investors that later came, beside two rankings without a model."""

import datetime as dt
import random
import uuid
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import select

from app.core.database import reading
from app.core.model import utc_now
from app.extensions import db
from app.funds.models import FundInvestment
from app.recommendations import engine, rows
from app.recommendations.models import Kind, ModelVersion
from app.recommendations.rows import Profile, Rows
from app.recommendations.services.ranking import Progress, live_version

EARLY_ROUNDS = frozenset({"seed", "angel"})
# A project's first investors are looked for; what the model learns from ends before the first of these days.
DAYS = 61
Ranker = Callable[[Profile], Sequence[uuid.UUID]]


def evaluate(progress: Progress) -> dict[str, Any]:
    """Take the last two months of investments in projects away, rank as of the day before, look for who came.

    The figures are stored with the live model version.
    """
    progress(0, 1, "load")
    with reading():
        data = rows.load(utc_now())
        found = _investors()
        db.session.rollback()
    projects = {profile.id: profile for profile in data.projects}
    newest = max((day for days in found.values() for day in days.values()), default=None)
    if newest is None:
        return _stored({"rankings": {}, "as_of": ""})
    cut = newest - dt.timedelta(days=DAYS)
    wanted = {
        project_id: {fund for fund, day in days.items() if day >= cut}
        for project_id, days in found.items()
        if project_id in projects and min(days.values()) >= cut
    }
    past = _before(data, cut)
    progress(0, 1, "learn")
    asked = [projects[project_id] for project_id in sorted(wanted)]
    rankings = {"model": _by_model(past, asked, cut), "activity": _by_activity(past, cut), "random": _at_random(past)}
    measured = {name: _hits(rank, asked, wanted) for name, rank in rankings.items()}
    progress(1, 1, "learn")
    return _stored({"rankings": measured, "as_of": cut.isoformat()})


def _stored(metrics: dict[str, Any]) -> dict[str, Any]:
    if (version := live_version()) is not None:
        stored: ModelVersion = version
        stored.metrics = {**metrics, "measured_at": utc_now().isoformat()}
    db.session.flush()
    return metrics


def _investors() -> dict[uuid.UUID, dict[uuid.UUID, dt.date]]:
    """By project: who invested in it and when, first time each."""
    found: dict[uuid.UUID, dict[uuid.UUID, dt.date]] = defaultdict(dict)
    statement = select(FundInvestment.project_id, FundInvestment.fund_id, FundInvestment.invested_on).where(
        FundInvestment.project_id.is_not(None), FundInvestment.removed_at.is_(None)
    )
    for project_id, fund_id, day in db.session.execute(statement.order_by(FundInvestment.invested_on.desc())):
        if project_id is not None:
            found[project_id][fund_id] = day
    return found


def _before(data: Rows, cut: dt.date) -> Rows:
    """The rows as they were known the day before; who holds shares by now is no conflict then."""
    funds = [replace(fund, deals=[deal for deal in fund.deals if deal.invested_on < cut]) for fund in data.funds]
    projects = [replace(project, conflicts=frozenset()) for project in data.projects]
    return replace(data, funds=funds, projects=projects)


def _by_model(past: Rows, asked: Iterable[Profile], cut: dt.date) -> Ranker:
    ranking = engine.Ranking(Kind.FUND, past, cut)
    known = {profile.id: profile for profile in past.projects}
    scores: dict[uuid.UUID, list[tuple[float, uuid.UUID]]] = defaultdict(list)
    for (project_id, fund_id), score in ranking.scores([known[profile.id] for profile in asked]).items():
        scores[project_id].append((-score, fund_id))
    return lambda profile: [fund_id for _score, fund_id in sorted(scores[profile.id])]


def _by_activity(past: Rows, cut: dt.date) -> Ranker:
    """The funds with the most seed and angel deals in the year before."""
    since = cut - dt.timedelta(days=365)
    deals: Counter[uuid.UUID] = Counter()
    for fund in past.funds:
        deals[fund.id] = sum(1 for deal in fund.deals if deal.round in EARLY_ROUNDS and deal.invested_on >= since)
    order = sorted(deals, key=lambda fund_id: (-deals[fund_id], fund_id))
    return lambda _profile: order


def _at_random(past: Rows) -> Ranker:
    funds = [fund.id for fund in past.funds]
    return lambda profile: random.Random(str(profile.id)).sample(funds, len(funds))


def _hits(rank: Ranker, asked: Sequence[Profile], wanted: dict[uuid.UUID, set[uuid.UUID]]) -> dict[str, Any]:
    """The share of projects that have one of their investors among the first 10 and the first 50."""
    hits = {10: 0, 50: 0}
    for profile in asked:
        order = list(rank(profile))
        for most in hits:
            hits[most] += bool(wanted[profile.id].intersection(order[:most]))
    return {"outcomes": len(asked), **{f"hit{most}": count / max(len(asked), 1) for most, count in hits.items()}}
