"""Who graduated in the sample city, what became of them year by year, and who settled in its parks."""

import datetime as dt
import uuid

from sqlalchemy import select

from app.accounts.actor import Actor
from app.accounts.models import Role
from app.carriers.models import (
    Admission,
    Carrier,
    Criterion,
    FollowUp,
    Graduation,
    Link,
    Market,
    Settlement,
    SettlementState,
    Tenancy,
)
from app.carriers.services import admissions, graduates, settlements
from app.core.answering import AnswerState
from app.core.days import city_day
from app.demo.content import themes
from app.demo.roadshows import act_as
from app.demo.seeding import City, member
from app.extensions import db
from app.mentors import services as mentors

WAN = 10_000 * 100
Actors = dict[uuid.UUID, Actor]
LEAST = dt.timedelta(300)
REASONS = (
    (Criterion.HIGH_TECH, "高新技术企业证书 GR2024330{0:05d}（示例）。", None),
    (Criterion.INVESTED, "A轮融资，由禾城创投（示例）领投，已到账。", 1200 * WAN),
    (Criterion.REVENUE, "连续两个会计年度营业收入合计，见审计报告。", 1680 * WAN),
    (Criterion.LISTED, "被行业龙头企业（示例）全资收购，团队整体保留。", 4500 * WAN),
    (Criterion.OTHER, "获市领军人才项目验收优秀，按本市办法认定毕业。", None),
)
MARKETS = (Market.NONE, Market.NONE, Market.REGIONAL, Market.NONE, Market.NEEQ, Market.NONE, Market.NONE)
NOTES = ("完成新一轮融资。", "新产品量产，进入两家头部客户。", "", "获省级科技进步奖（示例）。", "")


def earlier(tenancy: Tenancy, staff: Actor) -> None:
    """The sample founder's way began here, and ended well before the next carrier."""
    act_as(staff)
    graduates.graduate(
        actor=staff,
        tenancy=tenancy,
        criterion=Criterion.INVESTED,
        evidence="天使轮融资，由禾城创投（示例）领投，已到账。",
        on=city_day() - dt.timedelta(1090),
        figure=600 * WAN,
    )


def build(city: City, inside: list[Tenancy]) -> None:
    staff_of = {carrier.id: staff for staff, carrier in city.carriers}
    founder_of = {project.id: founder for founder, project in city.projects}
    made = [
        _graduate(staff_of[row.carrier_id], row, number)
        for number, row in enumerate(_grown(inside, city.projects[0][1].id))
    ]
    _give_back(city, founder_of[made[0].tenancy.project_id])
    _settle(city, made, staff_of, founder_of)
    _follow_up(staff_of, founder_of)
    db.session.commit()


def _grown(inside: list[Tenancy], sample: object) -> list[Tenancy]:
    """Of the companies longest in incubators and accelerators that nobody asks to move, every second."""
    asked = set(db.session.scalars(select(Admission.tenancy_id).where(Admission.state == AnswerState.PENDING)))
    grown = [
        row
        for row in inside
        if row.is_present
        and row.registered_on
        and row.carrier.link in (Link.INCUBATOR, Link.ACCELERATOR)
        and city_day() - row.entered_on > LEAST
        and row.id not in asked
        and row.project_id != sample
    ]
    return sorted(grown, key=lambda row: row.entered_on)[:28:2]


def _graduate(staff: Actor, tenancy: Tenancy, number: int) -> Graduation:
    act_as(staff)
    criterion, evidence, figure = REASONS[number % len(REASONS)]
    since = (city_day() - tenancy.entered_on).days
    return graduates.graduate(
        actor=staff,
        tenancy=tenancy,
        criterion=criterion,
        evidence=evidence.format(137 * number + 41),
        on=tenancy.entered_on + dt.timedelta(since * (5 + number % 5) // 10),
        figure=figure,
    )


def _give_back(city: City, founder: Actor) -> None:
    """One founder has accepted the invitation and stands in the register of mentors."""
    assert city.authority
    assert founder.account
    actor = member(city, city.authority, Role.MENTOR, founder.account.email, manager=False)
    act_as(actor)
    mentor = mentors.create(
        actor=actor,
        name=founder.account.name,
        headline="毕业企业创始人，陪你走过从样机到量产",
        bio="在孵化器里待了两年，走完样机、小试、首轮融资和第一批订单，愿意把踩过的坑讲给后来者。",
        texts=[{"kind": "experience", "title": "创业经历", "text": "从三人团队做到年营业收入千万元。"}],
        sectors=themes()[0].sectors,
        expertise=themes()[0].expertise[:2],
        stages=["seed", "startup"],
        languages=["zh"],
        region_code=city.authority.region_code,
        capacity=2,
        contact_email=founder.account.email,
    )
    mentors.publish(actor=actor, mentor=mentor)


def _settle(city: City, made: list[Graduation], staff_of: Actors, founder_of: Actors) -> None:
    """Three entered a park of the network, of which one is not confirmed yet; two were reported, of which one was not
    accepted and one entered by the authority itself."""
    assert city.organiser
    parks = [(staff, carrier) for staff, carrier in city.carriers if carrier.link is Link.PARK]
    for number, graduation in enumerate(made[:3]):
        staff, park = parks[number % len(parks)]
        settled = _enter(staff, park, founder_of[graduation.tenancy.project_id], graduation)
        act_as(city.organiser)
        if number < 2:
            settlements.confirm(actor=city.organiser, settlement=settled)
    for number, graduation in enumerate(made[3:5]):
        actor = (staff_of[graduation.tenancy.carrier_id], city.organiser)[number]
        act_as(actor)
        settled = settlements.report(
            actor=actor,
            graduation=graduation,
            park_name=("城南标准厂房（示例）", "科技城产业园（示例）")[number],
            region_code="330402",
            settled_on=graduation.graduated_on + dt.timedelta(60),
            evidence=("意向书一份。", "厂房租赁合同三年，已办理环评。")[number],
        )
        if settled.state is SettlementState.REPORTED:
            act_as(city.organiser)
            reason = "仅有意向书，请在签订租赁合同后重新登记。"
            settlements.reject(actor=city.organiser, settlement=settled, reason=reason)


def _enter(staff: Actor, park: Carrier, founder: Actor, graduation: Graduation) -> Settlement:
    act_as(founder)
    gone = (city_day() - graduation.graduated_on).days
    asked = admissions.apply(
        actor=founder,
        carrier=park,
        project=graduation.tenancy.project,
        starts_on=graduation.graduated_on + dt.timedelta(gone // 3),
        registered_on=graduation.tenancy.registered_on,
        message="需要两千平方米厂房扩大产能。",
    )
    act_as(staff)
    admissions.agree(actor=staff, admission=asked)
    assert graduation.settlement is not None
    return graduation.settlement


def _follow_up(staff_of: Actors, founder_of: Actors) -> None:
    """Asked every year. Of the last year's forms half are answered, most of the others have some days left."""
    this_year = city_day().year
    for year in range(this_year - 3, this_year):
        last = year == this_year - 1
        rows = graduates.send_follow_ups(
            year=year, on=city_day() - dt.timedelta(20) if last else dt.date(year + 1, 3, 1)
        )
        for number, row in enumerate(rows):
            if last and number % 2 == 0:
                continue
            if not last and number % 6 == 5:
                continue  # never answered
            actor = founder_of[row.graduation.tenancy.project_id]
            if number % 4 == 3:  # the carrier asked by telephone
                actor = staff_of[row.graduation.tenancy.carrier_id]
            act_as(actor)
            _answer(actor, row, number)


def _answer(actor: Actor, row: FollowUp, number: int) -> None:
    age = row.year - row.graduation.graduated_on.year
    closed = number % 9 == 7 and age > 0
    graduates.answer(
        actor=actor,
        follow_up=row,
        is_operating=not closed,
        revenue=(520 + 140 * number) * (10 + 4 * age) // 10 * WAN,
        jobs=(18 + 3 * number) * (4 + age) // 4,
        region_code=row.graduation.tenancy.project.region_code,
        market=MARKETS[number % len(MARKETS)] if age else Market.NONE,
        note="主要客户流失，已停止经营。" if closed else NOTES[number % len(NOTES)],
    )
