"""What lies around the sample city: its province, one of its districts, and two other cities of the installation, one
that shares with it and one whose offer waits for an answer."""

import datetime as dt
from typing import Any

from app.accounts import services as accounts
from app.accounts.actor import Actor
from app.accounts.models import OrganisationKind, Role
from app.cities import services as cities
from app.core.model import utc_now
from app.demo.content import APPOINTED, CITY
from app.demo.roadshows import act_as
from app.demo.seeding import AROUND, WAN, City, member
from app.extensions import db
from app.funds import services as funds
from app.mentors import services as mentors
from app.projects import services as projects
from app.roadshows.services import setup
from app.stories import services as stories

PROVINCE, DISTRICT, NEXT, FAR = "330000", "330402", "330500", "330600"
PROJECTS = (
    ("苕溪水声", "用声呐阵列给河湖做体检", "environmental-protection"),
    ("丝路视检", "真丝面料的机器视觉检测", "industrial-software"),
    ("竹基新材", "以竹代塑的全降解包装", "bio-based-materials"),
)
MENTORS = (("水环境上市公司前总工", "environmental-protection"), ("纺织装备企业副总经理", "industrial-software"))
FUNDS = (("苕溪种子基金", "seed"), ("湖城产业基金", "industry"))


def build(city: City) -> None:
    _organiser(city, "省科技厅（示例）", PROVINCE, AROUND["province"])
    _district(city)
    _next(city)
    _far(city)
    db.session.commit()


def _organiser(city: City, name: str, region: str, email: str) -> Actor:
    seat = accounts.create_organisation(kind=OrganisationKind.AUTHORITY, name=name, region_code=region)
    return member(city, seat, Role.ORGANISER, email)


def _district(city: City) -> None:
    """A district prepares a roadshow and a notice of its own; the city looks on."""
    organiser = _organiser(city, "南城区科技局（示例）", DISTRICT, AROUND["district"])
    _roadshow(organiser, "南城区创业早集", "Early market of the South district")
    stories.create(actor=organiser, kind="notice", title="南城区孵化空间开放日", body="每月第一个周五开放参观。")


def _next(city: City) -> None:
    """A small city next door, with which the sample city shares what both publish."""
    organiser = _organiser(city, "苕城市科技局（示例）", NEXT, AROUND["neighbour"])
    for number, (name, tagline, sector) in enumerate(PROJECTS):
        _project(city, number, name, tagline, sector)
    for number, (headline, sector) in enumerate(MENTORS):
        _mentor(city, organiser, number, headline, sector)
    for number, (name, kind) in enumerate(FUNDS):
        _fund(city, number, name, kind)
    act_as(organiser)
    _roadshow(organiser, "苕城首届绿色项目路演", "First green roadshow")
    agreement = cities.offer(actor=organiser, city=CITY)
    assert city.organiser
    act_as(city.organiser)
    cities.accept(actor=city.organiser, agreement=agreement)


def _far(city: City) -> None:
    organiser = _organiser(city, "会城市科技局（示例）", FAR, "far@example.cn")
    cities.offer(actor=organiser, city=CITY)


def _project(city: City, number: int, name: str, tagline: str, sector: str) -> None:
    startup = accounts.create_organisation(
        kind=OrganisationKind.STARTUP, name=f"{name}（示例）有限公司", region_code=NEXT
    )
    founder = member(city, startup, Role.ENTREPRENEUR, f"next{number}@example.cn")
    project = projects.create(
        actor=founder,
        name=name,
        tagline=tagline,
        summary=f"{tagline}，已在两家单位试用。",
        sectors=[sector],
        needs=["financing"],
        languages=["zh"],
        stage="seed",
        round="angel",
        region_code="330502",
        amount_sought=200 * WAN,
    )
    projects.publish(actor=founder, project=project)


def _mentor(city: City, organiser: Actor, number: int, headline: str, sector: str) -> None:
    assert organiser.membership
    seat = organiser.membership.organisation
    person = member(city, seat, Role.MENTOR, f"nextmentor{number}@example.cn", manager=False)
    assert person.account
    mentor = mentors.create(
        actor=person,
        name=person.account.name,
        headline=headline,
        bio=f"{headline}，愿意陪早期团队走到第一批订单。",
        sectors=[sector],
        expertise=["financing"],
        stages=["seed"],
        languages=["zh"],
        region_code=NEXT,
        capacity=2,
    )
    mentors.publish(actor=person, mentor=mentor)
    act_as(organiser)
    mentors.enter(actor=organiser, mentor=mentor, reason=APPOINTED)


def _fund(city: City, number: int, name: str, kind: str) -> None:
    manager = accounts.create_organisation(
        kind=OrganisationKind.FUND_MANAGER, name=f"{name}管理（示例）有限公司", region_code=NEXT
    )
    investor = member(city, manager, Role.INVESTOR, f"nextinvestor{number}@example.cn")
    fund = funds.create(
        actor=investor,
        name=name,
        fund_type=kind,
        tagline="投长三角的绿色与制造项目",
        thesis="看重工程落地与首批客户。",
        rounds=["seed", "angel"],
        sectors=["environmental-protection", "industrial-software", "bio-based-materials"],
        regions=["330000"],
        ticket_min=50 * WAN,
        ticket_max=500 * WAN,
        capacity=3,
    )
    funds.publish(actor=investor, fund=fund)


def _roadshow(organiser: Actor, title: str, title_en: str) -> None:
    now = utc_now()
    values: dict[str, Any] = {"title": title, "title_en": title_en, "region_code": organiser.region_code}
    setup.create(
        actor=organiser,
        **values,
        summary="筹备中，时间与场地待定。",
        venue="待定",
        sectors=["environmental-protection"],
        apply_from=now + dt.timedelta(days=20),
        apply_until=now + dt.timedelta(days=40),
        starts_at=now + dt.timedelta(days=50),
        ends_at=now + dt.timedelta(days=50, hours=3),
        capacity=6,
        seats=40,
    )
