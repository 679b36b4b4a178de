"""The city that the pages are measured on: invented, deterministic, written in bulk. `python -m bench.data` makes it.

Prints, as JSON, the paths' ids and a session cookie a person for `kinds.py`.
"""

import datetime as dt
import json
import os
import random
import secrets
import sys
import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from flask import Flask
from sqlalchemy import insert

from app import create_app
from app.accounts.models import Account, Membership, Organisation, OrganisationKind, Role, SignIn
from app.accounts.signing import hash_token
from app.core import search
from app.core.model import new_id, utc_now
from app.core.profiles import ProfileState
from app.extensions import db
from app.funds.models import Fund, FundFacet, FundInvestment
from app.mentors.models import Mentor, MentorFacet
from app.mentors.services import entered
from app.notifications.models import Notification
from app.projects.models import Project, ProjectFacet
from app.recommendations.models import Kind, Match
from app.roadshows.models import (
    Application,
    ApplicationState,
    LineupPlace,
    Outcome,
    Review,
    ReviewCriterion,
    Reviewer,
    ReviewScore,
    ReviewState,
    Roadshow,
    RoadshowState,
)
from app.taxonomy import catalogue

SCALE = float(os.environ.get("BENCH_SCALE", "1"))
PROJECTS, MENTORS, FUNDS = (max(100, round(number * SCALE)) for number in (10_000, 2_000, 1_000))
LINEUP = 50
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


def build() -> Row:
    """Everything, committed once; returns what the measuring needs to know."""
    city = City()
    people = _people(city)
    projects = _projects(city, people["entrepreneur"])
    _mentors(city, people["organiser"])
    funds = _funds(city, people["investor"])
    lineup = _roadshow(city, people, projects)
    _matches(city, lineup["projects"], funds)
    _notices(city, people)
    db.session.commit()
    if db.engine.dialect.name == "postgresql":
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM ANALYZE")  # which autovacuum would do within a minute
    return {
        "cookies": {role: person["cookie"] for role, person in people.items()},
        "project": str(projects[1]["id"]),
        "own_project": str(projects[0]["id"]),
        "fund": str(funds[0]["id"]),
        "roadshow": lineup["roadshow"],
    }


def _add(model: type[Any], rows: Iterable[Row]) -> None:
    """In portions, through the model and thus with its defaults."""
    rows = list(rows)
    for start in range(0, len(rows), 2000):
        db.session.execute(insert(model), rows[start : start + 2000])


def _people(city: City) -> dict[str, Row]:
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
        person = {"account": new_id(), "organisation": new_id(), "membership": new_id(), "cookie": _cookie(token)}
        _add(
            Organisation,
            [{"id": person["organisation"], "kind": kind, "name": f"测量机构{number}", "region_code": "330400"}],
        )
        account = {"id": person["account"], "email": f"{role}@example.cn", "name": "林测", "password_hash": "!"}
        _add(Account, [account | {"totp_enabled_at": city.now}])
        joined = {"id": person["membership"], "account_id": person["account"], "is_manager": True, "role": role}
        _add(Membership, [joined | {"organisation_id": person["organisation"]}])
        _add(
            SignIn,
            [{"account_id": person["account"], "token_hash": hash_token(token), "membership_id": person["membership"]}],
        )
        people[role.value] = person
    return people


def _cookie(token: str) -> str:
    from flask import current_app
    from flask.sessions import SecureCookieSessionInterface

    signer = SecureCookieSessionInterface().get_signing_serializer(current_app)
    assert signer
    return str(signer.dumps({"_user_id": token, "_fresh": True, "_permanent": True}))


def _organisations(city: City, kind: OrganisationKind, number: int, suffix: str) -> list[uuid.UUID]:
    ids = [new_id() for _ in range(number)]
    rows = [
        {"id": key, "kind": kind, "name": f"{city.name(i)}{suffix}", "region_code": city.rng.choice(city.regions)}
        for i, key in enumerate(ids)
    ]
    _add(Organisation, rows)
    return ids


def _facets(city: City, owner: str, ids: Iterable[uuid.UUID], **choices: tuple[Sequence[str], int]) -> list[Row]:
    return [
        {owner: key, "facet": facet, "code": code}
        for key in ids
        for facet, (codes, most) in choices.items()
        for code in city.rng.sample(codes, city.rng.randint(1, most))
    ]


def _profile(city: City, number: int, organisation: uuid.UUID) -> Row:
    name = city.name(number)
    return {
        "id": new_id(),
        "organisation_id": organisation,
        "name": name,
        "sort_key": search.sort_key(name),
        "region_code": city.rng.choice(city.regions),
        "published_at": city.now - dt.timedelta(minutes=number),
    }


def _projects(city: City, owner: Row) -> list[Row]:
    rng = city.rng
    organisations = [owner["organisation"], *_organisations(city, OrganisationKind.STARTUP, PROJECTS - 1, "有限公司")]
    rows = []
    for number, organisation in enumerate(organisations):
        row = _profile(city, number, organisation) | {"state": ProfileState.PUBLISHED}
        row |= {
            field: city.text(2) for field in ("summary", "problem", "solution", "market", "traction", "team", "need")
        }
        row |= {
            "tagline": rng.choice(PHRASES),
            "stage": rng.choice(("seed", "startup")),
            "round": rng.choice(("seed", "angel")),
        }
        row |= {"amount_sought": rng.randint(50, 900) * WAN, "contact_phone": "13800000000"}
        rows.append(row)
    _add(Project, rows)
    ids = [row["id"] for row in rows]
    chosen = {"sector": (city.sectors, 3), "need": (city.expertise, 3), "language": (("zh", "en"), 2)}
    _add(ProjectFacet, _facets(city, "project_id", ids, **chosen))
    _index("project", rows, "tagline", "summary")
    return rows


def _mentors(city: City, authority: Row) -> None:
    rows: list[Row] = []
    taken: set[str] = set()
    for number in range(MENTORS):
        row = _profile(city, number, authority["organisation"]) | {"state": ProfileState.PUBLISHED}
        filed = entered("330400", taken=taken)
        taken.add(filed["filing_number"])
        rows.append(row | filed | {"headline": city.rng.choice(PHRASES), "bio": city.text(2)})
    _add(Mentor, rows)
    chosen = {
        "sector": (city.sectors, 3),
        "expertise": (city.expertise, 3),
        "stage": (("seed", "startup", "growth"), 2),
    }
    _add(MentorFacet, _facets(city, "mentor_id", [row["id"] for row in rows], **chosen))
    _index("mentor", rows, "headline", "bio")


def _funds(city: City, owner: Row) -> list[Row]:
    rng = city.rng
    organisations = [owner["organisation"], *_organisations(city, OrganisationKind.FUND_MANAGER, FUNDS - 1, "管理公司")]
    rows = []
    for number, organisation in enumerate(organisations):
        row = _profile(city, number, organisation) | {"state": ProfileState.PUBLISHED, "fund_type": "angel"}
        rows.append(
            row
            | {"tagline": rng.choice(PHRASES), "thesis": city.text(2), "ticket_min": 50 * WAN, "ticket_max": 900 * WAN}
        )
    _add(Fund, rows)
    ids = [row["id"] for row in rows]
    _add(FundFacet, _facets(city, "fund_id", ids, sector=(city.sectors, 4), round=(("seed", "angel", "pre_a"), 2)))
    deals = [
        {
            "fund_id": key,
            "invested_on": (city.now - dt.timedelta(days=rng.randrange(30, 1500))).date(),
            "company": city.name(number),
            "sectors": [rng.choice(city.sectors)],
            "round": rng.choice(("seed", "angel")),
            "amount": rng.randint(50, 900) * WAN,
        }
        for key in ids
        for number in range(rng.randint(3, 12))
    ]
    _add(FundInvestment, deals)
    _index("fund", rows, "tagline", "thesis")
    return rows


def _index(kind: str, rows: Sequence[Row], *texts: str) -> None:
    with search.batch():
        for row in rows:
            search.put(kind, row["id"], row["name"], *(row[field] for field in texts))


def _roadshow(city: City, people: dict[str, Row], projects: Sequence[Row]) -> Row:
    """Held before an hour: fifty applications, each reviewed, all of them on the line-up."""
    key, day = new_id(), dt.timedelta(days=1)
    chosen = [row["id"] for row in projects[2 : 2 + LINEUP]]
    roadshow = {"id": key, "organisation_id": people["organiser"]["organisation"], "state": RoadshowState.PUBLISHED}
    roadshow |= {"title": "测量路演", "title_en": "Measured roadshow", "summary": SAID, "region_code": "330400"}
    roadshow |= {
        "starts_at": city.now + day,
        "ends_at": city.now + 1.2 * day,
        "capacity": LINEUP,
        "lineup_count": LINEUP,
    }
    _add(Roadshow, [roadshow | {"apply_from": city.now - 30 * day, "apply_until": city.now - day}])
    search.put("roadshow", key, "测量路演", SAID)
    applications = [
        {"id": new_id(), "roadshow_id": key, "project_id": project_id, "state": ApplicationState.SENT}
        | {"sent_at": city.now - 2 * day, "outcome": Outcome.SELECTED, "wants": SAID, "presenter": "林测"}
        for project_id in chosen
    ]
    _add(Application, applications)
    places = [
        {"roadshow_id": key, "application_id": row["id"], "project_id": row["project_id"], "position": position}
        for position, row in enumerate(applications, start=1)
    ]
    _add(LineupPlace, places)
    _reviews(city, key, people["reviewer"], applications)
    return {"roadshow": str(key), "projects": chosen}


def _reviews(city: City, roadshow_id: uuid.UUID, person: Row, applications: Sequence[Row]) -> None:
    reviewer = {"id": new_id(), "roadshow_id": roadshow_id, "membership_id": person["membership"]}
    _add(Reviewer, [reviewer])
    criteria = [
        {"id": new_id(), "roadshow_id": roadshow_id, "name": name, "weight": weight, "position": position}
        for position, (name, weight) in enumerate((("市场", 30), ("产品", 40), ("团队", 30)))
    ]
    _add(ReviewCriterion, criteria)
    reviews = [
        {"id": new_id(), "application_id": row["id"], "reviewer_id": reviewer["id"], "state": ReviewState.SCORED}
        for row in applications
    ]
    _add(Review, reviews)
    scores = [
        {"review_id": review["id"], "criterion_id": criterion["id"], "score": city.rng.randint(1, 5)}
        for review in reviews
        for criterion in criteria
    ]
    _add(ReviewScore, scores)


def _matches(city: City, projects: Sequence[uuid.UUID], funds: Sequence[Row]) -> None:
    """The line-up for two hundred funds, each pair with the evidence that a run stores."""
    _add(Match, [_match(city, project_id, fund["id"]) for fund in funds[:200] for project_id in projects])


def _match(city: City, project_id: uuid.UUID, fund_id: uuid.UUID) -> Row:
    rng = city.rng
    score = rng.randint(30, 95)
    deals = {"deals": rng.randint(1, 6), "of": 9, "last": "2025-06-01"}
    entries = [
        ("mandate_sector", {"sectors": rng.sample(city.sectors, 2)}, [], []),
        ("mandate_round", {"round": "angel"}, [], []),
        ("ticket_fits", {"amount": 3_000_000, "min": 500_000, "max": 9_000_000}, ["amount_sought"], []),
        ("deals_sector", deals, [], ["portfolio"]),
        ("shared_term", {"term": "传感器"}, ["summary"], ["thesis"]),
    ]
    parts = ("activity", "round", "sector", "region", "portfolio", "ticket", "text")
    return {
        "project_id": project_id,
        "candidate_id": fund_id,
        "candidate_kind": Kind.FUND,
        "score": score,
        "raw": score / 100 + rng.random() / 1000,
        "band": "strong" if score >= 75 else ("good" if score >= 55 else "possible"),
        "parts": [[name, rng.randint(0, 100), rng.random()] for name in parts],
        "evidence": [
            {"code": code, "params": params, "project": mine, "candidate": theirs}
            for code, params, mine, theirs in entries
        ],
        "conflicts": [],
        "missing": [],
    }


def _notices(city: City, people: dict[str, Row]) -> None:
    rows = [
        {"account_id": person["account"], "membership_id": person["membership"], "kind": "bench", "dedupe": str(number)}
        for person in people.values()
        for number in range(20)
    ]
    _add(Notification, rows)


def main(app: Flask) -> None:
    with app.app_context():
        db.create_all()
        json.dump(build(), sys.stdout)


if __name__ == "__main__":
    main(create_app())
