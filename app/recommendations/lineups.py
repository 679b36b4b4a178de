"""The line-up of a roadshow ranked for a fund: who reads it, and its rows.

The list is read as columns, not as objects: fifty projects with a hundred columns each were most of the page's time.
The statements are made once: making them was a fifth of what was left.
"""

import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Any, NamedTuple

from sqlalchemy import Select, Text, bindparam, cast, func, select
from sqlalchemy.orm import lazyload

from app.accounts.actor import Actor
from app.accounts.models import Organisation
from app.core.profiles import ProfileState
from app.extensions import db
from app.funds.models import Fund
from app.funds.policies import owns as owns_fund
from app.projects.models import Project, ProjectFacet
from app.recommendations.models import Match, MatchFeedback, Side
from app.roadshows.meetings.models import MeetingRequest
from app.roadshows.models import Interest, LineupPlace, Roadshow
from app.roadshows.policies import sees_lineup


@dataclass(frozen=True, slots=True)
class Lineup:
    """A line-up that the person sees, the own fund that it is ranked for, and the person's other funds."""

    roadshow: Roadshow
    fund: Fund
    funds: Sequence[Fund]


class Place(NamedTuple):
    """A project on the line-up: what its line shows, what access to it depends on, and its match if it has one."""

    id: uuid.UUID
    organisation_id: uuid.UUID
    visibility_text: str
    name: str
    region_code: str
    round: str
    organisation: str
    sectors: str | None
    score: int | None
    band: str | None
    evidence_text: str | None

    @property
    def visibility(self) -> Mapping[str, str]:
        return _read(self.visibility_text)

    @property
    def evidence(self) -> Sequence[Any]:
        return json.loads(self.evidence_text) if self.evidence_text else ()

    def codes(self, facet: str) -> list[str]:
        """As a profile answers; a line knows the sectors alone."""
        assert facet == "sector"
        return sorted(self.sectors.split(",")) if self.sectors else []


@lru_cache(maxsize=200)
def _read(text: str) -> Mapping[str, str]:
    """Few projects choose anything but what everybody starts with."""
    return MappingProxyType(json.loads(text))


@cache
def _roadshow() -> Select[Roadshow]:
    return select(Roadshow).where(Roadshow.id == bindparam("roadshow_id")).options(lazyload("*"))


@cache
def _funds() -> Select[Fund]:
    mine = select(Fund).where(Fund.organisation_id == bindparam("mine"), Fund.state == ProfileState.PUBLISHED)
    return mine.options(lazyload("*")).order_by(Fund.sort_key, Fund.id)


def readable_lineup(actor: Actor, roadshow_id: uuid.UUID, fund_id: uuid.UUID) -> Lineup | None:
    """Two statements: nothing but names is needed of the roadshow and the funds."""
    roadshow = db.session.scalar(_roadshow(), {"roadshow_id": roadshow_id})
    if roadshow is None or not sees_lineup(actor, roadshow):
        return None
    funds = db.session.scalars(_funds(), {"mine": actor.organisation_id}).all()
    fund = next((row for row in funds if row.id == fund_id), None)
    return Lineup(roadshow, fund, funds) if fund is not None and owns_fund(actor, fund) else None


@cache
def _places() -> Select[*tuple[Any, ...]]:
    sectors = select(func.aggregate_strings(ProjectFacet.code, ",")).where(
        ProjectFacet.project_id == Project.id, ProjectFacet.facet == "sector"
    )
    shown = (
        Project.id,
        Project.organisation_id,
        cast(Project.visibility, Text),
        Project.name,
        Project.region_code,
        Project.round,
        Organisation.name,
        sectors.scalar_subquery(),
        Match.score,
        Match.band,
        cast(Match.evidence, Text),
    )
    same = (Match.project_id == Project.id) & (Match.candidate_id == bindparam("fund_id"))
    return (
        select(*shown)
        .join(LineupPlace, LineupPlace.project_id == Project.id)
        .join(Organisation, Organisation.id == Project.organisation_id)
        .outerjoin(Match, same & Project.ranked)
        .where(LineupPlace.roadshow_id == bindparam("roadshow_id"), LineupPlace.is_waiting.is_(False))
        .where(Project.state == ProfileState.PUBLISHED)
        .order_by(Match.raw.is_(None), Match.raw.desc(), LineupPlace.position, Project.id)
    )


def places(roadshow_id: uuid.UUID, fund_id: uuid.UUID) -> list[Place]:
    """The whole line-up, best first; projects that were not compared stand last, in their order."""
    asked = {"roadshow_id": roadshow_id, "fund_id": fund_id}
    return [Place(*row) for row in db.session.execute(_places(), asked)]


@cache
def _opened() -> Select[Match, MatchFeedback]:
    said = (MatchFeedback.project_id == Match.project_id) & (MatchFeedback.candidate_id == Match.candidate_id)
    return (
        select(Match, MatchFeedback)
        .outerjoin(MatchFeedback, said & (MatchFeedback.side == Side.CANDIDATE))
        .where(Match.project_id == bindparam("project_id"), Match.candidate_id == bindparam("fund_id"))
        .options(lazyload("*"))
    )


def opened(project_id: uuid.UUID, fund_id: uuid.UUID) -> tuple[Match, MatchFeedback | None] | None:
    """The match that is shown beside the list, whole, and what the fund said to it."""
    row = db.session.execute(_opened(), {"project_id": project_id, "fund_id": fund_id}).one_or_none()
    return (row[0], row[1]) if row else None


@cache
def _marks() -> Select[uuid.UUID, Interest, MeetingRequest]:
    marked = (Interest.roadshow_id == LineupPlace.roadshow_id) & (Interest.fund_id == bindparam("fund_id"))
    asked = (MeetingRequest.roadshow_id == LineupPlace.roadshow_id) & (MeetingRequest.fund_id == bindparam("fund_id"))
    return (
        select(LineupPlace.project_id, Interest, MeetingRequest)
        .outerjoin(Interest, marked & (Interest.project_id == LineupPlace.project_id))
        .outerjoin(MeetingRequest, asked & (MeetingRequest.project_id == LineupPlace.project_id))
        .where(LineupPlace.roadshow_id == bindparam("roadshow_id"))
        .where(Interest.id.is_not(None) | MeetingRequest.id.is_not(None))
        .order_by(MeetingRequest.asked_at, MeetingRequest.id)
        .options(lazyload("*"))
    )


def marks(
    roadshow_id: uuid.UUID, fund_id: uuid.UUID
) -> tuple[dict[uuid.UUID, Interest], dict[uuid.UUID, MeetingRequest]]:
    """What a fund marked for the projects of a line-up, and the last that the two asked each other: one statement."""
    rows = db.session.execute(_marks(), {"roadshow_id": roadshow_id, "fund_id": fund_id}).all()
    interests = {project_id: interest for project_id, interest, _request in rows if interest is not None}
    return interests, {project_id: request for project_id, _interest, request in rows if request is not None}
