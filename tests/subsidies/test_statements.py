"""Statements: who takes which step, what is paid once, and that neither cap nor budget is exceeded."""

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import IntegrityError

from app.accounts.models import Role
from app.carriers import services as carriers
from app.carriers.queries.accreditations import of_carrier as accreditations
from app.core.days import city_day
from app.core.errors import Conflict, Forbidden, Invalid
from app.evaluations.models import StandingState
from app.evaluations.queries.outcomes import standing_of
from app.extensions import db
from app.notifications.models import Notification
from app.subsidies.models import (
    COUNTS,
    Entitlement,
    Statement,
    StatementInput,
    StatementLine,
    StatementState,
    SubsidyYear,
)
from app.subsidies.services import grants, statements, years
from tests import factories
from tests.carriers.factories import graduated
from tests.evaluations.factories import own_scheme, result_of, run_of
from tests.evaluations.factories import published as evaluated
from tests.subsidies.factories import WAN, accredited, agreed, approved, computed, entered, long_ago, subsidised, year


@pytest.fixture
def organiser(app):
    return factories.actor(Role.ORGANISER)


def told(person):
    rows = db.session.query(Notification).filter_by(account_id=person.account_id)
    return [row.kind for row in rows.order_by(Notification.id)]


def seed_total(carrier):
    """Of the statements that count."""
    statement = select(func.sum(StatementLine.amount)).join(Statement, Statement.id == StatementLine.statement_id)
    mine = (Statement.carrier_id == carrier.id, StatementLine.rule == "seed_grants", Statement.state.in_(COUNTS))
    return int(db.session.scalar(statement.where(*mine)) or 0)


def test_a_year_from_the_grants_to_the_payment_and_the_correction(organiser):
    staff, carrier, tenancy = subsidised(organiser)
    of = year(organiser)
    first, second = entered(tenancy, 100 * WAN), entered(tenancy, 50 * WAN)
    entered(tenancy, 999 * WAN, state="reported")
    entered(tenancy, 999 * WAN, on=city_day() - dt.timedelta(400))
    made = computed(organiser, of)
    (line,) = made.lines
    assert (line.base, line.rate, line.due, made.total) == (150 * WAN, 2000, 30 * WAN, 30 * WAN)
    assert {row.source_id for row in line.inputs} == {first.id, second.id}
    assert statements.compute(actor=organiser, year=of) == []
    with pytest.raises(Conflict):
        statements.approve(actor=organiser, statement=made)
    statements.send(actor=organiser, statement=made)
    statements.object_to(actor=staff, statement=made, reason="漏了一笔")
    with pytest.raises(Invalid):
        statements.send(actor=organiser, statement=made)
    statements.send(actor=organiser, statement=made, answer="该笔尚未确认。")
    statements.confirm(actor=staff, statement=made)
    statements.approve(actor=organiser, statement=made)
    assert (of.committed, seed_total(carrier)) == (30 * WAN, 30 * WAN)
    for wrong in ({"reference": ""}, {"paid_on": city_day() + dt.timedelta(1)}, {"paid_on": None}):
        with pytest.raises(Invalid):
            statements.pay(actor=organiser, statement=made, **{"paid_on": city_day(), "reference": "转账 1", **wrong})
    statements.pay(actor=organiser, statement=made, paid_on=city_day(), reference="转账 1")
    with pytest.raises(Conflict):
        statements.pay(actor=organiser, statement=made, paid_on=city_day(), reference="转账 2")
    assert told(staff).count("subsidy.sent") == 2
    assert {"subsidy.approved", "subsidy.paid"} <= set(told(staff))
    assert {"subsidy.objected", "subsidy.confirmed"} <= set(told(organiser))
    grants.revoke(actor=organiser, grant=second, reason="回单系伪造")
    further = approved(organiser, staff, of)
    assert (further.number, further.total, further.lines[0].before) == (2, -10 * WAN, 30 * WAN)
    assert (of.committed, seed_total(carrier)) == (20 * WAN, 20 * WAN)


def test_rewards_are_given_once_for_a_level_and_a_settlement(organiser):
    staff, carrier, tenancy = subsidised(organiser)
    day = city_day()
    accredited(organiser, carrier, "municipal", on=day)  # a renewal
    accredited(organiser, carrier, "provincial", on=day)
    graduation = graduated(staff, tenancy, on=day)
    of = year(organiser, reward_settlement=3 * WAN)
    carriers.settlements.report(
        actor=organiser, graduation=graduation, park_name="城南标准厂房", region_code="330402", evidence="租约"
    )
    made = approved(organiser, staff, of)
    found = {(row.rule, row.key.split("-")[0]): row.amount for row in made.lines}
    assert found.pop(("accreditation", "provincial")) == 50 * WAN
    assert list(found.values()) == [3 * WAN]
    assert statements.compute(actor=organiser, year=of) == []
    (first,) = statements.compute(actor=organiser, year=year(organiser, number=long_ago().year))
    assert [(row.rule, row.key, row.amount) for row in first.lines] == [("accreditation", "municipal", 20 * WAN)]


def test_whoever_passes_the_years_evaluation_is_rewarded_once(organiser):
    staff, carrier, _tenancy = subsidised(organiser)
    first, second = (run_of(organiser, own_scheme(organiser)) for _ in range(2))
    of = year(organiser, reward_evaluation=8 * WAN)
    for run in (first, second):
        evaluated(organiser, run)
        standing_of(result_of(run, carrier)).state = StandingState.RECTIFICATION
    assert statements.compute(actor=organiser, year=of) == []
    for run in (first, second):
        standing_of(result_of(run, carrier)).state = StandingState.QUALIFIED
    made = approved(organiser, staff, of)
    assert [(row.rule, row.amount, row.inputs[0].source_id) for row in made.lines] == [
        ("evaluation", 8 * WAN, result_of(first, carrier).id)
    ]
    assert statements.compute(actor=organiser, year=of) == []
    for run in (first, second):
        standing_of(result_of(run, carrier)).state = StandingState.DELISTED
    assert computed(organiser, of).total == -8 * WAN


def test_only_accredited_carriers_get_a_share(organiser):
    _staff, carrier, tenancy = subsidised(organiser)
    entered(tenancy, 100 * WAN)
    for row in accreditations(carrier):
        carriers.accreditations.revoke(actor=organiser, accreditation=row, reason="摘牌")
    assert statements.compute(actor=organiser, year=year(organiser)) == []


def test_a_second_organiser_approves_where_there_is_one(organiser):
    staff, _carrier, tenancy = subsidised(organiser)
    entered(tenancy, 100 * WAN)
    colleague = factories.actor(Role.ORGANISER, of=organiser.membership.organisation)
    made = agreed(organiser, staff, year(organiser))
    with pytest.raises(Conflict):
        statements.approve(actor=organiser, statement=made)
    for person in (staff, factories.actor(Role.ORGANISER)):
        with pytest.raises(Forbidden):
            statements.approve(actor=person, statement=made)
    statements.approve(actor=colleague, statement=made)
    assert (made.computed_by_id, made.approved_by_id) == (organiser.account_id, colleague.account_id)


def test_what_changed_since_is_computed_again(organiser):
    staff, _carrier, tenancy = subsidised(organiser)
    kept = entered(tenancy, 100 * WAN)
    of = year(organiser)
    made = agreed(organiser, staff, of)
    grants.revoke(actor=organiser, grant=kept, reason="重复")
    with pytest.raises(Conflict):
        statements.approve(actor=organiser, statement=made)
    with pytest.raises(Invalid):
        statements.discard(actor=organiser, statement=made, reason="")
    statements.discard(actor=organiser, statement=made, reason="基础数据有变")
    assert (statements.compute(actor=organiser, year=of), of.committed) == ([], 0)


def test_the_budget_is_not_exceeded_and_rules_stay_once_used(organiser):
    staff, _carrier, tenancy = subsidised(organiser)
    entered(tenancy, 100 * WAN)
    of = year(organiser, budget=19 * WAN)
    made = agreed(organiser, staff, of)
    with pytest.raises(Conflict):
        statements.approve(actor=organiser, statement=made)
    years.change(actor=organiser, year=of, budget=20 * WAN, seed_cap=90 * WAN)
    statements.discard(actor=organiser, statement=made, reason="重算")
    approved(organiser, staff, of)
    with pytest.raises(Invalid):
        years.change(actor=organiser, year=of, budget=19 * WAN)
    with pytest.raises(Conflict):
        years.change(actor=organiser, year=of, budget=99 * WAN, seed_rate=3000)
    for wrong in ({"number": 1990}, {}):
        with pytest.raises(Invalid):
            year(organiser, **wrong)
    with pytest.raises(Forbidden):
        year(staff)


def test_lines_are_final_and_the_database_keeps_cap_and_budget(organiser):
    staff, _carrier, tenancy = subsidised(organiser)
    entered(tenancy, 100 * WAN)
    approved(organiser, staff, year(organiser))
    for wrong in (
        update(StatementLine).values(amount=1),
        delete(StatementInput),
        update(StatementInput).values(amount=1),
        update(Entitlement).values(granted=Entitlement.most + 1),
        update(SubsidyYear).values(committed=SubsidyYear.budget + 1),
    ):
        with pytest.raises(IntegrityError), db.session.begin_nested():
            db.session.execute(wrong)


STEPS = st.one_of(
    st.tuples(st.just("grant"), st.integers(1, 400)),
    st.tuples(st.just("revoke"), st.integers(0, 5)),
    st.tuples(st.just("settle"), st.booleans()),
)


def test_no_order_of_corrections_exceeds_the_cap(organiser):
    """Grants come and go between statements, and while one is under way."""
    staff, carrier, tenancy = subsidised(organiser)
    of = year(organiser)

    @settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(STEPS, min_size=3, max_size=9))
    def run(steps):
        savepoint = db.session.begin_nested()
        standing = []
        for name, value in (*steps, ("settle", False)):
            if name == "grant":
                standing.append(entered(tenancy, value * WAN + 3))
            elif name == "revoke" and standing:
                grants.revoke(actor=organiser, grant=standing.pop(value % len(standing)), reason="更正")
            elif name == "settle":
                _settle(organiser, staff, of, standing, late=tenancy if value else None)
            assert 0 <= seed_total(carrier) <= of.seed_cap
        assert seed_total(carrier) == min(sum(row.amount for row in standing) // 5, of.seed_cap) == of.committed
        savepoint.rollback()
        db.session.expire_all()

    run()


def _settle(organiser, staff, of, standing, late):
    made = statements.compute(actor=organiser, year=of)
    if not made:
        return
    statements.send(actor=organiser, statement=made[0])
    statements.confirm(actor=staff, statement=made[0])
    if late is None:
        statements.approve(actor=organiser, statement=made[0])
        return
    standing.append(entered(late, 5 * WAN))
    with pytest.raises(Conflict):
        statements.approve(actor=organiser, statement=made[0])
    assert made[0].state is StatementState.CONFIRMED
    statements.discard(actor=organiser, statement=made[0], reason="有新增")
