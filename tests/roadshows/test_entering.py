import pytest

from app.accounts.models import Role
from app.core.errors import Conflict
from app.mentorships import services as mentorships
from app.projects.policies import reach
from app.roadshows.services import applications
from app.roadshows.services.entering import enter
from tests import factories
from tests.mentors.factories import published as published_mentor
from tests.projects.factories import project, published
from tests.roadshows.factories import application, opened

CANARY = "canary-9d12"


def test_an_organiser_enters_published_projects_once(app):
    organiser = factories.actor(Role.ORGANISER)
    roadshow = opened(organiser)
    owner = factories.actor()
    ids = [published(owner).id, published(owner).id, project(owner).id]
    assert enter(actor=organiser, roadshow=roadshow, project_ids=ids) == 2
    assert enter(actor=organiser, roadshow=roadshow, project_ids=ids) == 0


def test_what_the_owner_did_not_consent_to_stays_closed(client):
    organiser = factories.actor(Role.ORGANISER)
    roadshow = opened(organiser)
    entered = published(factories.actor(), cap_table=CANARY, contact_wechat=CANARY)
    enter(actor=organiser, roadshow=roadshow, project_ids=[entered.id])
    assert reach(organiser, entered) == "signed_in"
    factories.sign_in(client, organiser)
    for path in (f"/roadshows/{roadshow.id}/applications", f"/projects/{entered.id}"):
        assert CANARY not in client.get(path).text
    mentor = published_mentor(factories.actor(Role.MENTOR))
    with pytest.raises(Conflict):
        mentorships.invite_mentor(actor=organiser, roadshow=roadshow, project_id=entered.id, mentor_id=mentor.id)


def test_the_page_lists_what_has_not_applied_and_enters_what_is_ticked(client):
    organiser = factories.actor(Role.ORGANISER)
    roadshow = opened(organiser)
    entered = published(factories.actor(), name="被录入的项目")
    factories.sign_in(client, organiser)
    path = f"/roadshows/{roadshow.id}/projects"
    assert "被录入的项目" in client.get(path).text
    assert client.post(path, data={"project": [str(entered.id), "no-id"]}).status_code == 303
    assert "被录入的项目" not in client.get(path).text
    assert "被录入的项目" in client.get(f"/roadshows/{roadshow.id}/applications").text


def test_a_withdrawn_consent_does_not_come_back_with_the_organiser_s_entry(app):
    organiser, owner = factories.actor(Role.ORGANISER), factories.actor()
    roadshow = opened(organiser)
    sent = application(roadshow, owner)
    applications.withdraw(actor=owner, application=sent)
    enter(actor=organiser, roadshow=roadshow, project_ids=[sent.project_id])
    assert sent.state == "sent"
    assert reach(organiser, sent.project) == "signed_in"
    applications.start(actor=owner, roadshow=roadshow, project=sent.project, consent=True)
    assert sent.state == "sent"
    assert reach(organiser, sent.project) == "agreed"
