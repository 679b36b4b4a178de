"""What invented cities are made of: names and texts by dice, profiles, signed-in people, rows written in bulk."""

import datetime as dt
import os
import random
import secrets
import uuid
from collections.abc import Iterable
from typing import Any

from flask import current_app
from flask.sessions import SecureCookieSessionInterface
from sqlalchemy import insert

from app.accounts.models import Account, Membership, Organisation, OrganisationKind, Role, SignIn
from app.accounts.signing import hash_token
from app.core import search
from app.core.model import new_id, utc_now
from app.extensions import db
from app.taxonomy import catalogue

SCALE = float(os.environ.get("BENCH_SCALE", "1"))
SEED = 20260101
WAN = 10_000 * 100
Row = dict[str, Any]

HEADS = [
    "云启",
    "蓝湾",
    "青禾",
    "远桥",
    "星河",
    "北辰",
    "明德",
    "锐思",
    "拓新",
    "恒光",
    "智谷",
    "海川",
    "凌云",
    "天枢",
    "和畅",
]
TAILS = [
    "科技",
    "智能",
    "生物",
    "新材",
    "能源",
    "医疗",
    "机器人",
    "光电",
    "数据",
    "制造",
    "传感",
    "软件",
    "农业",
    "教育",
    "文化",
]
PHRASES = (
    "面向中小工厂的视觉质检设备，换线只需十分钟",
    "为储能电站提供早期热失控预警",
    "用柔性传感器监测老人夜间跌倒",
    "帮助社区医院把影像报告从两天缩短到两小时",
    "把低空巡检的数据变成道路养护的工单",
    "以酶法工艺回收涂料中的溶剂",
    "给出口企业的碳足迹核算工具",
    "面向乡村民宿的能源管理与订房一体机",
)
SAID = "已与三家客户完成试点，复购率高；团队来自高校与产业界，拥有多项专利，正在寻找懂渠道的导师与首轮资金。"


class City:
    """What is made, and the dice it is made with."""

    def __init__(self) -> None:
        self.rng = random.Random(SEED)
        self.now = utc_now().replace(microsecond=0)
        self.sectors = [entry.code for entry in catalogue.sectors()]
        self.expertise = [entry.code for entry in catalogue.expertise()]
        self.regions = [
            region.code for p in catalogue.region_children("") for region in catalogue.region_children(p.code)
        ]

    def name(self, number: int) -> str:
        return f"{self.rng.choice(HEADS)}{self.rng.choice(TAILS)}{number}号"

    def text(self, sentences: int) -> str:
        return "。".join(self.rng.choices(PHRASES, k=sentences)) + "。" + SAID


def add_rows(model: type[Any], rows: Iterable[Row]) -> None:
    """In portions, through the model and thus with its defaults."""
    rows = list(rows)
    for start in range(0, len(rows), 2000):
        db.session.execute(insert(model), rows[start : start + 2000])


def people_of_each_role(city: City) -> dict[str, Row]:
    """One signed-in person of each role that a page is measured for."""
    kinds = {
        Role.ENTREPRENEUR: OrganisationKind.STARTUP,
        Role.INVESTOR: OrganisationKind.FUND_MANAGER,
        Role.ORGANISER: OrganisationKind.AUTHORITY,
        Role.REVIEWER: OrganisationKind.AUTHORITY,
    }
    people: dict[str, Row] = {}
    for number, (role, kind) in enumerate(kinds.items()):
        token = secrets.token_urlsafe(32)
        person = {"account": new_id(), "organisation": new_id(), "membership": new_id(), "cookie": cookie_of(token)}
        add_rows(
            Organisation,
            [{"id": person["organisation"], "kind": kind, "name": f"测量机构{number}", "region_code": "330400"}],
        )
        account = {"id": person["account"], "email": f"{role}@example.cn", "name": "林测", "password_hash": "!"}
        add_rows(Account, [account | {"totp_enabled_at": city.now}])
        joined = {"id": person["membership"], "account_id": person["account"], "is_manager": True, "role": role}
        add_rows(Membership, [joined | {"organisation_id": person["organisation"]}])
        add_rows(
            SignIn,
            [{"account_id": person["account"], "token_hash": hash_token(token), "membership_id": person["membership"]}],
        )
        people[role.value] = person
    return people


def cookie_of(token: str) -> str:
    signer = SecureCookieSessionInterface().get_signing_serializer(current_app)
    assert signer
    return str(signer.dumps({"_user_id": token, "_fresh": True, "_permanent": True}))


def profile_row(city: City, number: int, organisation: uuid.UUID) -> Row:
    name = city.name(number)
    return {
        "id": new_id(),
        "organisation_id": organisation,
        "name": name,
        "sort_key": search.sort_key(name),
        "region_code": city.rng.choice(city.regions),
        "published_at": city.now - dt.timedelta(minutes=number),
    }
