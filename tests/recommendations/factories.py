"""A small matched city: real profiles through the services, and matches through the engine."""

from typing import Any

from app.accounts.actor import Actor
from app.accounts.models import OrganisationKind, Role
from app.extensions import db
from app.recommendations.models import Match
from app.recommendations.services.ranking import refresh
from app.roadshows.models import Roadshow, RoadshowState
from app.roadshows.services import lineup, moves
from tests import factories
from tests.funds.factories import published as published_fund
from tests.mentors.factories import published as published_mentor
from tests.projects.factories import published as published_project
from tests.roadshows import factories as roadshows

LIKE: dict[str, Any] = {
    "summary": "面向协作机器人的柔性压力传感器，给机械手装上触觉。",
    "needs": ["financing"],
    "stage": "seed",
    "round": "angel",
}


class City:
    """Who acts, and what they published."""

    def __init__(self, *, projects: int = 1, mentors: int = 1, funds: int = 1) -> None:
        self.owner, self.teammate = _pair(Role.ENTREPRENEUR)
        self.investor, self.partner = _pair(Role.INVESTOR)
        self.authority = factories.organisation(OrganisationKind.AUTHORITY)
        self.mentor_person = factories.actor(Role.MENTOR, of=self.authority)
        self.projects = [published_project(self.owner, **LIKE, name=f"触觉{n}") for n in range(projects)]
        people = [self.mentor_person, *(factories.actor(Role.MENTOR, of=self.authority) for _n in range(mentors - 1))]
        self.mentors = [
            published_mentor(person, name=f"导师{n}", bio="做过机器人触觉传感器。") for n, person in enumerate(people)
        ]
        self.funds = [
            published_fund(self.investor, name=f"基金{n}", thesis="投资机器人传感器的早期公司。") for n in range(funds)
        ]
        db.session.commit()

    @property
    def project(self) -> Any:
        return self.projects[0]

    @property
    def mentor(self) -> Any:
        return self.mentors[0]

    @property
    def fund(self) -> Any:
        return self.funds[0]


def matched(**sizes: int) -> City:
    city = City(**sizes)
    compute()
    return city


def compute(**values: Any) -> dict[str, Any]:
    db.session.commit()
    return refresh(quiet, **values)


def lineup_of(city: City, *, to: RoadshowState = RoadshowState.PUBLISHED) -> tuple[Actor, Roadshow]:
    """A roadshow with all projects of the city on its line-up, and its organiser."""
    organiser = factories.actor(Role.ORGANISER)
    made = roadshows.opened(organiser, capacity=20)
    sent = [roadshows.application(made, city.owner, project) for project in city.projects]
    lineup.add(actor=organiser, roadshow=made, application_ids=[row.id for row in sent])
    for state in (RoadshowState.LINEUP_FIXED, RoadshowState.PUBLISHED):
        if made.state is not to:
            moves.move(actor=organiser, roadshow=made, to=state)
    db.session.commit()
    return organiser, made


def quiet(*_progress: Any) -> None:
    """Progress that nobody watches."""


def pair(project: Any, candidate: Any) -> Match | None:
    return db.session.get(Match, (project.id, candidate.id))


def _pair(role: Role) -> tuple[Actor, Actor]:
    first = factories.actor(role)
    return first, factories.actor(role, of=first.membership.organisation, is_manager=False)
