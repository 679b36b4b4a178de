"""What people rush for. A scene prepares a trial, names the requests sent at once, and counts the result."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app
from sqlalchemy import func, select

from app.accounts.actor import Actor
from app.accounts.models import Role, SignIn
from app.accounts.signing import hash_token
from app.core.model import new_id, utc_now
from app.datarooms.models import RoomRequest
from app.deals.models import Commitment, CommitmentState, LedgerEntry
from app.events.models import EventRegistration, SeatState
from app.extensions import db
from app.mentors.models import CapacityChange, Mentor
from app.mentors.register import today
from app.mentorships import services as mentorships
from app.mentorships.coaching.models import CoachingSession, SessionState, Side
from app.mentorships.models import MentorRequest, Mentorship, MentorWish, RequestOrigin
from app.messages.models import ConversationBlock
from app.projects.models import Project
from app.roadshows.models import LineupPlace, Registration, RegistrationState
from tests import factories
from tests.datarooms.factories import room
from tests.deals import factories as deals
from tests.deals.factories import WAN
from tests.events import factories as events
from tests.mentors.factories import published as published_mentor
from tests.messages.factories import with_mentor
from tests.projects.factories import published as published_project
from tests.races import stage
from tests.races.bulletins import one_bulletin_a_quarter
from tests.races.carriers import one_carrier_at_a_time
from tests.races.cities import one_agreement
from tests.races.evaluations import one_appeal_a_result
from tests.races.offerings import voucher_balance
from tests.races.subsidies import subsidy_budget

CONTENDERS = 50
COMMITTED = Commitment.state.in_((CommitmentState.SOFT, CommitmentState.FIRM))


@dataclass
class Rush:
    """Requests sent at once: (cookie, path, form); `allowed` may succeed, `count` says how many did."""

    requests: list[tuple[str, str, dict[str, Any]]]
    allowed: int
    count: Callable[[], int]


def cookie(person: Actor) -> str:
    """A signed session of this person, as a browser would send it."""
    token = new_id().hex
    factories.save(
        SignIn(account_id=person.account_id, token_hash=hash_token(token), membership_id=person.membership_id)
    )
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    serializer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    value = serializer.dumps({"_user_id": token, "_fresh": True})
    return f"{app.config['SESSION_COOKIE_NAME']}={value}"


def last_mentor_place(capacity: int = 1) -> Rush:
    """Fifty projects asked; the mentor accepts them all at once but has one place."""
    person = factories.actor(Role.MENTOR)
    mentor = published_mentor(person, capacity=capacity)
    sign_in, requests = cookie(person), []
    for _ in range(CONTENDERS):
        owner = factories.actor()
        project = published_project(owner)
        asked = mentorships.ask(actor=owner, project=project, mentor_id=mentor.id, message="请指导")
        requests.append((sign_in, f"/requests/{asked.id}/accept", {}))
    mentor_id = mentor.id
    return Rush(requests, 1, lambda: _number(Mentorship, Mentorship.mentor_id == mentor_id))


def last_place_of_a_day() -> Rush:
    """The mentor takes fewer from today on, which no job has noticed yet: one of four places is left."""
    rush = last_mentor_place(capacity=4)
    mentor = db.session.scalars(select(Mentor).order_by(Mentor.created_at.desc())).first()
    assert mentor is not None
    factories.save(CapacityChange(mentor_id=mentor.id, starts_on=today(), capacity=1))
    return rush


def mentors_of_a_project() -> Rush:
    """A project wants three mentors and asked many, more than pages allow; they accept all at once.

    With one wanted the control would show nothing on PostgreSQL: two who close each other's request are a deadlock.
    """
    owner = factories.actor()
    project = published_project(owner)
    factories.save(MentorWish(project_id=project.id, wanted=3))
    requests = []
    for _ in range(30):
        person = factories.actor(Role.MENTOR)
        mentor = published_mentor(person, capacity=3)
        asked = MentorRequest(project_id=project.id, mentor_id=mentor.id, origin=RequestOrigin.PROJECT)
        asked.organisation_id = project.organisation_id
        requests.append((cookie(person), f"/requests/{factories.save(asked).id}/accept", {}))
    project_id = project.id
    return Rush(requests, 3, lambda: _number(Mentorship, Mentorship.project_id == project_id))


def requests_of_a_project() -> Rush:
    """One project asks twenty mentors at once; five requests may wait."""
    owner = factories.actor()
    project = published_project(owner)
    sign_in, requests = cookie(owner), []
    for _ in range(20):
        mentor = published_mentor(factories.actor(Role.MENTOR), capacity=3)
        requests.append((sign_in, f"/mentors/{mentor.id}/ask", {"project_id": str(project.id), "message": "请指导"}))
    project_id = project.id
    return Rush(requests, 5, lambda: _number(MentorRequest, MentorRequest.project_id == project_id))


def seats_of_a_roadshow() -> Rush:
    """Thirty fund managers register at once for two free seats; the rest go to the waiting list."""
    roadshow = stage.roadshow(seats=2, organisation_seats=1)
    requests = []
    for _ in range(30):
        investor = factories.actor(Role.INVESTOR)
        requests.append((cookie(investor), f"/roadshows/{roadshow.id}/register", {"people": "1"}))
    confirmed = (Registration.roadshow_id == roadshow.id, Registration.state == RegistrationState.CONFIRMED)
    return Rush(requests, 2, lambda: _number(Registration, *confirmed))


def places_on_a_lineup() -> Rush:
    """Colleagues put twenty applications on a line-up of three at once."""
    roadshow, organiser, applications = stage.applied_roadshow(capacity=3, applications=20)
    sign_in = cookie(organiser)
    path = f"/roadshows/{roadshow.id}/lineup/add"
    requests = [(sign_in, path, {"application": str(application)}) for application in applications]
    placed = (LineupPlace.roadshow_id == roadshow.id, LineupPlace.is_waiting.is_(False))
    return Rush(requests, 3, lambda: _number(LineupPlace, *placed))


def seats_of_a_salon() -> Rush:
    """Forty people register at once for three free seats; the rest go to the waiting list."""
    salon = events.opened(factories.actor(Role.ORGANISER), seats=3)
    requests = [(cookie(factories.actor()), f"/events/{salon.id}/register", {}) for _ in range(40)]
    confirmed = (EventRegistration.event_id == salon.id, EventRegistration.state == SeatState.CONFIRMED)
    return Rush(requests, 3, lambda: _number(EventRegistration, *confirmed))


def double_click() -> Rush:
    """The same form is sent ten times at once."""
    owner = factories.actor()
    form = {"name": "双击项目", "tagline": "一句话", "once": new_id().hex}
    organisation_id = owner.organisation_id
    requests = [(cookie(owner), "/projects/new", form)] * 10
    return Rush(requests, 1, lambda: _number(Project, Project.organisation_id == organisation_id))


def overlapping_sessions() -> Rush:
    """A mentor accepts twenty proposals at once, from as many projects, that all touch the same hour."""
    person = factories.actor(Role.MENTOR)
    mentor = published_mentor(person, capacity=50)
    sign_in, requests = cookie(person), []
    hour = utc_now().replace(minute=0, second=0, microsecond=0) + 5 * stage.DAY
    for number in range(20):
        owner = factories.actor()
        running = factories.save(Mentorship(project_id=published_project(owner).id, mentor_id=mentor.id))
        starts_at = hour + dt.timedelta(minutes=number)
        proposed = CoachingSession(
            mentorship_id=running.id,
            attendee_id=owner.account_id,
            state=SessionState.PROPOSED,
            proposed_by=Side.PROJECT,
            starts_at=starts_at,
            ends_at=starts_at + dt.timedelta(minutes=30),
            minutes=30,
        )
        requests.append((sign_in, f"/sessions/{factories.save(proposed).id}/accept", {}))
    booked = (Mentorship.mentor_id == mentor.id, CoachingSession.state == SessionState.BOOKED)
    ahead = select(func.count()).select_from(CoachingSession).join(Mentorship).where(*booked)
    return Rush(requests, 1, lambda: db.session.scalar(ahead) or 0)


def remaining_capital() -> Rush:
    """Colleagues enter twenty investments of 100万 at once; the fund has 300万 left."""
    investor = factories.actor(Role.INVESTOR)
    fund = deals.fund(investor, remaining_capital=300 * WAN)
    form = {"kind": "own", "amount": "100万", "made_on": deals.today().isoformat(), "instrument": "equity"}
    sign_in = cookie(investor)
    requests = [(sign_in, f"/deals/{deals.deal(investor, fund).id}/invest", form) for _ in range(20)]
    fund_id = fund.id
    return Rush(requests, 3, lambda: _number(LedgerEntry, LedgerEntry.fund_id == fund_id))


def last_part_of_a_round() -> Rush:
    """Twenty funds commit 100万 firmly at once to a round of 200万."""
    return _commitments({"amount": "100万", "firm": "yes"}, allowed=2, amount_sought=200 * WAN)


def lead_of_a_round() -> Rush:
    """Twenty funds want to lead the same round."""
    return _commitments({"amount": "1万", "firm": "", "lead": "y"}, allowed=1)


def _commitments(form: dict[str, Any], *, allowed: int, **values: Any) -> Rush:
    invited = deals.investors(20)
    made = deals.raising(factories.actor(), *(fund for _investor, fund in invited), **values)
    requests = [
        (cookie(investor), f"/rounds/commitments/{deals.commitment(made, fund).id}", form) for investor, fund in invited
    ]
    round_id = made.id
    return Rush(requests, allowed, lambda: _number(Commitment, Commitment.round_id == round_id, COMMITTED))


def requests_for_a_data_room() -> Rush:
    """Twenty times at once a fund asks for one data room; one request waits."""
    made = room(factories.actor())
    form = {"message": "想看财务计划"}
    requests = [(cookie(factories.actor(Role.INVESTOR)), f"/projects/{made.project_id}/room/ask", form)] * 20
    room_id = made.id
    return Rush(requests, 1, lambda: _number(RoomRequest, RoomRequest.room_id == room_id))


def blocks_of_a_side() -> Rush:
    """Twenty times at once a startup blocks a conversation; one block is in force."""
    owner = factories.actor()
    talk, _mentor = with_mentor(owner)
    requests = [(cookie(owner), f"/messages/{talk.id}/block", {})] * 20
    connection_id = talk.id
    return Rush(requests, 1, lambda: _number(ConversationBlock, ConversationBlock.connection_id == connection_id))


SCENES: dict[str, Callable[[], Rush]] = {
    "last_mentor_place": last_mentor_place,
    "last_place_of_a_day": last_place_of_a_day,
    "mentors_of_a_project": mentors_of_a_project,
    "requests_of_a_project": requests_of_a_project,
    "seats_of_a_roadshow": seats_of_a_roadshow,
    "places_on_a_lineup": places_on_a_lineup,
    "seats_of_a_salon": seats_of_a_salon,
    "remaining_capital": remaining_capital,
    "last_part_of_a_round": last_part_of_a_round,
    "lead_of_a_round": lead_of_a_round,
    "one_bulletin_a_quarter": one_bulletin_a_quarter,
    "one_carrier_at_a_time": one_carrier_at_a_time,
    "requests_for_a_data_room": requests_for_a_data_room,
    "blocks_of_a_side": blocks_of_a_side,
    "voucher_balance": voucher_balance,
    "subsidy_budget": subsidy_budget,
    "one_agreement": one_agreement,
    "one_appeal_a_result": one_appeal_a_result,
    "double_click": double_click,
    "overlapping_sessions": overlapping_sessions,
}


def _number(model: Any, *conditions: Any) -> int:
    return db.session.scalar(select(func.count()).select_from(model).where(*conditions)) or 0
