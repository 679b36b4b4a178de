"""Mentors of the sample city in every state of a filing, beside those who are filed."""

import datetime as dt
import io
from typing import Any

from flask import current_app
from pypdf import PdfWriter
from sqlalchemy import func, select
from werkzeug.datastructures import FileStorage

from app.accounts.actor import Actor
from app.accounts.models import Role
from app.core.model import utc_now
from app.demo.content import APPOINTED, DISTRICTS
from app.demo.roadshows import act_as
from app.demo.seeding import City, member
from app.extensions import db
from app.mentors import services as mentors
from app.mentors.models import EvidenceKind, Filing, FilingEvent, FilingState, Mentor
from app.mentors.register import CONSENTS, today, years_after
from app.mentors.services import filing as applications
from app.mentors.services import places

DAY = dt.timedelta(days=1)
STATEMENT = "愿意每月安排两个半天辅导早期团队，可共享供应商与检测资源。十五年产业经验，曾辅导三家企业完成首轮融资。"


def build(city: City) -> None:
    """Applications by newcomers, and what happens to filings over the years."""
    assert city.organiser
    for make in (_writing, _waiting, _returned, _rejected, _suspended, _ended, _renewing, _on_paper, _sample):
        make(city, city.organiser)
    _over_the_years()
    db.session.commit()


def _writing(city: City, _organiser: Actor) -> None:
    person, mentor = _newcomer(city, "消费品牌与直播电商顾问")
    filing = applications.start(actor=person, mentor=mentor)
    applications.save(actor=person, filing=filing, statement=STATEMENT)


def _waiting(city: City, _organiser: Actor) -> None:
    for headline, days in (("智能硬件供应链总监", 6), ("高校技术转移中心主任", 2)):
        _person, filing = _apply(city, headline)
        filing.submitted_at = utc_now() - days * DAY


def _returned(city: City, organiser: Actor) -> None:
    _person, filing = _apply(city, "跨境合规律师")
    _decide(filing, organiser, FilingState.RETURNED, "请补充近三年的辅导案例和任职证明。")


def _rejected(city: City, organiser: Actor) -> None:
    _person, filing = _apply(city, "理财产品顾问")
    _decide(filing, organiser, FilingState.REJECTED, "从业经历与创业辅导无关，不符合备案条件。")


def _suspended(city: City, organiser: Actor) -> None:
    """One still is, one came back."""
    for headline, lifted in (("新能源项目投资总监", False), ("食品科技研发负责人", True)):
        _person, mentor = _filed(city, organiser, headline)
        applications.suspend(actor=organiser, mentor=mentor, reason="连续三个月未回应项目请求。")
        if lifted:
            applications.reinstate(actor=organiser, mentor=mentor, reason="已说明情况并恢复辅导。")


def _ended(city: City, organiser: Actor) -> None:
    _person, mentor = _filed(city, organiser, "建筑数字化专家")
    _let_time_pass(mentor, ends_in=-3)
    applications.expire(mentor_id=mentor.id)


def _renewing(city: City, organiser: Actor) -> None:
    """One whose period ends soon, and one who has asked for the next."""
    for headline, asks in (("精密仪器营销专家", False), ("医疗器械注册专家", True)):
        person, mentor = _filed(city, organiser, headline)
        _let_time_pass(mentor, ends_in=40)
        if asks:
            act_as(person)
            renewal = applications.start(actor=person, mentor=mentor)
            applications.save(actor=person, filing=renewal, statement="两年来辅导五个团队，其中两个获得天使轮投资。")
            applications.submit(actor=person, filing=renewal, consents=list(CONSENTS))


def _on_paper(city: City, organiser: Actor) -> None:
    """Somebody whom the authority keeps until they sign up."""
    act_as(organiser)
    mentor = mentors.create(actor=organiser, **_profile(city, "离退休高级工程师"), name=city.names.person())
    mentors.publish(actor=organiser, mentor=mentor)
    mentors.enter(actor=organiser, mentor=mentor, reason=APPOINTED)


def _sample(city: City, _organiser: Actor) -> None:
    """Whoever looks around as the mentor finds a renewal begun and more places planned; a colleague pauses."""
    person, mentor = city.mentors[0]
    _let_time_pass(mentor, ends_in=60)
    act_as(person)
    renewal = applications.start(actor=person, mentor=mentor)
    applications.save(actor=person, filing=renewal, statement="两年来辅导四个团队，愿意继续。")
    places.plan_change(actor=person, mentor=mentor, starts_on=today() + 45 * DAY, capacity=4)
    person, mentor = city.mentors[-1]
    act_as(person)
    places.pause(actor=person, mentor=mentor, until=today() + 30 * DAY)


def _apply(city: City, headline: str) -> tuple[Actor, Filing]:
    person, mentor = _newcomer(city, headline)
    filing = applications.start(actor=person, mentor=mentor)
    applications.save(actor=person, filing=filing, statement=STATEMENT)
    upload = FileStorage(io.BytesIO(_page()), filename="从业业绩证明.pdf")
    applications.attach(actor=person, filing=filing, kind=EvidenceKind.RECORD, upload=upload)
    applications.submit(actor=person, filing=filing, consents=list(CONSENTS))
    return person, filing


def _filed(city: City, organiser: Actor, headline: str) -> tuple[Actor, Mentor]:
    """By a decision on paper."""
    person, mentor = _newcomer(city, headline)
    mentors.publish(actor=person, mentor=mentor)
    act_as(organiser)
    mentors.enter(actor=organiser, mentor=mentor, reason=APPOINTED)
    return person, mentor


def _decide(filing: Filing, organiser: Actor, verdict: FilingState, reason: str) -> None:
    act_as(organiser)
    applications.decide(actor=organiser, filing=filing, verdict=verdict, reason=reason)


def _newcomer(city: City, headline: str) -> tuple[Actor, Mentor]:
    assert city.authority
    email = f"applicant{len(city.names.used)}@example.cn"
    person = member(city, city.authority, Role.MENTOR, email, manager=False)
    name = person.account.name if person.account else ""
    return person, mentors.create(actor=person, **_profile(city, headline), name=name, contact_email=email)


def _profile(city: City, headline: str) -> dict[str, Any]:
    return {
        "headline": headline,
        "bio": "从业十五年，带过团队，也创过业，愿意把走过的弯路讲给后来的创业者听。",
        "employer": "禾城产业顾问（示例）有限公司",
        "position": "合伙人",
        "sectors": ["industrial-software"],
        "expertise": ["market-sales", "financing"],
        "stages": ["seed", "startup"],
        "languages": ["zh"],
        "region_code": city.rng.choice(DISTRICTS),
        "capacity": 2,
    }


def _let_time_pass(mentor: Mentor, *, ends_in: int) -> None:
    mentor.filed_on, mentor.filed_until = today() - 700 * DAY, today() + ends_in * DAY
    db.session.flush()


def _over_the_years() -> None:
    """Whoever has been through one step alone took it some day in the last two years and a half."""
    once = select(FilingEvent.mentor_id).group_by(FilingEvent.mentor_id).having(func.count() == 1)
    steps = select(FilingEvent).where(FilingEvent.mentor_id.in_(once), FilingEvent.until.is_not(None))
    for number, step in enumerate(db.session.scalars(steps.order_by(FilingEvent.id))):
        mentor = db.session.get_one(Mentor, step.mentor_id)
        ago = 37 * number % 900 * DAY
        step.at -= ago
        mentor.filed_on = today() - ago
        mentor.filed_until = step.until = years_after(mentor.filed_on, current_app.config["FILING_YEARS"]) - DAY
    db.session.flush()


def _page() -> bytes:
    writer, target = PdfWriter(), io.BytesIO()
    writer.add_blank_page(595, 842)
    writer.write(target)
    return target.getvalue()
