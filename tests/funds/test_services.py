import datetime as dt

import pytest
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from app.accounts.models import Role
from app.core import search
from app.core.errors import Conflict, Forbidden, Invalid
from app.core.model import utc_now
from app.core.visibility import Visibility
from app.extensions import db
from app.funds import policies, queries, services
from app.funds.fields import completeness
from app.funds.models import Fund
from app.messages.services import connect
from app.projects import services as project_services
from tests import factories
from tests.funds.factories import fund, investment, published

pytestmark = pytest.mark.usefixtures("app")


def names(**filters):
    return [row.name for row in db.session.scalars(queries.directory(**filters)).unique()]


def test_a_teammate_edits_and_a_stranger_may_not():
    owner = factories.actor(Role.INVESTOR)
    teammate = factories.actor(Role.INVESTOR, of=owner.membership.organisation, is_manager=False)
    made = fund(owner)
    services.update(actor=teammate, fund=made, name="南湖种子基金", rounds=["seed"])
    assert (made.name, made.codes("round")) == ("南湖种子基金", ["seed"])
    for stranger in (factories.actor(Role.INVESTOR), factories.actor()):
        with pytest.raises(Forbidden):
            services.update(actor=stranger, fund=made, name="改名")
    with pytest.raises(Forbidden):
        fund(factories.actor())


def test_a_thin_fund_is_not_published_and_says_what_is_missing():
    owner = factories.actor(Role.INVESTOR)
    made = fund(owner, rounds=[])
    with pytest.raises(Invalid) as refusal:
        services.publish(actor=owner, fund=made)
    assert refusal.value.field == "rounds"
    assert {"round", "portfolio"} <= set(dict(completeness(made, has_portfolio=False)[1]))


def test_publishing_twice_or_restoring_what_is_not_archived_is_a_conflict():
    owner = factories.actor(Role.INVESTOR)
    made = published(owner)
    with pytest.raises(Conflict):
        services.publish(actor=owner, fund=made)
    with pytest.raises(Conflict):
        services.restore(actor=owner, fund=made)
    services.archive(actor=owner, fund=made)
    with pytest.raises(Conflict):
        services.archive(actor=owner, fund=made)
    assert not policies.can_see(factories.actor(), made)
    services.restore(actor=owner, fund=made)
    assert made.state == "draft"


def test_what_a_service_does_not_know_changes_nothing():
    owner, other = factories.actor(Role.INVESTOR), factories.actor(Role.INVESTOR)
    made = fund(owner, state="published", organisation_id=other.organisation_id, created_by_id=other.account_id)
    assert (made.state, made.organisation_id, made.created_by_id) == ("draft", owner.organisation_id, owner.account_id)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"ticket_min": 2, "ticket_max": 1}, "ticket_max"),
        ({"size": 1, "remaining_capital": 2}, "remaining_capital"),
        ({"excluded_sectors": ["robotics", "semiconductors"]}, "excluded_sectors"),
        ({"contact_phone": "12"}, "contact_phone"),
        ({"contact_email": "nobody"}, "contact_email"),
        ({"name": ""}, "name"),
    ],
)
def test_a_mandate_that_contradicts_itself_is_refused_at_its_field(values, field):
    with pytest.raises(Invalid) as refusal:
        fund(**values)
    assert refusal.value.field == field


@pytest.mark.parametrize(
    "values",
    [{"ticket_min": 400_000_000}, {"remaining_capital": -1}, {"size": 1, "remaining_capital": 2}, {"capacity": 101}],
)
def test_the_database_itself_refuses_a_mandate_that_contradicts_itself(values):
    made = published()
    with pytest.raises(IntegrityError), db.session.begin_nested():
        db.session.execute(update(Fund).where(Fund.id == made.id).values(**values))


def test_a_sub_fund_has_a_fund_of_funds_above_it_and_no_circle():
    owner = factories.actor(Role.INVESTOR)
    mother = published(owner, name="母基金", fund_type="fund-of-funds")
    child = fund(owner, fund_type="fund-of-funds", parent_fund_id=mother.id)
    assert child.parent_fund_id == mother.id
    with pytest.raises(Invalid):
        services.update(actor=owner, fund=mother, parent_fund_id=child.id)
    db.session.expire_all()
    with pytest.raises(Invalid):
        fund(owner, parent_fund_id=published(owner).id)
    hidden = fund(name="未公开的母基金", fund_type="fund-of-funds")
    with pytest.raises(Invalid):
        fund(owner, parent_fund_id=hidden.id)


def test_the_portfolio_is_kept_by_its_manager_and_removing_can_be_undone():
    owner = factories.actor(Role.INVESTOR)
    made = published(owner)
    row = investment(owner, made, is_lead=True, sectors=["robotics"])
    services.edit_investment(actor=owner, investment=row, amount=5, is_lead=None)
    assert (row.company, row.amount, row.is_lead, row.sectors) == ("某某智能", 5, None, ["robotics"])
    stranger = factories.actor(Role.INVESTOR)
    with pytest.raises(Forbidden):
        services.remove_investment(actor=stranger, investment=row)
    services.remove_investment(actor=owner, investment=row)
    assert queries.investment_counts([made.id]) == {}
    for again in (services.remove_investment, services.edit_investment):
        with pytest.raises(Conflict):
            again(actor=owner, investment=row)
    services.put_back_investment(actor=owner, investment=row)
    assert queries.investment_counts([made.id]) == {made.id: 1}
    with pytest.raises(Conflict):
        services.put_back_investment(actor=owner, investment=row)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"company": ""}, "company"),
        ({"invested_on": None}, "invested_on"),
        ({"invested_on": utc_now().date() + dt.timedelta(2)}, "invested_on"),
        ({"invested_on": dt.date(1900, 1, 1)}, "invested_on"),
    ],
)
def test_an_investment_without_a_name_or_a_possible_day_is_refused(values, field):
    owner = factories.actor(Role.INVESTOR)
    made = fund(owner)
    with pytest.raises(Invalid) as refusal:
        investment(owner, made, **values)
    assert refusal.value.field == field


def test_a_portfolio_is_found_by_search_only_while_it_is_public():
    owner = factories.actor(Role.INVESTOR)
    made = published(owner)
    investment(owner, made, company="Zephyrix")
    assert db.session.scalars(search.matching("zephyrix", "fund")).all() == [made.id]
    services.set_visibility(actor=owner, fund=made, choices={"portfolio": "signed_in"})
    assert db.session.scalars(search.matching("zephyrix", "fund")).all() == []


@pytest.mark.parametrize(
    ("reader", "reach"),
    [
        ("visitor", Visibility.PUBLIC),
        ("founder", Visibility.SIGNED_IN),
        ("agreed", Visibility.AGREED),
        ("owner", Visibility.AGREED),
    ],
)
def test_a_reader_reaches_as_far_as_both_sides_agreed(reader, reach):
    owner, founder = factories.actor(Role.INVESTOR), factories.actor()
    made = published(owner)
    if reader == "agreed":
        project = project_services.create(actor=founder, name="柔性电子皮肤")
        connect(
            project_id=project.id,
            project_organisation_id=founder.organisation_id,
            other_kind="fund",
            other_id=made.id,
            other_organisation_id=owner.organisation_id,
        )
    person = {"visitor": policies.Actor(), "owner": owner}.get(reader, founder)
    assert policies.reach(person, made) is reach


def test_fields_private_by_nature_never_become_public():
    owner = factories.actor(Role.INVESTOR)
    made = published(owner)
    private = {"contact": "public", "size": "public", "remaining_capital": "public"}
    services.set_visibility(actor=owner, fund=made, choices={**private, "thesis": "agreed"})
    assert policies.readable_fields(made, Visibility.PUBLIC) == {"portfolio", "excluded_sector", "website"}
    assert not {*private} & policies.readable_fields(made, Visibility.SIGNED_IN)


def test_the_directory_filters_by_type_round_and_sector():
    published(name="甲")
    published(name="乙", fund_type="industry", rounds=["a"], sectors=["semiconductors"])
    for filters in ({"types": ["industry"]}, {"rounds": ["a"]}, {"sectors": ["semiconductors"]}, {"words": "乙"}):
        assert names(**filters) == ["乙"], filters
    assert names(order="name") == ["甲", "乙"]


def test_a_region_finds_funds_for_it_inside_it_and_around_it():
    published(name="全省", regions=["330000"])
    published(name="全市", regions=["330400"])
    published(name="外省", regions=["110000"])
    published(name="不限", regions=[])
    assert set(names(region="33")) == {"全省", "全市"}
    assert set(names(region="330402")) == {"全省", "全市"}
    assert set(names(region="3301")) == {"全省"}


def test_a_ticket_filter_finds_funds_whose_range_holds_the_amount():
    published(name="区间", ticket_min=100, ticket_max=200)
    published(name="有下限", ticket_min=150, ticket_max=None)
    published(name="有上限", ticket_min=None, ticket_max=120)
    published(name="没写", ticket_min=None, ticket_max=None)
    assert set(names(ticket=100)) == {"区间", "有上限"}
    assert set(names(ticket=150)) == {"区间", "有下限"}
    assert set(names(ticket=500)) == {"有下限"}
