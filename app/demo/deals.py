"""Deals of the sample city: a pipeline with every stage, rounds in every state, and a ledger with a correction."""

import datetime as dt
from dataclasses import replace

from sqlalchemy import select

from app.accounts import services as accounts
from app.accounts.actor import Actor
from app.accounts.models import OrganisationKind, Role
from app.core.days import city_day
from app.core.model import utc_now
from app.deals.models import (
    Commitment,
    Deal,
    EntryKind,
    FinancingRound,
    Instrument,
    Origin,
    PassReason,
    Reminder,
    Stage,
)
from app.deals.queries.rounds import commitments_of
from app.deals.services import ledger, notes, pipeline, rounds, todo
from app.deals.services.ledger import Investment
from app.demo.content import CITY
from app.demo.roadshows import act_as
from app.demo.seeding import WAN, City, member
from app.extensions import db
from app.funds import services as funds
from app.funds.models import Fund
from app.mentorships.models import Mentorship
from app.messages.services import connect
from app.projects.models import Project

DAY = dt.timedelta(days=1)
Founder = tuple[Actor, Project]
Investor = tuple[Actor, Fund]
# Stage, days it has stood there, sum in 万, and what the team says.
PIPELINE: tuple[tuple[Stage, int, int, str], ...] = (
    (Stage.INTEREST, 2, 100, "路演上讲得清楚，先约创始人聊一次。"),
    (Stage.INTEREST, 5, 0, ""),
    (Stage.MEETING, 4, 150, "产品已有三家付费客户，想看续费数据。"),
    (Stage.MEETING, 9, 200, ""),
    (Stage.DUE_DILIGENCE, 12, 300, "技术访谈通过，财务资料还缺上半年流水。"),
    (Stage.TERM_SHEET, 6, 260, "估值谈到两千万，董事席位未定。"),
    (Stage.PASSED, 20, 100, "客户集中度太高，过半年再看。"),
    (Stage.PASSED, 35, 80, ""),
)
REASONS = (PassReason.MARKET, PassReason.TOO_EARLY)
TASKS = (
    ("约创始人线上沟通", 2, Reminder.DAY),
    ("整理竞品对比", 6, Reminder.DAY_BEFORE),
    ("收齐上半年银行流水", -1, Reminder.DAY),
    ("投决会材料", 9, Reminder.WEEK_BEFORE),
)


def build(city: City) -> None:
    owners = [(actor, project) for actor, project in city.projects if project.is_published]
    sample, lead, other = city.funds[0], city.funds[3], city.funds[5]
    colleague = _colleague(city, sample)
    _parent(city, sample)
    _pipeline(sample, colleague, owners[40 : 40 + len(PIPELINE)])
    _open_round(owners[0], lead=lead, planned=other, asked=sample, without=city.funds[7])
    _closed_round(owners[1], lead=lead, follower=sample, late=other)
    _given_up(owners[2], sample)
    _ledger(sample)
    _mentor_who_invests(city, city.funds[1])
    db.session.commit()


def _colleague(city: City, investor: Investor) -> Actor:
    """Deals are a team's work."""
    manager = investor[1].organisation
    return member(city, manager, Role.INVESTOR, "analyst@example.cn", manager=False)


def _parent(city: City, sub: Investor) -> None:
    """The city's fund of funds holds a part of the sample fund."""
    organisation = accounts.create_organisation(
        kind=OrganisationKind.FUND_MANAGER, name="禾城引导基金管理（示例）有限公司", region_code=CITY
    )
    actor = member(city, organisation, Role.INVESTOR, "guidance@example.cn")
    parent = funds.create(
        actor=actor,
        name="禾城种子与天使母基金",
        fund_type="fund-of-funds",
        tagline="以母子基金方式支持本市种子期、天使期基金",
        thesis="出资设立子基金，重点支持硬科技与大健康方向的早期投资。",
        rounds=["seed", "angel"],
        regions=[CITY],
        size=50_000 * WAN,
        remaining_capital=32_000 * WAN,
        follows=False,
        deals_per_year=3,
    )
    funds.publish(actor=actor, fund=parent)
    investor, fund = sub
    act_as(investor)
    funds.update(actor=investor, fund=fund, parent_fund_id=parent.id)
    act_as(actor)
    paid = Investment(
        kind=EntryKind.SUB_FUND,
        amount=1000 * WAN,
        made_on=_ago(200),
        instrument=Instrument.FUND_SHARE,
        share=2000,
        note="首期实缴出资",
    )
    ledger.record(actor=actor, fund=parent, investment=paid, sub_fund=fund)


def _pipeline(investor: Investor, colleague: Actor, founders: list[Founder]) -> None:
    actor, fund = investor
    for number, ((stage, days, amount, said), (_owner, project)) in enumerate(zip(PIPELINE, founders, strict=True)):
        person = (actor, colleague)[number % 2]
        act_as(person)
        origin = (Origin.MATCH, Origin.HAND)[number % 2]
        deal = pipeline.open_deal(actor=person, fund=fund, project=project, origin=origin, amount=amount * WAN or None)
        if said:
            notes.add(actor=colleague, deal=deal, text=said)
        _go(person, deal, stage, REASONS[number % 2])
        if number < len(TASKS):
            _task(person, deal, *TASKS[number])
        deal.moved_at = utc_now() - days * DAY
    act_as(actor)
    last = pipeline.find_open(fund.id, founders[5][1].id)
    assert last is not None
    notes.add(actor=actor, deal=last, text="底线：投后估值不超过两千五百万。", is_private=True)
    pipeline.tell(actor=actor, deal=last, note="条款草案已发，请与律师核对后回复。")
    db.session.flush()


def _go(actor: Actor, deal: Deal, stage: Stage, reason: PassReason) -> None:
    """On the way that deals take, so that the history shows it."""
    way = (Stage.MEETING, Stage.DUE_DILIGENCE, Stage.TERM_SHEET)
    if stage is Stage.PASSED:
        pipeline.move(actor=actor, deal=deal, to=Stage.MEETING)
        pipeline.pass_on(actor=actor, deal=deal, reason=reason, note="内部讨论后暂不推进。")
    elif stage in way:
        for step in way[: way.index(stage) + 1]:
            pipeline.move(actor=actor, deal=deal, to=step)


def _task(actor: Actor, deal: Deal, title: str, days: int, reminder: Reminder) -> None:
    due_on = city_day() + days * DAY
    assert actor.membership_id
    made = todo.add(
        actor=actor, deal=deal, title=title, due_on=due_on, reminder=reminder, assignee_id=actor.membership_id
    )
    if days < 0:
        made.reminded_at = utc_now() - DAY
    done = todo.add(
        actor=actor,
        deal=deal,
        title="查看项目资料",
        due_on=city_day(),
        reminder=Reminder.NONE,
        assignee_id=actor.membership_id,
    )
    todo.finish(actor=actor, task=done)


def _raise(founder: Founder, investors: list[Investor], **values: object) -> FinancingRound:
    """A round to which these funds are invited: they have agreed to talk with the project."""
    owner, project = founder
    act_as(owner)
    for _actor, fund in investors:
        connect(
            project_id=project.id,
            project_organisation_id=project.organisation_id,
            other_kind="fund",
            other_id=fund.id,
            other_organisation_id=fund.organisation_id,
        )
    return rounds.open_round(
        actor=owner, project=project, fund_ids=[fund.id for _actor, fund in investors], round="angel", **values
    )


def _commit(investor: Investor, made: FinancingRound, amount: int, *, firm: bool, lead: bool = False) -> Commitment:
    actor, fund = investor
    act_as(actor)
    row = next(row for row in commitments_of(made.id) if row.fund_id == fund.id)
    rounds.commit(actor=actor, commitment=row, amount=amount * WAN, firm=firm, lead=lead)
    return row


def _open_round(founder: Founder, *, lead: Investor, planned: Investor, asked: Investor, without: Investor) -> None:
    made = _raise(
        founder,
        [lead, planned, asked, without],
        amount_sought=500 * WAN,
        least=300 * WAN,
        valuation=3000 * WAN,
        closes_on=city_day() + 12 * DAY,
        terms="本轮用于首条产线和两名工艺工程师。出让股权不超过 15%，投资方可委派一名观察员。",
    )
    _commit(lead, made, 200, firm=True, lead=True)
    _commit(planned, made, 100, firm=False)
    act_as(without[0])
    row = next(row for row in commitments_of(made.id) if row.fund_id == without[1].id)
    rounds.decline(actor=without[0], commitment=row, note="本年度额度已用完，祝顺利。")


def _closed_round(founder: Founder, *, lead: Investor, follower: Investor, late: Investor) -> None:
    """Closed with a lead and a follower; the follower's entry was wrong at first."""
    made = _raise(founder, [lead, follower, late], amount_sought=300 * WAN, terms="老股东放弃优先认购权。")
    _commit(late, made, 50, firm=False)
    taken = [
        (lead, _commit(lead, made, 200, firm=True, lead=True), EntryKind.LEAD),
        (follower, _commit(follower, made, 100, firm=True), EntryKind.FOLLOW),
    ]
    act_as(founder[0])
    rounds.close(actor=founder[0], financing_round=made)
    for (actor, fund), row, kind in taken:
        act_as(actor)
        deal = pipeline.find_open(fund.id, made.project_id)
        assert deal is not None
        paid = Investment(kind=kind, amount=row.amount, made_on=_ago(8), share=500, round="angel", is_public=True)
        if kind is EntryKind.FOLLOW:
            wrong = ledger.invest(actor=actor, deal=deal, investment=replace(paid, amount=1000 * WAN), commitment=row)
            ledger.reverse(actor=actor, entry=wrong, reason="金额多录一个零，按付款凭证更正。")
        ledger.invest(actor=actor, deal=deal, investment=paid, commitment=row)
        pipeline.tell(actor=actor, deal=deal, note="投资款已付，期待一起把产品做好。")


def _given_up(founder: Founder, investor: Investor) -> None:
    made = _raise(founder, [investor], amount_sought=150 * WAN, lead_required=False)
    act_as(founder[0])
    rounds.cancel(actor=founder[0], financing_round=made)


def _ledger(investor: Investor) -> None:
    """What the fund did outside the platform."""
    actor, fund = investor
    act_as(actor)
    for company, kind, amount, share, days in (
        ("禾城智算（示例）", EntryKind.OWN, 120, 600, 400),
        ("青禾孵化器在孵团队（示例）", EntryKind.INCUBATE, 0, 300, 150),
    ):
        investment = Investment(kind=kind, amount=amount * WAN, made_on=_ago(days), share=share, round="seed")
        ledger.record(actor=actor, fund=fund, investment=investment, company=company, sectors=fund.codes("sector")[:1])


def _mentor_who_invests(city: City, investor: Investor) -> None:
    """A mentor joins a fund that considers the project they coach; the project and the organiser see it."""
    actor, fund = investor
    coaching = db.session.scalars(
        select(Mentorship).where(Mentorship.ended_at.is_(None)).order_by(Mentorship.id)
    ).unique()
    mentorship = next(coaching, None)
    if mentorship is None:
        return
    account = next(coach.account for coach, mentor in city.mentors if mentor.id == mentorship.mentor_id)
    assert account is not None
    accounts.add_membership(account=account, organisation=fund.organisation, role=Role.INVESTOR, is_manager=False)
    act_as(actor)
    deal = pipeline.open_deal(actor=actor, fund=fund, project=mentorship.project, amount=200 * WAN)
    pipeline.move(actor=actor, deal=deal, to=Stage.MEETING)
    pipeline.tell(actor=actor, deal=deal, note="希望下周到公司看看。")


def _ago(days: int) -> dt.date:
    return city_day() - days * DAY
