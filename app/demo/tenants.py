"""Who is inside the sample city's carriers: years of entries, hand-overs, departures, and what still waits."""

import datetime as dt
from decimal import Decimal

from app.accounts import services as accounts
from app.accounts.actor import Actor
from app.accounts.models import OrganisationKind, Role
from app.carriers.models import Admission, Carrier, LeaveReason, Link, TeamRole, Tenancy
from app.carriers.queries.resources import staff_of
from app.carriers.services import admissions, tenancies
from app.core.days import city_day
from app.core.model import utc_now
from app.demo import graduates
from app.demo.roadshows import act_as
from app.demo.seeding import City, member
from app.extensions import db
from app.projects import services as projects
from app.projects.models import Project
from app.taxonomy import catalogue

# How many projects each link has taken in, and how many days ago the first came.
ENTRIES = {Link.MAKERSPACE: (9, 1000), Link.INCUBATOR: (9, 1080), Link.ACCELERATOR: (5, 900), Link.PARK: (3, 800)}
Pair = tuple[Actor, Project]


def build(city: City) -> None:
    free = [pair for pair in city.projects if pair[1].is_published]
    inside: list[Tenancy] = []
    _begin_early(city)
    for number, (staff, carrier) in enumerate(city.carriers):
        if carrier.is_published:
            inside += _enter(city, staff, carrier, free, number)
            db.session.commit()
    _hand_over(city, inside)
    _leave(city, inside)
    graduates.build(city, inside)
    _look_after(city)
    _unanswered(city, free)
    _nobody_there(city)
    db.session.commit()


def _begin_early(city: City) -> None:
    """The sample founder began in a makerspace and graduated from it."""
    staff, carrier = city.carriers[0]
    founder, project = city.projects[0]
    day = city_day() - dt.timedelta(1400)
    graduates.earlier(take_in(staff, carrier, founder, project, day, day - dt.timedelta(20)), staff)


def _enter(city: City, staff: Actor, carrier: Carrier, free: list[Pair], number: int) -> list[Tenancy]:
    count, first = ENTRIES[carrier.link]
    earliest = max(carrier.opened_on or city_day(), city_day() - dt.timedelta(first))
    found = []
    for place in range(count):
        founder, project = _fitting(free, carrier)
        days = (city_day() - earliest).days
        day = earliest + dt.timedelta(days * place // count + 11 * number % 23)
        company = day - dt.timedelta(40) if carrier.link is not Link.MAKERSPACE or place % 3 == 0 else None
        found.append(take_in(staff, carrier, founder, project, day, company))
    return found


def _fitting(free: list[Pair], carrier: Carrier) -> Pair:
    """The next project of the leading industry, or else the last of all."""
    for number, (_founder, project) in enumerate(free):
        if carrier.leading_sector in {catalogue.sector_group_of(code) for code in project.codes("sector")}:
            return free.pop(number)
    return free.pop()


def take_in(
    staff: Actor, carrier: Carrier, founder: Actor, project: Project, day: dt.date, company: dt.date | None
) -> Tenancy:
    act_as(staff)
    asked = admissions.invite(
        actor=staff, carrier=carrier, project=project, starts_on=day, registered_on=company, message="欢迎入驻。"
    )
    assert isinstance(asked, Admission)
    act_as(founder)
    tenancy = admissions.agree(actor=founder, admission=asked)
    assert tenancy is not None
    act_as(staff)
    area = (carrier.incubation_area or Decimal(0)) // 400 * 10
    tenancies.describe(actor=staff, tenancy=tenancy, registered_on=company, area=area or None)
    return tenancy


def _hand_over(city: City, inside: list[Tenancy]) -> None:
    """From makerspaces to incubators, from incubators to accelerators: some agreed to, some asked a week ago."""
    people = {project.id: founder for founder, project in city.projects}
    staff_of_carrier = {carrier.id: staff for staff, carrier in city.carriers}
    targets = {
        link: [pair for pair in city.carriers if pair[1].link is link and pair[1].is_published]
        for link in (Link.INCUBATOR, Link.ACCELERATOR)
    }
    moving = [row for row in inside if row.carrier.link in (Link.MAKERSPACE, Link.INCUBATOR)][2::5]
    for number, tenancy in enumerate(moving):
        wanted = Link.INCUBATOR if tenancy.carrier.link is Link.MAKERSPACE else Link.ACCELERATOR
        receiver, target = targets[wanted][number % len(targets[wanted])]
        here, founder = staff_of_carrier[tenancy.carrier_id], people[tenancy.project_id]
        since = (city_day() - tenancy.entered_on).days
        act_as(here)
        asked = admissions.hand_over(
            actor=here,
            tenancy=tenancy,
            carrier=target,
            starts_on=tenancy.entered_on + dt.timedelta(since * 3 // 5),
            message="团队已完成样机并注册公司，建议进入下一环节。",
        )
        if number % 5 == 4:
            continue  # still waits for the others
        act_as(founder)
        if admissions.agree(actor=founder, admission=asked) is None:
            act_as(receiver)
            admissions.agree(actor=receiver, admission=asked)


def _leave(city: City, inside: list[Tenancy]) -> None:
    staff_of_carrier = {carrier.id: staff for staff, carrier in city.carriers}
    present = [row for row in inside if row.is_present and row.carrier.link is not Link.PARK]
    for number, tenancy in enumerate(present[3::9]):
        staff = staff_of_carrier[tenancy.carrier_id]
        act_as(staff)
        tenancies.end(
            actor=staff,
            tenancy=tenancy,
            reason=(LeaveReason.MOVED_OUT, LeaveReason.CLOSED_DOWN, LeaveReason.DISMISSED)[number % 3],
            on=tenancy.entered_on + dt.timedelta(max(1, (city_day() - tenancy.entered_on).days // 2)),
            note=("团队迁往外地发展。", "项目终止，已办理清场。", "连续两个季度未提交经营数据。")[number % 3],
        )


def _look_after(city: City) -> None:
    """Most have a liaison officer and a counsellor; who has none stands in the coverage report."""
    for staff, carrier in city.carriers:
        people = staff_of(carrier.id)
        officers = [row for row in people if row.position == "联络员"] or list(people)
        coaches = [row for row in people if row.position == "辅导员"] or list(people)
        rows = db.session.query(Tenancy).filter_by(carrier_id=carrier.id, left_on=None).order_by(Tenancy.entered_on)
        act_as(staff)
        for number, tenancy in enumerate(rows.all() if people else []):
            for role, choice, gap in ((TeamRole.LIAISON, officers, 7), (TeamRole.COUNSELLOR, coaches, 4)):
                if number % gap != gap - 1:
                    chosen = choice[number % len(choice)]
                    tenancies.assign(actor=staff, tenancy=tenancy, role=role, staff_id=chosen.id)


def _unanswered(city: City, free: list[Pair]) -> None:
    """Two projects ask the sample operator, one is invited, one was declined."""
    own = [pair for pair in city.carriers if pair[0] is city.carriers[0][0]]
    for number in range(4):
        founder, project = free.pop()
        staff, carrier = own[number % len(own)]
        if number == 2:
            act_as(staff)
            admissions.invite(
                actor=staff, carrier=carrier, project=project, message="贵项目与本载体主导产业契合，诚邀入驻。"
            )
            continue
        act_as(founder)
        asked = admissions.apply(
            actor=founder,
            carrier=carrier,
            project=project,
            starts_on=city_day() + dt.timedelta(20),
            message="需要两百平方米的试验场地，希望年内入驻。",
        )
        if number == 3:
            act_as(staff)
            admissions.decline(actor=staff, admission=asked, reason="近期场地已满，明年一季度扩容后欢迎再申请。")


def _nobody_there(city: City) -> None:
    """A startup that nobody acts for any more: its tenancy waits to be confirmed."""
    startup = accounts.create_organisation(
        kind=OrganisationKind.STARTUP, name="无人认领（示例）有限公司", region_code="330402"
    )
    founder = member(city, startup, Role.ENTREPRENEUR, "nobody@example.cn")
    project = projects.create(
        actor=founder,
        name="微孔陶瓷过滤",
        tagline="给半导体清洗线用的陶瓷滤芯",
        summary="微米级孔径的陶瓷滤芯，寿命为高分子滤芯的五倍。",
        sectors=["semiconductors"],
        region_code="330402",
    )
    projects.publish(actor=founder, project=project)
    assert founder.membership
    founder.membership.ended_at = utc_now()
    db.session.flush()
    staff, carrier = city.carriers[1]
    act_as(staff)
    admissions.invite(
        actor=staff,
        carrier=carrier,
        project=project,
        starts_on=city_day() - dt.timedelta(200),
        registered_on=city_day() - dt.timedelta(260),
    )
