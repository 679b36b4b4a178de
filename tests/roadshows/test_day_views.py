"""The pages of the day, as the people see them: organiser, helper, investor, presenter, judge, guest, stranger."""

import csv
import datetime as dt
import io
import re

import icalendar
import pytest
from sqlalchemy import select

from app.accounts.models import Role
from app.accounts.services import close_account, personal_data
from app.core import agenda
from app.core.mail import OutboxMessage
from app.core.model import utc_now
from app.extensions import db
from app.notifications.models import Notification
from app.roadshows import tickets
from app.roadshows.models import Attendee, AudienceQuestion, CheckIn, Registration, Roadshow, RoadshowState
from app.roadshows.queries import people as queries
from app.roadshows.services import changes, desk, judging, lineup, moves, people, registrations, setup, stage
from app.roadshows.tasks import remind_of_roadshows
from tests import factories
from tests.factories import sign_in
from tests.roadshows.factories import application, opened, published

HTMX = {"HX-Request": "true"}


@pytest.fixture
def organiser(app):
    return factories.actor(Role.ORGANISER)


def coming(roadshow, number=1, investor=None):
    """An investor who registered, and the first of the people they send."""
    investor = investor or factories.actor(Role.INVESTOR)
    registration = registrations.register(actor=investor, roadshow=roadshow, people=number)
    return investor, registration, queries.members_of_party(registration)[0]


def ticket_of(attendee, rest=""):
    return f"/tickets/{tickets.token(attendee.code)}{rest}"


def switch(organiser, roadshow, *names):
    for name in names:
        stage.switch(actor=organiser, roadshow=roadshow, name=name, on=True)


def test_a_party_names_its_people(client, organiser):
    made = opened(organiser, mode="both")
    investor = factories.actor(Role.INVESTOR)
    mate = factories.actor(Role.INVESTOR, of=investor.membership.organisation, name="钱同事")
    db.session.commit()
    sign_in(client, investor)
    answer = client.post(f"/roadshows/{made.id}/register", data={"people": "3", "attendance": "online"})
    registration = db.session.scalars(select(Registration)).unique().one()
    page = f"/registrations/{registration.id}/people"
    assert answer.location == page
    assert investor.account.name in client.get(page).text
    refused = client.post(page, data={"account_id": "", "name": "", "attendance": "online"})
    assert (refused.status_code, "请填写姓名" in refused.text) == (422, True)
    for person in ({"account_id": str(mate.account_id)}, {"account_id": "", "name": "赵访客"}):
        assert client.post(page, data={**person, "attendance": "on_site"}).status_code == 303
    full = client.get(page).text
    assert "名额均已填写" in full
    guest = db.session.scalars(select(Attendee).where(Attendee.name == "赵访客")).one()
    assert ticket_of(guest) in full
    change = f"/attendees/{guest.id}"
    assert 'value="赵访客"' in client.get(change).text
    before = ticket_of(guest)
    data = {"account_id": "", "name": "孙访客", "attendance": "on_site"}
    assert client.post(change, data=data).location == page
    assert client.get(before).status_code == 404
    gone = f"/attendees/{guest.id}/remove"
    smaller = client.post(f"/roadshows/{made.id}/register", data={"people": "2", "attendance": "online"})
    assert (smaller.status_code, "请先从名单中移出" in smaller.text) == (422, True)
    assert client.post(gone).location == page
    assert client.post(gone).status_code == 404
    sign_in(client, mate)
    assert client.get(page).status_code == 200
    sign_in(client, factories.actor(Role.INVESTOR))
    assert [client.get(path).status_code for path in (page, change)] == [404, 404]


def test_a_ticket_opens_for_whoever_has_its_address_and_says_what_it_is_worth(client, organiser):
    made, _sent = published(organiser, seats=1)
    _investor, _registration, first = coming(made)
    _waiting, _waits, second = coming(made)
    db.session.commit()
    page = client.get(ticket_of(first)).text
    assert (tickets.written(first.code) in page, "<svg" in page, "noindex" in page) == (True, True, True)
    late = client.get(ticket_of(second)).text
    assert (tickets.written(second.code) in late, "候补中" in late) == (False, True)
    assert client.get(ticket_of(first)[:-1] + "!").status_code == 404
    assert client.get(f"/roadshows/{made.id}/ticket").status_code == 303
    sign_in(client, _investor)
    assert tickets.written(first.code) in client.get(f"/roadshows/{made.id}/ticket").text
    sign_in(client, organiser)
    assert f'action="/roadshows/{made.id}/desk/check-in"' in client.get(ticket_of(first)).text


def test_the_desk_checks_in_by_code_and_by_name_and_takes_it_back(client, organiser):
    made, _sent = published(organiser)
    _investor, _registration, row = coming(made)
    other = people.add_guest(actor=organiser, roadshow=made, name="郑来宾")
    db.session.commit()
    sign_in(client, organiser)
    door, page = f"/roadshows/{made.id}/desk/check-in", f"/roadshows/{made.id}/desk"
    assert row.name in client.get(page).text
    scanned = client.post(door, data={"code": tickets.url(row.code)}, headers=HTMX)
    assert (scanned.status_code, scanned.headers["HX-Trigger"]) == (200, "desk-changed")
    assert row.name in scanned.text
    twice = client.post(door, data={"code": tickets.written(row.code)}, headers=HTMX)
    assert ("已经签到过" in twice.text, organiser.account.name in twice.text) == (True, True)
    plain = client.post(door, data={"attendee": str(row.id)})
    assert (plain.status_code, "已经签到过" in plain.text) == (409, True)
    for wrong, status in (({"code": "kein Ticket"}, 422), ({"code": "23456789"}, 422), ({"attendee": "nobody"}, 409)):
        assert client.post(door, data=wrong).status_code == status
        assert "tone-danger" in client.post(door, data=wrong, headers=HTMX).text
    found = client.post(door, data={"attendee": str(other.id)})
    assert (found.status_code, found.location) == (303, page)
    assert db.session.query(CheckIn).count() == 2
    assert "<strong>2</strong> / 3" in client.get(f"{page}/state").text
    undo = f"/roadshows/{made.id}/desk/{row.id}/undo"
    assert client.post(undo, headers=HTMX).status_code == 200
    assert client.post(undo).status_code == 409
    listed = client.get(f"{page}/list?q={row.name}").text
    assert (row.name in listed, other.name in listed) == (True, False)
    walked_in = {"name": "临时来宾", "affiliation": "高校", "here": "1"}
    assert client.post(f"/roadshows/{made.id}/people", data=walked_in).location == page
    assert "<strong>2</strong> / 4" in client.get(f"{page}/state").text
    sign_in(client, factories.actor(Role.ORGANISER))
    assert client.post(door, data={"code": row.code}).status_code == 404


def test_the_organiser_sees_everybody_and_prints_badges(client, organiser):
    made, _sent = published(organiser)
    _investor, registration, row = coming(made, 2)
    people.add_guest(actor=organiser, roadshow=made, name="欧阳明月", affiliation="=报社")
    db.session.commit()
    sign_in(client, organiser)
    page = client.get(f"/roadshows/{made.id}/people").text
    assert (row.name in page, "欧阳明月" in page, registration.organisation.name in page) == (True, True, True)
    only = client.get(f"/roadshows/{made.id}/people?q=oymy").text
    assert ("欧阳明月" in only, f">{row.name}<" in only) == (True, False)
    sheet = list(csv.reader(io.StringIO(client.get(f"/roadshows/{made.id}/people?format=csv&kind=guest").text)))
    assert (len(sheet), sheet[1][1]) == (2, "'=报社")
    badges = client.get(f"/roadshows/{made.id}/badges").text
    assert badges.count('class="name-badge ') == 3
    assert client.post(f"/roadshows/{made.id}/people", data={"name": ""}).status_code == 422


def test_late_changes_bring_a_ticket(client, organiser):
    made, _sent = published(organiser, capacity=3)
    late = factories.actor(name="林晚")
    moves.move(actor=organiser, roadshow=made, to=RoadshowState.LINEUP_FIXED)
    moves.move(actor=organiser, roadshow=made, to=RoadshowState.OPEN)
    newcomer = application(made, late, presenter="林晚")
    for state in (RoadshowState.LINEUP_FIXED, RoadshowState.PUBLISHED):
        moves.move(actor=organiser, roadshow=made, to=state)
    assert queries.members_of_party(newcomer) == []
    changes.join(actor=organiser, roadshow=made, application_id=newcomer.id)
    db.session.commit()
    assert [row.account_id for row in queries.members_of_party(newcomer)] == [late.account_id]
    sign_in(client, late)
    assert "林晚" in client.get(f"/applications/{newcomer.id}/people").text
    assert client.get(f"/roadshows/{made.id}/ticket").status_code == 200


def test_the_live_page_is_quiet_until_something_changes(client, organiser):
    made, sent = published(organiser, mode="both", online_url="https://live.example.cn/room")
    investor, _registration, row = coming(made)
    db.session.commit()
    page = f"/roadshows/{made.id}/live"
    public = client.get(page).text
    assert (sent.project.name in public, "live.example.cn" in public, "提问" in public) == (True, False, True)
    assert 'id="ask"' not in public
    sign_in(client, investor)
    opened_page = client.get(page).text
    again = re.search(r'hx-get="([^"]+)"', opened_page)[1]
    assert client.get(again, headers=HTMX).status_code == 204
    switch(organiser, made, "takes_questions")
    stage.steer(actor=organiser, roadshow=made, step=stage.Step.NEXT)
    db.session.commit()
    changed = client.get(again, headers=HTMX)
    assert (changed.status_code, 'id="ask"' in changed.text, 'data-clock="480"' in changed.text) == (200, True, True)
    assert client.post(ticket_of(row, "/join")).status_code == 409
    made.starts_at = utc_now() + dt.timedelta(minutes=5)
    db.session.commit()
    assert "live.example.cn" not in client.get(page).text
    assert client.post(ticket_of(row, "/join"), data={"next": page}).location == page
    assert "live.example.cn" in client.get(page).text
    unpublished = opened(organiser)
    db.session.commit()
    assert client.get(f"/roadshows/{unpublished.id}/live").status_code == 404


def test_questions_go_through_the_organiser(client, organiser):
    made, sent = published(organiser)
    _investor, _registration, asker = coming(made)
    _other, _registered, reader = coming(made)
    switch(organiser, made, "takes_questions")
    db.session.commit()
    ask = ticket_of(asker, "/questions")
    assert client.post(ask, data={"text": " ", "application_id": ""}).status_code == 422
    data = {"text": "毛利率多少？", "application_id": str(sent.id), "is_anonymous": "1"}
    assert client.post(ask, data=data).location == ticket_of(asker, "/live")
    question = db.session.scalars(select(AudienceQuestion)).one()
    mine, theirs = client.get(ticket_of(asker, "/live")).text, client.get(ticket_of(reader, "/live")).text
    assert ("等待主办方审核" in mine, "毛利率多少" in theirs) == (True, False)
    want = ticket_of(reader, f"/questions/{question.id}")
    assert client.post(want).status_code == 409
    sign_in(client, organiser)
    console = f"/roadshows/{made.id}/control"
    assert asker.name in client.get(console).text
    moderate = f"/roadshows/{made.id}/questions/{question.id}"
    assert client.post(moderate, data={"state": "shown"}, headers=HTMX).status_code == 200
    assert client.post(moderate, data={"state": "nonsense"}).status_code == 409
    assert client.post(want).status_code == 303
    shown = client.get(ticket_of(reader, "/live")).text
    assert ("毛利率多少" in shown, asker.name in shown, 'aria-pressed="true"' in shown) == (True, False, True)
    client.post(want, data={"off": "1"})
    assert 'aria-pressed="true"' not in client.get(ticket_of(reader, "/live")).text
    rows = list(csv.reader(io.StringIO(client.get(f"{console}?format=csv").text)))
    assert rows[1][:3] == ["毛利率多少？", sent.project.name, asker.name]
    moves.move(actor=organiser, roadshow=made, to=RoadshowState.HELD)
    moves.move(actor=organiser, roadshow=made, to=RoadshowState.CLOSED)
    db.session.commit()
    assert [client.post(url, data=data).status_code for url in (ask, want, moderate)] == [409, 409, 409]


def test_the_stage_is_steered_by_several_organisers(client, organiser):
    made, sent = published(organiser)
    db.session.commit()
    sign_in(client, organiser)
    console, step = f"/roadshows/{made.id}/control", f"/roadshows/{made.id}/control/step"
    seen = re.search(r'name="seen" value="([^"]*)"', client.get(console).text)[1]
    assert client.post(step, data={"step": "next", "seen": seen}).location == console
    assert client.post(step, data={"step": "next", "seen": seen}).status_code == 409
    for nonsense in ({"step": "jump"}, {"call": "nobody"}, {}):
        assert client.post(step, data=nonsense).status_code == 409
    assert client.post(step, data={"call": str(sent.id)}, headers=HTMX).status_code == 200
    settings = {"pitch_minutes": "6", "question_minutes": "4", "announcement": "四点茶歇"}
    assert client.post(f"{console}/settings", data=settings).location == console
    assert client.post(f"{console}/settings", data={**settings, "pitch_minutes": "0"}).status_code == 422
    screen = client.get(f"/roadshows/{made.id}/screen").text
    assert ("四点茶歇" in screen, sent.project.name in screen, 'data-clock="360"' in screen) == (True, True, True)
    assert client.post(f"{console}/switch", data={"name": "takes_votes", "on": "1"}).status_code == 303
    assert client.post(f"{console}/switch", data={"name": "is_admin", "on": "1"}).status_code == 409
    assert client.get(console, headers=HTMX).text.startswith('<div id="control"')


def test_points_and_votes_are_the_organiser_s_secret_until_the_release(client, organiser):
    owner, judge = factories.actor(), factories.actor(Role.MENTOR, of=organiser.membership.organisation)
    made, sent = published(organiser, owner)
    investor, _registration, row = coming(made)
    switch(organiser, made, "takes_scores", "takes_votes")
    db.session.commit()
    sign_in(client, organiser)
    judges, results = f"/roadshows/{made.id}/judges", f"/roadshows/{made.id}/results"
    assert client.post(judges, data={"membership_id": str(judge.membership_id)}).location == judges
    desk.check_in(actor=organiser, roadshow=made, attendee_id=row.id)
    db.session.commit()
    sign_in(client, judge)
    pitch = f"/roadshows/{made.id}/judging/{sent.id}"
    assert pitch in client.get(f"/roadshows/{made.id}/judging").text
    assert f"为“{made.title}”现场评分" in client.get("/today").text
    rubric = {f"score_{criterion.id}": "4" for criterion in setup.criteria_of(made.id)}
    assert client.post(pitch, data={}).status_code == 422
    assert client.post(pitch, data={**rubric, "comment": "清楚"}).location == f"/roadshows/{made.id}/judging"
    assert client.post(ticket_of(row, "/vote"), data={"application": str(sent.id)}).status_code == 303
    assert client.post(ticket_of(row, "/vote"), data={"application": "x"}).status_code == 409
    for person in (judge, investor, owner, factories.actor(Role.ORGANISER)):
        sign_in(client, person)
        assert client.get(results).status_code == 404
        assert "4.00" not in client.get(f"/roadshows/{made.id}/live").text
        assert client.get(judges).status_code == 404
    sign_in(client, organiser)
    assert "4.00" in client.get(judges).text
    sheet = list(csv.reader(io.StringIO(client.get(f"{judges}?format=csv").text)))
    assert sheet[1] == [sent.project.name, "4.0", "4.0", "1"]
    assert client.post(f"/roadshows/{made.id}/results/release").location == judges
    assert client.post(f"/roadshows/{made.id}/results/release").status_code == 409
    sign_in(client, owner)
    page = client.get(results).text
    assert ("4.00" in page, "得分明细" in page, "清楚" in page) == (True, True, False)
    assert "roadshow.results" in db.session.scalars(
        select(Notification.kind).where(Notification.account_id == owner.account_id)
    )
    sign_in(client, judge)
    assert client.post(pitch, data=rubric).status_code == 409
    sign_in(client, organiser)
    assert client.post(f"/roadshows/{made.id}/results/withhold").location == judges
    sign_in(client, owner)
    assert client.get(results).status_code == 404


def test_a_judge_in_conflict_neither_sees_nor_scores(client, organiser):
    owner = factories.actor()
    made, sent = published(organiser, owner)
    switch(organiser, made, "takes_scores")
    judge = factories.actor(Role.REVIEWER, of=organiser.membership.organisation)
    row = judging.add_judge(actor=organiser, roadshow=made, membership_id=judge.membership_id)
    db.session.commit()
    sign_in(client, judge)
    pitch = f"/roadshows/{made.id}/judging/{sent.id}"
    assert client.post(f"{pitch}/conflict").status_code == 303
    assert [client.get(pitch).status_code, client.post(pitch).status_code] == [404, 404]
    assert "利益冲突" in client.get(f"/roadshows/{made.id}/judging").text
    sign_in(client, organiser)
    assert "回避" in client.get(f"/roadshows/{made.id}/judges").text
    removed = client.post(f"/roadshows/{made.id}/judges/{row.id}/remove")
    assert removed.status_code == 303
    sign_in(client, judge)
    assert client.get(f"/roadshows/{made.id}/judging").status_code == 404
    # An organiser who has a part in the project does not see it judged either.
    factories.save(
        factories.Membership(
            account_id=organiser.account_id, organisation_id=sent.organisation_id, role=Role.ENTREPRENEUR
        )
    )
    db.session.commit()
    sign_in(client, organiser)
    assert "您需要回避" in client.get(f"/roadshows/{made.id}/judges").text
    assert len(list(csv.reader(io.StringIO(client.get(f"/roadshows/{made.id}/judges?format=csv").text)))) == 1


def test_everybody_is_reminded_once_with_the_date_for_the_calendar(client, organiser):
    made, _sent = published(organiser)
    investor, registration, _row = coming(made, 2)
    remind_of_roadshows()
    mails = select(OutboxMessage).where(OutboxMessage.recipient == investor.account.email)
    before = len(db.session.scalars(mails).all())
    made.starts_at, made.ends_at = utc_now() + dt.timedelta(hours=20), utc_now() + dt.timedelta(hours=24)
    db.session.commit()
    remind_of_roadshows()
    remind_of_roadshows()
    sent = db.session.scalars(mails.order_by(OutboxMessage.id)).all()[before:]
    assert len(sent) == 2
    assert [[part["name"] for part in mail.attachments] for mail in sent] == [["roadshow.ics"], []]
    sign_in(client, investor)
    assert f"“{made.title}”入场券" in client.get("/today").text
    people.add(actor=investor, party=registration, name="第二人")
    assert queries.unnamed(made.id) == []


def test_calendars_know_what_a_person_comes_to_and_what_they_run(organiser):
    made, _sent = published(organiser, seats=1)
    investor, _registration, _row = coming(made)
    waiting, _registered, _other = coming(made)
    around = (utc_now(), utc_now() + dt.timedelta(days=30))
    found = {person: agenda.entries(person, *around) for person in (investor, waiting, organiser, factories.actor())}
    shown = [[(entry.title, entry.is_tentative) for entry in entries] for entries in found.values()]
    assert shown == [[(made.title, False)], [(made.title, True)], [(made.title, False)], []]
    assert found[organiser][0].url == f"/roadshows/{made.id}/manage"


def test_the_public_feed_keeps_what_was_and_takes_the_list_s_filters(client, organiser):
    robots, _sent = published(organiser, sectors=["robotics"], title="机器人路演")
    published(organiser, sectors=["biotechnology"], title="生物路演")
    robots.starts_at, robots.ends_at = utc_now() - dt.timedelta(days=9), utc_now() - dt.timedelta(days=8)
    db.session.commit()

    def titles(path):
        book = icalendar.Calendar.from_ical(client.get(path).data)
        return sorted(str(event["summary"]) for event in book.walk("VEVENT"))

    assert titles("/roadshows.ics") == ["机器人路演", "生物路演"]
    assert titles("/roadshows.ics?sector=robotics") == ["机器人路演"]
    assert "/roadshows.ics?sector=robotics" in client.get("/roadshows?sector=robotics").text


def test_a_closed_account_leaves_the_lists_without_its_name(organiser):
    made, _sent = published(organiser)
    investor, _registration, row = coming(made)
    name, code = investor.account.name, row.code
    assert personal_data(investor.account)["roadshows_attended"][0]["name"] == name
    close_account(actor=investor)
    db.session.refresh(row)
    assert (row.account_id, row.name == name, row.code == code) == (None, False, False)


def test_lists_take_as_many_statements_for_three_people_as_for_one(client, organiser, statements):
    made = opened(organiser, capacity=9, seats=50, organisation_seats=4)
    lineup.add(actor=organiser, roadshow=made, application_ids=[application(made).id, application(made).id])
    for state in (RoadshowState.LINEUP_FIXED, RoadshowState.PUBLISHED):
        moves.move(actor=organiser, roadshow=made, to=state)
    switch(organiser, made, *stage.SWITCHES)
    investor, registration, row = coming(made, 4)
    judge = factories.actor(Role.MENTOR, of=organiser.membership.organisation)
    judging.add_judge(actor=organiser, roadshow=made, membership_id=judge.membership_id)
    db.session.commit()
    of_organiser = ("people", "desk", "desk/state", "desk/list", "control", "judges", "badges", "results", "screen")
    paths = {
        organiser: [f"/roadshows/{made.id}/{page}" for page in of_organiser],
        investor: [f"/roadshows/{made.id}/live", f"/registrations/{registration.id}/people"],
        judge: [f"/roadshows/{made.id}/judging"],
    }

    def more(number):
        _someone, _registered, other = coming(made)
        people.add(actor=investor, party=registration, name=f"同行{number}")
        desk.check_in(actor=organiser, roadshow=made, attendee_id=other.id)
        asked = AudienceQuestion(roadshow_id=made.id, attendee_id=other.id, text="？", state="shown")
        db.session.add(asked)
        db.session.commit()

    def counted():
        found = {}
        for person, pages in paths.items():
            sign_in(client, person)
            for path in pages:
                with statements() as log:
                    assert client.get(path).status_code == 200, path
                found[path] = len(log)
        return found

    more(1)
    counted()
    one = counted()
    more(2)
    assert row.check_in is None
    assert counted() == one
    assert max(one.values()) < 30


def test_a_closed_roadshow_takes_nobody_more(client, organiser):
    made, _sent = published(organiser)
    _investor, registration, row = coming(made, 2)
    for state in (RoadshowState.HELD, RoadshowState.CLOSED):
        moves.move(actor=organiser, roadshow=made, to=state)
    db.session.commit()
    sign_in(client, organiser)
    base = f"/roadshows/{made.id}"
    tries = {
        f"{base}/desk/check-in": {"code": row.code},
        f"{base}/control/step": {"step": "next"},
        f"{base}/control/switch": {"name": "takes_votes", "on": "1"},
        f"{base}/results/release": {},
        f"{base}/people/presenters": {},
        f"/attendees/{row.id}/remove": {},
        f"/registrations/{registration.id}/people": {"account_id": "", "name": "晚到"},
    }
    assert {path: client.post(path, data=data).status_code for path, data in tries.items()} == dict.fromkeys(tries, 409)
    assert db.session.get_one(Roadshow, made.id).state is RoadshowState.CLOSED
