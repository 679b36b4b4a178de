"""Roadshows with people who meet, made through the services."""

from dataclasses import dataclass
from typing import Any

from app.accounts.actor import Actor
from app.accounts.models import Role
from app.funds.models import Fund
from app.projects.models import Project
from app.roadshows.meetings.models import Meeting, MeetingRequest
from app.roadshows.meetings.services import asking
from app.roadshows.models import Roadshow, RoadshowState
from app.roadshows.services import lineup, moves, registrations
from tests import factories
from tests.funds.factories import published as published_fund
from tests.roadshows.factories import application, opened


@dataclass
class Scene:
    """A published line-up, and fund managers that have registered."""

    organiser: Actor
    roadshow: Roadshow
    owners: list[Actor]
    projects: list[Project]
    investors: list[Actor]
    funds: list[Fund]

    @property
    def owner(self) -> Actor:
        return self.owners[0]

    @property
    def investor(self) -> Actor:
        return self.investors[0]

    @property
    def fund(self) -> Fund:
        return self.funds[0]

    @property
    def project(self) -> Project:
        return self.projects[0]

    def ask(self, fund: int = 0, project: int = 0, **values: Any) -> MeetingRequest:
        """The fund asks the project."""
        return asking.ask_project(
            actor=self.investors[fund],
            roadshow=self.roadshow,
            fund=self.funds[fund],
            project=self.projects[project],
            **{"reason": "想了解订单。", **values},
        )

    def ask_fund(self, project: int = 0, fund: int = 0) -> MeetingRequest:
        return asking.ask_fund(
            actor=self.owners[project],
            roadshow=self.roadshow,
            project=self.projects[project],
            fund=self.funds[fund],
            reason="想请贵基金看看样机。",
        )

    def agree(self, fund: int = 0, project: int = 0) -> Meeting:
        return asking.accept(actor=self.owners[project], request=self.ask(fund, project))


def scene(projects: int = 1, funds: int = 1, **values: Any) -> Scene:
    organiser = factories.actor(Role.ORGANISER)
    made = opened(organiser, **{"capacity": max(2, projects), "seats": 40, **values})
    owners = [factories.actor() for _ in range(projects)]
    sent = [application(made, owner) for owner in owners]
    lineup.add(actor=organiser, roadshow=made, application_ids=[one.id for one in sent])
    for state in (RoadshowState.LINEUP_FIXED, RoadshowState.PUBLISHED):
        moves.move(actor=organiser, roadshow=made, to=state)
    investors = [factories.actor(Role.INVESTOR) for _ in range(funds)]
    for investor in investors:
        registrations.register(actor=investor, roadshow=made, people=1)
    shown = [published_fund(investor) for investor in investors]
    return Scene(organiser, made, owners, [one.project for one in sent], investors, shown)
