"""Three roadshows of the sample city: one held, one on today, one that takes applications."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from app.accounts.actor import Actor
from app.core import audit
from app.core.model import utc_now
from app.demo import content, day, late_changes, meetings
from app.demo.content import CITY
from app.demo.seeding import WAN, City
from app.events.rhythm import LAST, Every
from app.extensions import db
from app.funds.models import Fund
from app.mentorships import services as mentorships
from app.mentorships.models import MentorRequest
from app.projects.models import Project
from app.roadshows.meetings.queries.asking import standing
from app.roadshows.meetings.services import asking
from app.roadshows.models import Application, EventMode, InterestLevel, Review, Reviewer, Roadshow, RoadshowState
from app.roadshows.queries.reviews import active_reviewers, criteria
from app.roadshows.services import (
    applications,
    feedback,
    interests,
    invitations,
    lineup,
    registrations,
    reviews,
    series,
    setup,
)
from app.roadshows.services.moves import move

HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)


@dataclass(frozen=True)
class Plan:
    title: str
    title_en: str
    summary: str
    mode: EventMode
    starts_in: dt.timedelta
    sectors: tuple[str, ...]
    first: int
    applicants: int
    capacity: int


PLANS = (
    Plan(
        "第十一期绿色低碳与智能制造路演",
        "Green energy and smart manufacturing: roadshow 11",
        "新能源、低空经济、工业软件与汽车零部件项目，现场路演与一对一交流。",
        EventMode.ON_SITE,
        -30 * DAY,
        ("energy-storage", "hydrogen", "low-altitude", "industrial-software", "auto-parts"),
        30,
        18,
        12,
    ),
    Plan(
        "第十二期硬科技早期项目同步路演",
        "Hard technology, early stage: roadshow 12",
        "机器人、半导体、柔性电子与医疗器械方向的种子轮和天使轮项目，线上线下同步，投资人可提前浏览按基金排序的项目单。",
        EventMode.BOTH,
        -HOUR,
        ("robotics", "semiconductors", "flexible-electronics", "medical-devices"),
        0,
        36,
        20,
    ),
    Plan(
        "第十三期健康与银发经济线上路演",
        "Health and silver economy: online roadshow 13",
        "医疗器械、数字医疗、生物技术与养老科技项目报名中，名额十六个，欢迎高校团队。",
        EventMode.ONLINE,
        21 * DAY,
        ("medical-devices", "digital-health", "biotechnology", "elderly-care"),
        60,
        30,
        16,
    ),
)


def build(city: City) -> None:
    assert city.organiser
    act_as(city.organiser)
    monthly = series.create(
        actor=city.organiser, name="禾城创投日", name_en="Hecheng Venture Day", every=Every.MONTH, weekday=4, week=LAST
    )
    held, live, coming = (_open(city, plan, monthly.id) for plan in PLANS)
    for plan, roadshow in zip(PLANS, (held, live, coming), strict=True):
        _apply(city, plan, roadshow)
        _review(city, roadshow)
        city.progress(plan.title)
    for roadshow in (held, live):
        _fix_lineup(city, roadshow)
    late_changes.build(city, live)
    _requests(city, live)
    _interest(city, held)
    _interest(city, live)
    day.held(city, held)
    day.live(city, live)
    meetings.hold(city, held)
    meetings.prepare(city, live)
    _pass_time(city, held)
    db.session.commit()


def act_as(actor: Actor) -> None:
    """The audit log names whoever does it in the story."""
    audit.acting(actor_id=actor.account_id, membership_id=actor.membership_id)


def _open(city: City, plan: Plan, series_id: object) -> Roadshow:
    """Created with dates around today, because applications are taken only in their window; time passes later."""
    assert city.organiser
    now = utc_now().replace(minute=0, second=0, microsecond=0)
    starts = now + plan.starts_in if plan.starts_in > dt.timedelta(0) else now + 2 * HOUR
    roadshow = setup.create(
        actor=city.organiser,
        series_id=series_id,
        title=plan.title,
        title_en=plan.title_en,
        summary=plan.summary,
        eligibility="在禾城注册或愿意落地的种子轮、天使轮项目，团队不少于三人。",
        mode=plan.mode,
        venue="禾城科创中心三楼路演厅" if plan.mode is not EventMode.ONLINE else "",
        online_url="https://live.example.cn/room/hecheng" if plan.mode is not EventMode.ON_SITE else "",
        region_code=CITY,
        starts_at=starts,
        ends_at=starts + 4 * HOUR,
        apply_from=now - 20 * DAY,
        apply_until=now + max(plan.starts_in - 5 * DAY, HOUR),
        capacity=plan.capacity,
        is_blind=plan.mode is EventMode.ONLINE,
        seats=60,
        organisation_seats=3,
        sectors=list(plan.sectors),
        rounds=["seed", "angel"],
    )
    move(actor=city.organiser, roadshow=roadshow, to=RoadshowState.OPEN)
    db.session.commit()
    return roadshow


def _apply(city: City, plan: Plan, roadshow: Roadshow) -> None:
    for actor, project in _published(city)[plan.first : plan.first + plan.applicants]:
        act_as(actor)
        application = applications.start(actor=actor, roadshow=roadshow, project=project, consent=True)
        name = actor.account.name if actor.account else ""
        applications.save_pitch(
            actor=actor, application=application, wants=city.rng.choice(content.WANTS), presenter=f"{name}（创始人）"
        )
        if city.rng.random() < 0.95:
            applications.send(actor=actor, application=application)
    db.session.commit()


def _published(city: City) -> list[tuple[Actor, Project]]:
    return [(actor, project) for actor, project in city.projects if project.is_published]


def _review(city: City, roadshow: Roadshow) -> None:
    assert city.organiser
    act_as(city.organiser)
    for reviewer in city.reviewers:
        assert reviewer.membership_id
        reviews.add_reviewer(actor=city.organiser, roadshow=roadshow, membership_id=reviewer.membership_id)
    if roadshow.is_blind:  # one of them has little time, so some applications lack a review
        busy = active_reviewers(roadshow.id)
        for number, row in enumerate(busy):
            reviews.set_capacity(
                actor=city.organiser, roadshow=roadshow, reviewer_id=row.id, capacity=4 if number else 20
            )
    reviews.assign_evenly(actor=city.organiser, roadshow=roadshow)
    people = {reviewer.membership_id: reviewer for reviewer in city.reviewers}
    rubric = criteria(roadshow.id)
    given = select(Review).join(Reviewer, Reviewer.id == Review.reviewer_id).where(Reviewer.roadshow_id == roadshow.id)
    for review in db.session.scalars(given.order_by(Review.id)).unique().all():
        if roadshow.starts_at > utc_now() + DAY and city.rng.random() < 0.4:
            continue  # the coming roadshow is still being reviewed
        reviewer = people[review.reviewer.membership_id]
        act_as(reviewer)
        # The sample entrepreneur pitches, so that there is something to look at for them.
        points = (4, 4, 5) if review.application.project_id == city.projects[0][1].id else (2, 3, 3, 4, 4, 5)
        scores = {criterion.id: city.rng.choice(points) for criterion in rubric}
        words = {"comment": city.rng.choice(content.COMMENT), "remark": city.rng.choice(("", *content.ADVICE))}
        reviews.score(actor=reviewer, review=review, scores=scores, **words)
    db.session.commit()


def _fix_lineup(city: City, roadshow: Roadshow) -> None:
    assert city.organiser
    act_as(city.organiser)
    lineup.fill(actor=city.organiser, roadshow=roadshow, least=2.5)
    for state in (RoadshowState.LINEUP_FIXED, RoadshowState.PUBLISHED):
        move(actor=city.organiser, roadshow=roadshow, to=state)
    for investor, _fund in city.funds[:24:2]:
        act_as(investor)
        registrations.register(actor=investor, roadshow=roadshow, people=city.rng.choice((1, 2)))
    act_as(city.organiser)
    for _investor, fund in city.funds[1:24:2]:
        invitations.invite_fund(
            actor=city.organiser,
            roadshow=roadshow,
            fund_id=fund.id,
            message="诚邀贵基金参加本期路演并与项目一对一交流。",
        )
    db.session.commit()


def _lineup(roadshow: Roadshow) -> Sequence[Project]:
    places = [place for place in lineup.places(roadshow.id) if not place.is_waiting]
    chosen = [db.session.get_one(Application, place.application_id) for place in places]
    return [application.project for application in chosen]


def _requests(city: City, roadshow: Roadshow) -> None:
    """Projects ask mentors of their field: some wait, some were accepted, some declined."""
    owners = {project.id: actor for actor, project in city.projects}
    chosen = [project for actor, project in _published(city)[:30]]
    for number, project in enumerate(chosen):
        fitting = [pair for pair in city.mentors if set(pair[1].codes("sector")) & set(project.codes("sector"))]
        mentor_actor, mentor = fitting[number % len(fitting)]
        if mentor.free_places <= 0:
            continue
        owner = owners[project.id]
        act_as(owner)
        request = mentorships.ask(
            actor=owner,
            project=project,
            mentor_id=mentor.id,
            message="我们在量产和首批客户上遇到瓶颈，希望得到您的指导。",
        )
        _answer(mentor_actor, request, number)
    db.session.commit()


def _answer(mentor: Actor, request: MentorRequest, number: int) -> None:
    act_as(mentor)
    if number % 3 == 0:
        mentorships.accept(actor=mentor, request=request)
    elif number % 3 == 1 and number > 3:
        mentorships.decline(actor=mentor, request=request, reason=content.DECLINE[number % 2])


def _interest(city: City, roadshow: Roadshow) -> None:
    projects = _lineup(roadshow)
    owners = {project.id: actor for actor, project in city.projects}
    for number, (investor, fund) in enumerate(city.funds[:24:2]):
        for project in city.rng.sample(list(projects), 3):
            level = city.rng.choice(list(InterestLevel))
            act_as(investor)
            interests.mark(
                actor=investor,
                roadshow=roadshow,
                fund=fund,
                project=project,
                level=level,
                message="希望进一步了解订单与团队。",
                amount=city.rng.choice((None, 100 * WAN, 200 * WAN, 300 * WAN)),
            )
            if level is InterestLevel.WANTS_CONTACT and number % 2:
                _accept(owners[project.id], roadshow, fund, project)
    db.session.commit()


def _accept(owner: Actor, roadshow: Roadshow, fund: Fund, project: Project) -> None:
    act_as(owner)
    _meeting, requests = standing(roadshow.id, project.id, fund.id)
    asking.accept(actor=owner, request=requests[0])


def _pass_time(city: City, held: Roadshow) -> None:
    """The first roadshow happened a month ago."""
    assert city.organiser
    act_as(city.organiser)
    for name in ("starts_at", "ends_at", "apply_from", "apply_until"):
        setattr(held, name, getattr(held, name) - 30 * DAY)
    db.session.flush()
    day.pass_time(held)
    meetings.pass_time(city, held, 30 * DAY)
    act_as(city.organiser)
    move(actor=city.organiser, roadshow=held, to=RoadshowState.HELD)
    for place in lineup.places(held.id)[:8]:
        application = db.session.get_one(Application, place.application_id)
        feedback.release(
            actor=city.organiser,
            application=application,
            feedback="现场表达清晰；建议补充客户数据，下一期可直接进入一对一。",
        )
    move(actor=city.organiser, roadshow=held, to=RoadshowState.CLOSED)
