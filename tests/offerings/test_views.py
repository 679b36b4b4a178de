"""The pages of offerings: what each side finds on them and can do there."""

import datetime as dt

import pytest

from app.accounts.models import Role
from app.core.days import city_day
from app.extensions import db
from app.offerings.models import Offering, RequestState, ServiceRequest
from tests import factories
from tests.factories import sign_in
from tests.offerings.factories import LOAN, asked, completed, published
from tests.projects.factories import published as published_project

FORM = {"kind": "leasing", "name": "设备直租", "tagline": "生产设备三年直租", "description": "按月付租。"}


@pytest.fixture
def agency(app):
    return factories.actor(Role.AGENCY_STAFF)


def test_an_agency_writes_publishes_and_archives(client, agency):
    sign_in(client, agency)
    assert client.post("/offerings/new", data={**FORM, "amount_max": "很多"}).status_code == 422
    assert client.post("/offerings/new", data=FORM).status_code == 303
    made = db.session.scalars(db.select(Offering)).unique().one()
    visitor = client.application.test_client()
    address = f"/offerings/{made.id}"
    assert visitor.get(address).status_code == 404
    assert client.post(f"{address}/publish").location.endswith("/edit")
    change = {**FORM, "amount_max": "300万", "rate_min": "4.5", "regions": "浙江", "contact_name": "周经理"}
    assert client.post(f"{address}/edit", data={**change, "version": "0"}).status_code == 409
    assert client.post(f"{address}/edit", data=change).status_code == 303
    client.post(f"{address}/publish")
    page = visitor.get(address).text
    assert "300万元" in page
    assert "周经理" not in page
    shown = ("group=financing", "kind=leasing", "region=330000", "q=设备")
    for query in (*shown, "group=services", "region=110000", "vouchers=yes", "kind=ip"):
        assert ("设备直租" in visitor.get(f"/offerings?{query}").text) is (query in shown), query
    assert "设备直租" in visitor.get("/search?q=直租").text
    assert client.post(f"{address}/publish").status_code == 409
    client.post(f"{address}/archive")
    assert visitor.get(address).status_code == 404
    assert client.get(f"{address}/edit").status_code == 403
    client.post(f"{address}/restore")
    assert client.get("/offerings/mine?format=csv").mimetype == "text/csv"


def test_a_project_asks_and_the_agency_quotes(client, agency):
    owner = factories.actor()
    project = published_project(owner)
    project.contact_phone = "13800138000"
    offering = published(agency, **LOAN)
    offering.contact_name = "钱经理"
    db.session.commit()
    staff = client.application.test_client()
    sign_in(client, owner)
    sign_in(staff, agency)
    asking = f"/offerings/{offering.id}/ask"
    assert client.post(asking, data={"project_id": str(project.id), "message": ""}).status_code == 422
    assert client.post(asking, data={"project_id": str(project.id), "message": "流动资金贷款"}).status_code == 303
    request = db.session.scalars(db.select(ServiceRequest)).unique().one()
    address = f"/offerings/requests/{request.id}"
    assert "流动资金贷款" in staff.get(address).text
    assert "/offerings/requests?state=requested" in staff.get("/today").text
    until = (city_day() + dt.timedelta(days=20)).isoformat()
    quote = {"amount": "200万", "rate": "3.95", "term": "24", "valid_until": until, "terms": "随借随还"}
    assert staff.post(f"{address}/quote", data={**quote, "amount": ""}).status_code == 422
    assert staff.post(f"{address}/quote", data=quote).status_code == 303
    page = client.get(address).text
    assert "3.95%" in page
    assert "钱经理" not in page
    assert "13800138000" not in staff.get(address).text
    assert "/offerings/requests?state=quoted" in client.get("/today").text
    assert client.post(f"{address}/accept").status_code == 303
    assert client.post(f"{address}/decline", data={"reason": ""}).status_code == 409
    assert "钱经理" in client.get(address).text
    assert "13800138000" in staff.get(address).text
    assert staff.post(f"{address}/cancel", data={"reason": ""}).status_code == 422
    staff.post(f"{address}/complete")
    assert client.post(f"{address}/rate", data={"review": "很快"}).status_code == 422
    client.post(f"{address}/rate", data={"rating": "5", "review": "很快"})
    assert (request.state, request.rating) == (RequestState.COMPLETED, 5)
    assert "5.0" in client.application.test_client().get(f"/offerings/{offering.id}").text
    assert client.get(f"/projects/{project.id}").status_code == 200
    for person in (client, staff):
        assert person.get("/offerings/requests?format=csv").mimetype == "text/csv"


def test_lists_take_as_many_statements_whatever_their_length(client, agency, statements):
    owner = factories.actor()

    def asked(path):
        with statements() as seen:
            assert client.get(path).status_code == 200
        return len(seen)

    paths = ("/offerings", "/offerings/requests", "/offerings?format=csv")
    completed(owner, agency)
    sign_in(client, owner)
    db.session.commit()
    for path in paths:
        client.get(path)
    one = [asked(path) for path in paths]
    for _ in range(2):
        completed(owner, factories.actor(Role.AGENCY_STAFF), sectors=["biomedicine"])
    db.session.commit()
    assert [asked(path) for path in paths] == one


def test_an_authority_sees_numbers_by_agency_and_nothing_of_who_asked(client, agency):
    owner, organiser = factories.actor(), factories.actor(Role.ORGANISER)
    project = published_project(owner, name="微孔陶瓷")
    request = asked(owner, agency, project=project)
    completed(owner, agency, project=project)
    request.requested_at -= dt.timedelta(days=10)
    db.session.commit()
    sign_in(client, organiser)
    page = client.get("/offerings/requests/overview?lang=zh").text
    assert agency.membership.organisation.name in page
    assert "1项超时" in page
    assert "微孔陶瓷" not in page
    rows = client.get("/offerings/requests/overview?format=csv").text.splitlines()
    assert rows[1].split(",")[1:] == ["2", "1", "1", "10", "0", "0", "1", "0"]
    assert agency.membership.organisation.name not in client.get("/offerings/requests/overview?group=financing").text
    sign_in(client, factories.actor(Role.ORGANISER, of=factories.organisation(region_code="320500")))
    assert agency.membership.organisation.name not in client.get("/offerings/requests/overview").text
