"""How many mentors a project wants, and whom it asks after a no."""

import datetime as dt

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.accounts.models import Role
from app.core.answering import AnswerState
from app.core.errors import Conflict, Forbidden, Invalid
from app.core.i18n import in_language
from app.core.model import utc_now
from app.extensions import db
from app.mentors import services as mentors
from app.mentorships import offers, queries, services, wants
from app.mentorships.models import MOST_WANTED, MentorRequest, Mentorship
from app.mentorships.tasks import expire_requests, nudge_mentors
from app.notifications.kinds import sentence
from app.notifications.models import Notification
from tests import factories
from tests.factories import sign_in
from tests.mentors.factories import mentor as draft_mentor
from tests.mentors.factories import published as published_mentor
from tests.mentorships.factories import pair, request
from tests.projects.factories import published as published_project
from tests.roadshows.factories import application, opened

pytestmark = pytest.mark.usefixtures("app")


def asked(owner, project, **values):
    """Another mentor whom the project asks: the person, the profile, the request."""
    coach = factories.actor(Role.MENTOR)
    made = published_mentor(coach)
    row = services.ask(actor=owner, project=project, mentor_id=made.id, message="请指导", **values)
    return coach, made, row


def told(person):
    statement = select(Notification.kind).where(Notification.account_id == person.account_id)
    return list(db.session.scalars(statement.order_by(Notification.id)))


@pytest.fixture
def next_is(monkeypatch):
    """Whom the ranking would offer, instead of computing matches."""

    def rank(mentor):
        def ranking(_actor, known):
            return {
                key: offers.Offer(mentor.id, mentor.name, "", 80) for key, ids in known.items() if mentor.id not in ids
            }

        monkeypatch.setattr(offers, "_rankings", [ranking])

    return rank


def test_the_first_yes_closes_the_other_requests_where_one_mentor_was_wanted():
    owner, project, coach, mentor = pair()
    first = request(owner, project, mentor)
    other_coach, _other, second = asked(owner, project)
    services.accept(actor=coach, request=first)
    assert (second.state, second.was_closed) == (AnswerState.WITHDRAWN, True)
    assert told(other_coach) == ["mentorship.requested", "mentorship.closed"]
    with pytest.raises(Conflict):
        services.accept(actor=other_coach, request=second)
    assert [row.present for row in queries.quotas(owner)] == [1]


def test_a_project_that_wants_two_keeps_asking_until_it_has_them():
    owner, project, coach, mentor = pair()
    first = services.ask(actor=owner, project=project, mentor_id=mentor.id, message="请指导", wanted=2)
    second_coach, _second, second = asked(owner, project)
    _third_coach, _third, third = asked(owner, project)
    services.accept(actor=coach, request=first)
    assert third.state is AnswerState.PENDING
    services.accept(actor=second_coach, request=second)
    assert third.was_closed
    assert sorted(wants.taken(project.id)) == [1, 2]


def test_asking_again_wants_one_more_and_a_number_below_the_mentors_there_are_is_refused():
    owner, project, coach, mentor = pair()
    services.accept(actor=coach, request=request(owner, project, mentor))
    with pytest.raises(Invalid) as refusal, db.session.begin_nested():
        asked(owner, project, wanted=1)
    assert refusal.value.field == "wanted"
    _coach, _mentor, row = asked(owner, project)
    assert wants.number_wanted(project.id) == 2
    with pytest.raises(Forbidden):
        wants.set_wanted(actor=factories.actor(), project=project, wanted=1)
    with pytest.raises(Invalid):
        wants.set_wanted(actor=owner, project=project, wanted=MOST_WANTED + 1)
    wants.set_wanted(actor=owner, project=project, wanted=1)
    assert row.was_closed


def test_an_organiser_s_request_is_not_bound_to_what_the_project_wants():
    organiser = factories.actor(Role.ORGANISER)
    owner, project, coach, mentor = pair()
    roadshow = opened(organiser)
    application(roadshow, owner, project)
    own = request(owner, project, mentor)
    invited_coach = factories.actor(Role.MENTOR)
    invited = services.invite_mentor(
        actor=organiser, roadshow=roadshow, project_id=project.id, mentor_id=published_mentor(invited_coach).id
    )
    services.accept(actor=coach, request=own)
    assert invited.state is AnswerState.PENDING
    services.accept(actor=invited_coach, request=invited)
    assert sorted(wants.taken(project.id)) == [1, 2]


def test_the_database_gives_each_place_of_a_project_once():
    owner, project, coach, mentor = pair()
    made = services.accept(actor=coach, request=request(owner, project, mentor))
    for place in (1, 0):
        row = Mentorship(project_id=project.id, mentor_id=published_mentor().id, place=place)
        with pytest.raises(IntegrityError), db.session.begin_nested():
            factories.save(row)
    services.end(actor=owner, mentorship=made)
    again_coach, _mentor, again = asked(owner, project)
    assert services.accept(actor=again_coach, request=again).place == 1


def test_a_mentor_is_reminded_once_half_way():
    owner, project, coach, mentor = pair()
    row = request(owner, project, mentor)
    assert dt.timedelta(days=3) < row.nudge_at - utc_now() < dt.timedelta(days=4)
    nudge_mentors()
    row.nudge_at = utc_now()
    db.session.flush()
    nudge_mentors()
    nudge_mentors()
    assert told(coach) == ["mentorship.requested", "mentorship.waiting"]
    settled = request(owner, published_project(owner), mentor)
    settled.nudge_at = utc_now()
    services.withdraw(actor=owner, request=settled)
    nudge_mentors()
    assert told(coach)[-1] == "mentorship.requested"


def test_a_colleague_is_suggested_and_asked_with_the_same_words():
    owner, project, coach, mentor = pair()
    colleague = published_mentor(name="顾安")
    row = request(owner, project, mentor, "想请教量产。")
    assert queries.colleagues(row) == [colleague]
    assert queries.colleagues(row, "顾") == [colleague]
    assert queries.colleagues(row, "没有这个人") == []
    for nobody in (mentor.id, draft_mentor().id, project.id):
        with pytest.raises(Invalid) as refusal, db.session.begin_nested():
            services.decline(actor=coach, request=row, reason="没空", colleague_id=nobody)
        assert refusal.value.field == "colleague_id"
    with pytest.raises(Conflict):
        services.ask_instead(actor=owner, request=row, mentor_id=colleague.id)
    services.decline(actor=coach, request=row, reason="没空", colleague_id=colleague.id)
    notice = db.session.scalars(select(Notification).where(Notification.kind == "mentorship.declined")).one()
    with in_language("en"):
        assert sentence(notice.kind, notice.params).endswith("They suggest 顾安.")
    with pytest.raises(Forbidden):
        services.ask_instead(actor=factories.actor(), request=row, mentor_id=colleague.id)
    again = services.ask_instead(actor=owner, request=row, mentor_id=colleague.id)
    assert (again.message, again.mentor_id, again.state) == ("想请教量产。", colleague.id, AnswerState.PENDING)


def test_who_has_an_interest_in_the_project_is_no_colleague():
    owner, project, coach, mentor = pair()
    person = factories.actor(Role.MENTOR)
    partial = published_mentor(person)
    mentors.declare_conflict(actor=person, mentor=partial, name=project.name, relation="investment")
    row = request(owner, project, mentor)
    assert queries.colleagues(row) == []
    with pytest.raises(Invalid):
        services.decline(actor=coach, request=row, reason="没空", colleague_id=partial.id)


def test_the_next_best_is_offered_after_a_no_and_after_silence_as_long_as_somebody_is_wanted(next_is):
    owner, project, coach, mentor = pair()
    better = published_mentor(name="顾安")
    next_is(better)
    row = request(owner, project, mentor)
    assert offers.after(owner, [row]) == {}
    row.expires_at = utc_now()
    db.session.flush()
    expire_requests()
    assert offers.after(owner, [row])[row.id].mentor_id == better.id
    notice = db.session.scalars(select(Notification).where(Notification.kind == "mentorship.expired")).one()
    with in_language("zh"):
        assert sentence(notice.kind, notice.params).endswith("顾安。")
    asked_next = services.ask_instead(actor=owner, request=row, mentor_id=better.id)
    assert offers.after(owner, [row, asked_next]) == {}
    services.withdraw(actor=owner, request=asked_next)
    services.accept(actor=coach, request=request(owner, project, mentor))
    assert offers.after(owner, [row]) == {}


def test_the_pages_show_whom_to_ask_next_and_one_button_asks(client, next_is):
    owner, project, coach, mentor = pair()
    colleague, better = published_mentor(name="顾安"), published_mentor(name="次优")
    next_is(better)
    row = request(owner, project, mentor)
    db.session.commit()
    sign_in(client, coach)
    path = f"/requests/{row.id}/decline"
    assert path in client.get("/requests").text
    searched = client.post(path, data={"reason": "打到一半", "words": "顾", "_search": "1"})
    assert searched.status_code == 200
    assert "打到一半" in searched.text
    assert "次优" not in searched.text
    assert client.post(path, data={"words": "顾"}).status_code == 422
    said = {"reason": "没空", "words": "顾", "colleague_id": str(colleague.id)}
    assert client.post(path, data=said).status_code == 303
    assert client.post(path, data=said).status_code == 409
    assert client.get(path).status_code == 303
    sign_in(client, owner)
    page = client.get("/requests").text
    assert "顾安" in page
    assert "次优" in page
    assert "次优" in client.get("/today").text
    instead = f"/requests/{row.id}/ask-instead"
    assert client.post(instead, data={"mentor_id": "nobody"}).status_code == 303
    assert client.post(instead, data={"mentor_id": str(colleague.id)}).location == "/requests"
    assert client.post(instead, data={"mentor_id": str(colleague.id)}).status_code == 409
    assert db.session.query(MentorRequest).filter_by(mentor_id=colleague.id).one().message == row.message
    assert client.post(f"/projects/{project.id}/mentors-wanted", data={"wanted": "3"}).status_code == 303
    assert wants.number_wanted(project.id) == 3
    assert client.post(f"/projects/{project.id}/mentors-wanted", data={"wanted": "0"}).status_code == 303
    assert wants.number_wanted(project.id) == 3
