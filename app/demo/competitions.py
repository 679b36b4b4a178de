"""Competitions of the sample city: one finished, one between two rounds, one that takes applications, one draft."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from app.competitions.models import Competition, CompetitionRound, CompetitionState
from app.competitions.queries import places_of
from app.competitions.ranking import mark
from app.competitions.services import deciding, setup
from app.core.model import utc_now
from app.demo import content, day
from app.demo.content import CITY
from app.demo.roadshows import act_as
from app.demo.seeding import WAN, City
from app.events.core import EventMode
from app.extensions import db
from app.roadshows.models import Roadshow, RoadshowState
from app.roadshows.services import applications, lineup
from app.roadshows.services.moves import move

HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
MOMENTS = ("starts_at", "ends_at", "apply_from", "apply_until")
PRIZES: tuple[dict[str, Any], ...] = (
    {"name": "一等奖", "name_en": "First prize", "places": 1, "amount": 50 * WAN},
    {"name": "二等奖", "name_en": "Second prize", "places": 2, "amount": 20 * WAN},
    {"name": "优胜奖", "name_en": "Merit award", "places": 3, "amount": 5 * WAN},
)


@dataclass(frozen=True)
class Plan:
    """`entries` are numbers of projects of the city; `rounds` say name, name in English, how many advance and when."""

    title: str
    title_en: str
    summary: str
    entries: Sequence[int]
    rounds: tuple[tuple[str, str, int | None, int], ...]


FINISHED = Plan(
    "第四届禾城创新创业大赛",
    "Fourth Hecheng innovation and entrepreneurship competition",
    "面向新材料、高端装备与数字经济的早期项目。初赛十进五，决赛由产业专家与投资人现场评分，获奖项目落地可申请载体房租减免。",
    (0, *range(34, 43)),
    (("初赛", "Preliminary", 5, -75), ("决赛", "Final", None, -45)),
)
BETWEEN = Plan(
    "首届“南湖杯”硬科技创业大赛",
    "First Nanhu Cup for hard technology",
    "三轮路演，层层晋级。复赛起邀请产业投资人担任评委，决赛与路演日同台。",
    (0, *range(44, 51)),
    (("初赛", "Preliminary", 6, -20), ("复赛", "Semi-final", 3, -2), ("决赛", "Final", None, 24)),
)
OPEN = Plan(
    "第二届大学生创业大赛",
    "Second student entrepreneurship competition",
    "在校生和毕业五年内的创业团队均可报名。初赛线上举行，决赛在禾城大剧院。",
    range(52, 57),
    (("初赛", "Preliminary", 8, 25), ("决赛", "Final", None, 50)),
)
DRAFT = Plan(
    "第五届禾城创新创业大赛",
    "Fifth Hecheng innovation and entrepreneurship competition",
    "",
    (),
    (("初赛", "Preliminary", 10, 120),),
)


def build(city: City) -> None:
    finished, between, coming = (_open(city, plan) for plan in (FINISHED, BETWEEN, OPEN))
    _create(city, DRAFT)
    for plan, competition in ((FINISHED, finished), (BETWEEN, between)):
        _hold(city, competition.rounds[0], plan)
        _decide(city, competition.rounds[0])
        _hold(city, competition.rounds[1], plan)
    assert city.organiser
    _decide(city, finished.rounds[1])
    for row in (*finished.rounds, between.rounds[0]):
        deciding.release(actor=city.organiser, row=row)
        row.decided_at = row.released_at = row.roadshow.ends_at + DAY
    for row in finished.rounds:
        move(actor=city.organiser, roadshow=row.roadshow, to=RoadshowState.CLOSED)
    _enter(city, coming.rounds[0].roadshow, OPEN)
    db.session.commit()


def _create(city: City, plan: Plan) -> Competition:
    """With dates to come, because applications are taken only then; time passes when a round is held."""
    assert city.organiser
    act_as(city.organiser)
    competition = setup.create(
        actor=city.organiser,
        title=plan.title,
        title_en=plan.title_en,
        summary=plan.summary,
        eligibility="团队核心成员不少于三人，项目拥有自主知识产权，未获得过往届一等奖。" if plan.summary else "",
        region_code=CITY,
    )
    now = utc_now().replace(hour=1, minute=0, second=0, microsecond=0)
    for number, (name, name_en, advance, days) in enumerate(plan.rounds):
        starts = now + max(days, number + 2) * DAY
        online = plan is OPEN and not number
        setup.add_round(
            actor=city.organiser,
            competition=competition,
            name=name,
            name_en=name_en,
            advance=advance,
            capacity=12,
            mode=EventMode.ONLINE if online else EventMode.ON_SITE,
            venue="" if online else "禾城大剧院小剧场",
            online_url="https://live.example.cn/room/hecheng-contest" if online else "",
            apply_from=now - 30 * DAY,
            apply_until=starts - DAY / 2,
            starts_at=starts,
            ends_at=starts + 6 * HOUR,
        )
    return competition


def _open(city: City, plan: Plan) -> Competition:
    assert city.organiser
    competition = _create(city, plan)
    setup.set_prizes(actor=city.organiser, competition=competition, prizes=PRIZES)
    setup.move(actor=city.organiser, competition=competition, to=CompetitionState.OPEN)
    for row in competition.rounds:
        if plan is not OPEN or row.number == 1:
            move(actor=city.organiser, roadshow=row.roadshow, to=RoadshowState.OPEN)
    db.session.commit()
    return competition


def _enter(city: City, roadshow: Roadshow, plan: Plan) -> list[uuid.UUID]:
    entered = []
    published = [(actor, project) for actor, project in city.projects if project.is_published]
    for number in plan.entries:
        actor, project = published[number]
        act_as(actor)
        application = applications.start(actor=actor, roadshow=roadshow, project=project, consent=True)
        name = actor.account.name if actor.account else ""
        wants = content.WANTS[number % len(content.WANTS)]
        applications.save_pitch(actor=actor, application=application, wants=wants, presenter=f"{name}（创始人）")
        applications.send(actor=actor, application=application)
        entered.append(application.id)
    return entered


def _hold(city: City, row: CompetitionRound, plan: Plan) -> None:
    """Its entries pitched before the jury, on the day of the plan."""
    assert city.organiser
    roadshow = row.roadshow
    if row.number == 1:
        entered = _enter(city, roadshow, plan)
        act_as(city.organiser)
        lineup.add(actor=city.organiser, roadshow=roadshow, application_ids=entered)
    for state in (RoadshowState.LINEUP_FIXED, RoadshowState.PUBLISHED):
        move(actor=city.organiser, roadshow=roadshow, to=state)
    day.judged(city, roadshow)
    planned = max(plan.rounds[row.number - 1][3], row.number + 1)
    back = (planned - plan.rounds[row.number - 1][3]) * DAY
    for name in MOMENTS:
        setattr(roadshow, name, getattr(roadshow, name) - back)
    db.session.flush()
    move(actor=city.organiser, roadshow=roadshow, to=RoadshowState.HELD)


def _decide(city: City, row: CompetitionRound) -> None:
    assert city.organiser
    deciding.decide(actor=city.organiser, row=row, seen=mark(places_of(row)))
    db.session.commit()
