"""Startup projects: one line a project, published with its startup when nobody has registered it yet."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext as _l

from app.accounts.models import OrganisationKind
from app.admin.imports import organisations, values
from app.admin.imports.columns import Column, Line
from app.admin.imports.kinds import (
    SHOWN,
    Changes,
    Kind,
    Settings,
    index_rows,
    line_states,
    no_rules,
    nobody_acts_for,
    profile,
)
from app.admin.imports.sync import Stored, compare, normal, source_key, stored_rows
from app.core.model import utc_now
from app.projects import services
from app.projects.models import Project, ProjectFacet
from app.projects.services import FACETS

PROSE = values.text(3000)
COLUMNS = (
    Column(
        "name",
        "项目名称",
        "Project name",
        values.text(120),
        True,
        ("项目", "名称", "project", "name"),
        example=("示例：柔性电子皮肤", "Example: flexible electronic skin"),
    ),
    Column(
        "organisation",
        "企业名称",
        "Startup",
        values.text(120),
        False,
        ("企业", "公司", "公司名称", "所属企业", "organisation", "organization", "company"),
        hint=("空着时与项目名称相同", "The project's name when empty"),
        example=("示例：触感科技有限公司", "Example: Tactile Ltd"),
    ),
    Column(
        "credit_code",
        "统一社会信用代码",
        "Unified social credit code",
        values.credit_code,
        False,
        ("信用代码", "credit code", "uscc"),
    ),
    Column(
        "tagline",
        "一句话介绍",
        "One-line description",
        values.text(120),
        True,
        ("一句话描述", "简介", "标语", "tagline"),
        example=("给机器人装上触觉", "Touch for robots"),
    ),
    Column(
        "sectors",
        "行业领域",
        "Sectors",
        values.codes("sector", most=5),
        True,
        ("行业", "领域", "所属行业", "赛道", "sector", "industry"),
        "sector",
        hint=("最多 5 个，用分号隔开", "At most 5, separated by semicolons"),
        example=("机器人；新材料", "Robotics; new materials"),
    ),
    Column(
        "region_code",
        "所在地区",
        "Region",
        values.region,
        False,
        ("地区", "城市", "所在地", "地点", "place", "location", "city"),
        example=("浙江省嘉兴市", "Jiaxing, Zhejiang"),
    ),
    Column("second_region_code", "第二地点", "Second location", values.region, False, ("第二所在地",)),
    Column("stage", "发展阶段", "Stage", values.code("stage"), False, ("阶段",), "stage", example=("种子期", "Seed")),
    Column(
        "languages", "工作语言", "Working languages", values.codes("language"), False, ("语言", "languages"), "language"
    ),
    Column(
        "summary",
        "项目简介",
        "Summary",
        PROSE,
        False,
        ("项目介绍", "项目描述", "介绍", "描述", "description"),
        example=("面向协作机器人的柔性压力传感器。", "Flexible pressure sensors for collaborative robots."),
    ),
    Column("problem", "痛点", "Problem", PROSE, False, ("要解决的问题", "问题")),
    Column("solution", "解决方案", "Solution", PROSE, False, ("方案", "产品")),
    Column("market", "市场", "Market", PROSE, False, ("市场分析",)),
    Column("traction", "进展", "Traction", PROSE, False, ("现状", "业绩")),
    Column("team", "团队", "Team", PROSE, False, ("团队介绍",)),
    Column("website", "网址", "Website", values.website, False, ("网站", "官网", "url")),
    Column("need", "需求", "What the project looks for", values.text(2000), False, ("需求描述", "need", "needs")),
    Column(
        "needs",
        "所需导师专长",
        "Expertise wanted from a mentor",
        values.codes("expertise", most=8),
        False,
        ("所需专长", "辅导需求", "expertise wanted"),
        "expertise",
    ),
    Column(
        "round",
        "融资轮次",
        "Financing round",
        values.code("round"),
        False,
        ("轮次", "拟融资轮次"),
        "round",
        example=("天使轮", "Angel"),
    ),
    Column(
        "amount_sought",
        "拟融资金额",
        "Amount sought",
        values.money,
        False,
        ("融资金额", "融资额", "拟融资额", "融资需求", "amount"),
        hint=("如 300万 或 3000000 元", "Such as 300万 or 3000000 (CNY)"),
        example=("300万", "3000000"),
    ),
    Column(
        "equity_offered",
        "出让股权",
        "Equity offered",
        values.percent,
        False,
        ("出让股份", "股权比例", "equity"),
        hint=("百分比，如 10", "Per cent, such as 10"),
        private=True,
    ),
    Column(
        "contact_name", "联系人", "Contact person", values.text(120), False, ("联系人姓名", "contact"), private=True
    ),
    Column(
        "contact_phone", "联系电话", "Phone", values.phone, False, ("电话", "手机", "mobile", "telephone"), private=True
    ),
    Column("contact_email", "联系邮箱", "Email", values.email, False, ("邮箱", "电子邮件", "e-mail"), private=True),
)
OF_ORGANISATION = {"organisation", "credit_code"}
FIELDS = tuple(column.name for column in COLUMNS if column.name not in {*OF_ORGANISATION, *FACETS})


def owner_of(row: Mapping[str, Any]) -> str:
    return str(row.get("organisation") or row["name"])


def plan(lines: Sequence[Line], settings: Settings) -> Changes:
    named = [
        organisations.Named(owner_of(line.values), line.values.get("credit_code"), line.values.get("region_code") or "")
        for line in lines
    ]
    directory = organisations.look_up(OrganisationKind.STARTUP, named, by=settings.organisation_id)
    keys = {line.number: source_key("project", owner_of(line.values), line.values["name"]) for line in lines}
    owners = {line.number: directory.id_of(owner_of(line.values)) for line in lines}
    stored = stored_rows(
        Project,
        list(keys.values()),
        ("organisation_id", "sort_key", *SHOWN, *FIELDS),
        facet_model=ProjectFacet,
        facet_column="project_id",
    )
    by_hand = organisations.profiles_of(Project, directory.managed)
    now = utc_now()
    wanted = []
    for line in lines:
        key, organisation_id = keys[line.number], owners[line.number]
        if key not in stored and (organisation_id, normal(line.values["name"])) in by_hand:
            stored[key] = Stored(by_hand[organisation_id, normal(line.values["name"])], {})
        if key in stored:
            stored[key].kept = organisation_id in directory.managed
        first = {
            "organisation_id": organisation_id,
            "created_by_id": settings.account_id,
            "published_at": now,
        }
        wanted.append(profile(line, key, fields=FIELDS, facets=FACETS, first=first))
    found = compare(Project, wanted, stored, facet_model=ProjectFacet, facet_column="project_id")
    states = line_states({number: [key] for number, key in keys.items()}, found)
    return Changes([("organisations", directory.plan), ("projects", found)], states)


def index(ids: Sequence[uuid.UUID]) -> None:
    index_rows(Project, services.index, ids)


KIND = Kind(
    name="projects",
    label=_l("Projects"),
    explanation=_l("Startup projects with what they need. New ones are published at once."),
    columns=COLUMNS,
    plan=plan,
    check=no_rules,
    key=lambda row: (owner_of(row), row["name"]),
    indexed="projects",
    index=index,
    model=Project,
    unowned=lambda: nobody_acts_for(Project.organisation_id),
)
