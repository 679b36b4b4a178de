import datetime as dt

from app.accounts.models import Role
from app.carriers.models import FollowUp, Graduation, Settlement
from app.carriers.services import graduates
from app.core.model import utc_now
from app.extensions import db
from tests import factories
from tests.carriers.factories import graduated, published, tenant
from tests.factories import sign_in
from tests.projects.factories import published as published_project

LAST_YEAR = utc_now().year - 1
DAY = dt.date(LAST_YEAR, 3, 1)


def company(owner, name, made):
    founder = factories.actor()
    project = published_project(founder, name=name)
    return founder, tenant(owner, made, founder, project=project, starts_on=DAY, registered_on=DAY)


def test_a_tenant_graduates_tells_how_it_does_and_settles(client):
    """The way of one graduate, walked on the pages by everybody whom it concerns."""
    owner, organiser = factories.actor(Role.CARRIER_STAFF), factories.actor(Role.ORGANISER)
    made = published(owner)
    founder, inside = company(owner, "触觉传感器", made)
    here = sign_in(client, owner)
    startup, authority = (sign_in(client.application.test_client(), person) for person in (founder, organiser))
    page = f"/tenancies/{inside.id}"

    assert here.post(f"{page}/graduate", data={"criterion": "fame", "evidence": "很有名"}).status_code == 422
    right = {"criterion": "invested", "evidence": "A轮，禾城创投领投", "figure": "1200万", "graduated_on": str(DAY)}
    assert here.post(f"{page}/graduate", data=right).status_code == 303
    assert here.post(f"{page}/graduate", data=right).status_code == 409
    graduation = db.session.query(Graduation).one()
    assert here.post(f"/graduations/{graduation.id}/take-back").status_code == 303
    assert here.post(f"{page}/graduate", data=right).status_code == 303
    graduation = db.session.query(Graduation).one()
    assert "1,200万元" in startup.get(page).text
    assert "/memberships/new?role=mentor" in startup.get(page).text

    graduates.send_follow_ups(year=LAST_YEAR)
    db.session.commit()
    form = db.session.query(FollowUp).one()
    assert f"/follow-ups/{form.id}" in startup.get("/today").text
    answer = {"is_operating": "y", "revenue": "880万", "jobs": "26", "region_code": "330402", "market": "neeq"}
    assert startup.post(f"/follow-ups/{form.id}", data={**answer, "jobs": ""}).status_code == 422
    assert authority.post(f"/follow-ups/{form.id}", data=answer).status_code == 403
    assert startup.post(f"/follow-ups/{form.id}", data=answer).status_code == 303
    assert startup.post(f"/follow-ups/{form.id}", data={**answer, "version": "1"}).status_code == 409
    assert f"/follow-ups/{form.id}" not in startup.get("/today").text
    assert "880万元" in authority.get("/graduates?criterion=invested").text
    assert "触觉传感器" not in authority.get("/graduates?follow_up=missing").text
    assert "8800000" in here.get("/graduates?format=csv").text

    park = {"park_name": "城南标准厂房", "region_code": "330411", "evidence": "三年租约"}
    path = f"/graduations/{graduation.id}/settlement"
    assert startup.get(path).status_code == 403
    assert here.post(path, data={**park, "region_code": "320505"}).status_code == 422
    assert here.post(path, data=park).status_code == 303
    assert here.post(path, data=park).status_code == 409
    settlement = db.session.query(Settlement).one()
    assert "/settlements?state=reported" in authority.get("/today").text
    assert authority.post(f"/settlements/{settlement.id}/reject", data={"reason": ""}).status_code == 303
    assert here.post(f"/settlements/{settlement.id}/withdraw").status_code == 303
    assert here.post(path, data=park).status_code == 303
    settlement = db.session.query(Settlement).one()
    assert authority.post(f"/settlements/{settlement.id}/confirm").status_code == 303
    assert "城南标准厂房" in here.get("/settlements?state=confirmed&format=csv").text
    assert "触觉传感器" in here.get(f"/carriers/{made.id}/graduates").text


def test_lists_take_as_many_statements_for_three_rows_as_for_one(client, statements):
    owner = factories.actor(Role.CARRIER_STAFF)
    made = published(owner)
    sign_in(client, owner)

    def another(name):
        _founder, inside = company(owner, name, made)
        graduation = graduated(owner, inside, on=DAY)
        graduates.send_follow_ups(year=LAST_YEAR)
        park = {"park_name": "城南标准厂房", "region_code": "330411"}
        client.post(f"/graduations/{graduation.id}/settlement", data=park)

    def counts():
        found = []
        for path in ("/graduates", f"/carriers/{made.id}/graduates", "/settlements"):
            with statements() as seen:
                assert client.get(path).status_code == 200
            found.append(len(seen))
        return found

    another("甲")
    one = counts()
    for name in ("乙", "丙"):
        another(name)
    assert counts() == one
    assert max(one) <= 16
