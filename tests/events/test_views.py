"""The pages of events: what each person finds on them and can do there."""

import pytest

from app.accounts.models import Role
from app.core.model import utc_now
from app.events.models import Event, EventRegistration, EventState
from app.events.services import certificates, seats
from app.extensions import db
from tests import factories
from tests.events.factories import begun, event, held, opened
from tests.factories import sign_in


@pytest.fixture
def organiser(app):
    return factories.actor(Role.ORGANISER)


FORM = {
    "kind": "training_class",
    "title": "第三期融资训练营",
    "summary": "两天讲透融资。",
    "venue": "创业学院",
    "mode": "on_site",
    "starts_at": "2027-03-01T09:00",
    "ends_at": "2027-03-02T17:00",
    "register_until": "2027-02-26T18:00",
    "seats": "30",
    "gives_certificates": "y",
    "hours": "12",
}


def test_an_organiser_sets_a_class_up_opens_it_and_makes_the_next_one(client, organiser):
    sign_in(client, organiser)
    refused = client.post("/events/new", data={**FORM, "title": "", "seats": "0"})
    assert refused.status_code == 422
    made = client.post("/events/new", data=FORM)
    assert made.status_code == 303
    row = db.session.scalars(db.select(Event)).unique().one()
    assert (row.hours, row.gives_certificates, row.state) == (12, True, EventState.DRAFT)
    assert client.get(f"/events/{row.id}").status_code == 200
    assert sign_in(client, factories.actor()).get(f"/events/{row.id}").status_code == 404
    sign_in(client, organiser)
    moved = client.post(f"/events/{row.id}/move", data={"to": "open"}, follow_redirects=True)
    assert moved.status_code == 200
    assert row.state is EventState.OPEN
    assert client.post(f"/events/{row.id}/move", data={"to": "cancelled"}).status_code == 409
    stale = client.post(f"/events/{row.id}/edit", data={**FORM, "version": "0"})
    assert stale.status_code == 409
    page = client.get(f"/events/new?like={row.id}").text
    assert "第四期融资训练营" in page
    assert "2027-03-08T09:00" in page
    assert client.post(f"/events/{row.id}/cancel", data={"reason": ""}).status_code == 422
    assert client.post(f"/events/{row.id}/cancel", data={"reason": "报名不足"}).status_code == 303
    assert "报名不足" in client.get(f"/events/{row.id}").text
    assert client.get(f"/events/{row.id}/edit").status_code == 403


def test_a_person_registers_gives_up_and_sees_the_room_only_with_a_seat(client, organiser):
    made = opened(organiser, mode="both", online_url="https://live.example.cn/room", seats=1)
    page = f"/events/{made.id}"
    visitor = client.get(page).text
    assert "live.example.cn" not in visitor
    assert f"/sign-in?next={page}" in visitor
    assert client.post(f"{page}/register").status_code == 303
    person, other = factories.actor(), factories.actor(Role.INVESTOR)
    sign_in(client, person)
    assert "live.example.cn" not in client.get(page).text
    assert client.post(f"{page}/register", data={"attendance": "online"}).status_code == 303
    row = db.session.scalars(db.select(EventRegistration)).unique().one()
    assert row.attendance.value == "online"
    assert "live.example.cn" in client.get(page).text
    assert client.post(f"{page}/register").status_code == 409
    sign_in(client, other)
    assert client.post(f"{page}/register").status_code == 303
    assert "live.example.cn" not in client.get(page).text
    sign_in(client, person)
    assert client.post(f"{page}/give-up").status_code == 303
    assert client.post(f"{page}/give-up").status_code == 409
    assert "live.example.cn" in sign_in(client, other).get(page).text
    assert sign_in(client, factories.actor()).post(f"{page}/give-up").status_code == 404


def test_attendance_certificates_and_the_sheet(client, organiser):
    made = opened(organiser, gives_certificates=True, seats=3)
    people = [factories.actor(), factories.actor(Role.MENTOR)]
    rows = [seats.register(actor=person, event=made) for person in people]
    held(organiser, made)
    db.session.commit()
    sign_in(client, organiser)
    base = f"/events/{made.id}"
    assert people[0].account.name in client.get(f"{base}/sign-in-sheet").text
    shown = {"shown": [str(row.id) for row in rows], "present": [str(rows[0].id)]}
    assert client.post(f"{base}/attendance", data=shown).status_code == 303
    assert client.post(f"{base}/certificates").status_code == 303
    issued = rows[0].certificate
    assert issued.number in client.get(f"{base}/participants?format=csv").text
    assert issued.number in client.get(f"{base}/participants?q={issued.number[5:11]}").text
    assert people[1].account.name not in client.get(f"{base}/participants?q={people[0].account.name}").text
    visitor = client.application.test_client()
    page = visitor.get(f"/certificates/{issued.number}").text
    assert people[0].account.name in page
    assert 'name="robots" content="noindex"' in page
    assert visitor.get(f"/certificates?number={issued.number.replace('-', '')}").status_code == 303
    assert visitor.get("/certificates?number=2026-1").status_code == 200
    assert visitor.get("/certificates/2026-000000-000000-0").status_code == 404
    revoke = f"{base}/certificates/{issued.id}/revoke"
    assert client.post(revoke, data={"reason": "姓名有误"}).status_code == 303
    assert "姓名有误" in visitor.get(f"/certificates/{issued.number}").text
    assert issued.number in sign_in(client, people[0]).get("/events/mine").text
    assert client.get("/events/mine?format=xlsx").status_code == 200


def test_the_calendar_filters_and_leaves_drafts_out(client, organiser):
    salon = opened(organiser)
    forum = opened(organiser, kind="forum", title="产业论坛", mode="online", online_url="https://x.example.cn")
    draft = event(organiser, title="未公开")
    past = opened(organiser, title="往期沙龙")
    begun(past)
    past.ends_at = utc_now()
    db.session.commit()
    everything = client.get("/events").text
    assert salon.label in everything
    assert forum.label in everything
    for path in ("/events", "/events?format=csv", "/events.ics", f"/search?q={draft.title}"):
        text = client.get(path).text.replace(f'value="{draft.title}"', "")
        assert "x.example.cn" not in text
        assert f">{draft.title}<" not in text
    assert salon.label not in client.get("/events?kind=forum").text
    assert forum.label not in client.get("/events?sector=robotics&mode=on_site").text
    assert past.label in client.get("/events?time=past").text
    assert past.label not in everything
    assert str(forum.id) in client.get("/events.ics").text
    assert "BEGIN:VEVENT" in client.get(f"/events/{salon.id}/event.ics").text
    assert client.get("/search?q=产业论坛").text.count(f"/events/{forum.id}") == 1


@pytest.mark.parametrize("path", ["/events", "/events/managed", "/events/mine", "participants"])
def test_lists_ask_the_same_however_long_they_are(client, organiser, statements, path):
    def more(number):
        for _ in range(number):
            made = opened(organiser, seats=9)
            for person in (organiser, factories.actor()):
                seats.register(actor=person, event=made)
        if path == "participants":
            for _ in range(number):
                seats.register(actor=factories.actor(), event=first)
        db.session.commit()

    first = opened(organiser, seats=9)
    seats.register(actor=factories.actor(), event=first)
    more(1)
    sign_in(client, organiser)
    where = f"/events/{first.id}/participants" if path == "participants" else path
    client.get(where)
    with statements() as one:
        client.get(where)
    more(2)
    with statements() as three:
        client.get(where)
    assert len(one) == len(three)


def test_certificates_of_others_are_not_listed(client, organiser):
    made = opened(organiser, gives_certificates=True)
    person = factories.actor()
    row = seats.register(actor=person, event=made)
    held(organiser, made)
    seats.note_attendance(actor=organiser, event=made, shown={row.id}, present={row.id})
    certificates.issue(actor=organiser, event=made)
    db.session.commit()
    stranger = sign_in(client, factories.actor(Role.ORGANISER))
    for path in ("/events", f"/events/{made.id}", "/events/mine", "/certificates"):
        text = stranger.get(path).text
        assert row.certificate.number not in text
        assert person.account.name not in text
    assert stranger.get(f"/events/{made.id}/participants").status_code == 404
