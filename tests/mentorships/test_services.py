import datetime as dt

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.accounts.models import Role
from app.core.answering import AnswerState, settle
from app.core.errors import Conflict, Forbidden, Invalid
from app.core.mail import OutboxMessage
from app.core.model import utc_now
from app.core.profiles import ProfileState
from app.extensions import db
from app.mentors import policies as mentor_policies
from app.mentorships import services
from app.mentorships.models import MOST_PENDING, MentorRequest, Mentorship, RequestOrigin
from app.mentorships.queries import own_request, quotas
from app.mentorships.tasks import expire_requests
from app.messages.models import Connection
from app.notifications.models import Notification
from app.projects import policies as project_policies
from tests import factories
from tests.mentors.factories import mentor as unpublished_mentor
from tests.mentors.factories import published as published_mentor
from tests.mentorships.factories import pair, request
from tests.projects.factories import project as draft_project
from tests.projects.factories import published as published_project
from tests.roadshows.factories import application, opened

pytestmark = pytest.mark.usefixtures("app")


def kinds(person):
    statement = select(Notification.kind).where(Notification.account_id == person.account_id)
    return list(db.session.scalars(statement.order_by(Notification.id)))


def test_accepting_takes_a_place_and_opens_the_contacts_of_both_sides():
    owner, project, coach, mentor = pair(capacity=1)
    asked = request(owner, project, mentor)
    assert kinds(coach) == ["mentorship.requested"]
    assert project_policies.reach(coach, project) == "signed_in"
    made = services.accept(actor=coach, request=asked)
    assert (asked.state, mentor.mentee_count) == (AnswerState.ACCEPTED, 1)
    assert (made.project_id, made.mentor_id, made.ended_at) == (project.id, mentor.id, None)
    assert project_policies.reach(coach, project) == "agreed"
    assert mentor_policies.reach(owner, mentor) == "agreed"
    assert kinds(owner) == ["mentorship.accepted"]


def test_the_last_place_is_given_once():
    owner, project, coach, mentor = pair(capacity=1)
    other = factories.actor()
    first, second = request(owner, project, mentor), request(other, published_project(other), mentor)
    services.accept(actor=coach, request=first)
    with pytest.raises(Conflict):
        services.accept(actor=coach, request=second)
    assert second.state is AnswerState.PENDING
    assert mentor.mentee_count == 1


@pytest.mark.parametrize("state", [state for state in AnswerState if state is not AnswerState.PENDING])
def test_there_is_one_answer(state):
    owner, project, coach, mentor = pair()
    asked = request(owner, project, mentor)
    settle(asked, state, reason="没有时间")
    for change in (
        lambda: services.accept(actor=coach, request=asked),
        lambda: services.decline(actor=coach, request=asked, reason="晚了"),
        lambda: services.withdraw(actor=owner, request=asked),
        lambda: services.expire(request=asked),
    ):
        with pytest.raises(Conflict), db.session.begin_nested():
            change()
    assert asked.state is state
    assert db.session.scalar(select(Mentorship)) is None


def test_only_the_mentor_answers_and_only_the_sender_withdraws():
    owner, project, coach, mentor = pair()
    asked = request(owner, project, mentor)
    for person in (owner, factories.actor(Role.MENTOR), factories.actor(Role.ORGANISER)):
        with pytest.raises(Forbidden):
            services.accept(actor=person, request=asked)
        with pytest.raises(Forbidden):
            services.decline(actor=person, request=asked, reason="不")
    for person in (coach, factories.actor()):
        with pytest.raises(Forbidden):
            services.withdraw(actor=person, request=asked)
    assert own_request(factories.actor(), asked.id) is None
    services.withdraw(actor=owner, request=asked)
    assert asked.state is AnswerState.WITHDRAWN


def test_declining_needs_a_reason_and_tells_it():
    owner, project, coach, mentor = pair()
    asked = request(owner, project, mentor)
    with pytest.raises(Invalid):
        services.decline(actor=coach, request=asked, reason="")
    services.decline(actor=coach, request=asked, reason="不是我的领域")
    assert asked.decline_reason == "不是我的领域"
    assert mentor.mentee_count == 0
    assert kinds(owner) == ["mentorship.declined"]


def test_a_pair_has_one_pending_request_and_a_project_five():
    owner, project, _coach, mentor = pair()
    request(owner, project, mentor)
    with pytest.raises(Conflict):
        request(owner, project, mentor)
    for _ in range(MOST_PENDING - 1):
        last = request(owner, project, published_mentor())
    assert [(quota.project, quota.left) for quota in quotas(owner)] == [(project, 0)]
    with pytest.raises(Conflict):
        request(owner, project, published_mentor())
    services.withdraw(actor=owner, request=last)
    request(owner, project, published_mentor())


def test_the_database_holds_both_limits():
    owner, project, _coach, mentor = pair()
    asked = request(owner, project, mentor)
    common = {"project_id": project.id, "organisation_id": asked.organisation_id, "origin": RequestOrigin.PROJECT}
    for values in (
        {"mentor_id": mentor.id},
        {"mentor_id": published_mentor().id, "slot": asked.slot},
        {"mentor_id": published_mentor().id, "slot": MOST_PENDING + 1},
    ):
        row = MentorRequest(**common, **values)
        with pytest.raises(IntegrityError), db.session.begin_nested():
            factories.save(row)


def test_who_cannot_take_part_is_not_asked():
    owner, project, _coach, mentor = pair()
    with pytest.raises(Invalid):
        services.ask(actor=owner, project=draft_project(owner), mentor_id=mentor.id, message="你好")
    with pytest.raises(Invalid):
        request(owner, project, unpublished_mentor())
    with pytest.raises(Forbidden):
        request(factories.actor(), project, mentor)
    mentor.paused = True
    with pytest.raises(Conflict):
        request(owner, project, mentor)
    unclaimed = published_mentor(factories.actor(Role.ORGANISER))
    with pytest.raises(Conflict):
        request(owner, project, unclaimed)


def test_an_organiser_asks_for_a_project_that_applied():
    organiser, owner = factories.actor(Role.ORGANISER), factories.actor()
    roadshow = opened(organiser)
    project = published_project(owner)
    coach = factories.actor(Role.MENTOR)
    mentor = published_mentor(coach)
    ask = {
        "actor": organiser,
        "roadshow": roadshow,
        "project_id": project.id,
        "mentor_id": mentor.id,
        "message": "请辅导",
    }
    with pytest.raises(Invalid):
        services.invite_mentor(**ask)
    application(roadshow, owner, project)
    with pytest.raises(Forbidden):
        services.invite_mentor(**{**ask, "actor": factories.actor(Role.ORGANISER)})
    asked = services.invite_mentor(**ask)
    assert kinds(coach) == ["mentorship.proposed"]
    assert own_request(owner, asked.id) is None
    made = services.accept(actor=coach, request=asked)
    assert made.roadshow_id == roadshow.id
    assert "mentorship.accepted" in kinds(organiser)
    assert kinds(owner) == ["mentorship.coached"]
    connection = db.session.scalars(select(Connection)).one()
    assert (connection.project_id, connection.other_account_id) == (project.id, coach.account_id)


def test_what_nobody_answers_expires_with_a_notice():
    owner, project, coach, mentor = pair()
    asked = request(owner, project, mentor)
    assert dt.timedelta(days=6) < asked.expires_at - utc_now() <= dt.timedelta(days=7)
    asked.expires_at = utc_now() - dt.timedelta(seconds=1)
    db.session.flush()
    with pytest.raises(Conflict):
        services.accept(actor=coach, request=asked)
    db.session.refresh(mentor)
    expire_requests()
    expire_requests()
    assert asked.state is AnswerState.EXPIRED
    assert kinds(owner) == ["mentorship.expired"]


def test_ending_gives_the_place_back_and_closes_the_contacts():
    owner, project, coach, mentor = pair(capacity=1)
    made = services.accept(actor=coach, request=request(owner, project, mentor))
    with pytest.raises(Forbidden):
        services.end(actor=factories.actor(), mentorship=made)
    services.end(actor=owner, mentorship=made, reason="完成")
    assert mentor.mentee_count == 0
    assert project_policies.reach(coach, project) == "signed_in"
    assert kinds(coach)[-1] == "mentorship.ended"
    with pytest.raises(Conflict):
        services.end(actor=coach, mentorship=made)
    services.accept(actor=coach, request=request(owner, project, mentor))
    assert mentor.mentee_count == 1


def test_mails_speak_the_recipient_s_language_and_hold_no_contact():
    owner, coach = factories.actor(), factories.actor(Role.MENTOR, locale="en")
    project = published_project(owner, name="Tactile", contact_phone="13800001111", contact_email="boss@example.cn")
    mentor = published_mentor(coach, contact_phone="13911112222")
    asked = services.ask(actor=owner, project=project, mentor_id=mentor.id, message="hello")
    services.accept(actor=coach, request=asked)
    mails = {mail.recipient: mail for mail in db.session.scalars(select(OutboxMessage))}
    assert "asks you to be its mentor" in mails[coach.account.email].text
    assert "创业导师" in mails[owner.account.email].text
    for mail in mails.values():
        for private in ("13800001111", "13911112222", "boss@example.cn"):
            assert private not in mail.text + mail.html + mail.subject


def test_an_archived_mentor_gives_no_place():
    owner, project, coach, mentor = pair()
    asked = request(owner, project, mentor)
    mentor.state = ProfileState.ARCHIVED
    db.session.flush()
    with pytest.raises(Conflict):
        services.accept(actor=coach, request=asked)
