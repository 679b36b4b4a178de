import datetime as dt
from decimal import Decimal

import pytest

from app.accounts.models import Role
from app.accounts.services import close_account, personal_data
from app.carriers import policies, services
from app.carriers.models import CarrierPeriod
from app.core.days import city_day
from app.core.errors import Conflict, Forbidden, Invalid
from app.core.visibility import Visibility
from app.extensions import db
from tests import factories
from tests.carriers.factories import carrier, published

pytestmark = pytest.mark.usefixtures("app")
DAY = dt.timedelta(1)


def staff():
    return factories.actor(Role.CARRIER_STAFF)


def periods(made):
    rows = db.session.query(CarrierPeriod).filter_by(carrier_id=made.id).order_by(CarrierPeriod.valid_from)
    return [(row.valid_from, row.valid_until, row.total_area) for row in rows]


def test_a_colleague_edits_and_a_stranger_may_not():
    owner = staff()
    colleague = factories.actor(Role.CARRIER_STAFF, of=owner.membership.organisation, is_manager=False)
    made = carrier(owner)
    services.update(actor=colleague, carrier=made, name="南湖加速器", link="accelerator", sectors=["robotics"])
    assert (made.name, made.link, made.codes("sector")) == ("南湖加速器", "accelerator", ["robotics"])
    for other in (staff(), factories.actor(Role.ORGANISER)):
        with pytest.raises(Forbidden):
            services.update(actor=other, carrier=made, name="改名")


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("kinds", {"kinds": ["general", "specialised"], "leading_sector": "robotics"}),
        ("leading_sector", {"kinds": ["specialised"]}),
        ("home_region_code", {"kinds": ["offshore"]}),
        ("home_region_code", {"home_region_code": "330400"}),
        ("region_code", {"kinds": ["offshore"], "home_region_code": "330411"}),
        ("incubation_area", {"total_area": Decimal("99.99"), "incubation_area": Decimal(100)}),
        ("opened_on", {"opened_on": dt.date(2999, 1, 1)}),
        ("link", {"link": ""}),
        ("name", {"name": ""}),
    ],
)
def test_what_cannot_be_true_together_is_refused_at_its_field(field, values):
    with pytest.raises(Invalid) as refusal:
        carrier(staff(), **values)
    assert refusal.value.field == field


def test_an_offshore_carrier_belongs_to_its_home_zone():
    made = carrier(staff(), kinds=["offshore"], region_code="310115", home_region_code="330402")
    assert made.zone_code == "330402"
    services.publish(actor=factories.actor(Role.CARRIER_STAFF, of=made.organisation), carrier=made)
    at_home, where_it_stands = factories.actor(Role.ORGANISER), factories.actor(Role.ORGANISER)
    where_it_stands.membership.organisation.region_code = "310000"
    assert policies.oversees(at_home, made)
    assert not policies.oversees(where_it_stands, made)


def test_nobody_makes_a_model_of_their_own_carrier():
    made = carrier(staff(), kinds=["general", "demonstration"], level="national")
    assert (made.codes("kind"), made.level) == (["general"], None)


def test_areas_are_exact():
    made = carrier(staff(), total_area=Decimal("12345678.91"), incubation_area=Decimal("0.01"))
    db.session.expire(made)
    assert (made.total_area, made.incubation_area) == (Decimal("12345678.91"), Decimal("0.01"))


def test_publishing_asks_for_what_is_needed_and_happens_once():
    owner = staff()
    made = carrier(owner, total_area=None, incubation_area=None)
    with pytest.raises(Invalid) as refusal:
        services.publish(actor=owner, carrier=made)
    assert refusal.value.field == "total_area"
    services.update(actor=owner, carrier=made, total_area=Decimal(500))
    services.publish(actor=owner, carrier=made)
    for move in (services.publish, services.restore):
        with pytest.raises(Conflict):
            move(actor=owner, carrier=made)
    services.archive(actor=owner, carrier=made)
    with pytest.raises(Conflict):
        services.archive(actor=owner, carrier=made)
    assert not policies.can_see(staff(), made)
    assert policies.can_see(factories.actor(Role.ORGANISER), made)


def test_the_history_tells_what_a_carrier_was_on_which_day():
    owner, today = staff(), city_day()
    opened = today - 900 * DAY
    made = carrier(owner, opened_on=opened, total_area=Decimal(1000), incubation_area=None)
    assert periods(made) == []
    services.publish(actor=owner, carrier=made)
    assert periods(made) == [(opened, None, Decimal(1000))]
    services.update(actor=owner, carrier=made, tagline="只改了一句话")
    grown = today - 300 * DAY
    services.update(actor=owner, carrier=made, total_area=Decimal(1500), since=grown)
    assert periods(made) == [(opened, grown, Decimal(1000)), (grown, None, Decimal(1500))]
    services.update(actor=owner, carrier=made, total_area=Decimal(1600), since=grown)
    assert periods(made)[1] == (grown, None, Decimal(1600))
    with pytest.raises(Invalid) as refusal:
        services.update(actor=owner, carrier=made, total_area=Decimal(2000), since=opened)
    assert refusal.value.field == "since"


def test_an_archived_carrier_leaves_the_network_and_comes_back():
    owner, today = staff(), city_day()
    made = published(owner, opened_on=today - 10 * DAY)
    services.archive(actor=owner, carrier=made)
    assert periods(made) == [(today - 10 * DAY, today, made.total_area)]
    services.restore(actor=owner, carrier=made)
    services.publish(actor=owner, carrier=made)
    assert periods(made)[1:] == [(today, None, made.total_area)]
    services.archive(actor=owner, carrier=made)
    assert len(periods(made)) == 1, "what began and ended on one day has not been"


def test_the_first_day_can_be_mended():
    owner, today = staff(), city_day()
    made = published(owner)
    services.update(actor=owner, carrier=made, opened_on=today - 400 * DAY)
    assert periods(made) == [(today - 400 * DAY, None, made.total_area)]


@pytest.mark.parametrize(
    ("role", "reach"),
    [
        (Role.INVESTOR, Visibility.SIGNED_IN),
        (Role.ORGANISER, Visibility.AGREED),
    ],
)
def test_a_reader_reaches_as_far_as_their_duty(role, reach):
    made = published(staff())
    assert policies.reach(factories.actor(role), made) is reach
    assert policies.reach(policies.Actor(), made) is Visibility.PUBLIC
    assert "contact" not in policies.readable_fields(made, Visibility.PUBLIC)


def test_closing_an_account_takes_the_person_out_of_the_carriers_that_name_them():
    owner = staff()
    colleague = factories.actor(Role.CARRIER_STAFF, of=owner.membership.organisation, is_manager=False)
    made = carrier(owner, contact_name="李雷", contact_email=colleague.account.email)
    assert personal_data(colleague.account)["carriers"][0]["contact_name"] == "李雷"
    close_account(actor=colleague)
    assert (made.contact_name, made.contact_email) == ("", "")
