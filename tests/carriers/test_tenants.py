"""Entry, hand-over along the chain, service team and the end of a tenancy."""

import datetime as dt

import pytest
from sqlalchemy.exc import IntegrityError

from app.accounts.models import Role
from app.carriers import policies, tasks
from app.carriers.models import Admission, CarrierStaff, LeaveReason, TeamRole, Tenancy
from app.carriers.queries import tenancies as reading
from app.carriers.services import admissions, resources, tenancies
from app.core.answering import AnswerState
from app.core.days import city_day
from app.core.errors import Conflict, Forbidden, Invalid
from app.core.visibility import Visibility
from app.extensions import db
from app.mentorships import services as mentorships
from app.notifications.models import Notification
from tests import factories
from tests.carriers.factories import carrier, published, resource, tenant
from tests.mentors.factories import published as published_mentor
from tests.projects.factories import project
from tests.projects.factories import published as published_project

pytestmark = pytest.mark.usefixtures("app")
DAY = dt.timedelta(1)


def staff():
    return factories.actor(Role.CARRIER_STAFF)


def told(person):
    return {row.kind for row in db.session.query(Notification).filter_by(account_id=person.account_id)}


def test_a_carrier_takes_a_project_in_once_its_startup_agrees():
    owner, founder = staff(), factories.actor()
    made, wanted = published(owner), published_project(founder)
    asked = admissions.invite(actor=owner, carrier=made, project=wanted)
    assert told(founder) == {"carrier.invited"}
    assert reading.present_tenancy(wanted.id) is None
    for other in (owner, staff(), factories.actor()):
        with pytest.raises(Forbidden):
            admissions.agree(actor=other, admission=asked)
    entered = admissions.agree(actor=founder, admission=asked)
    assert (entered.carrier_id, entered.entered_on, entered.is_present) == (made.id, city_day(), True)
    assert entered.agreed_at is not None
    assert "carrier.accepted" in told(owner)
    for again in (admissions.agree, admissions.withdraw):
        with pytest.raises((Conflict, Forbidden)):
            again(actor=founder if again is admissions.agree else owner, admission=asked)


def test_a_startup_asks_and_the_carrier_answers():
    owner, founder = staff(), factories.actor()
    made, draft = published(owner), project(founder)
    asked = admissions.apply(actor=founder, carrier=made, project=draft, message="需要洁净间")
    with pytest.raises(Conflict):
        admissions.apply(actor=founder, carrier=made, project=draft)
    with pytest.raises(Invalid):
        admissions.decline(actor=owner, admission=asked, reason="")
    admissions.decline(actor=owner, admission=asked, reason="场地已满")
    assert "carrier.declined" in told(founder)
    second = admissions.apply(actor=founder, carrier=made, project=draft)
    assert admissions.agree(actor=owner, admission=second).project_id == draft.id


def test_the_first_yes_closes_what_else_was_asked():
    founder = factories.actor()
    wanted, (first, second) = published_project(founder), (staff(), staff())
    here = admissions.invite(actor=first, carrier=published(first), project=wanted)
    there = admissions.apply(actor=founder, carrier=published(second, name="另一家"), project=wanted)
    admissions.agree(actor=founder, admission=here)
    assert there.state is AnswerState.WITHDRAWN
    assert "carrier.withdrawn" in told(second)
    with pytest.raises(Conflict):
        admissions.agree(actor=second, admission=there)
    with pytest.raises(Conflict):
        admissions.invite(actor=second, carrier=there.carrier, project=wanted)


def test_the_database_refuses_a_second_tenancy():
    owner, founder = staff(), factories.actor()
    inside = tenant(owner, published(owner), founder)
    with pytest.raises(IntegrityError), db.session.begin_nested():
        factories.save(Tenancy(project_id=inside.project_id, carrier_id=inside.carrier_id, entered_on=city_day()))


def test_a_tenant_is_handed_over_along_the_chain_when_all_agree():
    here, there, founder = staff(), staff(), factories.actor()
    space = published(here, name="众创空间", link="makerspace")
    incubator = published(there, name="孵化器")
    inside = tenant(here, space, founder, starts_on=city_day() - 90 * DAY)
    moved_on = city_day() - 10 * DAY
    with pytest.raises(Forbidden):
        admissions.hand_over(actor=there, tenancy=inside, carrier=incubator)
    asked = admissions.hand_over(actor=here, tenancy=inside, carrier=incubator, starts_on=moved_on)
    assert "carrier.hand_over_asked" in told(there) & told(founder)
    assert admissions.agree(actor=founder, admission=asked) is None
    assert "carrier.half_agreed" in told(here)
    with pytest.raises(Forbidden):
        admissions.agree(actor=founder, admission=asked)
    entered = admissions.agree(actor=there, admission=asked)
    assert (inside.left_on, inside.left_reason) == (moved_on, LeaveReason.HANDED_OVER)
    assert (entered.previous_id, entered.entered_on) == (inside.id, moved_on)
    assert [row.carrier.name for row in reading.journey(inside.project_id)] == ["众创空间", "孵化器"]
    back = published(here, name="另一众创空间", link="makerspace")
    with pytest.raises(Invalid) as refusal:
        admissions.hand_over(actor=there, tenancy=entered, carrier=back)
    assert refusal.value.field == "carrier_id"
    with pytest.raises(Conflict):
        admissions.hand_over(actor=here, tenancy=inside, carrier=incubator)


def test_a_tenant_asks_itself_to_move_and_its_carrier_hears_of_it():
    here, there, founder = staff(), staff(), factories.actor()
    inside = tenant(here, published(here), founder)
    park = published(there, name="产业园", link="park")
    asked = admissions.apply(actor=founder, carrier=park, project=inside.project)
    assert asked.tenancy_id == inside.id
    assert "carrier.hand_over_asked" in told(here)
    assert admissions.agree(actor=there, admission=asked).previous_id == inside.id


def test_within_one_operator_only_the_startup_is_asked():
    owner, founder = staff(), factories.actor()
    inside = tenant(owner, published(owner, link="makerspace"), founder)
    asked = admissions.hand_over(actor=owner, tenancy=inside, carrier=published(owner, name="孵化器"))
    assert admissions.agree(actor=founder, admission=asked).carrier.name == "孵化器"


def test_what_moved_meanwhile_is_a_conflict():
    here, there, founder = staff(), staff(), factories.actor()
    inside = tenant(here, published(here), founder)
    asked = admissions.apply(
        actor=founder, carrier=published(there, name="加速器", link="park"), project=inside.project
    )
    tenancies.end(actor=founder, tenancy=inside, reason=LeaveReason.MOVED_OUT)
    with pytest.raises(Conflict):
        admissions.agree(actor=there, admission=asked)


def test_tenancies_of_a_project_do_not_overlap():
    owner, founder = staff(), factories.actor()
    made, today = published(owner), city_day()
    inside = tenant(owner, made, founder, starts_on=today - 100 * DAY)
    with pytest.raises(Invalid):
        tenancies.end(actor=owner, tenancy=inside, reason=LeaveReason.MOVED_OUT, on=today - 101 * DAY)
    with pytest.raises(Forbidden):
        tenancies.end(actor=founder, tenancy=inside, reason=LeaveReason.DISMISSED)
    tenancies.end(actor=owner, tenancy=inside, reason=LeaveReason.MOVED_OUT, on=today - 50 * DAY)
    asked = admissions.apply(actor=founder, carrier=made, project=inside.project, starts_on=today - 60 * DAY)
    with pytest.raises(Invalid):
        admissions.agree(actor=owner, admission=asked)


def test_an_end_is_taken_back_unless_the_project_went_elsewhere():
    owner, other, founder = staff(), staff(), factories.actor()
    inside = tenant(owner, published(owner), founder)
    with pytest.raises(Conflict):
        tenancies.take_back(actor=owner, tenancy=inside)
    for _ in range(2):
        tenancies.end(actor=owner, tenancy=inside, reason=LeaveReason.CLOSED_DOWN)
        with pytest.raises(Conflict):
            tenancies.end(actor=owner, tenancy=inside, reason=LeaveReason.CLOSED_DOWN)
        tenancies.take_back(actor=owner, tenancy=inside)
    tenancies.end(actor=owner, tenancy=inside, reason=LeaveReason.MOVED_OUT)
    asked = admissions.apply(actor=founder, carrier=published(other, name="别处"), project=inside.project)
    admissions.agree(actor=other, admission=asked)
    with pytest.raises(Conflict):
        tenancies.take_back(actor=owner, tenancy=inside)


def test_for_a_startup_that_nobody_acts_for_the_tenancy_begins_and_is_answered_later():
    owner, founder = staff(), factories.actor()
    made = published(owner)
    rows = [published_project(founder, name=f"导入{n}") for n in range(2)]
    founder.membership.ended_at = made.created_at
    db.session.flush()
    right, wrong = (admissions.invite(actor=owner, carrier=made, project=row) for row in rows)
    assert (right.is_present, right.agreed_at) == (True, None)
    newcomer = factories.actor(of=founder.membership.organisation)
    assert reading.unconfirmed(newcomer) == 2
    tenancies.confirm(actor=newcomer, tenancy=right)
    tenancies.contest(actor=newcomer, tenancy=wrong)
    assert (wrong.left_on, wrong.left_reason) == (wrong.entered_on, LeaveReason.CONTESTED)
    for row in (right, wrong):
        for answer in (tenancies.confirm, tenancies.contest):
            with pytest.raises(Conflict):
                answer(actor=newcomer, tenancy=row)
    assert "carrier.tenancy_ended" in told(owner)


def test_a_service_team_has_one_of_each_and_empties_when_people_go():
    owner, founder = staff(), factories.actor()
    made = published(owner)
    inside = tenant(owner, made, founder)
    first, second = (resource(owner, made, "staff", name=name) for name in ("王联络", "李联络"))
    stranger = resource(other := staff(), published(other, name="别家"), "staff")
    with pytest.raises(Invalid):
        tenancies.assign(actor=owner, tenancy=inside, role=TeamRole.LIAISON, staff_id=stranger.id)
    for person in (first, second, second):
        tenancies.assign(actor=owner, tenancy=inside, role=TeamRole.LIAISON, staff_id=person.id)
    assert [(row.staff.name, row.ended_on is None) for row in reading.past_team(inside)] == [
        ("王联络", False),
        ("李联络", True),
    ]
    assert lacking(owner) == {"liaison": 0, "counsellor": 1, "mentor": 1}
    resources.end(actor=owner, resource=db.session.get(CarrierStaff, second.id))
    assert lacking(owner)["liaison"] == 1
    with pytest.raises(Invalid):
        tenancies.assign(actor=owner, tenancy=inside, role=TeamRole.LIAISON, staff_id=second.id)
    with pytest.raises(Forbidden):
        tenancies.assign(actor=founder, tenancy=inside, role=TeamRole.LIAISON, staff_id=None)


def lacking(person):
    return {duty: len(db.session.scalars(reading.tenants(person, missing=duty)).all()) for duty in reading.DUTIES}


def test_mentors_are_told_by_mentorships():
    owner, founder, coach = staff(), factories.actor(), factories.actor(Role.MENTOR)
    inside = tenant(owner, published(owner), founder)
    mentor = published_mentor(coach)
    asked = mentorships.ask(actor=founder, project=inside.project, mentor_id=mentor.id, message="请指导")
    assert lacking(owner)["mentor"] == 1
    running = mentorships.accept(actor=coach, request=asked)
    assert reading.teams([inside])[inside.id]["mentor"] == [mentor.name]
    assert lacking(owner)["mentor"] == 0
    mentorships.end(actor=coach, mentorship=running)
    assert lacking(owner)["mentor"] == 1


def test_only_the_region_and_the_two_sides_see_a_tenancy():
    owner, founder = staff(), factories.actor()
    made = published(owner, contact_phone="13800001111")
    assert policies.reach(founder, made) is Visibility.SIGNED_IN
    inside = tenant(owner, made, founder)
    assert policies.reach(founder, made) is Visibility.AGREED
    here, elsewhere = factories.actor(Role.ORGANISER), factories.actor(Role.ORGANISER)
    elsewhere.membership.organisation.region_code = "320500"
    seen = [person for person in (owner, founder, here) if reading.inner_tenancy(person, inside.id)]
    unseen = [
        person
        for person in (elsewhere, staff(), factories.actor(), factories.actor(Role.INVESTOR))
        if reading.inner_tenancy(person, inside.id)
    ]
    assert (len(seen), unseen) == (3, [])
    assert db.session.scalars(reading.tenants(elsewhere)).all() == []
    assert db.session.scalars(reading.tenants(here)).all() == [inside]


def test_what_nobody_answers_expires():
    owner, founder = staff(), factories.actor()
    asked = admissions.apply(actor=founder, carrier=published(owner), project=project(founder))
    asked.expires_at -= dt.timedelta(30)
    db.session.flush()
    with pytest.raises(Conflict):
        admissions.agree(actor=owner, admission=asked)
    tasks.expire_admissions()
    assert db.session.get(Admission, asked.id).state is AnswerState.EXPIRED
    assert "carrier.expired" in told(founder)


def test_a_draft_takes_nobody_in():
    owner = staff()
    with pytest.raises(Forbidden):
        admissions.invite(actor=owner, carrier=carrier(owner), project=published_project(factories.actor()))
