"""What a run reads: published profiles that take part in the matching, in a constant number of statements.

Plain columns instead of mapped objects: a thousand funds with twenty thousand deals load in about a second.
"""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select

from app.accounts.models import Membership, Organisation
from app.cities.known import cities
from app.cities.sharing import hidden_from
from app.core.profiles import ProfileState
from app.extensions import db
from app.funds.models import Fund, FundFacet, FundInvestment
from app.mentors.models import Mentor, MentorFacet, MentorText, Standing
from app.mentors.queries import conflicts_between
from app.mentorships.models import Mentorship
from app.projects.models import Project, ProjectFacet
from app.recommendations.models import MatchFeedback
from app.taxonomy import catalogue

Codes = Mapping[str, frozenset[str]]
Pair = tuple[uuid.UUID, uuid.UUID]

# The texts of a project that the matching reads, by field. Never the cap table, contacts, equity or the deck.
PROJECT_TEXTS = ("name", "tagline", "summary", "problem", "solution", "market", "traction", "need")
TAKES_PART: dict[type[Any], ColumnElement[bool]] = {
    Project: (Project.state == ProfileState.PUBLISHED) & Project.ranked,
    Mentor: (Mentor.state == ProfileState.PUBLISHED) & (Mentor.standing == Standing.FILED) & Mentor.ranked,
    Fund: (Fund.state == ProfileState.PUBLISHED) & Fund.ranked,
}


@dataclass(frozen=True)
class Profile:
    """One row with its codes by facet and its texts by field."""

    id: uuid.UUID
    row: Any
    codes: Codes
    texts: Mapping[str, list[str]] = field(default_factory=dict)
    deals: list[Any] = field(default_factory=list)
    conflicts: frozenset[uuid.UUID] = frozenset()


@dataclass
class Rows:
    """Everybody who takes part, as of one moment."""

    read_at: dt.datetime
    projects: list[Profile]
    mentors: list[Profile]
    funds: list[Profile]
    outcomes: list[Pair]

    @property
    def basis(self) -> dict[str, int]:
        """How much there is to learn from."""
        deals = sum(len(fund.deals) for fund in self.funds)
        return {"funds": len(self.funds), "mentors": len(self.mentors), "deals": deals, "outcomes": len(self.outcomes)}


def load(read_at: dt.datetime) -> Rows:
    projects, mentors, funds = _projects(), _mentors(), _funds()
    outcomes = _outcomes({project.id for project in projects})
    return Rows(read_at, _apart(projects) if len(cities()) > 1 else projects, mentors, funds, outcomes)


def newest_deal() -> dt.date | None:
    """The last day of which the market is known."""
    known = FundInvestment.removed_at.is_(None) & TAKES_PART[Fund]
    return db.session.scalar(
        select(func.max(FundInvestment.invested_on)).join(Fund, Fund.id == FundInvestment.fund_id).where(known)
    )


def _projects() -> list[Profile]:
    columns = [getattr(Project, name) for name in PROJECT_TEXTS]
    statement = select(
        Project.id,
        Project.region_code,
        Project.stage,
        Project.round,
        Project.amount_sought,
        *columns,
    ).where(TAKES_PART[Project])
    rows = db.session.execute(statement.order_by(Project.id)).all()
    codes = _codes(ProjectFacet, ProjectFacet.project_id, select(Project.id).where(TAKES_PART[Project]))
    conflicts = _conflicts([row.id for row in rows])
    return [
        Profile(
            row.id,
            row,
            codes[row.id],
            {name: [text] for name in PROJECT_TEXTS if (text := getattr(row, name))},
            conflicts=frozenset(conflicts[row.id]),
        )
        for row in rows
    ]


def _mentors() -> list[Profile]:
    statement = select(
        Mentor.id,
        Mentor.account_id,
        Mentor.headline,
        Mentor.bio,
        Mentor.employer,
        Mentor.position,
        Mentor.region_code,
        Mentor.capacity,
        Mentor.mentee_count,
        Mentor.paused,
    ).where(TAKES_PART[Mentor])
    wanted = select(Mentor.id).where(TAKES_PART[Mentor])
    codes = _codes(MentorFacet, MentorFacet.mentor_id, wanted)
    evidence = select(MentorText.mentor_id, MentorText.title, MentorText.text).where(MentorText.mentor_id.in_(wanted))
    texts: dict[uuid.UUID, list[str]] = defaultdict(list)
    for mentor_id, title, text in db.session.execute(evidence.order_by(MentorText.position, MentorText.id)):
        texts[mentor_id].append(f"{title}\n{text}")
    return [
        Profile(
            row.id,
            row,
            codes[row.id],
            {"headline": [f"{row.headline}\n{row.employer} {row.position}"], "bio": [row.bio], "texts": texts[row.id]},
        )
        for row in db.session.execute(statement.order_by(Mentor.id))
    ]


def _funds() -> list[Profile]:
    statement = select(
        Fund.id,
        Fund.tagline,
        Fund.thesis,
        Fund.ticket_min,
        Fund.ticket_max,
        Fund.remaining_capital,
        Fund.leads,
        Fund.follows,
        Fund.deals_per_year,
        Fund.capacity,
    ).where(TAKES_PART[Fund])
    wanted = select(Fund.id).where(TAKES_PART[Fund])
    codes = _codes(FundFacet, FundFacet.fund_id, wanted)
    deals = _deals(wanted)
    return [
        Profile(row.id, row, codes[row.id], {"tagline": [row.tagline], "thesis": [row.thesis]}, deals[row.id])
        for row in db.session.execute(statement.order_by(Fund.id))
    ]


def _deals(wanted: Select[uuid.UUID]) -> dict[uuid.UUID, list[Any]]:
    found: dict[uuid.UUID, list[Any]] = defaultdict(list)
    statement = select(
        FundInvestment.fund_id,
        FundInvestment.invested_on,
        FundInvestment.sectors,
        FundInvestment.region_code,
        FundInvestment.round,
        FundInvestment.amount,
        FundInvestment.description,
        FundInvestment.company,
    ).where(FundInvestment.fund_id.in_(wanted), FundInvestment.removed_at.is_(None))
    for row in db.session.execute(statement.order_by(FundInvestment.invested_on, FundInvestment.id)):
        found[row.fund_id].append(row)
    return found


def _codes(model: Any, owner: Any, wanted: Select[uuid.UUID]) -> dict[uuid.UUID, Codes]:
    found: dict[uuid.UUID, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for owner_id, facet, code in db.session.execute(select(owner, model.facet, model.code).where(owner.in_(wanted))):
        found[owner_id][facet].add(code)
    codes: dict[uuid.UUID, Codes] = defaultdict(dict)
    for owner_id, facets in found.items():
        codes[owner_id] = {facet: frozenset(members) for facet, members in facets.items()}
    return codes


def _conflicts(project_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, set[uuid.UUID]]:
    """By project: mentors with a declared interest or a place in the company, and funds that hold shares already."""
    found: dict[uuid.UUID, set[uuid.UUID]] = defaultdict(set)
    for mentor_id, project_id in conflicts_between(project_ids=list(project_ids)):
        found[project_id].add(mentor_id)
    colleagues = (
        select(Project.id, Mentor.id)
        .join(Membership, (Membership.organisation_id == Project.organisation_id) & Membership.ended_at.is_(None))
        .join(Mentor, Mentor.account_id == Membership.account_id)
        .where(TAKES_PART[Project])
    )
    holders = select(FundInvestment.project_id, FundInvestment.fund_id).where(
        FundInvestment.project_id.is_not(None), FundInvestment.removed_at.is_(None)
    )
    for project_id, candidate_id in [*db.session.execute(colleagues), *db.session.execute(holders)]:
        found[project_id].add(candidate_id)
    return found


def _apart(projects: list[Profile]) -> list[Profile]:
    """Whoever is registered in a city without an agreement is out of the question, as where there is a conflict."""
    known = cities()

    def city(region: str) -> str:
        found = catalogue.city_of(region)
        return found if found in known else ""

    homes = _homes(Project)
    of_city: dict[str, set[uuid.UUID]] = defaultdict(set)
    for model in (Mentor, Fund):
        for candidate_id, region in _homes(model).items():
            of_city[city(region)].add(candidate_id)
    hidden = {code: frozenset(key for other in hidden_from(code) for key in of_city[other]) for code in ("", *known)}
    return [
        replace(profile, conflicts=profile.conflicts | away) if (away := hidden[city(homes[profile.id])]) else profile
        for profile in projects
    ]


def _homes(model: type[Any]) -> dict[uuid.UUID, str]:
    """Where each that takes part belongs: the region of its organisation, or for a project its own."""
    region: Any = Organisation.region_code
    if model is Project:
        region = func.coalesce(func.nullif(Project.region_code, ""), region)
    statement = select(model.id, region).join(Organisation, Organisation.id == model.organisation_id)
    return {row[0]: row[1] for row in db.session.execute(statement.where(TAKES_PART[model]))}


def _outcomes(project_ids: set[uuid.UUID]) -> list[Pair]:
    """Mentorships that came about, oldest first: what the ranking of mentors learns from."""
    statement = select(Mentorship.project_id, Mentorship.mentor_id).order_by(Mentorship.started_at, Mentorship.id)
    return [(row.project_id, row.mentor_id) for row in db.session.execute(statement) if row.project_id in project_ids]


def dismissed(project_ids: Collection[uuid.UUID]) -> set[Pair]:
    """(project, candidate) that one of the two finds not relevant."""
    statement = select(MatchFeedback.project_id, MatchFeedback.candidate_id)
    return {(row[0], row[1]) for row in db.session.execute(statement.where(MatchFeedback.project_id.in_(project_ids)))}
