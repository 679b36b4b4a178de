"""Three years of subsidies in the sample city: seed money in every state, statements in every state of their way."""

import datetime as dt

from app.accounts.actor import Actor
from app.accounts.models import Role
from app.carriers.models import Carrier, Level, Tenancy
from app.core.days import city_day
from app.core.model import utc_now
from app.demo import papers
from app.demo.roadshows import act_as
from app.demo.seeding import WAN, City, member
from app.extensions import db
from app.subsidies.models import SeedGrant, Statement, StatementState, StatementStep, SubsidyYear
from app.subsidies.queries.grants import recipients
from app.subsidies.services import grants, statements, years

BUDGET = 800 * WAN
AMOUNTS = (30, 80, 20, 45, 120, 60)
# More than the cap leaves room for: 20 % of it are above a million.
LARGE = 620
PURPOSES = ("首台样机试制", "核心算法验证", "检测认证费用", "首批小试物料")
PAID, APPROVED, CONFIRMED = StatementState.PAID, StatementState.APPROVED, StatementState.CONFIRMED
OBJECTED, SENT, COMPUTED = StatementState.OBJECTED, StatementState.SENT, StatementState.COMPUTED
# How far the statements of a year have come, in the order of the carriers; the last counts for those that follow.
STATES = {2: (PAID,), 1: (PAID, APPROVED, OBJECTED, CONFIRMED, PAID), 0: (SENT, COMPUTED, CONFIRMED, COMPUTED)}


def build(city: City) -> None:
    """A colleague computes, so that the sample organiser has something to approve; one is the other way round."""
    assert city.authority
    assert city.organiser
    colleague = member(city, city.authority, Role.ORGANISER, "organiser2@example.cn")
    staff_of = {carrier.id: staff for staff, carrier in city.carriers}
    this = city_day().year
    for back in (2, 1, 0):
        made = _grants(city, this - back)
        act_as(colleague)
        year = years.open_year(actor=colleague, year=this - back, budget=BUDGET, reward_settlement=6 * WAN)
        if back == 0:
            _leave_some_undecided(city.organiser, made)
        computer = city.organiser if back == 0 else colleague
        act_as(computer)
        found = statements.compute(actor=computer, year=year)
        order = {carrier.id: number for number, (_staff, carrier) in enumerate(city.carriers)}
        for number, statement in enumerate(sorted(found, key=lambda row: order[row.carrier_id])):
            state = STATES[back][min(number, len(STATES[back]) - 1)]
            _bring(statement, state, computer, city.organiser, colleague, staff_of[statement.carrier_id])
            _date_back(statement, back)
        if back == 2:
            _correct(made, year, colleague, city.organiser, staff_of)
        db.session.commit()


def _grants(city: City, year: int) -> list[tuple[Actor, SeedGrant]]:
    """Every accredited carrier gave one of its companies something, some of them two this year."""
    assert city.organiser
    found: list[tuple[Actor, SeedGrant]] = []
    for number, (staff, carrier) in enumerate(city.carriers):
        if carrier.level not in (Level.NATIONAL, Level.PROVINCIAL, Level.MUNICIPAL):
            continue
        most = 1 + number % 2 if year == city_day().year else 1
        for tenancy, day in _inside(carrier, year)[:most]:
            amount = LARGE if len(found) == 1 else AMOUNTS[len(found) % len(AMOUNTS)]
            act_as(staff)
            made = grants.report(
                actor=staff,
                carrier=carrier,
                tenancy_id=tenancy.id,
                amount=amount * WAN,
                granted_on=day,
                upload=papers.pdf("银行回单", ("银行电子回单（示例）", (f"付款 {amount}万元", "种子资金无偿资助"))),
                purpose=PURPOSES[len(found) % len(PURPOSES)],
            )
            found.append((staff, made))
            if year != city_day().year:
                act_as(city.organiser)
                grants.confirm(actor=city.organiser, grant=made)
    return found


def _inside(carrier: Carrier, year: int) -> list[tuple[Tenancy, dt.date]]:
    """Companies with a day of the year on which they were there."""
    found = []
    for tenancy in recipients(carrier):
        day = max(tenancy.entered_on, tenancy.registered_on or tenancy.entered_on, dt.date(year, 1, 10))
        day += dt.timedelta(30)
        if day.year == year and day < (tenancy.left_on or city_day()):
            found.append((tenancy, day))
    return found


def _leave_some_undecided(organiser: Actor, made: list[tuple[Actor, SeedGrant]]) -> None:
    """This year's: one waits, one was not confirmed, one was withdrawn, the others count."""
    for number, (staff, grant) in enumerate(made):
        if number == 3:
            continue
        act_as(staff if number == 4 else organiser)
        if number == 4:
            grants.withdraw(actor=staff, grant=grant)
        elif number == 5:
            grants.reject(actor=organiser, grant=grant, reason="回单收款方与在孵企业不一致，请核对后重新登记。")
        else:
            grants.confirm(actor=organiser, grant=grant)


def _bring(
    statement: Statement, state: StatementState, computer: Actor, organiser: Actor, colleague: Actor, staff: Actor
) -> None:
    if state is COMPUTED:
        return None
    act_as(computer)
    statements.send(actor=computer, statement=statement)
    if state is SENT:
        return None
    act_as(staff)
    if state is OBJECTED:
        reason = "漏计一家毕业企业入驻产业园的奖励，请核对。"
        return statements.object_to(actor=staff, statement=statement, reason=reason)
    statements.confirm(actor=staff, statement=statement)
    if state is CONFIRMED:
        return None
    approver = organiser if computer is colleague else colleague
    act_as(approver)
    statements.approve(actor=approver, statement=statement)
    if state is PAID:
        reference = f"财政支付 {statement.year + 1}-0{3 + statement.number}（示例）"
        statements.pay(actor=approver, statement=statement, paid_on=city_day(), reference=reference)
    return None


def _correct(
    made: list[tuple[Actor, SeedGrant]], year: SubsidyYear, colleague: Actor, organiser: Actor, staff_of: dict
) -> None:
    """A grant turned out to have been paid back; a further statement takes its share back."""
    _staff, grant = made[0]
    act_as(organiser)
    grants.revoke(actor=organiser, grant=grant, reason="审计发现该笔资助已由企业退回。")
    act_as(colleague)
    for statement in statements.compute(actor=colleague, year=year):
        _bring(statement, PAID, colleague, organiser, colleague, staff_of[statement.carrier_id])
        _date_back(statement, 1)


def _date_back(statement: Statement, years_ago: int) -> None:
    """Its steps were taken in the spring after its year."""
    if not years_ago:
        return
    days = 365 * (years_ago - 1) + (city_day() - dt.date(city_day().year, 3, 1)).days
    first = utc_now() - dt.timedelta(max(days, 20))
    statement.created_at = first
    steps = db.session.query(StatementStep).filter_by(statement_id=statement.id).order_by(StatementStep.id)
    for number, step in enumerate(steps):
        step.at = first + dt.timedelta(3 * number)
    if statement.paid_on:
        statement.paid_on = (first + dt.timedelta(15)).date()
    db.session.flush()
