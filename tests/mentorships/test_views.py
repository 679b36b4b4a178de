import pytest
from sqlalchemy import select

from app.accounts.models import Role
from app.extensions import db
from app.mentorships import services
from app.mentorships.models import MentorRequest, Mentorship
from app.notifications.models import Notification
from tests import factories
from tests.factories import sign_in
from tests.mentors.factories import published as published_mentor
from tests.mentorships.factories import pair, request
from tests.projects.factories import published as published_project
from tests.roadshows.factories import application, opened


def test_an_entrepreneur_asks_on_the_mentor_s_page_and_the_mentor_accepts(client):
    owner, project, coach, mentor = pair()
    project.contact_phone, mentor.contact_phone = "13800001111", "13911112222"
    db.session.commit()
    sign_in(client, owner)
    assert f"/mentors/{mentor.id}/ask" in client.get(f"/mentors/{mentor.id}").text
    assert client.get(f"/mentors/{mentor.id}/ask").status_code == 200
    empty = client.post(f"/mentors/{mentor.id}/ask", data={"project_id": str(project.id), "message": ""})
    assert empty.status_code == 422
    sent = client.post(f"/mentors/{mentor.id}/ask", data={"project_id": str(project.id), "message": "想请教量产"})
    assert sent.status_code == 303
    assert "想请教量产" in client.get("/requests").text
    again = client.post(f"/mentors/{mentor.id}/ask", data={"project_id": str(project.id), "message": "再问一次"})
    assert again.status_code == 409
    row = db.session.query(MentorRequest).one()
    sign_in(client, coach)
    page = client.get("/requests").text
    assert "想请教量产" in page
    assert "13800001111" not in page
    assert "13800001111" not in client.get(f"/projects/{project.id}").text
    client.post(f"/requests/{row.id}/decline", data={"reason": ""})
    assert row.is_open
    assert client.post(f"/requests/{row.id}/accept").status_code == 303
    assert client.post(f"/requests/{row.id}/accept").status_code == 409
    assert "13800001111" in client.get(f"/projects/{project.id}").text
    assert project.name in client.get("/mentorships").text
    sign_in(client, owner)
    assert "13911112222" in client.get(f"/mentors/{mentor.id}").text
    assert mentor.name in client.get(f"/projects/{project.id}").text
    made = db.session.query(Mentorship).one()
    assert client.post(f"/mentorships/{made.id}/end", data={"reason": "完成"}).status_code == 303
    assert "13911112222" not in client.get(f"/mentors/{mentor.id}").text
    assert client.get("/mentorships?state=ended").status_code == 200


def test_both_sides_land_where_the_contacts_stand(client):
    owner, project, coach, mentor = pair()
    project.contact_phone, mentor.contact_wechat = "13800001111", "coach-wechat"
    row = request(owner, project, mentor)
    db.session.commit()
    sign_in(client, coach)
    assert "13800001111" not in client.get("/requests").text + client.get("/mentorships").text
    accepted = client.post(f"/requests/{row.id}/accept")
    assert accepted.location == "/mentorships"
    assert "13800001111" in client.get("/mentorships").text.replace(" ", "")
    told = db.session.scalars(select(Notification).where(Notification.kind == "mentorship.accepted")).one()
    assert (told.account_id, told.url) == (owner.account_id, "/mentorships")
    assert "coach-wechat" in sign_in(client, owner).get(told.url).text
    made = db.session.query(Mentorship).one()
    client.post(f"/mentorships/{made.id}/end")
    assert "coach-wechat" not in client.get("/mentorships?state=ended").text


def test_strangers_and_wrong_roles(client):
    owner, project, coach, mentor = pair()
    row = request(owner, project, mentor, "保密的话")
    teammate = factories.actor(of=owner.membership.organisation, is_manager=False)
    cases = [
        (coach, "withdraw", 403),
        (owner, "accept", 403),
        (teammate, "decline", 403),
        (factories.actor(), "withdraw", 404),
        (factories.actor(Role.MENTOR), "accept", 404),
        (factories.actor(Role.ORGANISER), "withdraw", 404),
        (factories.actor(Role.INVESTOR), "accept", 404),
    ]
    for person, action, status in cases:
        sign_in(client, person)
        assert client.post(f"/requests/{row.id}/{action}").status_code == status
        if status == 404:
            assert "保密的话" not in client.get("/requests?format=csv").text
    assert "保密的话" in sign_in(client, teammate).get("/requests?format=csv").text
    assert sign_in(client, factories.actor(Role.INVESTOR)).get(f"/mentors/{mentor.id}/ask").status_code == 403
    assert sign_in(client, teammate).post(f"/requests/{row.id}/withdraw").status_code == 303


def test_an_organiser_sees_what_it_asked(client):
    organiser, owner, coach = factories.actor(Role.ORGANISER), factories.actor(), factories.actor(Role.MENTOR)
    roadshow, mentor = opened(organiser), published_mentor(coach)
    project = published_project(owner)
    application(roadshow, owner, project)
    row = services.invite_mentor(actor=organiser, roadshow=roadshow, project_id=project.id, mentor_id=mentor.id)
    db.session.commit()
    assert mentor.name in sign_in(client, organiser).get("/requests").text
    assert client.post(f"/requests/{row.id}/accept").status_code == 403
    assert roadshow.title in sign_in(client, coach).get("/requests").text
    assert mentor.name not in sign_in(client, owner).get("/requests").text


@pytest.mark.parametrize("role", [Role.MENTOR, Role.ENTREPRENEUR, Role.ORGANISER, Role.CARRIER_STAFF])
@pytest.mark.parametrize("path", ["/requests", "/mentorships", "/requests/roadshows"])
def test_empty_pages_say_why(client, role, path):
    status = sign_in(client, factories.actor(role)).get(path, follow_redirects=True).status_code
    allowed = {
        "/requests": True,
        "/mentorships": role in {Role.MENTOR, Role.ENTREPRENEUR},
        "/requests/roadshows": role is not Role.MENTOR,
    }
    assert status == (200 if allowed[path] else 403)


def test_lists_take_as_many_statements_for_three_rows_as_for_one(client, statements):
    owner, project, coach, mentor = pair(capacity=10)

    def counted():
        found = []
        for person, path in (
            (owner, "/requests"),
            (coach, "/requests"),
            (owner, "/mentorships"),
            (coach, "/mentorships"),
        ):
            sign_in(client, person)
            with statements() as log:
                assert client.get(path).status_code == 200
            found.append(len(log))
        return found

    def more():
        other = published_project(owner)
        services.accept(actor=coach, request=request(owner, other, mentor))
        request(owner, published_project(owner), mentor)
        request(owner, project, published_mentor())
        db.session.commit()

    more()
    counted()
    one = counted()
    more()
    more()
    assert counted() == one
