"""Targets: decomposed exactly, reached or not, ranked, and taken from examples."""

import datetime as dt
import io
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from app.accounts.models import Role
from app.core.days import city_day
from app.core.errors import Conflict, Forbidden, Invalid
from app.indicators import examples
from app.indicators.decomposition import split
from app.indicators.periods import Period
from app.indicators.queries import targets as reading
from app.indicators.services import targets as services
from app.taxonomy import catalogue
from tests import factories
from tests.carriers.factories import published
from tests.factories import sign_in
from tests.indicators.factories import entered

CITY, NORTH, SOUTH = "330400", "330402", "330411"


@given(whole=st.integers(0, 10**15), weights=st.lists(st.integers(0, 10**12), min_size=1, max_size=40))
def test_parts_add_up_to_the_whole_and_follow_their_weights(whole, weights):
    parts = split(whole, weights)
    assert sum(parts) == whole
    assert min(parts) >= 0
    pairs = sorted(zip(weights, parts, strict=True))
    assert all(small <= large + 1 for (_a, small), (_b, large) in itertools.pairwise(pairs))


def test_the_examples_name_indicators_and_their_source():
    assert [plan.code for plan in examples.plans()] == ["001", "002", "003", "004", "000"]
    goals = {(plan.code, goal.year, goal.code): goal for plan in examples.plans() for goal in plan.goals}
    assert goals["001", 2018, "area_incubation"].amount == 8_000_000 * 100
    assert goals["002", 2024, "funds_new"].since == 2022
    assert goals["004", 2025, "tenants"].amount == 500
    assert all(goal.indicator and goal.since <= goal.year for goal in goals.values())


@pytest.mark.usefixtures("app")
class TestTargets:
    def test_progress_of_the_whole_and_of_its_zones(self):
        staff, organiser = factories.actor(Role.CARRIER_STAFF), factories.actor(Role.ORGANISER)
        made = published(staff, opened_on=dt.date(2020, 1, 1))
        for year, revenue in ((2022, 100), (2023, 300), (2024, 500)):
            entered(made, Period(year, 1, 12), revenue=revenue)
        common = {"actor": organiser, "region": CITY, "code": "revenue", "year": 2024}
        services.set_targets(**common, amounts={CITY: 1000, NORTH: 700, SOUTH: 200}, since=2023, source="计划")
        [board] = reading.boards(CITY, 2024)
        assert (board.whole.reached, board.whole.percent, board.whole.is_reached) == (800, 80, False)
        assert (board.parts, board.difference) == (900, 100)
        assert (board.zones[NORTH].percent, board.zones[SOUTH].reached) == (114, None)
        services.set_targets(**common, amounts={SOUTH: 300}, since=2023)
        services.set_targets(**common, amounts={NORTH: None}, since=2024)
        [board] = reading.boards(CITY, 2024)
        assert (board.zones[NORTH].target, board.difference) == (None, 700)

    def test_who_sets_them(self):
        organiser, elsewhere = factories.actor(Role.ORGANISER), factories.actor(Role.ORGANISER)
        elsewhere.membership.organisation.region_code = "320500"
        district = factories.actor(Role.ORGANISER)
        district.membership.organisation.region_code = NORTH
        values = {"code": "tenants", "year": 2026}
        services.set_targets(actor=organiser, region=CITY, amounts={CITY: 10, NORTH: 10}, **values)
        for person, region in ((elsewhere, CITY), (district, CITY), (factories.actor(Role.CARRIER_STAFF), CITY)):
            with pytest.raises(Forbidden):
                services.set_targets(actor=person, region=region, amounts={region: 1}, **values)
        with pytest.raises(Invalid) as refusal:
            services.set_targets(actor=district, region=NORTH, amounts={NORTH: 1}, **values)
        assert refusal.value.field == f"zone_{NORTH}"
        for wrong in ({"amounts": {"320500": 1}}, {"amounts": {CITY: -1}}, {"amounts": {CITY: 1}, "since": 2027}):
            with pytest.raises(Invalid):
                services.set_targets(actor=organiser, region=CITY, **values, **wrong)

    def test_a_plan_is_taken_over_once(self):
        organiser, plan = factories.actor(Role.ORGANISER), examples.plan("004")
        assert services.adopt(actor=organiser, region=CITY, plan=plan, shift=1) == 6
        with pytest.raises(Conflict):
            services.adopt(actor=organiser, region=CITY, plan=plan, shift=1)
        [carriers, *_rest] = reading.boards(CITY, 2026)
        assert (carriers.whole.target.amount, carriers.whole.target.source) == (15, plan.zh)

    def test_zones_share_a_place_where_they_are_equal(self):
        staff = factories.actor(Role.CARRIER_STAFF)
        for zone, number in ((NORTH, 2), (SOUTH, 1)):
            for count in range(number):
                published(staff, name=f"{zone}{count}", region_code=zone)
        rows = reading.ranking(["carriers", "departures"], CITY, Period(city_day().year, 1, 12))
        assert [(place, row.zone, row.places["carriers"]) for place, row in rows[:3]] == [
            (1, NORTH, 1),
            (2, SOUTH, 2),
            (3, "330421", 3),
        ]
        assert {row.places["departures"] for _place, row in rows} == {1}


def test_the_pages(client, statements):
    year = city_day().year
    sign_in(client, factories.actor(Role.ORGANISER))
    assert client.get("/targets/new?code=tenants&year=2026").location.startswith("/targets/tenants/2026")
    here = f"/targets/tenants/{year}"
    assert client.post(here, data={"zone_330400": "1.5"}).status_code == 422
    assert client.post(here, data={"zone_330400": "100", "zone_330402": "40", "divide": "1"}).status_code == 303
    page = client.get(f"{here}?lang=zh").text
    assert "各区域之和等于总目标" in page
    blank = {f"zone_{part.code}": "" for part in catalogue.region_children(CITY)}
    assert client.post(here, data=blank | {"zone_330400": "100", "zone_330402": "40"}).status_code == 303
    assert "60" in client.get(here).text
    sheet = load_workbook(io.BytesIO(client.get("/targets?format=xlsx&lang=zh").data)).worksheets[0]
    assert [cell.value for cell in sheet[2]][:5] == ["在孵企业数 (个)", 100, 0, 0, 60]
    for path in (
        "/targets",
        "/targets/ranking?code=tenants&code=carriers",
        "/targets/examples",
        "/targets?region=330402",
    ):
        with statements() as seen:
            assert client.get(path).status_code == 200
        assert len(seen) <= 16
    assert client.post("/targets/examples", data={"plan": "004", "shift": "1"}).status_code == 303
    assert client.post("/targets/examples", data={"plan": "nothing"}).status_code == 422
