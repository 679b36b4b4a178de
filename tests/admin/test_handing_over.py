"""What an import brought is handed over to its first person by the authority that imported it."""

import pytest
from sqlalchemy import select

from app.accounts.models import Invitation, Membership, Organisation, Role
from app.extensions import db
from app.projects.models import Project
from tests import factories
from tests.accounts.factories import PASSWORD, link
from tests.admin.factories import FUND, PROJECT, load
from tests.factories import sign_in

ADDRESS = "founder@example.cn"


@pytest.fixture
def organiser(client):
    person = factories.actor(Role.ORGANISER, is_manager=False)
    settings = {"organisation_id": person.organisation_id, "account_id": person.account_id}
    load("projects", [PROJECT], **settings)
    load("funds", [FUND], **settings)
    sign_in(client, person)
    return person


def startup():
    return db.session.scalars(select(Organisation).where(Organisation.name == "触感科技")).one()


def test_an_organiser_invites_the_first_person_who_then_has_the_profile_alone(client, organiser):
    project = db.session.scalars(select(Project)).one()
    organisation = startup()
    page, invite = f"/organisations/{organisation.id}", f"/organisations/{organisation.id}/invitations/new"
    waiting = client.get("/admin/imports/owners").text
    assert organisation.name in waiting
    assert "启明资本" in waiting
    assert invite in client.get(f"/projects/{project.id}").text
    assert client.get(page).status_code == 200
    assert client.get(f"{page}/edit").status_code == 403
    assert client.post(invite, data={"email": ADDRESS, "role": "entrepreneur"}).status_code == 303
    assert ADDRESS in client.get(page).text
    # The organiser still reads no more of it than others do.
    assert "138 0013 8000" not in client.get(f"/projects/{project.id}").text
    assert client.get(f"/projects/{project.id}/edit").status_code == 403
    founder = client.application.test_client()
    joined = {"name": "李雷", "password": PASSWORD, "terms": "y", "privacy": "y"}
    assert founder.post(link(ADDRESS), data=joined).status_code == 303
    assert db.session.scalars(select(Membership).where(Membership.organisation_id == organisation.id)).one().is_manager
    assert "138 0013 8000" in founder.get(f"/projects/{project.id}").text
    assert founder.get(f"/projects/{project.id}/edit").status_code == 200
    for address in (page, invite):
        assert client.get(address).status_code == 404
    assert organisation.name not in client.get("/admin/imports/owners").text
    assert invite not in client.get(f"/projects/{project.id}").text


def test_only_the_authority_that_imported_it_may(client, organiser):
    organisation = startup()
    page = f"/organisations/{organisation.id}"
    for person in (
        factories.actor(Role.ORGANISER),
        factories.actor(Role.REVIEWER, of=organiser.membership.organisation),
    ):
        sign_in(client, person)
        assert client.get(page).status_code == 404
        assert client.post(f"{page}/invitations/new", data={"email": ADDRESS}).status_code == 404
    colleague = factories.actor(Role.ORGANISER, of=organiser.membership.organisation, is_manager=False)
    sign_in(client, colleague)
    assert client.post(f"{page}/invitations/new", data={"email": ADDRESS, "role": "entrepreneur"}).status_code == 303
    row = db.session.scalars(select(Invitation)).one()
    assert client.post(f"/organisations/invitations/{row.id}/withdraw").status_code == 303
    assert client.get("/admin/imports/owners?format=csv").text.count("\n") == 3


def test_the_list_takes_as_many_statements_for_three_rows_as_for_one(client, organiser, statements):
    with statements() as two:
        client.get("/admin/imports/owners")
    factories.organisation(registered_by_id=organiser.organisation_id)
    db.session.commit()
    with statements() as three:
        client.get("/admin/imports/owners")
    assert len(two) == len(three)
