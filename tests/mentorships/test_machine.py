"""Requests in any order of steps: what the state does not allow is answered with 409 and writes nothing."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select

from app.accounts.models import Role
from app.core.mail import OutboxMessage
from app.core.model import utc_now
from app.extensions import db
from app.mentors.models import Mentor
from app.mentorships.models import MentorRequest, Mentorship, MentorWish
from app.mentorships.tasks import expire_requests
from app.messages.models import Connection
from app.notifications.models import Notification
from tests import factories
from tests.access.matrix import undone
from tests.factories import sign_in
from tests.mentors.factories import published as published_mentor
from tests.projects.factories import published as published_project
from tests.snapshots import snapshot

CAPACITY = {0: 1, 1: 2}
WHO = st.integers(0, 1)
WRITTEN = (MentorRequest, Mentorship, MentorWish, Mentor, Connection, Notification, OutboxMessage)
SELDOM = st.sampled_from([False, False, False, True])


@dataclass
class Asked:
    """What the machine believes of one request."""

    id: Any
    project: int
    mentor: int
    state: str = "pending"
    overdue: bool = False

    @property
    def is_open(self) -> bool:
        return self.state == "pending" and not self.overdue


@dataclass
class City:
    """Two projects and two mentors at their browsers, made once; every run of the machine is taken back."""

    app: Flask
    projects: list[Any] = field(default_factory=list)
    mentors: list[Any] = field(default_factory=list)
    owners: list[FlaskClient] = field(default_factory=list)
    coaches: list[FlaskClient] = field(default_factory=list)


class Requests(RuleBasedStateMachine):
    city: City
    requests = Bundle("requests")

    def __init__(self) -> None:
        super().__init__()
        self.run = undone()
        self.run.__enter__()
        self.known: list[Asked] = []
        self.active: dict[tuple[int, int], Any] = {}
        self.paused = [False, False]
        self.wanted = [1, 1]

    def teardown(self) -> None:
        self.run.__exit__(None, None, None)

    # What the machine knows

    def present(self, project: int) -> int:
        return sum(1 for key in self.active if key[0] == project)

    def mentees(self, mentor: int) -> int:
        return sum(1 for key in self.active if key[1] == mentor)

    def has_place(self, mentor: int) -> bool:
        return not self.paused[mentor] and self.mentees(mentor) < CAPACITY[mentor]

    def may_ask(self, project: int, mentor: int) -> bool:
        waiting = any((r.project, r.mentor, r.state) == (project, mentor, "pending") for r in self.known)
        return self.has_place(mentor) and not waiting and (project, mentor) not in self.active

    def may_accept(self, asked: Asked) -> bool:
        free = (asked.project, asked.mentor) not in self.active and self.present(asked.project) < self.wanted[
            asked.project
        ]
        return asked.is_open and self.has_place(asked.mentor) and free

    # What people do

    def post(self, client: FlaskClient, path: str, allowed: bool, **form: Any) -> None:
        before = None if allowed else snapshot(*WRITTEN)
        status = client.post(path, data=form).status_code
        assert status == (303 if allowed else 409), (path, status, allowed)
        assert allowed or snapshot(*WRITTEN) == before

    def elsewhere(self, change: Callable[[], None]) -> None:
        """In a session of its own, as a request has: what this one commits could not be taken back."""
        with self.city.app.app_context():
            change()
            db.session.remove()
        db.session.expire_all()

    @rule(target=requests, project=WHO, mentor=WHO)
    def ask(self, project: int, mentor: int) -> Any:
        return self.asked(project, mentor) or multiple()

    def asked(self, project: int, mentor: int) -> Asked | None:
        allowed = self.may_ask(project, mentor)
        form = {"project_id": str(self.city.projects[project]), "message": "请指导"}
        self.post(self.city.owners[project], f"/mentors/{self.city.mentors[mentor]}/ask", allowed, **form)
        return self.begun(project, mentor) if allowed else None

    @rule(target=requests, asked=requests, mentor=WHO)
    def ask_instead(self, asked: Asked, mentor: int) -> Any:
        in_vain = asked.state in {"declined", "expired"} or (asked.state == "pending" and asked.overdue)
        allowed = in_vain and self.may_ask(asked.project, mentor)
        path, form = f"/requests/{asked.id}/ask-instead", {"mentor_id": str(self.city.mentors[mentor])}
        self.post(self.city.owners[asked.project], path, allowed, **form)
        return self.begun(asked.project, mentor) if allowed else multiple()

    def begun(self, project: int, mentor: int) -> Asked:
        self.wanted[project] = max(self.wanted[project], self.present(project) + 1)
        ids = {asked.id for asked in self.known}
        (new,) = set(db.session.scalars(select(MentorRequest.id))) - ids
        self.known.append(Asked(new, project, mentor))
        return self.known[-1]

    @rule(asked=requests)
    def accept(self, asked: Asked) -> None:
        self.accepted(asked)

    def accepted(self, asked: Asked) -> None:
        allowed = self.may_accept(asked)
        self.post(self.city.coaches[asked.mentor], f"/requests/{asked.id}/accept", allowed)
        if allowed:
            asked.state = "accepted"
            made = select(Mentorship.id).where(Mentorship.request_id == asked.id)
            self.active[asked.project, asked.mentor] = db.session.scalars(made).one()
            self.close_others(asked.project)

    @rule(target=requests, project=WHO, mentor=WHO)
    def agree(self, project: int, mentor: int) -> Any:
        """Straight to a mentorship, which single steps seldom reach."""
        asked = self.asked(project, mentor)
        if asked is None:
            return multiple()
        self.accepted(asked)
        return asked

    def close_others(self, project: int) -> None:
        for other in self.known:
            if other.project == project and other.state == "pending" and self.present(project) >= self.wanted[project]:
                other.state = "withdrawn"

    @rule(asked=requests)
    def decline(self, asked: Asked) -> None:
        self.answer(asked, self.city.coaches[asked.mentor], "decline", "declined", asked.is_open)

    @rule(asked=requests)
    def withdraw(self, asked: Asked) -> None:
        self.answer(asked, self.city.owners[asked.project], "withdraw", "withdrawn", asked.state == "pending")

    def answer(self, asked: Asked, client: FlaskClient, step: str, state: str, allowed: bool) -> None:
        self.post(client, f"/requests/{asked.id}/{step}", allowed, reason="没有时间")
        if allowed:
            asked.state = state

    @rule(asked=consumes(requests), target=requests)
    def let_time_pass(self, asked: Asked) -> Asked:
        def pass_() -> None:
            db.session.get_one(MentorRequest, asked.id).expires_at = utc_now() - dt.timedelta(minutes=1)
            db.session.commit()

        self.elsewhere(pass_)
        asked.overdue = True
        return asked

    @rule()
    def run_the_job(self) -> None:
        self.elsewhere(expire_requests)
        for asked in self.known:
            if asked.state == "pending" and asked.overdue:
                asked.state = "expired"

    @rule(project=WHO, mentor=WHO)
    def end(self, project: int, mentor: int) -> None:
        if (project, mentor) in self.active:
            path = f"/mentorships/{self.active.pop((project, mentor))}/end"
            self.post(self.city.owners[project], path, True)
            self.post(self.city.coaches[mentor], path, False)

    @rule(mentor=WHO, seldom=SELDOM)
    def pause_or_resume(self, mentor: int, seldom: bool) -> None:
        if not (seldom or self.paused[mentor]):
            return
        step = "resume" if self.paused[mentor] else "pause"
        self.post(self.city.coaches[mentor], f"/mentors/{self.city.mentors[mentor]}/{step}", True)
        self.paused[mentor] = not self.paused[mentor]

    @rule(project=WHO, wanted=st.integers(1, 3), seldom=SELDOM)
    def want(self, project: int, wanted: int, seldom: bool) -> None:
        if not seldom:
            return
        path = f"/projects/{self.city.projects[project]}/mentors-wanted"
        self.post(self.city.owners[project], path, True, wanted=str(wanted))
        self.wanted[project] = wanted
        self.close_others(project)

    # What must always hold

    @invariant()
    def the_application_agrees(self) -> None:
        states = {row.id: row.state.value for row in db.session.execute(select(MentorRequest.id, MentorRequest.state))}
        assert states == {asked.id: asked.state for asked in self.known}
        counts = {row.id: row.mentee_count for row in db.session.execute(select(Mentor.id, Mentor.mentee_count))}
        assert counts == {key: self.mentees(number) for number, key in enumerate(self.city.mentors)}
        lasting = db.session.scalars(select(Mentorship.id).where(Mentorship.ended_at.is_(None)))
        assert set(lasting) == set(self.active.values())


def test_requests_in_any_order(app):
    city = City(app)
    for number in range(2):
        owner, coach = factories.actor(), factories.actor(Role.MENTOR)
        city.projects.append(published_project(owner).id)
        city.mentors.append(published_mentor(coach, capacity=CAPACITY[number]).id)
        for person, clients in ((owner, city.owners), (coach, city.coaches)):
            clients.append(sign_in(app.test_client(), person))
    db.session.commit()
    machine: Callable[[], Requests] = type("Machine", (Requests,), {"city": city})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=6,
            stateful_step_count=20,
            deadline=None,
            derandomize=True,
            database=None,
            phases=[Phase.generate],  # a failure names its steps at once, instead of looking for fewer for minutes
            suppress_health_check=list(HealthCheck),
        ),
    )
