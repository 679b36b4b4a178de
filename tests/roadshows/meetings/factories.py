"""Roadshows with people who meet, made through the services."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from app.accounts.actor import Actor
from app.accounts.models import Role
from app.extensions import db
from app.funds.models import Fund
from app.projects.models import Project
from app.roadshows.meetings.models import Meeting, MeetingRequest, MeetingSlot, Timetable
from app.roadshows.meetings.queries.board import slots_of
from app.roadshows.meetings.services import asking, computing, publishing, rooms
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

    def set_up(self, slots: int = 3, tables: int = 1) -> list[MeetingSlot]:
        """Slots of 20 minutes after the pitches, and tables."""
        begins = self.roadshow.ends_at.replace(minute=0, second=0, microsecond=0) + dt.timedelta(hours=1)
        ends = begins + slots * dt.timedelta(minutes=20)
        rooms.add_slots(actor=self.organiser, roadshow=self.roadshow, begins=begins, ends=ends, minutes=20)
        if tables:
            rooms.add_tables(actor=self.organiser, roadshow=self.roadshow, count=tables)
        return list(slots_of(self.roadshow.id))

    def compute(self) -> Timetable:
        """A computed draft, as the job makes it."""
        made = computing.open_run(actor=self.organiser, roadshow=self.roadshow)
        db.session.commit()
        computing.carry_out(lambda *_: None, timetable_id=made.id)
        return made

    def publish(self) -> Timetable:
        made = self.compute()
        publishing.publish(actor=self.organiser, timetable=made)
        return made


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
