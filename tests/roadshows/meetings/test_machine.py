"""Meetings in any order of steps: what the state does not allow is answered with 409 and writes nothing."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from sqlalchemy import func, select

from app.accounts.models import Role
from app.core.booking import Booking, book
from app.core.mail import OutboxMessage
from app.core.model import utc_now
from app.extensions import db
from app.messages.models import Connection
from app.notifications.models import Notification
from app.roadshows.meetings.models import Meeting, MeetingOutcome, MeetingRequest, MeetingRoom, MeetingSlot, Side
from app.roadshows.meetings.tasks import expire_meeting_requests
from app.roadshows.models import Interest, Roadshow
from tests import factories
from tests.access.matrix import undone
from tests.factories import sign_in
from tests.roadshows.meetings.factories import scene
from tests.snapshots import snapshot

MINE = (MeetingRequest, Meeting, MeetingOutcome, Interest, Roadshow)
WRITTEN = (*MINE, Booking, Connection, Notification, OutboxMessage)
QUOTA = 1
STAGES = ["published", "held", "closed"]
CELLS = 2 * 4  # two people, twenty minutes
WHO = st.integers(0, 1)
SIDE = st.sampled_from(Side)
ANY = st.integers(0, 7)


@dataclass
class Asked:
    """What the machine believes of one request."""

    id: Any
    side: Side
    project: int
    fund: int
    state: str = "pending"
    overdue: bool = False

    @property
    def is_open(self) -> bool:
        return self.state == "pending" and not self.overdue

    @property
    def asker(self) -> tuple[Side, int]:
        return self.side, self.project if self.side is Side.PROJECT else self.fund


@dataclass
class Met:
    """What the machine believes of one meeting."""

    id: Any
    people: dict[tuple[Side, int], int]
    slot: int | None = None
    is_cancelled: bool = False


@dataclass
class City:
    """Two projects and two funds at their browsers, made once; every run of the machine is taken back."""

    app: Flask
    roadshow: Any
    projects: list[Any]
    funds: list[Any]
    organiser: FlaskClient
    clients: dict[tuple[Side, int], FlaskClient] = field(default_factory=dict)
    people: dict[tuple[Side, int], list[Any]] = field(default_factory=dict)
    slots: list[Any] = field(default_factory=list)
    room: Any = None


class Meetings(RuleBasedStateMachine):
    city: City

    def __init__(self) -> None:
        super().__init__()
        self.run = undone()
        self.run.__enter__()
        self.known: list[Asked] = []
        self.met: list[Met] = []
        self.begun: set[int] = set()
        self.stage = "published"

    def teardown(self) -> None:
        self.run.__exit__(None, None, None)

    # What the machine knows

    def standing(self, project: int, fund: int) -> Met | None:
        pair = {(Side.PROJECT, project), (Side.FUND, fund)}
        return next((met for met in self.met if set(met.people) == pair and not met.is_cancelled), None)

    def between(self, project: int, fund: int) -> list[Asked]:
        """Newest first."""
        return [asked for asked in reversed(self.known) if (asked.project, asked.fund) == (project, fund)]

    def answered_by_asking(self, side: Side, project: int, fund: int) -> tuple[bool, Asked | None]:
        """Whether this side may ask now, and what the other asked before, to which asking is a yes."""
        if self.stage == "closed" or self.standing(project, fund):
            return False, None
        pair = self.between(project, fund)
        for earlier in pair:
            if earlier.is_open:
                return earlier.side is not side, earlier
            if earlier.state == "declined" and earlier.side is side:
                return False, None
        asker = (side, project if side is Side.PROJECT else fund)
        waiting = [row for row in self.known if row.asker == asker and row.state == "pending" and row not in pair]
        return len(waiting) < QUOTA, None

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

    @rule(project=WHO, fund=WHO)
    def ask(self, project: int, fund: int) -> None:
        city = self.city
        allowed, answered = self.answered_by_asking(Side.PROJECT, project, fund)
        form = {"project_id": str(city.projects[project]), "fund_id": str(city.funds[fund]), "reason": "想请教"}
        self.post(city.clients[Side.PROJECT, project], f"/roadshows/{city.roadshow}/meetings/ask", allowed, **form)
        if allowed:
            self.asked(Side.PROJECT, project, fund, answered)

    @rule(project=WHO, fund=WHO, wants=st.booleans())
    def mark(self, project: int, fund: int, wants: bool) -> None:
        """With a wish to meet a fund asks; a weaker mark takes back what waits."""
        city = self.city
        mine = next((row for row in self.between(project, fund) if row.is_open and row.side is Side.FUND), None)
        is_new = wants and mine is None and not self.standing(project, fund)
        allowed, answered = self.stage != "closed" and (wants or not self.standing(project, fund)), None
        if is_new:
            allowed, answered = self.answered_by_asking(Side.FUND, project, fund)
        form = {
            "fund_id": str(city.funds[fund]),
            "level": "wants_contact" if wants else "observing",
            "message": "想了解",
        }
        path = f"/roadshows/{city.roadshow}/interests/{city.projects[project]}"
        self.post(city.clients[Side.FUND, fund], path, allowed, **form)
        if allowed and is_new:
            self.asked(Side.FUND, project, fund, answered)
        elif allowed and mine and not wants:
            mine.state = "withdrawn"

    def asked(self, side: Side, project: int, fund: int, answered: Asked | None) -> None:
        for earlier in self.between(project, fund):
            if earlier.state == "pending" and earlier.overdue:
                earlier.state = "expired"
        if answered:
            self.agreed(answered)
            return
        (new,) = set(db.session.scalars(select(MeetingRequest.id))) - {asked.id for asked in self.known}
        self.known.append(Asked(new, side, project, fund))

    def agreed(self, asked: Asked) -> None:
        asked.state = "accepted"
        meeting = db.session.scalars(select(Meeting.id).where(Meeting.request_id == asked.id)).one()
        self.met.append(Met(meeting, {(Side.PROJECT, asked.project): 0, (Side.FUND, asked.fund): 0}))

    @precondition(lambda self: self.known)
    @rule(number=ANY, step=st.sampled_from(["accept", "accept", "decline", "withdraw"]))
    def answer(self, number: int, step: str) -> None:
        asked = self.known[number % len(self.known)]
        sides = {Side.PROJECT: (Side.PROJECT, asked.project), Side.FUND: (Side.FUND, asked.fund)}
        allowed = asked.state == "pending" if step == "withdraw" else asked.is_open
        client = self.city.clients[sides[asked.side if step == "withdraw" else asked.side.other]]
        self.post(client, f"/meeting-requests/{asked.id}/{step}", allowed, reason="时间不合适")
        if allowed and step == "accept":
            self.agreed(asked)
        elif allowed:
            asked.state = {"decline": "declined", "withdraw": "withdrawn"}[step]

    @precondition(lambda self: self.known)
    @rule(number=ANY)
    def let_time_pass(self, number: int) -> None:
        asked = self.known[number % len(self.known)]

        def pass_() -> None:
            db.session.get_one(MeetingRequest, asked.id).expires_at = utc_now() - dt.timedelta(minutes=1)
            db.session.commit()

        self.elsewhere(pass_)
        asked.overdue = True

    @rule()
    def run_the_job(self) -> None:
        self.elsewhere(expire_meeting_requests)
        for asked in self.known:
            if asked.state == "pending" and asked.overdue:
                asked.state = "expired"

    @rule(to=st.sampled_from(STAGES), seldom=ANY)
    def move_the_roadshow(self, to: str, seldom: int) -> None:
        if seldom and self.stage != "closed":
            return
        allowed = abs(STAGES.index(to) - STAGES.index(self.stage)) == 1
        self.post(self.city.organiser, f"/roadshows/{self.city.roadshow}/move", allowed, to=to)
        self.stage = to if allowed else self.stage

    @precondition(lambda self: self.met)
    @rule(number=ANY, slot=WHO)
    def place(self, number: int, slot: int) -> None:
        """As a published timetable does, which takes seconds to compute."""
        met = self.met[number % len(self.met)]
        if met.is_cancelled or met.slot is not None or slot in self.begun | {one.slot for one in self.met}:
            return

        def place_() -> None:
            meeting, time = db.session.get_one(Meeting, met.id), db.session.get_one(MeetingSlot, self.city.slots[slot])
            book(holder=met.id, account_ids=meeting.people, starts_at=time.starts_at, ends_at=time.ends_at)
            meeting.slot_id, meeting.room_id = time.id, self.city.room
            db.session.commit()

        self.elsewhere(place_)
        met.slot = slot

    @precondition(lambda self: any(met.slot is not None for met in self.met))
    @rule(slot=WHO)
    def begin(self, slot: int) -> None:
        def begin_() -> None:
            time = db.session.get_one(MeetingSlot, self.city.slots[slot])
            time.starts_at, time.ends_at = time.starts_at - dt.timedelta(days=90), time.ends_at - dt.timedelta(days=90)
            db.session.commit()

        self.elsewhere(begin_)
        self.begun.add(slot)

    @precondition(lambda self: self.met)
    @rule(number=ANY, side=SIDE, step=st.sampled_from(["cancel", "person", "outcome"]))
    def hold(self, number: int, side: Side, step: str) -> None:
        """Call it off, send a colleague, or say what came of it."""
        met = self.met[number % len(self.met)]
        who = next(key for key in met.people if key[0] is side)
        has_begun = met.slot in self.begun
        allowed = not met.is_cancelled and has_begun is (step == "outcome")
        colleague = self.city.people[who][1 - met.people[who]]
        forms = {
            "cancel": {"reason": "改期"},
            "person": {"account_id": str(colleague)},
            "outcome": {"held": "not_held"},
        }
        self.post(self.city.clients[who], f"/meetings/{met.id}/{step}", allowed, **forms[step])
        if allowed and step == "cancel":
            met.is_cancelled, met.slot = True, None
        elif allowed and step == "person":
            met.people[who] = 1 - met.people[who]

    # What must always hold

    @invariant()
    def the_application_agrees(self) -> None:
        requests = db.session.execute(select(MeetingRequest.id, MeetingRequest.state))
        assert {row.id: row.state.value for row in requests} == {asked.id: asked.state for asked in self.known}
        rows = db.session.execute(select(Meeting.id, Meeting.slot_id, Meeting.cancelled_at))
        places = {row.id: (row.slot_id, row.cancelled_at is not None) for row in rows}
        slot = {None: None, **dict(enumerate(self.city.slots))}
        assert places == {met.id: (slot[met.slot], met.is_cancelled) for met in self.met}
        held = db.session.execute(select(Booking.holder_id, func.count()).group_by(Booking.holder_id))
        assert dict(held.all()) == {met.id: CELLS for met in self.met if met.slot is not None}


def test_meetings_in_any_order(app):
    made = scene(projects=2, funds=2)
    made.roadshow.meeting_quota = QUOTA
    slots = [slot.id for slot in made.set_up(slots=2)]
    projects, funds = [project.id for project in made.projects], [fund.id for fund in made.funds]
    city = City(app, made.roadshow.id, projects, funds, sign_in(app.test_client(), made.organiser), slots=slots)
    city.room = db.session.scalars(select(MeetingRoom.id)).one()
    for side, role, people in (
        (Side.PROJECT, Role.ENTREPRENEUR, made.owners),
        (Side.FUND, Role.INVESTOR, made.investors),
    ):
        for number, person in enumerate(people):
            colleague = factories.actor(role, of=person.membership.organisation)
            city.people[side, number] = [person.account_id, colleague.account_id]
            city.clients[side, number] = sign_in(app.test_client(), person)
    db.session.commit()
    machine: Callable[[], Meetings] = type("Machine", (Meetings,), {"city": city})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=5,
            stateful_step_count=20,
            deadline=None,
            derandomize=True,
            database=None,
            phases=[Phase.generate],  # a failure names its steps at once, instead of looking for fewer for minutes
            suppress_health_check=list(HealthCheck),
        ),
    )
