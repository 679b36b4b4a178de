"""Financing rounds: every investor becomes a fund manager with one published fund, every round a deal of its portfolio.

Nothing of a mandate is invented: a fund gets the rounds that it took part in, and its history; sectors, regions and
tickets stay empty until its manager states them.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext as _l

from app.accounts.models import OrganisationKind
from app.admin.imports import funds, organisations, values
from app.admin.imports.columns import Column, Line
from app.admin.imports.kinds import SHOWN, Changes, Kind, Settings, line_states, named, no_rules
from app.admin.imports.sync import KEPT, Stored, Wanted, compare, normal, source_key, stored_rows
from app.core.model import utc_now
from app.funds.models import Fund, FundFacet, FundInvestment

COLUMNS = (
    Column(
        "date",
        "日期",
        "Date",
        values.date,
        True,
        ("融资日期", "时间", "融资时间"),
        hint=("如 2026-09-01", "Such as 2026-09-01"),
        example=("2026-09-01", "2026-09-01"),
    ),
    Column(
        "company",
        "公司",
        "Company",
        values.text(120),
        True,
        ("企业", "公司名称", "企业名称", "项目", "项目名称", "startup"),
        skips=True,
        example=("示例：触感科技", "Example: Tactile"),
    ),
    Column(
        "description",
        "简介",
        "Description",
        values.text(5000),
        False,
        ("公司简介", "描述", "介绍"),
        example=("柔性压力传感器", "Flexible pressure sensors"),
    ),
    Column(
        "sector",
        "行业",
        "Sector",
        values.codes("sector"),
        False,
        ("行业领域", "领域", "sectors", "industry"),
        "sector",
        example=("机器人", "Robotics"),
    ),
    Column(
        "place",
        "地区",
        "Place",
        values.region,
        False,
        ("所在地", "地点", "城市", "省份", "region", "city"),
        example=("浙江", "Zhejiang"),
    ),
    Column("round", "轮次", "Round", values.code("round"), False, ("融资轮次",), "round", example=("天使轮", "Angel")),
    Column(
        "amount",
        "金额",
        "Amount",
        values.vague_money,
        False,
        ("融资金额", "融资额"),
        hint=("如 300万；“数百万”一类的写法不计入", "Such as 300万; vague amounts are left out"),
        example=("300万", "3000000"),
    ),
    Column(
        "amount_cny",
        "金额（元）",
        "Amount (CNY)",
        values.yuan,
        False,
        ("人民币金额", "估算金额", "amount cny"),
        hint=("纯数字，优先于“金额”", "A plain number; goes before “Amount”"),
    ),
    Column(
        "investors",
        "投资方",
        "Investors",
        values.names(),
        False,
        ("投资机构", "投资人", "investor"),
        hint=("用分号隔开", "Separated by semicolons"),
        example=("示例：启明资本；示例：晨曦创投", "Example: Dawn Capital; Example: Morning Ventures"),
    ),
)
TAGLINE = "根据公开融资记录建档"
THESIS = "本档案根据公开融资记录导入，尚未由管理人填写投资方向。"
DEAL = ("invested_on", "company", "sectors", "region_code", "round", "amount", "description")


def amount_of(row: Mapping[str, Any]) -> int | None:
    exact: int | None = row.get("amount_cny")
    return exact if exact is not None else row.get("amount")


def key(row: Mapping[str, Any]) -> tuple[Any, ...]:
    return (row["company"], row["date"], row.get("round") or "")


def deal_key(investor: str, row: Mapping[str, Any]) -> str:
    return source_key("deal", investor, *key(row))


def plan(lines: Sequence[Line], settings: Settings) -> Changes:
    covered = [line for line in lines if settings.covers(line.values["date"])]
    names, rounds = _investors(covered)
    managers = [organisations.Named(name) for name in names.values()]
    directory = organisations.look_up(OrganisationKind.FUND_MANAGER, managers, by=settings.organisation_id)
    keys = {investor: funds.key_of(name, name) for investor, name in names.items()}
    stored = funds.stored_funds(list(keys.values()), directory.managed, ())
    by_hand = organisations.profiles_of(Fund, directory.managed)
    now = utc_now()
    wanted = []
    for investor, name in names.items():
        manager_id = directory.id_of(name)
        if keys[investor] not in stored and (manager_id, investor) in by_hand:
            stored[keys[investor]] = Stored(by_hand[manager_id, investor], {}, kept=True)
        known = stored.get(keys[investor])
        first = {
            **funds.new_fund(manager_id, settings.account_id, now),
            "name": name,
            "fund_type": "venture",
            "tagline": TAGLINE,
            "thesis": THESIS,
            **named({"name": name}),
        }
        done = rounds[investor] | (known.facets["round"] if known else set())
        wanted.append(Wanted(keys[investor], dict(SHOWN), first, {"round": done}))
    found = compare(Fund, wanted, stored, facet_model=FundFacet, facet_column="fund_id")
    deals, owners = _deals(
        covered, {investor: (keys[investor], found.ids[keys[investor]]) for investor in names}, found.states
    )
    return Changes(
        [("organisations", directory.plan), ("funds", found), ("investments", deals)], line_states(owners, deals)
    )


def _investors(lines: Sequence[Line]) -> tuple[dict[str, str], dict[str, set[str]]]:
    """Investor → the first spelling, and the rounds it took part in at least once."""
    names: dict[str, str] = {}
    rounds: dict[str, set[str]] = defaultdict(set)
    for line in lines:
        for name in line.values.get("investors", ()):
            names.setdefault(normal(name), name)
            if line.values.get("round"):
                rounds[normal(name)].add(line.values["round"])
    return names, rounds


def _deals(lines: Sequence[Line], targets: Mapping[str, tuple[str, Any]], fund_states: Mapping[str, str]) -> Any:
    """The portfolio rows, and for each line the keys of its rows. A fund that its manager keeps gets none."""
    wanted: dict[str, Wanted] = {}
    owners: dict[int, list[str]] = {}
    for line in lines:
        row = line.values
        owners[line.number] = []
        for investor in dict.fromkeys(normal(name) for name in row.get("investors", ())):
            fund_key, fund_id = targets[investor]
            if fund_states[fund_key] == KEPT:
                continue
            deal = deal_key(investor, row)
            owners[line.number].append(deal)
            wanted[deal] = Wanted(deal, _deal(row), {"fund_id": fund_id})
    stored = stored_rows(FundInvestment, list(wanted), DEAL)
    return compare(FundInvestment, wanted.values(), stored), owners


def _deal(row: Mapping[str, Any]) -> dict[str, Any]:
    day: dt.date = row["date"]
    return {
        "invested_on": day,
        "company": row["company"],
        "sectors": list(row.get("sector") or []),
        "region_code": row.get("place") or "",
        "round": row.get("round") or "",
        "amount": amount_of(row),
        "description": row.get("description") or "",
    }


KIND = Kind(
    name="rounds",
    label=_l("Financing rounds"),
    explanation=_l("Public records of who invested in whom. Every investor becomes a fund with its portfolio."),
    columns=COLUMNS,
    plan=plan,
    check=no_rules,
    key=key,
    indexed="funds",
    index=funds.index,
    model=Fund,
    unowned=funds.KIND.unowned,
    takes_dates=True,
)
