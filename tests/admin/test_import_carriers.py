"""Carriers, their tenants and graduates from spreadsheets."""

import datetime as dt

import pytest
from sqlalchemy import func, select

from app.accounts.models import OrganisationKind, Role
from app.admin.imports import KINDS, running
from app.admin.imports.kinds import Settings
from app.carriers.models import Accreditation, Carrier, CarrierPeriod, Graduation, LeaveReason, Level, Tenancy
from app.carriers.services import admissions, tenancies
from app.core import audit, search
from app.core.audit import AuditEntry
from app.extensions import db
from app.projects.models import Project
from tests import factories
from tests.admin.factories import csv_file, load, read
from tests.carriers.factories import published
from tests.projects.factories import published as published_project

pytestmark = pytest.mark.usefixtures("app")
CARRIER = {
    "载体名称": "南湖孵化器",
    "运营机构": "南湖科创运营有限公司",
    "载体类型": "科技企业孵化器",
    "所在地区": "嘉兴市南湖区",
    "总面积": "5万",
    "孵化面积": "35,000",
    "性质": "专业",
    "主导产业": "机器人",
    "成立日期": "2019年5月1日",
    "认定级别": "省级",
    "认定日期": "2021-06-01",
    "联系电话": "13800138000",
}
TENANT = {
    "项目名称": "柔性电子皮肤",
    "企业名称": "触感科技",
    "载体名称": "南湖孵化器",
    "入驻日期": "2023-03-01",
    "公司注册日期": "2022/11/20",
    "行业领域": "机器人",
    "使用面积": "120㎡",
    "离开日期": "",
    "离开原因": "",
    "毕业标准": "",
    "毕业依据": "",
}
GRADUATE = {"离开日期": "2025-06-01", "离开原因": "毕业", "毕业标准": "高企", "毕业依据": "GR202433000001"}


def count(model):
    return db.session.scalar(select(func.count()).select_from(model))


def the(model):
    db.session.expire_all()
    return db.session.scalars(select(model)).unique().one()


def problems(kind, *rows, **settings):
    sheet = running.open_sheet(KINDS[kind], csv_file(*rows), "rows.csv", Settings(**settings))
    return [(problem.line, problem.column) for problem in sheet.problems]


def test_a_carrier_is_published_with_its_operator_its_level_and_its_history():
    outcome = load("carriers", [CARRIER])
    assert outcome.counts == {
        "carriers": {"new": 1, "changed": 0, "unchanged": 0, "kept": 0},
        "organisations": {"new": 1, "changed": 0, "unchanged": 0, "kept": 0},
    }
    made = the(Carrier)
    assert (made.is_published, made.link.value, made.level, made.zone_code) == (
        True,
        "incubator",
        Level.PROVINCIAL,
        "330402",
    )
    assert (made.total_area, made.incubation_area, made.codes("kind")) == (50_000, 35_000, ["specialised"])
    assert made.organisation.kind is OrganisationKind.CARRIER_OPERATOR
    assert the(Accreditation).is_in_force(dt.date(2024, 1, 1))
    period = the(CarrierPeriod)
    assert (period.valid_from, period.total_area, period.kinds) == (dt.date(2019, 5, 1), 50_000, ["specialised"])
    assert db.session.scalars(search.matching("南湖孵化器", "carrier")).all() == [made.id]


def test_the_same_carriers_again_change_nothing_and_a_changed_area_begins_a_period():
    load("carriers", [CARRIER])
    entries = count(AuditEntry)
    assert load("carriers", [CARRIER]).counts["carriers"]["unchanged"] == 1
    assert (count(AuditEntry), count(CarrierPeriod), count(Accreditation)) == (entries, 1, 1)
    assert load("carriers", [{**CARRIER, "总面积": "8万"}]).counts["carriers"]["changed"] == 1
    periods = db.session.scalars(select(CarrierPeriod).order_by(CarrierPeriod.valid_from)).all()
    assert [(row.total_area, row.valid_until is None) for row in periods] == [(50_000, False), (80_000, True)]
    assert audit.verify() is None


def test_a_carrier_whose_operator_signed_up_is_kept_and_others_are_taken_back():
    made = published(factories.actor(Role.CARRIER_STAFF))
    row = {**CARRIER, "运营机构": made.organisation.name, "总面积": "9万"}
    assert load("carriers", [row]).counts["carriers"]["kept"] == 1
    created = load("carriers", [CARRIER]).created
    assert running.take_back(KINDS["carriers"], created) == 1
    db.session.expire_all()
    assert (db.session.get(Carrier, created[0]).is_archived, count(CarrierPeriod)) == (True, 1)
    load("carriers", [CARRIER])  # once more
    db.session.expire_all()
    assert (db.session.get(Carrier, created[0]).is_published, count(CarrierPeriod)) == (True, 2)


def test_a_wrong_carrier_is_told_with_its_line():
    wrong = (
        {"载体类型": "咖啡馆"},
        {"总面积": "很大"},
        {"孵化面积": "6万"},
        {"主导产业": ""},
        {"认定日期": ""},
        {"成立日期": "1955-01-01"},
    )
    for values in wrong:
        found = read("carriers", CARRIER, {**CARRIER, "载体名称": "另一家", **values}).problems
        assert [(problem.line, bool(problem.column)) for problem in found] == [(3, True)], values


def test_an_authority_brings_only_what_lies_in_its_region():
    elsewhere = factories.organisation(OrganisationKind.AUTHORITY)
    elsewhere.region_code = "320500"
    db.session.flush()
    assert [line for line, _column in problems("carriers", CARRIER, organisation_id=elsewhere.id)] == [2]
    load("carriers", [CARRIER])
    assert [line for line, _column in problems("tenants", TENANT, organisation_id=elsewhere.id)] == [2]
    assert problems("tenants", TENANT) == []


def test_tenants_come_with_their_companies_as_drafts_and_graduate():
    load("carriers", [CARRIER])
    outcome = load("tenants", [TENANT, {**TENANT, "项目名称": "第二个项目", **GRADUATE}])
    assert {name: counts["new"] for name, counts in outcome.counts.items()} == {
        "graduates": 1,
        "tenants": 2,
        "projects": 2,
        "organisations": 1,
    }
    assert {row.state.value for row in db.session.scalars(select(Project)).unique()} == {"draft"}
    graduation = the(Graduation)
    assert (graduation.tenancy.left_reason, graduation.graduated_on) == (LeaveReason.GRADUATED, dt.date(2025, 6, 1))
    inside = db.session.scalars(select(Tenancy).where(Tenancy.left_on.is_(None))).one()
    assert (inside.area, inside.agreed_at, inside.carrier.name) == (120, None, "南湖孵化器")
    entries = count(AuditEntry)
    again = load("tenants", [TENANT, {**TENANT, "项目名称": "第二个项目", **GRADUATE}])
    assert (again.counts["tenants"]["unchanged"], again.counts["tenants"]["kept"], count(AuditEntry)) == (1, 1, entries)
    left = load("tenants", [{**TENANT, **GRADUATE}])
    assert (left.counts["tenants"]["changed"], count(Graduation)) == (1, 2)
    assert running.take_back(KINDS["tenants"], outcome.created) == 2
    assert (count(Tenancy), count(Graduation)) == (0, 0)
    assert audit.verify() is None


def test_a_tenant_moves_on_in_one_file():
    load("carriers", [CARRIER, {**CARRIER, "载体名称": "东栅加速器", "载体类型": "加速器"}])
    load("tenants", [TENANT])
    away = {**TENANT, "离开日期": "2025-01-01", "离开原因": "迁出"}
    there = {**TENANT, "载体名称": "东栅加速器", "入驻日期": "2025-01-01"}
    outcome = load("tenants", [away, there])
    assert (outcome.counts["tenants"]["changed"], outcome.counts["tenants"]["new"]) == (1, 1)


def test_nobody_is_in_two_carriers_at_once():
    load("carriers", [CARRIER, {**CARRIER, "载体名称": "东栅加速器", "载体类型": "加速器"}])
    there = {**TENANT, "载体名称": "东栅加速器", "入驻日期": "2024-01-01"}
    assert [line for line, _column in problems("tenants", TENANT, there)] == [3]
    load("tenants", [TENANT])
    assert [line for line, _column in problems("tenants", there)] == [2]
    assert [line for line, _column in problems("tenants", {**TENANT, "载体名称": "没有的载体"})] == [2]


def test_a_wrong_tenant_is_told_with_its_line():
    wrong = (
        {"入驻日期": "2999-01-01"},
        {"离开日期": "2023-01-01", "离开原因": "迁出"},
        {"离开日期": "2024-01-01"},
        {**GRADUATE, "毕业依据": ""},
        {**GRADUATE, "公司注册日期": ""},
        {"离开日期": "2024-01-01", "离开原因": "失踪"},
    )
    for values in wrong:
        assert {problem.line for problem in read("tenants", {**TENANT, **values}).problems} == {2}, values


def test_what_people_keep_themselves_is_not_written_over():
    owner, founder = factories.actor(Role.CARRIER_STAFF), factories.actor()
    made, project = published(owner), published_project(founder)
    asked = admissions.invite(actor=owner, carrier=made, project=project, starts_on=dt.date(2023, 3, 1))
    inside = admissions.agree(actor=founder, admission=asked)
    row = {
        **TENANT,
        "项目名称": project.name,
        "企业名称": project.organisation.name,
        "载体名称": made.name,
        "使用面积": "1",
    }
    assert load("tenants", [row]).counts["tenants"]["kept"] == 1
    newcomer = load("tenants", [{**row, "项目名称": "新来的"}]).created
    brought = db.session.get(Tenancy, newcomer[0])
    tenancies.confirm(actor=founder, tenancy=brought)
    assert running.take_back(KINDS["tenants"], [*newcomer, inside.id]) == 0
