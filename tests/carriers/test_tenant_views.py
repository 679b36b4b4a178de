from app.accounts.models import Role
from app.carriers.models import Admission, Tenancy
from app.extensions import db
from tests import factories
from tests.carriers.factories import published, resource, tenant
from tests.factories import sign_in
from tests.projects.factories import published as published_project


def staff():
    return factories.actor(Role.CARRIER_STAFF)


def test_a_tenant_comes_is_looked_after_moves_on_and_leaves(client):
    """The way of one project, walked on the pages by everybody whom it concerns."""
    owner, receiver, founder = staff(), staff(), factories.actor()
    made, park = published(owner), published(receiver, name="东栅产业园", link="park")
    liaison = resource(owner, made, "staff", name="王联络")
    project = published_project(founder, name="触觉传感器", contact_phone="13800001111")
    here = sign_in(client, owner)
    there = sign_in(client.application.test_client(), receiver)
    startup = sign_in(client.application.test_client(), founder)

    path = f"/carriers/{made.id}/tenants/new?q=触觉"
    assert "触觉传感器" in here.get(path).text
    assert here.post(path, data={"project_id": "nobody"}).status_code == 422
    assert here.post(path, data={"project_id": str(project.id)}).status_code == 303
    assert here.post(path, data={"project_id": str(project.id)}).status_code == 409
    asked = db.session.query(Admission).one()
    assert "触觉传感器" in startup.get("/admissions").text
    assert here.post(f"/admissions/{asked.id}/agree").status_code == 403
    assert startup.post(f"/admissions/{asked.id}/agree").status_code == 303
    inside = db.session.query(Tenancy).one()
    page = f"/tenancies/{inside.id}"
    assert "138 0000 1111" in here.get(page).text
    assert "南湖孵化器" in startup.get(f"/projects/{project.id}").text
    assert "南湖孵化器" not in client.application.test_client().get(f"/projects/{project.id}").text

    assert here.post(f"{page}/team", data={"liaison": str(liaison.id), "counsellor": ""}).status_code == 303
    assert "王联络" in startup.get(page).text
    assert "触觉传感器" in here.get("/tenants?missing=counsellor").text
    assert "触觉传感器" not in here.get("/tenants?missing=liaison").text
    assert "王联络" in here.get("/tenants?format=csv").text
    assert here.post(f"{page}/edit", data={"area": "很大"}).status_code == 422
    assert here.post(f"{page}/edit", data={"area": "120", "registered_on": "2025-01-01"}).status_code == 303

    assert here.post(f"{page}/hand-over", data={"carrier_id": str(park.id)}).status_code == 303
    moving = db.session.query(Admission).filter_by(carrier_id=park.id).one()
    assert "南湖孵化器" in there.get("/admissions").text
    assert startup.post(f"/admissions/{moving.id}/decline", data={"reason": ""}).status_code == 303
    assert there.post(f"/admissions/{moving.id}/agree").status_code == 303
    assert there.get(page).status_code == 404
    assert startup.post(f"/admissions/{moving.id}/agree").status_code == 303
    moved = db.session.query(Tenancy).filter_by(carrier_id=park.id).one()
    assert "南湖孵化器" in there.get(f"/tenancies/{moved.id}").text
    assert "138 0000 1111" not in here.get(page).text
    assert "触觉传感器" in here.get(f"/carriers/{made.id}/tenants?state=past").text

    assert startup.post(f"/tenancies/{moved.id}/end", data={"left_on": "2999-01-01"}).status_code == 422
    assert startup.post(f"/tenancies/{moved.id}/end", data={}).status_code == 303
    assert there.post(f"/tenancies/{moved.id}/take-back").status_code == 303
    assert moved.is_present


def test_a_startup_asks_for_a_place(client):
    owner, founder = staff(), factories.actor()
    made, project = published(owner), published_project(founder)
    sign_in(client, founder)
    path = f"/carriers/{made.id}/apply"
    assert path in client.get(f"/carriers/{made.id}").text
    assert client.post(path, data={"project_id": ""}).status_code == 422
    assert client.post(path, data={"project_id": str(project.id), "message": "需要场地"}).status_code == 303
    assert client.post(path, data={"project_id": str(project.id), "message": "再来一次"}).status_code == 409
    asked = db.session.query(Admission).one()
    assert client.post(f"/admissions/{asked.id}/withdraw").status_code == 303
    assert client.post(f"/admissions/{asked.id}/withdraw").status_code == 409


def test_the_public_count_hides_few(client):
    owner, made = (person := staff()), published(person)
    page = f"/carriers/{made.id}"
    for _ in range(4):
        tenant(owner, made, factories.actor())
    assert "少于5家" in client.get(page).text
    tenant(owner, made, factories.actor())
    assert "少于5家" not in client.get(page).text


def test_lists_take_as_many_statements_for_three_rows_as_for_one(client, statements):
    owner = staff()
    made = published(owner)
    sign_in(client, owner)
    paths = ("/tenants", f"/carriers/{made.id}/tenants", "/carriers/report", "/admissions?state=past", "/today")

    def counts():
        found = []
        for path in paths:
            with statements() as seen:
                assert client.get(path).status_code == 200
            found.append(len(seen))
        return found

    tenant(owner, made, factories.actor())
    one = counts()
    for name in ("第二家", "第三家"):
        tenant(owner, published(owner, name=name), factories.actor())
    assert counts() == one
    # Today gathers from every slice; its number is not this one's.
    assert max(one[:-1]) <= 16
