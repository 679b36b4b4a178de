"""The day without its pages: names and tickets, the desk, the stage, questions, points and votes."""

import datetime as dt

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.accounts.models import Role
from app.core.errors import Conflict, Forbidden, Invalid
from app.core.mail import OutboxMessage
from app.core.model import utc_now
from app.extensions import db
from app.notifications.models import Notification
from app.roadshows import tickets
from app.roadshows.models import (
    Application,
    Attendee,
    AttendeeKind,
    CheckIn,
    CheckInMethod,
    Phase,
    QuestionState,
    QuestionVote,
    RoadshowState,
)
from app.roadshows.queries import judging as judging_queries
from app.roadshows.queries import people as people_queries
from app.roadshows.queries import stage as stage_queries
from app.roadshows.services import (
    desk,
    entering,
    judging,
    lineup,
    moves,
    people,
    questions,
    registrations,
    setup,
    stage,
)
from app.roadshows.services.stage import Step
from tests import factories
from tests.projects.factories import published as published_project
from tests.roadshows.factories import application, opened, published


@pytest.fixture
def organiser(app):
    return factories.actor(Role.ORGANISER)


def register(roadshow, number=1, investor=None):
    investor = investor or factories.actor(Role.INVESTOR)
    return investor, registrations.register(actor=investor, roadshow=roadshow, people=number)


def kinds(account_id):
    mine = select(Notification.kind).where(Notification.account_id == account_id).order_by(Notification.id)
    return list(db.session.scalars(mine))


def only(party):
    return people_queries.members_of_party(party)[0]


def test_whoever_registers_comes_and_names_the_others(organiser):
    made = opened(organiser)
    investor, registration = register(made, 3)
    first = only(registration)
    assert (first.account_id, first.kind, first.affiliation) == (
        investor.account_id,
        AttendeeKind.INVESTOR,
        investor.membership.organisation.name,
    )
    mate = factories.actor(Role.INVESTOR, of=investor.membership.organisation)
    second = people.add(actor=investor, party=registration, account_id=mate.account_id)
    assert kinds(mate.account_id)[-1] == "roadshow.ticket"
    third = people.add(actor=investor, party=registration, name="王访客")
    assert [row.position for row in (first, second, third)] == [1, 2, 3]
    with pytest.raises(Invalid, match="3"):
        people.add(actor=investor, party=registration, name="第四人")
    with pytest.raises(Invalid):
        people.change(actor=investor, attendee=third, account_id=mate.account_id)
    with pytest.raises(Invalid):
        people.change(actor=investor, attendee=third, account_id=factories.account().id)
    with pytest.raises(Forbidden):
        people.add(actor=factories.actor(Role.INVESTOR), party=registration, name="外人")
    with pytest.raises(Invalid) as smaller:
        registrations.register(actor=investor, roadshow=made, people=2)
    assert smaller.value.field == "people"
    old = third.code
    people.change(actor=investor, attendee=third, name="李访客")
    assert third.code != old
    people.remove(actor=investor, attendee=third)
    registrations.register(actor=investor, roadshow=made, people=2)
    assert {row.places for row in people_queries.members_of_party(registration)} == {2}


def test_the_database_refuses_one_person_too_many_and_one_person_twice(organiser):
    made = opened(organiser)
    _investor, registration = register(made, 1)
    row = only(registration)
    same = {"roadshow_id": made.id, "kind": AttendeeKind.INVESTOR, "name": "多一人", "registration_id": registration.id}
    for wrong in (
        {"position": 2, "places": 1, "code": "A2222222"},
        {"position": 1, "places": 1, "code": "B2222222"},
        {"position": 2, "places": 2, "code": "C2222222", "account_id": row.account_id},
    ):
        with pytest.raises(IntegrityError), db.session.begin_nested():
            db.session.add(Attendee(**same, **wrong))
    db.session.add(CheckIn(roadshow_id=made.id, attendee_id=row.id, method=CheckInMethod.NAME))
    db.session.flush()
    with pytest.raises(IntegrityError), db.session.begin_nested():
        db.session.add(CheckIn(roadshow_id=made.id, attendee_id=row.id, method=CheckInMethod.NAME))


def test_a_cancelled_registration_leaves_no_names_and_a_waiting_one_opens_no_door(organiser):
    made, _sent = published(organiser, seats=1)
    investor, seated = register(made, 1)
    _other, waiting = register(made, 1)
    assert [people_queries.holds_ticket(only(row)) for row in (seated, waiting)] == [True, False]
    with pytest.raises(Conflict):
        desk.check_in(actor=organiser, roadshow=made, attendee_id=only(waiting).id)
    registrations.cancel(actor=investor, registration=seated)
    assert people_queries.members_of_party(seated) == []
    assert people_queries.holds_ticket(only(waiting))
    desk.check_in(actor=organiser, roadshow=made, attendee_id=only(waiting).id)
    with pytest.raises(Conflict):
        registrations.cancel(actor=organiser, registration=waiting)


def test_presenters_get_tickets_with_the_line_up_and_teams_name_their_people(organiser):
    owner = factories.actor(name="陈晓")
    made = opened(organiser)
    sent = application(made, owner, presenter="陈晓（创始人）")
    project = published_project(factories.actor())
    entering.enter(actor=organiser, roadshow=made, project_ids=[project.id])
    entered = db.session.scalars(select(Application).where(Application.project_id == project.id)).unique().one()
    lineup.add(actor=organiser, roadshow=made, application_ids=[sent.id, entered.id])
    with pytest.raises(Forbidden):
        people.add(actor=factories.actor(), party=sent, name="外人")
    for state in (RoadshowState.LINEUP_FIXED, RoadshowState.PUBLISHED):
        moves.move(actor=organiser, roadshow=made, to=state)
    row = only(sent)
    assert (row.account_id, row.name, row.kind) == (owner.account_id, "陈晓", AttendeeKind.PRESENTER)
    assert kinds(owner.account_id)[-1] == "roadshow.ticket"
    people.add(actor=owner, party=sent, name="工程师")
    assert people.seat_presenters(actor=organiser, roadshow=made) == 0
    assert {row.name for row in db.session.scalars(people_queries.coming(made.id))} >= {"陈晓", "工程师"}


def test_confirmations_carry_the_date_for_the_calendar(organiser):
    made = opened(organiser)
    investor, _row = register(made)
    mail = db.session.scalars(select(OutboxMessage).where(OutboxMessage.recipient == investor.account.email)).one()
    assert [part["name"] for part in mail.attachments] == ["roadshow.ics"]


def test_a_ticket_is_known_by_its_signature(organiser):
    made = opened(organiser)
    _investor, registration = register(made)
    code = only(registration).code
    token = tickets.token(code)
    assert people_queries.by_token(organiser, token).id == only(registration).id
    for forged in (code, code + "A" * 16, tickets.new_code() + token[8:], token[:-1], token + "x", "票" * 24, ""):
        assert people_queries.by_token(organiser, forged) is None
    assert tickets.read(tickets.url(code)) == (code, True)
    assert tickets.read(f"https://elsewhere.example/tickets/{code}AAAA") is None
    assert tickets.read(tickets.written(code).lower() + " ") == (code, False)


def test_each_person_is_checked_in_once_and_it_can_be_taken_back(organiser):
    made, _sent = published(organiser, seats=5)
    _investor, registration = register(made)
    row = only(registration)
    door = {"actor": organiser, "roadshow": made}
    entered = desk.check_in_by_code(**door, text=tickets.url(row.code))
    assert (entered.method, entered.by_id) == (CheckInMethod.SCAN, organiser.account_id)
    with pytest.raises(desk.AlreadyHere) as twice:
        desk.check_in_by_code(**door, text=tickets.written(row.code))
    assert twice.value.check_in is entered
    here = people_queries.presence(made.id)
    assert (here.here, here.on_site, here.online) == (1, 1, 0)
    desk.undo(**door, attendee_id=row.id)
    with pytest.raises(Conflict):
        desk.undo(**door, attendee_id=row.id)
    assert desk.check_in(**door, attendee_id=row.id).method is CheckInMethod.NAME
    other, _ = published(organiser)
    for wrong in ("kein Ticket", tickets.new_code()):
        with pytest.raises(Invalid):
            desk.check_in_by_code(**door, text=wrong)
    with pytest.raises(Invalid):
        desk.check_in_by_code(actor=organiser, roadshow=other, text=row.code)
    with pytest.raises(Forbidden):
        desk.check_in_by_code(actor=factories.actor(Role.ORGANISER), roadshow=made, text=row.code)
    with pytest.raises(Conflict):
        people.change(actor=organiser, attendee=row, name="另一位")


def test_the_desk_finds_people_by_name_initials_organisation_and_code(organiser):
    made, _sent = published(organiser)
    guest = people.add_guest(actor=organiser, roadshow=made, name="欧阳明月", affiliation="禾城日报")
    found = people_queries.coming
    for words in ("欧阳", "oymy", "ouyang", "日报", tickets.written(guest.code)):
        assert list(db.session.scalars(found(made.id, words=words))) == [guest], words
    assert list(db.session.scalars(found(made.id, words="%"))) == []
    desk.check_in(actor=organiser, roadshow=made, attendee_id=guest.id)
    assert list(db.session.scalars(found(made.id, here="yes"))) == [guest]
    assert guest not in list(db.session.scalars(found(made.id, here="no")))


def test_coming_in_online_is_being_there_while_the_room_is_open(organiser):
    made, _sent = published(organiser, mode="both", online_url="https://live.example.cn/1")
    _investor, registration = register(made)
    row = only(registration)
    with pytest.raises(Conflict):
        desk.join(attendee=row)
    made.starts_at = utc_now() + dt.timedelta(minutes=20)
    db.session.flush()
    entered = desk.join(attendee=row)
    assert desk.join(attendee=row) is entered
    assert (people_queries.presence(made.id).online, entered.by_id) == (1, None)


def two_pitches(organiser):
    made = opened(organiser, capacity=3)
    sent = [application(made, presenter=f"讲者{number}") for number in (1, 2)]
    lineup.add(actor=organiser, roadshow=made, application_ids=[row.id for row in sent])
    for state in (RoadshowState.LINEUP_FIXED, RoadshowState.PUBLISHED):
        moves.move(actor=organiser, roadshow=made, to=state)
    return made, sent


def test_the_stage_goes_through_the_running_order(organiser):
    made, (first, second) = two_pitches(organiser)
    door = {"actor": organiser, "roadshow": made}
    order = stage_queries.running_order(made.id)
    assert stage_queries.act(stage_queries.stage_of(made), order).then.application_id == first.id
    with pytest.raises(Conflict):
        stage.steer(**door, step=Step.START)
    now = stage.steer(**door, step=Step.NEXT)
    mark = now.mark
    assert (now.phase, now.current_id, now.seconds_left(utc_now())) == (Phase.PITCH, first.id, 480)
    stage.steer(**door, step=Step.START)
    now.clock_started_at -= dt.timedelta(seconds=500)
    assert now.seconds_left(utc_now()) == -20
    stage.steer(**door, step=Step.STOP)
    assert (now.clock_started_at, now.clock_used) == (None, 500)
    stage.steer(**door, step=Step.AGAIN)
    assert now.seconds_left(utc_now()) == 480
    stage.steer(**door, step=Step.QUESTIONS)
    assert now.clock_started_at is not None
    with pytest.raises(Conflict):
        stage.steer(**door, step=Step.NEXT, seen=mark)
    stage.steer(**door, step=Step.NEXT, seen=now.mark)
    assert now.current_id == second.id
    with pytest.raises(Conflict):
        stage.steer(**door, step=Step.NEXT)
    stage.call(**door, application_id=first.id)
    stage.steer(**door, step=Step.PAUSE)
    assert stage_queries.act(now, order).then.application_id == second.id
    stage.steer(**door, step=Step.END)
    assert stage_queries.act(now, order) == stage_queries.Act(None, None)
    stage.arrange(**door, pitch_minutes=6, announcement="茶歇十分钟")
    assert now.pitch_minutes == 6
    with pytest.raises(Forbidden):
        stage.steer(actor=factories.actor(Role.ORGANISER), roadshow=made, step=Step.RESET)
    draft = opened(organiser)
    with pytest.raises(Conflict):
        stage.steer(actor=organiser, roadshow=draft, step=Step.RESET)


def test_questions_are_shown_once_let_through_and_wanted_once_a_person(organiser):
    made, (first, _second) = two_pitches(organiser)
    (_a, one), (_b, two) = register(made), register(made)
    asker, reader = only(one), only(two)
    with pytest.raises(Conflict):
        questions.ask(attendee=asker, text="毛利率多少？")
    stage.switch(actor=organiser, roadshow=made, name="takes_questions", on=True)
    asked = questions.ask(attendee=asker, text="毛利率多少？", application_id=first.id)
    assert stage_queries.questions(made.id) == []
    with pytest.raises(Conflict):
        questions.want(attendee=reader, question_id=asked.id, wanted=True)
    let = {"actor": organiser, "roadshow": made, "question_id": asked.id}
    assert questions.moderate(**let, state=QuestionState.SHOWN) is QuestionState.WAITING
    for _ in range(2):
        questions.want(attendee=reader, question_id=asked.id, wanted=True)
    (shown,) = stage_queries.questions(made.id, reader=reader)
    assert (shown.votes, shown.mine) == (1, True)
    with pytest.raises(IntegrityError), db.session.begin_nested():
        db.session.add(QuestionVote(question_id=asked.id, attendee_id=reader.id))
    questions.want(attendee=reader, question_id=asked.id, wanted=False)
    with pytest.raises(Conflict):
        questions.want(attendee=asker, question_id=asked.id, wanted=True)
    for _ in range(questions.MOST_WAITING):
        questions.ask(attendee=asker, text="再问一个")
    with pytest.raises(Invalid):
        questions.ask(attendee=asker, text="太多了")
    with pytest.raises(Conflict):
        people.remove(actor=organiser, attendee=asker)
    with pytest.raises(Forbidden):
        questions.moderate(**{**let, "actor": factories.actor(Role.ORGANISER)}, state=QuestionState.HIDDEN)


def judge_of(made, organiser, person=None):
    person = person or factories.actor(Role.MENTOR, of=organiser.membership.organisation)
    return person, judging.add_judge(actor=organiser, roadshow=made, membership_id=person.membership_id)


def score(person, made, sent, points):
    turn = judging_queries.own_turn(person, made.id, sent.id)
    given = {criterion.id: points for criterion in setup.criteria_of(made.id)}
    return judging.score(actor=person, turn=turn, points=given, comment="不错")


def test_points_add_up_to_ranks_that_only_organisers_see_before_the_release(organiser):
    made, (first, second) = two_pitches(organiser)
    door = {"actor": organiser, "roadshow": made}
    (one, _row), (two, judge) = judge_of(made, organiser), judge_of(made, organiser)
    assert kinds(one.account_id) == ["roadshow.judge"]
    with pytest.raises(Conflict):
        score(one, made, first, 4)
    stage.switch(**door, name="takes_scores", on=True)
    score(one, made, first, 4)
    score(two, made, first, 5)
    score(two, made, second, 5)
    score(one, made, second, 5)
    best = judging_queries.standings(made.id)
    assert [(row.place.application_id, row.mean, row.rank) for row in best] == [(second.id, 5, 1), (first.id, 4.5, 2)]
    judging.remove_judge(**door, judge_id=judge.id)
    assert [row.mean for row in judging_queries.standings(made.id)] == [5, 4]
    assert judging_queries.own_turn(two, made.id, first.id) is None
    visitor = factories.actor()
    assert judging_queries.released(visitor, made.id) is None
    assert judging_queries.released(one, made.id) is None
    assert judging_queries.released(organiser, made.id) is made
    judging.release(**door)
    assert judging_queries.released(visitor, made.id) is made
    with pytest.raises(Conflict):
        score(one, made, first, 1)
    with pytest.raises(Conflict):
        stage.switch(**door, name="takes_scores", on=True)
    with pytest.raises(Conflict):
        judging.release(**door)
    judging.withhold(**door)
    assert judging_queries.released(visitor, made.id) is None
    with pytest.raises(Forbidden):
        judging.release(actor=one, roadshow=made)


def test_nobody_judges_what_they_have_a_part_in(organiser):
    made, (first, second) = two_pitches(organiser)
    stage.switch(actor=organiser, roadshow=made, name="takes_scores", on=True)
    person, _judge = judge_of(made, organiser)
    factories.save(
        factories.Membership(
            account_id=person.account_id, organisation_id=first.organisation_id, role=Role.ENTREPRENEUR
        )
    )
    assert judging_queries.own_turn(person, made.id, first.id) is None
    turn = judging_queries.own_turn(person, made.id, second.id)
    score(person, made, second, 3)
    judging.declare_conflict(actor=person, turn=turn)
    assert judging_queries.own_turn(person, made.id, second.id) is None
    assert [row.judges for row in judging_queries.standings(made.id)] == [0, 0]
    with pytest.raises(Forbidden):
        judging.score(actor=person, turn=turn, points={})


def test_who_is_there_has_one_vote_and_not_for_themselves(organiser):
    made, (first, second) = two_pitches(organiser)
    door = {"actor": organiser, "roadshow": made}
    _investor, registration = register(made)
    voter, presenter = only(registration), only(first)
    stage.switch(**door, name="takes_votes", on=True)
    with pytest.raises(Conflict):
        judging.vote(attendee=voter, application_id=first.id)
    for row in (voter, presenter):
        desk.check_in(**door, attendee_id=row.id)
    vote = judging.vote(attendee=voter, application_id=first.id)
    assert judging.vote(attendee=voter, application_id=second.id) is vote
    with pytest.raises(Conflict):
        judging.vote(attendee=presenter, application_id=first.id)
    judging.vote(attendee=presenter, application_id=second.id)
    assert {row.place.application_id: row.votes for row in judging_queries.standings(made.id)} == {
        first.id: 0,
        second.id: 2,
    }
    desk.undo(**door, attendee_id=voter.id)
    assert sum(row.votes for row in judging_queries.standings(made.id)) == 1
    judging.release(**door)
    with pytest.raises(Conflict):
        judging.vote(attendee=presenter, application_id=second.id)
