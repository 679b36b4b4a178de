"""Salons, forums and training classes of the sample city, in every state that they can be in."""

import datetime as dt
from dataclasses import dataclass, field

from app.accounts.actor import Actor
from app.core import audit
from app.core.model import utc_now
from app.demo.content import CITY
from app.demo.seeding import City
from app.events.core import EventMode
from app.events.models import Event, EventKind, EventState, SeatState
from app.events.queries import registrations_of
from app.events.services import certificates, seats, setup
from app.extensions import db

HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)


@dataclass(frozen=True)
class Plan:
    kind: EventKind
    title: str
    title_en: str
    summary: str
    speakers: str
    days: int
    hours: int
    seats: int
    lasts: int = 0
    people: int = 0
    mode: EventMode = EventMode.ON_SITE
    sectors: tuple[str, ...] = ()
    state: EventState = EventState.OPEN
    gives_certificates: bool = False
    more: dict[str, str] = field(default_factory=dict)


PLANS = (
    Plan(
        EventKind.SALON,
        "第六期创始人下午茶",
        "Founders' afternoon tea 6",
        "每期十二人，围坐聊一个问题：第一批付费客户从哪里来。带一个失败案例来。",
        "莫宇宁，连续创业者",
        4,
        2,
        12,
        people=17,
        sectors=("industrial-software", "digital-health"),
    ),
    Plan(
        EventKind.FORUM,
        "长三角柔性电子产业投资论坛",
        "Forum on flexible electronics in the Yangtze delta",
        "整机厂、材料企业与基金同场，上午主题报告，下午闭门对接。线上可看报告，线下可参加对接。",
        "周颖，柔性电子研究院副院长\n李之素，产业基金合伙人",
        18,
        7,
        150,
        people=26,
        mode=EventMode.BOTH,
        sectors=("flexible-electronics", "semiconductors"),
    ),
    Plan(
        EventKind.TRAINING_CLASS,
        "第三期创业导师能力提升班",
        "Training of entrepreneurship mentors, class 3",
        "辅导方法、利益冲突与尽调常识，两天面授，结业颁发参加证书。",
        "王航佳，孵化器协会培训部",
        -20,
        12,
        40,
        32,
        people=24,
        state=EventState.HELD,
        gives_certificates=True,
    ),
    Plan(
        EventKind.TRAINING_CLASS,
        "科技企业股权与融资训练营",
        "Equity and financing for technology companies",
        "一天讲清股权结构、估值与投资条款，现场改一份真实的投资意向书。",
        "韩琪雯律师",
        32,
        6,
        60,
        people=9,
        mode=EventMode.ONLINE,
        gives_certificates=True,
    ),
    Plan(
        EventKind.FORUM,
        "低空经济开放日",
        "Open day: low-altitude economy",
        "试飞场开放与政策解读。",
        "",
        9,
        3,
        80,
        people=6,
        sectors=("low-altitude",),
        state=EventState.CANCELLED,
        more={"reason": "试飞场临时检修，改期后另行通知。"},
    ),
    Plan(
        EventKind.SALON,
        "第七期创始人下午茶",
        "Founders' afternoon tea 7",
        "主题待定。",
        "",
        34,
        2,
        12,
        state=EventState.DRAFT,
    ),
)


def build(city: City) -> None:
    assert city.organiser
    people = [actor for actor, _thing in (*city.projects, *city.mentors, *city.funds)]
    for number, plan in enumerate(PLANS):
        event = _open(city, plan)
        # The sample entrepreneur and mentor are among the first.
        crowd = [city.projects[0][0], city.mentors[0][0], *people[5 + number * 7 :: 3]]
        for person in crowd[: plan.people]:
            _act_as(person)
            seats.register(actor=person, event=event)
        _act_as(city.organiser)
        if plan.state is EventState.HELD:
            _hold(city.organiser, event, plan)
        elif plan.state is EventState.CANCELLED:
            setup.cancel(actor=city.organiser, event=event, reason=plan.more["reason"])
        db.session.commit()


def _open(city: City, plan: Plan) -> Event:
    """Those of the past begin as if they were to come, because people register before."""
    assert city.organiser
    _act_as(city.organiser)
    today = utc_now().replace(hour=1, minute=0, second=0, microsecond=0)  # nine in the morning of the city
    starts = today + abs(plan.days) * DAY
    event = setup.create(
        actor=city.organiser,
        kind=plan.kind,
        title=plan.title,
        title_en=plan.title_en,
        summary=plan.summary,
        speakers=plan.speakers,
        mode=plan.mode,
        venue="" if plan.mode is EventMode.ONLINE else "禾城科创中心二楼会议厅",
        online_url="" if plan.mode is EventMode.ON_SITE else "https://live.example.cn/room/hecheng-class",
        region_code=CITY,
        starts_at=starts,
        ends_at=starts + (plan.lasts or plan.hours) * HOUR,
        register_until=starts - DAY,
        seats=plan.seats,
        sectors=list(plan.sectors),
        gives_certificates=plan.gives_certificates,
        hours=plan.hours if plan.gives_certificates else None,
    )
    if plan.state is not EventState.DRAFT:
        setup.move(actor=city.organiser, event=event, to=EventState.OPEN)
    return event


def _hold(organiser: Actor, event: Event, plan: Plan) -> None:
    """It took place some weeks ago; most came, all of them have certificates, and one was issued by mistake."""
    for name in setup.MOMENTS:
        setattr(event, name, getattr(event, name) + 2 * plan.days * DAY)
    db.session.flush()
    setup.move(actor=organiser, event=event, to=EventState.HELD)
    rows = registrations_of(event.id, SeatState.CONFIRMED)
    own = [row for row in rows if row.account.email in {"entrepreneur@example.cn", "mentor@example.cn"}]
    came = {row.id for number, row in enumerate(rows) if number % 6} | {row.id for row in own}
    seats.note_attendance(actor=organiser, event=event, shown={row.id for row in rows}, present=came)
    certificates.issue(actor=organiser, event=event)
    last = next(row for row in reversed(rows) if row.certificate and row not in own)
    assert last.certificate
    certificates.revoke(actor=organiser, certificate=last.certificate, reason="签到有误，本人未参加全程。")


def _act_as(actor: Actor) -> None:
    audit.acting(actor_id=actor.account_id, membership_id=actor.membership_id)
