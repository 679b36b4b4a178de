"""The pages of a mentorship, its sessions and its end, as each side walks through them."""

import io

import pytest
from sqlalchemy import select

from app.accounts.models import Role
from app.core.today import all_due
from app.extensions import db
from app.files.models import File
from app.mentorships.coaching.models import (
    ActionItem,
    CoachingSession,
    Goal,
    MentorshipFile,
    MentorshipRating,
    SessionNote,
    SessionState,
    StepState,
)
from app.mentorships.coaching.services import steps
from tests import factories
from tests.factories import sign_in
from tests.files import samples
from tests.mentorships.coaching.factories import at, ended, open_hours, rating, running, session


def only(model):
    return db.session.scalars(select(model)).unique().one()


def test_a_project_books_a_free_time_and_both_tell_of_it(client):
    found = running()
    page = f"/mentorships/{found.mentorship.id}"
    sign_in(client, found.coach)
    hours = {f"day_{day}": "9:00–17:00" for day in range(7)}
    settings = {"slot_minutes": "60", "notice_hours": "0", "place": "三楼", "is_honoured": "1"}
    assert client.post("/availability", data={**settings, "day_0": "9–8"}).status_code == 422
    assert client.post("/availability", data={**settings, **hours}).status_code == 303
    assert "09:00–17:00" in client.get("/availability").text

    sign_in(client, found.owner)
    assert f"{page}/sessions/new" in client.get(page).text
    form = client.get(f"{page}/sessions/new").text
    assert at(10).isoformat() in form
    assert client.post(f"{page}/sessions/new", data={"minutes": "60"}).status_code == 422
    booked = client.post(f"{page}/sessions/new", data={"slot": at(10).isoformat(), "minutes": "60", "topic": "定价"})
    assert booked.status_code == 303
    made = only(CoachingSession)
    assert (made.starts_at, made.place) == (at(10), "三楼")
    assert client.post(f"/sessions/{made.id}/cancel", data={"reason": ""}).status_code == 422
    assert client.post(f"/sessions/{made.id}/report", data={"turnout": "both"}).status_code == 409
    assert client.get(f"/sessions/{made.id}/calendar.ics").mimetype == "text/calendar"
    assert (
        client.post(f"/sessions/{made.id}/move", data={"slot": at(14).isoformat(), "minutes": "60"}).status_code == 303
    )
    again = {"slot": "other", "starts_at": f"{at(12, 2):%Y-%m-%dT%H:%M}", "minutes": "30"}
    assert client.post(f"/sessions/{made.id}/move", data=again).status_code == 303
    assert made.state is SessionState.PROPOSED

    sign_in(client, found.coach)
    assert "定价" in client.get(f"/sessions/{made.id}").text
    assert client.post(f"/sessions/{made.id}/accept").status_code == 303
    assert client.post(f"/sessions/{made.id}/accept").status_code == 409
    made.starts_at, made.ends_at = at(9, -1), at(10, -1)
    db.session.commit()
    assert "turnout" in client.get(f"/sessions/{made.id}").text
    assert client.post(f"/sessions/{made.id}/report", data={"turnout": "both"}).status_code == 303
    assert made.state is SessionState.HELD
    assert "定价" in client.get("/sessions?state=held").text
    assert "定价" in client.get("/sessions?format=csv").text
    assert "定价" not in client.get("/sessions?state=ahead").text


def test_notes_actions_goals_and_files_of_the_two(client):
    found = running()
    made = session(found)
    db.session.commit()
    page = f"/mentorships/{found.mentorship.id}"
    sign_in(client, found.coach)
    assert client.post(f"/sessions/{made.id}/notes", data={"text": "", "is_shared": ""}).status_code == 422
    client.post(f"/sessions/{made.id}/notes", data={"text": "只给自己", "is_shared": ""})
    note = only(SessionNote)
    action = {"action-text": "写报价单", "action-owner": "project", "action-due_on": "2027-01-01"}
    assert client.post(f"/sessions/{made.id}/actions", data={**action, "action-text": ""}).status_code == 422
    client.post(f"/sessions/{made.id}/actions", data=action)
    client.post(f"{page}/goals", data={"text": "三个付费客户", "due_on": "2027-06-30"})
    upload = {"file": (io.BytesIO(samples.pdf()), "报价.pdf")}
    assert client.post(f"{page}/files", data=upload, content_type="multipart/form-data").status_code == 303
    assert client.post(f"{page}/files", data={"file": (io.BytesIO(b"MZ"), "a.pdf")}).status_code == 422
    shared, file = only(MentorshipFile), only(File)

    sign_in(client, found.owner)
    text = client.get(page).text
    assert "三个付费客户" in text
    assert "写报价单" in text
    assert "报价.pdf" in text
    assert "只给自己" not in text + client.get(f"/sessions/{made.id}").text
    assert client.get(f"/sessions/notes/{note.id}/edit").status_code == 404
    assert client.get(f"/files/{file.id}").status_code == 200
    assert client.post(f"/mentorships/files/{shared.id}/remove").status_code == 403
    goal, step = only(Goal), only(ActionItem)
    assert client.post(f"/goals/{goal.id}/done").status_code == 303
    assert client.post(f"/goals/{goal.id}/done").status_code == 409
    assert client.post(f"/goals/{goal.id}/open").status_code == 303
    changed = {"text": "发报价单", "owner": "mentor", "due_on": "", "version": str(step.version)}
    assert client.post(f"/actions/{step.id}/edit", data=changed).status_code == 303
    assert (step.text, step.owner, step.due_on) == ("发报价单", "mentor", None)
    assert client.post(f"/actions/{step.id}/edit", data=changed).status_code == 409
    stranger = factories.actor()
    assert sign_in(client, stranger).get(f"/files/{file.id}").status_code == 404

    sign_in(client, found.coach)
    assert client.post(f"/mentorships/files/{shared.id}/remove").status_code == 303
    assert client.get(f"/files/{file.id}").status_code == 404
    client.post(f"/sessions/notes/{note.id}/edit", data={"text": "给大家", "is_shared": "1"})
    assert "给大家" in sign_in(client, found.owner).get(f"/sessions/{made.id}").text


def test_the_end_is_rated_blind_and_a_testimonial_reaches_the_profile(client):
    found = running()
    session(found, days=-1)
    db.session.commit()
    page = f"/mentorships/{found.mentorship.id}"
    sign_in(client, found.owner)
    assert client.post(f"{page}/rate", data={"stars": "5"}).status_code == 409
    client.post(f"{page}/end", data={"reason": "目标达成"})
    words = {"stars": "5", "testimonial": "把量产讲透了", "is_public": "1"}
    assert client.post(f"{page}/rate", data={"stars": ""}).status_code == 422
    assert client.post(f"{page}/rate", data=words).status_code == 303
    given = only(MentorshipRating)
    assert "把量产讲透了" in client.get(page).text

    sign_in(client, found.coach)
    assert "把量产讲透了" not in client.get(page).text
    assert client.post(f"/ratings/{given.id}/show").status_code == 404
    assert client.post(f"{page}/rate", data={"stars": "4", "testimonial": "很守时"}).status_code == 303
    assert "把量产讲透了" in client.get(page).text
    assert client.post(f"/ratings/{given.id}/public").status_code == 403
    profile = f"/mentors/{found.mentor.id}"
    assert "把量产讲透了" not in client.get(profile).text
    assert client.post(f"/ratings/{given.id}/show").status_code == 303
    visitor = client.application.test_client()
    assert "把量产讲透了" in visitor.get(profile).text
    assert found.project.name in visitor.get(profile).text
    sign_in(client, found.owner)
    assert "很守时" in client.get(page).text
    assert client.post(f"/ratings/{given.id}/private").status_code == 303
    assert "把量产讲透了" not in visitor.get(profile).text


def test_an_organiser_sees_that_they_meet_and_not_what_they_say(client):
    organiser = factories.actor(Role.ORGANISER)
    found = running()
    found.mentor.organisation_id = organiser.organisation_id
    made = session(found, days=-1, topic="保密的议题")
    db.session.add(Goal(mentorship_id=found.mentorship.id, text="保密的目标", state=StepState.OPEN))
    db.session.commit()
    sign_in(client, organiser)
    page = client.get(f"/mentorships/{found.mentorship.id}")
    assert page.status_code == 200
    assert "保密的" not in page.text
    assert client.get(f"/sessions/{made.id}").status_code == 404
    assert client.post(f"/mentorships/{found.mentorship.id}/goals", data={"text": "不"}).status_code == 403
    assert (
        sign_in(client, factories.actor(Role.ORGANISER)).get(f"/mentorships/{found.mentorship.id}").status_code == 404
    )


def test_availability_exceptions_are_taken_back_by_undo(client):
    found = running()
    db.session.commit()
    sign_in(client, found.coach)
    add = {"is_available": "", "first_day": "2027-02-01", "last_day": "2027-02-10", "spans": ""}
    assert client.post("/availability/exceptions", data={**add, "spans": "x"}).status_code == 422
    assert client.post("/availability/exceptions", data=add).status_code == 303
    page = client.get("/availability").text
    address = page.split('action="/availability/exceptions/')[1].split('"')[0]
    assert client.post(f"/availability/exceptions/{address}").status_code == 303
    assert "2027-02-10" in client.get("/availability").text  # as the undo's field
    assert sign_in(client, factories.actor(Role.MENTOR)).get("/availability").status_code == 303


def test_today_names_what_waits(client, app):
    found, over = running(), ended()
    open_hours(found)
    session(found, days=-0.1, state=SessionState.BOOKED)
    steps.add_action(
        actor=found.owner, mentorship=found.mentorship, text="交作业", owner="project", due_on=at(9, 0).date()
    )
    with app.test_request_context():
        titles = " ".join(str(entry.title) for entry in all_due(found.owner))
        assert "交作业" in titles
        assert found.project.name in titles
        assert over.project.name in " ".join(str(entry.title) for entry in all_due(over.coach))
        rating(over, 5)
        assert not [entry for entry in all_due(over.owner) if over.project.name in str(entry.title)]


def test_pages_take_as_many_statements_for_three_rows_as_for_one(client, statements):
    organiser = factories.actor(Role.ORGANISER)
    found = running(capacity=9)

    def more():
        other = running()
        other.mentor.organisation_id = organiser.organisation_id
        made, *_rest = [session(pair, days=-1) for _ in range(3) for pair in (found, other)]
        for text in ("甲", "乙"):
            steps.add_goal(actor=found.owner, mentorship=found.mentorship, text=text)
            steps.add_action(actor=found.owner, mentorship=found.mentorship, text=text, owner="mentor", session=made)
        db.session.commit()
        return made

    def counted(made):
        paths = [
            (found.owner, f"/mentorships/{found.mentorship.id}"),
            (found.coach, f"/sessions/{made.id}"),
            (found.coach, "/sessions"),
            (found.owner, "/today"),
            (organiser, "/mentorships/overview?state=all"),
            (organiser, "/mentors/honours"),
        ]
        numbers = []
        for person, path in paths:
            sign_in(client, person)
            with statements() as log:
                assert client.get(path).status_code == 200
            numbers.append(len(log))
        return numbers

    made = more()
    counted(made)
    one = counted(made)
    more()
    more()
    assert counted(made) == one


@pytest.mark.parametrize("role", [Role.MENTOR, Role.ENTREPRENEUR, Role.ORGANISER])
def test_empty_pages_say_why(client, role):
    sign_in(client, factories.actor(role))
    allowed = {"/sessions": role is not Role.ORGANISER, "/mentorships/overview": role is Role.ORGANISER}
    for path, may in {**allowed, "/mentors/honours": True}.items():
        assert client.get(path).status_code == (200 if may else 403)
