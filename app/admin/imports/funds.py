"""Funds: one line a fund, published with its manager when nobody has registered it yet."""

import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext as _l

from app.accounts.models import OrganisationKind
from app.admin.imports import organisations, values
from app.admin.imports.columns import Column, Line
from app.admin.imports.kinds import SHOWN, Changes, Kind, Settings, index_rows, line_states, nobody_acts_for, profile
from app.admin.imports.sync import Stored, compare, normal, source_key, stored_rows
from app.core.model import utc_now
from app.funds.models import Fund, FundFacet
from app.funds.services import FACETS, contradictions
from app.funds.services import index as index_fund

LINE = values.text(120)


def regions(value: str, words: values.Words) -> list[str]:
    return list(dict.fromkeys(values.region(part, words) for part in values.split(value)))


COLUMNS = (
    Column(
        "name",
        "基金名称",
        "Fund name",
        LINE,
        True,
        ("基金", "名称", "fund", "name"),
        example=("示例：启明种子一号", "Example: Dawn Seed I"),
    ),
    Column(
        "organisation",
        "管理机构",
        "Fund manager",
        LINE,
        False,
        ("管理人", "基金管理人", "投资机构", "机构", "manager", "organisation", "organization"),
        hint=("空着时与基金名称相同", "The fund's name when empty"),
        example=("示例：启明资本", "Example: Dawn Capital"),
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
        "fund_type",
        "基金类型",
        "Fund type",
        values.code("fund_type"),
        True,
        ("类型", "type"),
        "fund_type",
        example=("种子基金", "Seed fund"),
    ),
    Column(
        "tagline",
        "一句话介绍",
        "One-line description",
        LINE,
        True,
        ("简介", "tagline"),
        example=("陪硬科技团队走完第一公里", "The first mile with hard-tech teams"),
    ),
    Column(
        "rounds",
        "投资轮次",
        "Rounds",
        values.codes("round"),
        True,
        ("轮次", "round"),
        "round",
        example=("种子轮；天使轮", "Seed; angel"),
    ),
    Column(
        "sectors",
        "投资领域",
        "Sectors wanted",
        values.codes("sector"),
        False,
        ("行业领域", "行业", "领域", "sectors", "sector"),
        "sector",
        example=("机器人；新材料", "Robotics; new materials"),
    ),
    Column("excluded_sectors", "不投领域", "Sectors excluded", values.codes("sector"), False, ("排除领域",), "sector"),
    Column(
        "regions",
        "投资地区",
        "Regions",
        regions,
        False,
        ("地区", "region"),
        example=("浙江省；上海市", "Zhejiang; Shanghai"),
    ),
    Column(
        "ticket_min",
        "最低单笔投资",
        "Smallest ticket",
        values.money,
        False,
        ("单笔最低", "投资额下限", "ticket min"),
        hint=("如 300万 或 3000000 元", "Such as 300万 or 3000000 (CNY)"),
        example=("50万", "500000"),
    ),
    Column(
        "ticket_max",
        "最高单笔投资",
        "Largest ticket",
        values.money,
        False,
        ("单笔最高", "投资额上限", "ticket max"),
        example=("300万", "3000000"),
    ),
    Column("size", "基金规模", "Fund size", values.money, False, ("规模", "总规模"), private=True),
    Column(
        "remaining_capital",
        "可投资金",
        "Capital still to invest",
        values.money,
        False,
        ("剩余资金", "剩余可投"),
        private=True,
    ),
    Column("leads", "领投", "Leads rounds", values.flag, False, ("是否领投", "lead"), example=("是", "yes")),
    Column("follows", "跟投", "Follows others", values.flag, False, ("是否跟投", "follow"), example=("是", "yes")),
    Column(
        "capacity",
        "每场路演意向项目数",
        "Introductions per roadshow",
        values.whole(0, 100, empty=10),
        False,
        ("意向项目数", "capacity"),
    ),
    Column(
        "deals_per_year",
        "每年计划投资数",
        "Deals planned per year",
        values.whole(1, 500),
        False,
        ("年投资数", "计划投资数", "deals per year", "pace"),
        example=("6", "6"),
    ),
    Column("founded_year", "成立年份", "Founded", values.whole(1950, 2100), False, ("成立时间", "年份", "year")),
    Column(
        "thesis",
        "投资理念",
        "Investment thesis",
        values.text(5000),
        False,
        ("投资策略", "介绍", "thesis"),
        hint=("匹配时会读这段文字", "Matching reads this text"),
    ),
    Column("website", "网址", "Website", values.website, False, ("网站", "官网", "url")),
    Column("contact_name", "联系人", "Contact person", LINE, False, ("联系人姓名", "contact"), private=True),
    Column("contact_phone", "联系电话", "Phone", values.phone, False, ("电话", "手机", "mobile"), private=True),
    Column("contact_email", "联系邮箱", "Email", values.email, False, ("邮箱", "电子邮件", "e-mail"), private=True),
)
FIELDS = tuple(column.name for column in COLUMNS if column.name not in {"organisation", "credit_code", *FACETS})


def manager_of(row: Mapping[str, Any]) -> str:
    return str(row.get("organisation") or row["name"])


def check(line: Line) -> Iterator[tuple[str, str]]:
    return contradictions(line.values)


def key_of(manager: str, name: str) -> str:
    return source_key("fund", manager, name)


def plan(lines: Sequence[Line], settings: Settings) -> Changes:
    named = [organisations.Named(manager_of(line.values), line.values.get("credit_code")) for line in lines]
    directory = organisations.look_up(OrganisationKind.FUND_MANAGER, named, by=settings.organisation_id)
    keys = {line.number: key_of(manager_of(line.values), line.values["name"]) for line in lines}
    stored = stored_funds(list(keys.values()), directory.managed, FIELDS)
    by_hand = organisations.profiles_of(Fund, directory.managed)
    now = utc_now()
    wanted = []
    for line in lines:
        key, manager_id = keys[line.number], directory.id_of(manager_of(line.values))
        if key not in stored and (manager_id, normal(line.values["name"])) in by_hand:
            stored[key] = Stored(by_hand[manager_id, normal(line.values["name"])], {}, kept=True)
        first = new_fund(manager_id, settings.account_id, now)
        wanted.append(profile(line, key, fields=FIELDS, facets=FACETS, first=first))
    found = compare(Fund, wanted, stored, facet_model=FundFacet, facet_column="fund_id")
    states = line_states({number: [key] for number, key in keys.items()}, found)
    return Changes([("organisations", directory.plan), ("funds", found)], states)


def new_fund(manager_id: uuid.UUID, account_id: uuid.UUID | None, now: Any) -> dict[str, Any]:
    """What a fund has besides the columns of its file."""
    return {
        "organisation_id": manager_id,
        "created_by_id": account_id,
        "published_at": now,
    }


def stored_funds(keys: Sequence[str], managed: set[uuid.UUID], fields: Iterable[str]) -> dict[str, Stored]:
    """The funds of these keys; those whose manager has signed up are kept."""
    columns = ("organisation_id", "sort_key", *SHOWN, *fields)
    stored = stored_rows(Fund, keys, columns, facet_model=FundFacet, facet_column="fund_id")
    for row in stored.values():
        row.kept = row.values["organisation_id"] in managed
    return stored


def index(ids: Sequence[uuid.UUID]) -> None:
    index_rows(Fund, index_fund, ids)


KIND = Kind(
    name="funds",
    label=_l("Funds"),
    explanation=_l("Funds with their mandates. New ones are published at once."),
    columns=COLUMNS,
    plan=plan,
    check=check,
    key=lambda row: (manager_of(row), row["name"]),
    indexed="funds",
    index=index,
    model=Fund,
    unowned=lambda: nobody_acts_for(Fund.organisation_id),
)
