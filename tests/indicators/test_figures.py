"""Figures: what they add up to, that the parts make the whole, and that each opens to its rows."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from flask_babel import force_locale
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.accounts.models import Role
from app.carriers import services
from app.carriers.models import Carrier, LeaveReason, TeamRole
from app.core.days import city_day
from app.extensions import db
from app.indicators import catalogue, labels, periods
from app.indicators.formulas import FORMULAS
from app.indicators.periods import Period, parse
from app.indicators.queries import Figure, Scope, by_carrier, by_zone, figure, figures, rows_behind, trend
from tests import factories
from tests.carriers.factories import accreditation, published, resource, tenant
from tests.indicators.factories import entered

CITY = "330400"
ZONES = ("330402", "330411", "330421", CITY)
ALL = [each.code for each in catalogue.indicators()]
YEAR = Period(2024, 1, 12)


def value(code: str, period: Period | None = None) -> Any:
    return figure(code, Scope(CITY), period or periods.around(city_day(), "year")).value


def test_the_catalogue_is_whole():
    codes = {each.code for each in catalogue.indicators()}
    assert len(codes) == len(catalogue.indicators()) >= 40
    for each in catalogue.indicators():
        assert each.theme in {theme.code for theme in catalogue.themes()}
        assert all((each.zh, each.en, each.definition_zh, each.definition_en)), each.code
        assert [bool(each.formula), each.is_reported, each.is_ratio].count(True) == 1, each.code
        assert {each.numerator, each.denominator} <= codes | {""}
    assert {each.formula for each in catalogue.indicators()} - {""} == set(FORMULAS)


def test_headlines_are_rounded_in_the_habit_of_the_language(app):
    area, money, count = (catalogue.indicator(code) for code in ("area_incubation", "fund_size", "tenants"))
    figures = [Figure(area, 38_240_050), Figure(money, 112_000_000_000), Figure(count, 12_345), Figure(area, None)]
    for language, said in (
        ("zh", ["38.24万平方米", "11.2亿元", "12,345", "–"]),
        ("en", ["382.4K m²", "CNY 1.12B", "12,345", "–"]),
    ):
        with force_locale(language):
            assert [labels.rounded(figure) for figure in figures] == said


def test_periods_are_read_as_they_are_written():
    for text in ("2026", "2026-Q4", "2026-02"):
        found = parse(text)
        assert found is not None
        assert found.code == text
        assert found.before().before(-1) == found
    assert (parse("2026-Q1").first, parse("2026-Q1").last) == (dt.date(2026, 1, 1), dt.date(2026, 3, 31))
    assert [parse(text) for text in ("2026-13", "2026-Q5", "", "1926", "2026-00")] == [None] * 5


@pytest.mark.usefixtures("app")
class TestComputed:
    def test_what_the_platform_knows(self):
        staff, founder = factories.actor(Role.CARRIER_STAFF), factories.actor()
        organiser = factories.actor(Role.ORGANISER)
        made = published(staff, leading_sector="ai-data", kinds=["specialised"])
        other = published(
            staff, name="第二", region_code="330411", total_area=Decimal("10.10"), incubation_area=Decimal("0.05")
        )
        for kind in ("platforms", "funds", "staff"):
            resource(staff, made, kind)
        found = accreditation(staff, made, level="national")
        services.accreditations.accept(actor=organiser, accreditation=found)
        tenancy = tenant(staff, made, founder, registered_on=city_day())
        tenant(staff, made, factories.actor())
        people = services.resources.add(actor=staff, carrier=made, kind="staff", name="辅导")
        for role in TeamRole:
            services.tenancies.assign(actor=staff, tenancy=tenancy, role=role, staff_id=people.id)
        known = {code: found.value for code, found in figures(ALL, Scope(CITY), Period(city_day().year, 1, 12)).items()}
        assert {code: amount for code, amount in known.items() if amount} == {
            "carriers": 2, "carriers_new": 2, "operators_new": 1, "carriers_national": 1, "carriers_specialised": 1,
            "specialised_share": 50, "area_total": Decimal("50010.10"), "area_incubation": Decimal("35000.05"),
            "area_new": Decimal("35000.05"), "tenants": 1, "teams": 1, "inside": 2, "entries": 2,
            "covered_tenants": 1, "staff": 2, "platforms": 1, "funds": 1, "funds_new": 1, "fund_size": 30_000_000,
            "fund_size_own": 30_000_000,
        }  # fmt: skip
        assert known["jobs"] is None
        tenancy.left_on, tenancy.left_reason = city_day(), LeaveReason.GRADUATED
        db.session.flush()
        assert (value("graduates"), value("tenants"), value("inside")) == (1, 0, 1)
        one = by_carrier(["area_incubation", "carriers"], Scope(CITY), Period(city_day().year, 1, 12))
        assert {key: row["area_incubation"].value for key, row in one.items()} == {
            made.id: 35_000, other.id: Decimal("0.05")
        }  # fmt: skip

    def test_the_past_stays_as_it_was_and_the_future_is_unknown(self):
        staff = factories.actor(Role.CARRIER_STAFF)
        made = published(staff, opened_on=dt.date(2023, 5, 1), incubation_area=100)
        services.update(actor=staff, carrier=made, incubation_area=250, since=dt.date(2024, 7, 1))
        years = [Period(year, 1, 12) for year in (2022, 2023, 2024, 2025)]
        assert [each.value for each in trend("area_incubation", Scope(CITY), years)] == [0, 100, 250, 250]
        assert [each.value for each in trend("area_new", Scope(CITY), years)] == [0, 100, 150, 0]
        assert value("area_incubation", period=Period(2024, 4, 3)) == 100
        assert value("carriers", period=Period(city_day().year + 1, 1, 12)) is None


@pytest.mark.usefixtures("app")
class TestReported:
    def test_a_longer_return_stands_for_the_shorter_ones_it_covers(self):
        made = published(factories.actor(Role.CARRIER_STAFF))
        for quarter, revenue, jobs in ((1, 100, 5), (2, 200, 7), (3, 400, 6)):
            entered(made, Period(2024, 3 * quarter - 2, 3), revenue=revenue, jobs=jobs, rd_spending=10)
        assert (value("revenue", period=YEAR), value("jobs", period=YEAR)) == (7, 6)
        assert value("rd_share", period=YEAR) == Decimal("4.29")
        assert value("jobs", period=Period(2024, 4, 3)) == 7
        entered(made, YEAR, revenue=1000, jobs=9)
        assert (value("revenue", period=YEAR), value("jobs", period=YEAR)) == (10, 9)
        assert value("revenue", period=Period(2024, 1, 3)) == 1
        assert value("satisfaction", period=YEAR) is None

    def test_of_several_carriers_the_mean(self):
        staff = factories.actor(Role.CARRIER_STAFF)
        for number, share in enumerate((9000, 8001, 8001)):
            entered(published(staff, name=f"载体{number}"), YEAR, satisfaction=share)
        assert value("satisfaction", period=YEAR) == Decimal("83.34")


@pytest.fixture
def carriers(app) -> tuple[Any, list[Carrier]]:
    staff = factories.actor(Role.CARRIER_STAFF)
    return staff, [
        published(staff, name=f"载体{number}", region_code=zone, opened_on=dt.date(2020, 1, 1))
        for number, zone in enumerate((*ZONES, *ZONES))
    ]


AMOUNTS = st.lists(st.tuples(st.integers(0, 10**13), st.integers(0, 10**9)), min_size=8, max_size=8)


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(amounts=AMOUNTS)
def test_the_zones_add_up_to_the_city_and_the_rows_to_the_figure(carriers, amounts):
    """Exactly, whatever the amounts: the parts, each zone asked for alone, the carriers, and the rows behind."""
    staff, made = carriers
    with db.session.begin_nested() as undone:
        for carrier, (fen, hundredths) in zip(made, amounts, strict=True):
            entered(carrier, YEAR, revenue=fen)
            area = Decimal(hundredths) / 100
            services.update(actor=staff, carrier=carrier, total_area=area, incubation_area=area)
        codes, now = ["revenue", "area_incubation", "carriers"], Period(city_day().year, 1, 12)
        for code, period in zip(codes, (YEAR, now, now), strict=True):
            zones = by_zone([code], CITY, period)
            total = zones.pop("")[code].amount
            assert total == figure(code, Scope(CITY), period).amount
            assert total == sum(row[code].amount or 0 for row in zones.values())
            for zone, row in zones.items():
                if zone != CITY:
                    assert figure(code, Scope(zone), period).amount == row[code].amount
            rows = db.session.execute(rows_behind(catalogue.by_code()[code], Scope(CITY), period)).all()
            assert total == sum(row.amount for row in rows)
        assert sum(row["revenue"].amount for row in by_carrier(codes, Scope(CITY), YEAR).values()) == sum(
            fen for fen, _area in amounts
        )
        undone.rollback()


@pytest.mark.usefixtures("app")
def test_a_page_of_figures_is_one_statement(statements):
    published(factories.actor(Role.CARRIER_STAFF))
    db.session.flush()
    with statements() as seen:
        figures(ALL, Scope(CITY), periods.around(city_day(), "year"))
    assert len(seen) == 1
