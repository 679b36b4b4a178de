"""The pages of 1:1 meetings, as each role walks through them."""

import icalendar
import pytest
from sqlalchemy import select

from app.core.jobs import Job
from app.extensions import db
from app.roadshows.meetings.models import (
    Meeting,
    MeetingAttendee,
    MeetingNote,
    MeetingOutcome,
    MeetingRequest,
    MeetingRoom,
    MeetingSlot,
    Placement,
    Timetable,
)
from app.roadshows.meetings.queries.timetables import open_timetable
from app.roadshows.meetings.services import computing
from app.roadshows.models import Interest
from tests import factories
from tests.factories import sign_in
from tests.roadshows.meetings.factories import scene


def test_an_investor_marks_and_asks_and_the_founder_answers(client, app):
    made = scene()
    db.session.commit()
    sign_in(client, made.investor)
    here = f"/roadshows/{made.roadshow.id}"
    mark = {"fund_id": str(made.fund.id), "level": "interested", "message": "先看看", "amount": "200万"}
    assert client.post(f"{here}/interests/{made.project.id}", data=mark).status_code == 303
    assert db.session.scalars(select(Interest)).one().amount == 2_000_000_00
    refused = client.post(f"{here}/interests/{made.project.id}", data={**mark, "amount": "viel"}, follow_redirects=True)
    assert "300万" in refused.text
    assert "先看看" not in sign_in(client, made.owner).get("/requests/meetings").text
    sign_in(client, made.investor)
    client.post(f"{here}/interests/{made.project.id}", data={**mark, "level": "wants_contact", "message": "想见面"})
    request = db.session.scalars(select(MeetingRequest)).one()
    sign_in(client, made.owner)
    page = client.get("/requests/meetings").text
    assert "想见面" in page
    assert "200万" in page
    assert client.post(f"/meeting-requests/{request.id}/decline", data={"reason": ""}).status_code == 303
    assert request.is_open
    assert client.post(f"/meeting-requests/{request.id}/withdraw").status_code == 403
    assert client.post(f"/meeting-requests/{request.id}/accept").status_code == 303
    assert client.post(f"/meeting-requests/{request.id}/accept").status_code == 409
    assert made.fund.name in client.get(f"{here}/meetings").text
    assert made.fund.name in client.get("/requests/meetings?format=csv").text


def test_a_founder_asks_a_fund_that_comes(client, app):
    made = scene()
    db.session.commit()
    sign_in(client, made.owner)
    here = f"/roadshows/{made.roadshow.id}/meetings"
    assert made.fund.name in client.get(here).text
    assert made.fund.name not in client.get(f"{here}?q=zzzz").text
    assert made.fund.name in client.get(f"{here}?format=csv").text
    form = {"project_id": str(made.project.id), "fund_id": str(made.fund.id)}
    assert client.post(f"{here}/ask", data=form).status_code == 422
    assert client.post(f"{here}/ask", data={**form, "reason": "想见贵基金", "once": "a"}).status_code == 303
    assert client.post(f"{here}/ask", data={**form, "reason": "想见贵基金", "once": "a"}).status_code == 303
    assert db.session.scalars(select(MeetingRequest)).one().message == "想见贵基金"
    assert client.post(f"{here}/ask", data={**form, "reason": "再问"}).status_code == 409


def test_an_organiser_sets_up_computes_adjusts_and_publishes(client, app):
    made = scene(projects=2)
    first, second = made.agree(0, 0), made.agree(0, 1)
    db.session.commit()
    sign_in(client, made.organiser)
    here = f"/roadshows/{made.roadshow.id}/timetable"
    assert client.post(f"{here}/compute").status_code == 409
    assert client.post(f"{here}/tables", data={"count": "2"}).status_code == 303
    assert client.post(f"{here}/tables", data={"count": "0"}).status_code == 422
    assert client.post(f"{here}/video-rooms", data={"name": "1 号桌", "url": "https://a.cn"}).status_code == 422
    assert client.post(f"{here}/video-rooms", data={"name": "视频", "url": "javascript:1"}).status_code == 422
    day = {"day": f"{made.roadshow.starts_at:%Y-%m-%d}", "minutes": "20", "pause": "0"}
    slots = {**day, "begins": "23:00", "ends": "23:40"}
    assert client.post(f"{here}/slots", data={**slots, "break_from": "23:20"}).status_code == 422
    assert client.post(f"{here}/slots", data={**slots, "minutes": "7"}).status_code == 422
    assert client.post(f"{here}/slots", data=slots).status_code == 303
    assert "23:20" in client.get(f"{here}/setup").text
    answer = client.post(f"{here}/compute")
    assert answer.location.startswith("/jobs/")
    made_draft = open_timetable(made.roadshow.id)
    assert client.get(f"/timetables/{made_draft.id}/progress").status_code == 200
    assert client.post(f"{here}/compute").location == answer.location
    assert db.session.scalars(select(Job.kind)).all().count(computing.COMPUTE) == 1
    db.session.commit()
    computing.carry_out(lambda *_: None, timetable_id=made_draft.id)
    page = client.get(here).text
    assert made.projects[1].name in page
    assert client.get(f"{here}?view=people").status_code == 200
    assert made.fund.name in client.get(f"{here}?format=csv").text
    where = f"/timetables/{made_draft.id}/meetings/{first.id}"
    assert client.get(where).status_code == 200
    taken = db.session.scalars(select(Placement).filter_by(meeting_id=second.id)).unique().one()
    place = {"slot_id": str(taken.slot_id), "room_id": str(taken.room_id)}
    refused = client.post(f"{where}/move", data=place)
    assert refused.status_code == 409
    assert made.investor.account.name in refused.text
    for step, data in (("pin", {}), ("pin", {"off": "1"}), ("out", {}), ("back", {})):
        assert client.post(f"{where}/{step}", data=data).status_code == 303
    made.compute()
    assert client.post(f"{where}/swap", data={"other_id": str(second.id)}).status_code == 303
    stale = client.post(f"/timetables/{made_draft.id}/publish", data={"version": "1"})
    assert stale.status_code == 409
    seen = {"version": str(made_draft.version)}
    assert client.post(f"/timetables/{made_draft.id}/publish", data=seen).status_code == 303
    assert db.session.scalars(select(Meeting.slot_id)).all().count(None) == 0
    assert client.get(f"{where}").status_code == 409
    assert client.post(f"{here}/adjust").status_code == 303
    assert client.post(f"/timetables/{open_timetable(made.roadshow.id).id}/discard").status_code == 303


@pytest.fixture
def published(app):
    made = scene()
    made.agree()
    made.set_up(slots=2)
    made.publish()
    db.session.commit()
    return made


def test_people_say_when_they_can_and_read_their_meeting(client, published):
    meeting = db.session.scalars(select(Meeting)).unique().one()
    sign_in(client, published.investor)
    url = f"/roadshows/{published.roadshow.id}/meetings/availability"
    slots = db.session.scalars(select(MeetingSlot).order_by(MeetingSlot.starts_at)).all()
    assert client.post(url, data={"free": [str(slots[1].id)]}).status_code == 303
    assert len(db.session.scalars(select(MeetingAttendee)).unique().one().absences) == 1
    assert client.post(url, data={"free": ["nonsense"]}).status_code == 422
    here = f"/meetings/{meeting.id}"
    assert published.project.name in client.get(here).text
    assert client.post(f"{here}/notes", data={"text": ""}).status_code == 422
    assert client.post(f"{here}/notes", data={"text": "自己的想法"}).status_code == 303
    note = db.session.scalars(select(MeetingNote)).unique().one()
    assert "自己的想法" in client.get(here).text
    assert (
        client.post(f"{here}/actions", data={"text": "看产线", "side": "fund", "due_on": "1900-01-01"}).status_code
        == 422
    )
    assert client.post(f"{here}/actions", data={"text": "看产线", "side": "fund"}).status_code == 303
    sign_in(client, published.owner)
    page = client.get(here).text
    assert "自己的想法" not in page
    assert "看产线" in page
    assert client.post(f"{here}/notes/{note.id}/remove").status_code == 404
    assert client.post(f"{here}/outcome", data={"held": "met", "follow_up": "yes"}).status_code == 409
    assert client.post(f"{here}/cancel", data={"reason": ""}).status_code == 303
    assert not meeting.is_cancelled
    for person, status in ((published.organiser, 403), (factories.actor(), 404)):
        assert sign_in(client, person).get(here).status_code == status


def test_lists_and_files_of_ones_own_meetings(client, published):
    sign_in(client, published.owner)
    assert published.fund.name in client.get("/meetings").text
    assert published.fund.name not in client.get("/meetings?time=past").text
    assert published.fund.name in client.get("/meetings?format=csv&who=me").text
    event = icalendar.Calendar.from_ical(client.get("/meetings.ics").data).walk("VEVENT")[0]
    assert str(event["LOCATION"]).endswith(published.roadshow.venue)
    sign_in(client, factories.actor(of=published.owner.membership.organisation))
    assert published.fund.name in client.get("/meetings").text
    assert published.fund.name not in client.get("/meetings?who=me").text
    assert not icalendar.Calendar.from_ical(client.get("/meetings.ics").data).walk("VEVENT")
    sign_in(client, factories.actor())
    assert published.fund.name not in client.get("/meetings").text


def test_lists_take_as_many_statements_for_three_rows_as_for_one(client, app, statements):
    made = scene(projects=3, funds=3)
    made.set_up(slots=6, tables=3)
    agreed, here = iter(range(3)), f"/roadshows/{made.roadshow.id}"
    paths = {
        made.organiser: [f"{here}/timetable", f"{here}/timetable?view=people"],
        made.owner: ["/meetings", "/requests/meetings", f"{here}/meetings"],
        made.investor: ["/requests/meetings?box=sent"],
    }

    def more():
        number = next(agreed)
        made.agree(number, 0)
        if number:
            made.agree(0, number)
        made.publish()
        db.session.commit()

    def counted():
        found = {}
        for person, pages in paths.items():
            sign_in(client, person)
            for path in pages:
                with statements() as log:
                    assert client.get(path).status_code == 200
                found[path, person.role] = len(log)
        return found

    more()
    counted()
    one = counted()
    more()
    more()
    assert counted() == one


def test_rooms_and_slots_that_are_not_used_go_away(client, app):
    made = scene()
    made.set_up(slots=1, tables=1)
    db.session.commit()
    room, slot = db.session.scalars(select(MeetingRoom)).one(), db.session.scalars(select(MeetingSlot)).one()
    sign_in(client, made.organiser)
    assert client.post(f"/meeting-rooms/{room.id}", data={"name": "贵宾桌"}).status_code == 303
    assert room.name == "贵宾桌"
    assert client.post(f"/meeting-rooms/{room.id}", data={"name": ""}, follow_redirects=True).status_code == 200
    assert client.post(f"/meeting-slots/{slot.id}/break").status_code == 303
    assert slot.is_break
    assert client.post(f"/meeting-slots/{slot.id}/remove").status_code == 303
    assert client.post(f"/meeting-rooms/{room.id}/remove").status_code == 303
    assert client.post(f"/roadshows/{made.roadshow.id}/timetable/quota", data={"quota": "3"}).status_code == 303
    assert made.roadshow.meeting_quota == 3
    assert db.session.scalars(select(Timetable)).all() == []
    assert db.session.scalars(select(MeetingOutcome)).all() == []
