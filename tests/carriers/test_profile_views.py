from decimal import Decimal

import pytest

from app.accounts.models import Role
from app.carriers.models import Carrier
from app.extensions import db
from tests import factories
from tests.carriers.factories import carrier, published
from tests.factories import sign_in

CANARY = "canary-7f3a"


def form(**values):
    return {
        "name": "新孵化器",
        "tagline": "一句话",
        "summary": "摘要",
        "link": "incubator",
        "region_code": "330402",
        "total_area": "5万",
        **values,
    }


def staff():
    return factories.actor(Role.CARRIER_STAFF)


def test_staff_create_edit_publish_and_archive(client):
    sign_in(client, staff())
    assert client.post("/carriers/new", data=form(incubation_area="35,000.5㎡")).status_code == 303
    made = db.session.query(Carrier).one()
    assert (made.total_area, made.incubation_area) == (Decimal(50_000), Decimal("35000.5"))
    assert client.get(f"/carriers/{made.id}/edit").status_code == 200
    answer = client.post(f"/carriers/{made.id}/edit", data=form(name="改了名", version=made.version))
    assert answer.status_code == 303
    assert client.post(f"/carriers/{made.id}/publish").status_code == 303
    assert "改了名" in client.get("/carriers").text
    assert client.post(f"/carriers/{made.id}/archive").status_code == 303
    assert "改了名" not in client.get("/carriers").text
    assert "改了名" in client.get("/carriers/mine").text


def test_errors_stand_at_their_field_and_nothing_typed_is_lost(client):
    sign_in(client, staff())
    answer = client.post("/carriers/new", data=form(total_area="很大", kinds=["specialised"], summary="留住我"))
    assert answer.status_code == 422
    assert "留住我" in answer.text
    assert "很大" in answer.text
    assert 'id="total_area-error"' in answer.text
    answer = client.post("/carriers/new", data=form(kinds=["specialised"]))
    assert 'id="leading_sector-error"' in answer.text


@pytest.mark.parametrize("path", ["", "/edit", "/visibility", "/files/logo"])
def test_a_stranger_does_not_learn_of_a_draft(client, path):
    made = carrier(staff())
    sign_in(client, staff())
    assert client.get(f"/carriers/{made.id}{path}").status_code == 404


def test_two_tabs_do_not_overwrite_each_other(client):
    owner = staff()
    made = carrier(owner)
    sign_in(client, owner)
    opened = made.version
    assert client.post(f"/carriers/{made.id}/edit", data=form(name="先存", version=opened)).status_code == 303
    assert client.post(f"/carriers/{made.id}/edit", data=form(name="后存", version=opened)).status_code == 409


def test_a_double_click_makes_one_carrier(client):
    sign_in(client, staff())
    first, second = (client.post("/carriers/new", data=form(once="t1")) for _ in range(2))
    assert first.location == second.location
    assert db.session.query(Carrier).count() == 1


def test_the_directory_filters_and_takes_as_many_statements_for_three_rows_as_for_one(client, statements):
    owner = staff()
    published(owner)
    with statements() as one:
        client.get("/carriers")
    published(owner, name="机器人加速器", link="accelerator", kinds=["specialised"], leading_sector="robotics")
    published(owner, name="沪上飞地", kinds=["offshore"], region_code="310115", home_region_code="330402")
    with statements() as three:
        client.get("/carriers")
    assert len(one) == len(three) <= 10
    for query, names in (
        ("link=accelerator", {"机器人加速器"}),
        ("kind=offshore", {"沪上飞地"}),
        ("sector=robotics", {"机器人加速器"}),
        ("region=310000", {"沪上飞地"}),
        ("region=330000", {"南湖孵化器", "机器人加速器", "沪上飞地"}),
        ("q=机器人加速", {"机器人加速器"}),
        ("level=national", set()),
    ):
        page = client.get(f"/carriers?{query}").text
        assert {name for name in ("南湖孵化器", "机器人加速器", "沪上飞地") if f">{name}</a>" in page} == names, query
        assert client.get(f"/carriers?{query}&format=csv").text.count("\n") == len(names) + 1


def test_private_fields_are_in_no_strangers_page_list_export_or_search(client):
    owner = staff()
    made = published(owner, contact_name=CANARY, contact_phone="13800001111", conditions=CANARY)
    sign_in(client, owner)
    client.post(f"/carriers/{made.id}/visibility", data={"conditions": "agreed", "contact": "agreed"})
    stranger = sign_in(client.application.test_client(), factories.actor())
    for path in (f"/carriers/{made.id}", "/carriers", "/carriers?format=csv", f"/carriers/{made.id}?as=agreed"):
        text = stranger.get(path).text
        assert CANARY not in text, path
        assert "13800001111" not in text, path
    assert "南湖孵化器" not in stranger.get(f"/search?q={CANARY}").text
    assert CANARY in client.get(f"/carriers/{made.id}").text
    organiser = sign_in(client.application.test_client(), factories.actor(Role.ORGANISER))
    assert "138 0000 1111" in organiser.get(f"/carriers/{made.id}").text
