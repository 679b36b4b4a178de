"""Graduating, what becomes of graduates year by year, and settling in a local park."""

import datetime as dt

import pytest
from sqlalchemy.exc import IntegrityError

from app.accounts.models import Role
from app.carriers import tasks
from app.carriers.models import Criterion, FollowUp, FollowUpState, LeaveReason, SettlementState
from app.carriers.queries import graduates as reading
from app.carriers.queries import tenancies as inside_of
from app.carriers.services import admissions, graduates, settlements, tenancies
from app.core.days import city_day
from app.core.errors import Conflict, Forbidden, Invalid
from app.core.model import utc_now
from app.extensions import db
from app.notifications.models import Notification
from tests import factories
from tests.carriers.factories import graduated, published, tenant
from tests.mentors.factories import published as published_mentor

pytestmark = pytest.mark.usefixtures("app")
LAST_YEAR = utc_now().year - 1
DAY = dt.date(LAST_YEAR, 3, 1)


def staff():
    return factories.actor(Role.CARRIER_STAFF)


def told(person):
    rows = db.session.query(Notification).filter_by(account_id=person.account_id)
    return [row.kind for row in rows.order_by(Notification.id)]


def company(owner, founder, made=None, **values):
    return tenant(owner, made or published(owner), founder, **{"starts_on": DAY, "registered_on": DAY, **values})


def test_a_company_graduates_by_a_criterion_and_may_be_taken_back():
    owner, founder = staff(), factories.actor()
    inside = company(owner, founder)
    asked = admissions.apply(
        actor=founder, carrier=published(staff(), name="别家", link="park"), project=inside.project
    )
    for wrong, field in (({"on": DAY - dt.timedelta(1)}, "graduated_on"), ({"evidence": ""}, "evidence")):
        with pytest.raises(Invalid) as refusal:
            graduated(owner, inside, **wrong)
        assert refusal.value.field == field
    for other in (founder, staff(), factories.actor(Role.ORGANISER)):
        with pytest.raises(Forbidden):
            graduated(other, inside)
    graduation = graduated(owner, inside, criterion=Criterion.INVESTED, figure=600_000_000)
    assert (inside.left_on, inside.left_reason) == (city_day(), LeaveReason.GRADUATED)
    assert inside_of.numbers_of(inside.carrier).graduates == 1
    assert asked.is_open is False
    assert "carrier.graduated" in told(founder)
    for again in (graduated, lambda *_: tenancies.take_back(actor=owner, tenancy=inside)):
        with pytest.raises(Conflict):
            again(owner, inside)
    graduates.take_back(actor=owner, graduation=graduation)
    assert inside.is_present
    assert reading.graduation_of(inside) is None


def test_a_team_does_not_graduate():
    owner = staff()
    team = tenant(owner, published(owner), factories.actor())
    with pytest.raises(Invalid):
        graduated(owner, team)


def test_a_graduate_is_asked_once_a_year_and_reminded_until_it_answers():
    owner, founder = staff(), factories.actor()
    graduation = graduated(owner, company(owner, founder), on=DAY)
    assert graduates.send_follow_ups(year=LAST_YEAR - 1) == []
    [form] = graduates.send_follow_ups(year=LAST_YEAR)
    assert graduates.send_follow_ups(year=LAST_YEAR) == []
    assert [row.id for row in reading.open_follow_ups(founder)] == [form.id]
    form.due_on = city_day() - dt.timedelta(1)
    db.session.flush()
    for _ in range(2):
        graduates.remind(days=14)
        graduates.remind(days=0)
    assert (told(founder).count("carrier.follow_up"), told(founder).count("carrier.follow_up_due")) == (1, 2)
    assert reading.late_follow_ups(owner) == 1
    with pytest.raises(Forbidden):
        graduates.answer(actor=factories.actor(), follow_up=form, is_operating=False)
    with pytest.raises(Invalid) as refusal:
        graduates.answer(actor=founder, follow_up=form, is_operating=True, revenue=1, region_code="330402")
    assert refusal.value.field == "jobs"
    figures = {"is_operating": True, "revenue": 100, "jobs": 12, "region_code": "330402", "market": "neeq"}
    graduates.answer(actor=founder, follow_up=form, **figures)
    assert (form.state, form.jobs, reading.late_follow_ups(owner)) == (FollowUpState.ANSWERED, 12, 0)
    with pytest.raises(Conflict):
        graduates.take_back(actor=owner, graduation=graduation)
    graduates.answer(actor=owner, follow_up=form, is_operating=False)
    assert (form.jobs, form.revenue) == (None, None)
    assert graduates.send_follow_ups(year=LAST_YEAR + 1) == []  # it does not operate any more


def test_for_a_startup_that_nobody_acts_for_the_carrier_is_asked(monkeypatch):
    owner, founder = staff(), factories.actor()
    graduated(owner, company(owner, founder), on=DAY)
    founder.membership.ended_at = utc_now()
    db.session.flush()
    monkeypatch.setattr(tasks, "city_day", lambda: dt.date(LAST_YEAR + 1, 2, 28))
    tasks.follow_graduates_up()
    assert db.session.query(FollowUp).count() == 0
    monkeypatch.setattr(tasks, "city_day", lambda: dt.date(LAST_YEAR + 1, 3, 1))
    tasks.follow_graduates_up()
    assert told(owner).count("carrier.follow_up") == 1


def test_entering_a_park_of_the_city_is_a_settlement_that_the_authority_confirms():
    owner, there, founder = staff(), staff(), factories.actor()
    organiser = factories.actor(Role.ORGANISER)
    graduation = graduated(owner, company(owner, founder), on=DAY)
    park = published(there, name="东栅产业园", link="park", region_code="330411")
    asked = admissions.apply(actor=founder, carrier=park, project=graduation.tenancy.project)
    admissions.agree(actor=there, admission=asked)
    found = graduation.settlement
    assert (found.park_id, found.state) == (park.id, SettlementState.REPORTED)
    assert reading.settlements_to_decide(organiser) == 1
    assert reading.settlements() == []
    for other in (owner, founder, there):
        with pytest.raises(Forbidden):
            settlements.confirm(actor=other, settlement=found)
    settlements.confirm(actor=organiser, settlement=found)
    assert "carrier.settlement_confirmed" in told(owner)
    for again in (settlements.confirm, settlements.withdraw):
        with pytest.raises((Conflict, Forbidden)):
            again(actor=organiser if again is settlements.confirm else owner, settlement=found)
    [rewarded] = reading.settlements(region="330400", since=city_day())
    assert rewarded.graduation.tenancy.carrier_id == graduation.tenancy.carrier_id
    assert reading.settlements(region="320500") == reading.settlements(until=city_day()) == []


def test_a_settlement_is_reported_once_and_only_in_the_own_city():
    owner, founder = staff(), factories.actor()
    graduation = graduated(owner, company(owner, founder), on=DAY)
    away = published(staff(), name="异地产业园", link="park", region_code="320505")
    local = {"park_name": "城南标准厂房", "region_code": "330411"}
    for wrong, field in (
        ({}, "park_name"),
        ({"park_name": "苏州厂房", "region_code": "320505"}, "region_code"),
        ({"park_id": away.id}, "park_id"),
        ({"park_id": graduation.tenancy.carrier_id}, "park_id"),
        ({**local, "settled_on": DAY - dt.timedelta(1)}, "settled_on"),
    ):
        with pytest.raises(Invalid) as refusal:
            settlements.report(actor=owner, graduation=graduation, **wrong)
        assert refusal.value.field == field
    first = settlements.report(actor=owner, graduation=graduation, **local)
    with pytest.raises(Conflict):
        settlements.report(actor=owner, graduation=graduation, **local)
    settlements.withdraw(actor=owner, settlement=first)
    organiser = factories.actor(Role.ORGANISER)
    entered = settlements.report(actor=organiser, graduation=graduation, **local)
    assert entered.state is SettlementState.CONFIRMED


def test_the_database_holds_one_graduation_and_one_form_a_year():
    owner = staff()
    graduation = graduated(owner, company(owner, factories.actor()), on=DAY)
    [form] = graduates.send_follow_ups(year=LAST_YEAR)
    with pytest.raises(IntegrityError), db.session.begin_nested():
        factories.save(FollowUp(graduation_id=graduation.id, year=LAST_YEAR, due_on=form.due_on))


def test_founders_who_give_back_and_the_filters_of_the_register():
    owner, other, founder = staff(), staff(), factories.actor()
    first = graduated(owner, company(owner, founder), on=DAY)
    second = graduated(
        other, company(other, factories.actor(), published(other, name="别家")), criterion=Criterion.LISTED
    )
    graduates.send_follow_ups(year=LAST_YEAR)
    mentor = published_mentor(factories.actor(Role.MENTOR))
    mentor.account_id = founder.account_id
    db.session.flush()
    assert reading.founders_who_mentor([first, second]) == {first.id: [mentor.name], second.id: []}

    def ids(person, **filters):
        return {row.id for row in db.session.scalars(reading.graduates(person, **filters)).unique()}

    organiser = factories.actor(Role.ORGANISER)
    assert ids(organiser) == {first.id, second.id}
    assert ids(owner) == {first.id}
    assert ids(organiser, criterion="listed") == {second.id}
    assert ids(organiser, year=LAST_YEAR) == {first.id}
    assert ids(organiser, follow_up="missing") == {first.id}
    organiser.membership.organisation.region_code = "320500"
    assert ids(organiser) == set()
