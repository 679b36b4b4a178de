"""Marks of a fund, and requests from either side."""

import datetime as dt

import pytest
from sqlalchemy import select

from app.core.answering import AnswerState
from app.core.errors import Conflict, Forbidden, Invalid
from app.core.model import utc_now
from app.extensions import db
from app.messages.models import Connection
from app.notifications.models import Notification
from app.roadshows.meetings.models import Meeting, MeetingRequest, Side
from app.roadshows.meetings.queries import asking as queries
from app.roadshows.meetings.services import asking
from app.roadshows.meetings.tasks import expire_meeting_requests
from app.roadshows.models import Interest, InterestLevel, RoadshowState
from app.roadshows.services import interests, moves, registrations
from tests import factories
from tests.roadshows.meetings.factories import scene
from tests.roadshows.test_attendance import kinds


def mark(made, level, **values):
    return interests.mark(
        actor=made.investor, roadshow=made.roadshow, fund=made.fund, project=made.project, level=level, **values
    )


def test_a_mark_is_the_funds_own_until_it_wants_to_meet(app):
    made = scene()
    before = kinds(made.owner)
    for level in (InterestLevel.OBSERVING, InterestLevel.INTERESTED):
        mark(made, level, message="先看看", amount=100)
    assert kinds(made.owner) == before
    assert db.session.scalars(queries.received(made.owner)).all() == []
    with pytest.raises(Invalid):
        mark(made, InterestLevel.WANTS_CONTACT)
    mark(made, InterestLevel.WANTS_CONTACT, message="想聊聊", amount=200)
    request = db.session.scalars(queries.received(made.owner)).one()
    assert (request.message, request.amount, request.state) == ("想聊聊", 200, AnswerState.PENDING)
    assert kinds(made.owner)[-1] == "roadshow.contact_wanted"
    mark(made, InterestLevel.WANTS_CONTACT, message="想聊聊价格", amount=None)
    assert (request.message, request.amount) == ("想聊聊价格", None)
    mark(made, InterestLevel.INTERESTED)
    assert request.state is AnswerState.WITHDRAWN
    mark(made, InterestLevel.WANTS_CONTACT, message="还是想聊聊")
    asked = db.session.scalars(queries.sent(made.investor)).first()
    asking.withdraw(actor=made.investor, request=asked)
    assert db.session.scalars(select(Interest)).one().level is InterestLevel.INTERESTED


def test_a_yes_opens_the_contacts_and_makes_a_meeting(app):
    made = scene()
    mark(made, InterestLevel.WANTS_CONTACT, message="想聊聊")
    request = db.session.scalars(queries.received(made.owner)).one()
    for stranger in (factories.actor(), made.investor):
        with pytest.raises(Forbidden):
            asking.accept(actor=stranger, request=request)
    assert db.session.scalar(select(Connection)) is None
    meeting = asking.accept(actor=made.owner, request=request)
    connection = db.session.scalars(select(Connection)).one()
    assert (connection.project_id, connection.other_id) == (made.project.id, made.fund.id)
    assert meeting.people == (made.owner.account_id, made.investor.account_id)
    assert kinds(made.investor)[-1] == "roadshow.contact_accepted"
    interest = db.session.scalars(select(Interest)).one()
    for refused in (
        lambda: asking.decline(actor=made.owner, request=request, reason="不"),
        lambda: asking.withdraw(actor=made.investor, request=request),
        lambda: mark(made, InterestLevel.OBSERVING),
        lambda: interests.clear(actor=made.investor, interest=interest),
        made.ask,
        made.ask_fund,
    ):
        with pytest.raises(Conflict):
            refused()


def test_a_project_asks_a_fund_that_has_registered(app):
    made = scene()
    request = made.ask_fund()
    assert (request.asked_by, request.asker_id, request.amount) == (Side.PROJECT, made.project.id, None)
    assert kinds(made.investor)[-1] == "roadshow.fund_wanted"
    with pytest.raises(Invalid):
        asking.decline(actor=made.investor, request=request, reason="")
    asking.decline(actor=made.investor, request=request, reason="阶段不合适")
    assert (request.decline_reason, kinds(made.owner)[-1]) == ("阶段不合适", "roadshow.fund_declined")
    with pytest.raises(Conflict):
        made.ask_fund()
    # Who declined may change their mind.
    made.ask()
    registration = registrations.of_organisation(made.roadshow.id, made.investor.organisation_id)
    registrations.cancel(actor=made.investor, registration=registration)
    assert queries.coming_funds(made.roadshow.id) == []


def test_strangers_ask_nothing(app):
    made, other = scene(), scene()
    ask = {"roadshow": made.roadshow, "reason": "想见面"}
    with pytest.raises(Forbidden):
        asking.ask_project(**ask, actor=other.investor, fund=made.fund, project=made.project)
    with pytest.raises(Forbidden):
        asking.ask_fund(**ask, actor=other.owner, project=made.project, fund=made.fund)
    with pytest.raises(Invalid):
        asking.ask_project(**ask, actor=made.investor, fund=made.fund, project=other.project)
    with pytest.raises(Invalid):
        asking.ask_fund(**ask, actor=made.owner, project=made.project, fund=other.fund)
    moves.move(actor=made.organiser, roadshow=made.roadshow, to=RoadshowState.LINEUP_FIXED)
    with pytest.raises(Conflict):
        made.ask()


def test_asking_whoever_has_asked_is_a_yes(app):
    made = scene()
    request = made.ask_fund()
    mark(made, InterestLevel.WANTS_CONTACT, message="我们也想见")
    assert request.state is AnswerState.ACCEPTED
    assert db.session.scalars(select(Meeting)).one().request_id == request.id
    assert db.session.scalars(select(MeetingRequest)).one() is request


def test_nobody_meets_themself(app):
    made = scene()
    person = made.investor.account
    both = factories.Membership(
        account_id=person.id, organisation_id=made.owner.organisation_id, role=factories.Role.ENTREPRENEUR
    )
    request = made.ask()
    with pytest.raises(Conflict):
        asking.accept(actor=factories.Actor(person, factories.save(both)), request=request)


def test_a_side_has_so_many_requests_waiting(app):
    made = scene(projects=3)
    made.roadshow.meeting_quota = 2
    first, _second = made.ask(0, 0), made.ask(0, 1)
    with pytest.raises(Conflict):
        made.ask(0, 2)
    assert queries.quota_left(made.roadshow, [made.fund.id]) == {made.fund.id: 0}
    asking.decline(actor=made.owner, request=first, reason="已有领投")
    assert made.ask(0, 2).number == first.number


def test_what_nobody_answers_expires(app):
    made = scene()
    request = made.ask()
    request.expires_at = utc_now() - dt.timedelta(minutes=1)
    db.session.flush()
    with pytest.raises(Conflict):
        asking.accept(actor=made.owner, request=request)
    expire_meeting_requests()
    assert request.state is AnswerState.EXPIRED
    assert kinds(made.investor)[-1] == "roadshow.contact_expired"
    late = made.ask()
    late.expires_at = request.expires_at
    db.session.flush()
    assert made.ask().is_open
    assert late.state is AnswerState.EXPIRED
    told = db.session.scalars(select(Notification.kind).where(Notification.kind == "roadshow.contact_expired")).all()
    assert len(told) == 2
