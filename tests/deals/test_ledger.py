import datetime as dt

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError

from app.accounts.models import Role
from app.core.errors import Conflict, Forbidden, Invalid
from app.core.model import utc_now
from app.deals.models import EntryKind, Instrument, LedgerEntry, PassReason, Stage
from app.deals.queries import ledger as queries
from app.deals.services import ledger, pipeline
from app.extensions import db
from app.funds import services as fund_services
from app.funds.models import Fund, FundInvestment
from app.funds.queries import portfolio
from app.recommendations import outcomes
from app.recommendations.engine import profiles
from app.recommendations.rows import load
from tests import factories
from tests.deals import factories as deals
from tests.deals.factories import WAN
from tests.funds.factories import published as published_fund
from tests.projects.factories import published as published_project

pytestmark = pytest.mark.usefixtures("app")


def invested(**values):
    investor = factories.actor(Role.INVESTOR)
    deal = deals.deal(investor, project=published_project(factories.actor(), region_code="330402"))
    entry = ledger.invest(actor=investor, deal=deal, investment=deals.investment(**values))
    return investor, deal, entry


def rows(fund, *, everything=True):
    return db.session.scalars(portfolio(fund, everything=everything)).all()


def test_investing_takes_the_amount_off_the_capital_and_enters_the_portfolio():
    investor, deal, entry = invested(amount=200 * WAN, round="angel", share=800)
    assert (deal.stage, deal.fund.remaining_capital) == (Stage.INVESTED, 300 * WAN)
    assert (entry.kind, entry.project_id, entry.share) == (EntryKind.OWN, deal.project_id, 800)
    (row,) = rows(deal.fund)
    assert (row.company, row.project_id, row.amount, row.sectors) == (
        deal.name,
        deal.project_id,
        200 * WAN,
        ["robotics"],
    )
    assert rows(deal.fund, everything=False) == []
    ledger.invest(actor=investor, deal=deal, investment=deals.investment(100 * WAN, EntryKind.FOLLOW, is_public=True))
    assert (deal.stage, deal.fund.remaining_capital) == (Stage.INVESTED, 200 * WAN)
    (shown,) = rows(deal.fund, everything=False)
    assert (shown.is_lead, shown.amount) == (False, None)
    assert queries.totals(deal.fund) == {EntryKind.OWN: 200 * WAN, EntryKind.FOLLOW: 100 * WAN}


def test_what_was_invested_is_what_the_recommendations_are_measured_on():
    _investor, deal, entry = invested()
    pair = {deal.project_id: {deal.fund_id: entry.made_on}}
    assert outcomes.invested() == pair
    deal.fund.deals_per_year = 6
    db.session.flush()
    (profile,) = load(utc_now()).funds
    assert [deal.invested_on for deal in profile.deals] == [entry.made_on]
    assert profiles.fund(profile).pace == 6
    ledger.reverse(actor=_investor, entry=entry, reason="未交割")
    assert outcomes.invested() == {}


def test_capital_never_goes_below_zero():
    investor = factories.actor(Role.INVESTOR)
    fund = deals.fund(investor)
    deals.entry(investor, fund, amount=400 * WAN)
    with pytest.raises(Invalid) as refused:
        deals.entry(investor, fund, amount=101 * WAN)
    assert refused.value.field == "amount"
    with pytest.raises(IntegrityError), db.session.begin_nested():
        db.session.execute(update(Fund).where(Fund.id == fund.id).values(remaining_capital=-1))
    deals.entry(investor, fund, amount=100 * WAN)
    assert fund.remaining_capital == 0
    silent = deals.fund(investor, size=None, remaining_capital=None)
    deals.entry(investor, silent, amount=900 * WAN)
    assert silent.remaining_capital is None


def test_an_entry_is_final_and_corrected_by_a_reversal():
    investor, deal, entry = invested(amount=200 * WAN)
    for statement in (
        update(LedgerEntry).where(LedgerEntry.id == entry.id).values(amount=1),
        delete(LedgerEntry).where(LedgerEntry.id == entry.id),
    ):
        with pytest.raises(IntegrityError), db.session.begin_nested():
            db.session.execute(statement)
    with pytest.raises(Invalid):
        ledger.reverse(actor=investor, entry=entry, reason="")
    reversal = ledger.reverse(actor=investor, entry=entry, reason="金额有误")
    assert (reversal.amount, reversal.reverses_id, reversal.note) == (-200 * WAN, entry.id, "金额有误")
    assert deal.fund.remaining_capital == 500 * WAN
    assert (deal.stage, deal.is_open) == (Stage.TERM_SHEET, True)
    assert rows(deal.fund) == []
    assert queries.standing(deal_id=deal.id) == []
    for again in (entry, reversal):
        with pytest.raises(Conflict):
            ledger.reverse(actor=investor, entry=again, reason="再来")
    ledger.invest(actor=investor, deal=deal, investment=deals.investment(20 * WAN))
    assert [row.amount for row in db.session.scalars(queries.entries(deal.fund)).unique()] == [
        20 * WAN,
        -200 * WAN,
        200 * WAN,
    ]
    assert (deal.fund.remaining_capital, deal.stage) == (480 * WAN, Stage.INVESTED)


def test_the_database_holds_what_an_entry_is():
    investor, deal, entry = invested()
    plain = {"fund_id": deal.fund_id, "company": "-", "made_on": deals.today(), "kind": "own", "amount": 1}
    for wrong in (
        {"amount": -1},
        {"reverses_id": entry.id},
        {"kind": "sub_fund"},
        {"kind": "sub_fund", "sub_fund_id": deal.fund_id},
        {"share": 10_001},
    ):
        with pytest.raises(IntegrityError), db.session.begin_nested():
            factories.save(LedgerEntry(**{**plain, **wrong}))
    ledger.reverse(actor=investor, entry=entry, reason="有误")
    with pytest.raises(IntegrityError), db.session.begin_nested():
        factories.save(LedgerEntry(**{**plain, "amount": -1, "reverses_id": entry.id}))


def test_reversing_one_of_two_leaves_the_deal_invested_and_a_new_deal_its_place():
    investor, deal, first = invested()
    second = ledger.invest(actor=investor, deal=deal, investment=deals.investment(50 * WAN))
    ledger.reverse(actor=investor, entry=first, reason="重复")
    assert deal.stage is Stage.INVESTED
    follow_on = deals.deal(investor, deal.fund, deal.project)
    ledger.reverse(actor=investor, entry=second, reason="未交割")
    assert (deal.stage, deal.pass_reason, follow_on.is_open) == (Stage.PASSED, PassReason.OTHER, True)


def test_what_an_investment_must_say():
    investor = factories.actor(Role.INVESTOR)
    deal = deals.deal(investor)
    later = deals.today() + dt.timedelta(days=3)
    for wrong in (
        {"amount": None},
        {"amount": -1},
        {"amount": 0},
        {"amount": 0, "kind": EntryKind.INCUBATE},
        {"made_on": None},
        {"made_on": later},
        {"kind": EntryKind.SUB_FUND},
    ):
        with pytest.raises(Invalid):
            ledger.invest(actor=investor, deal=deal, investment=deals.investment(**wrong))
    held = deals.investment(0, EntryKind.INCUBATE, share=500, instrument=Instrument.EQUITY)
    ledger.invest(actor=investor, deal=deal, investment=held)
    assert deal.fund.remaining_capital == 500 * WAN
    passed = deals.deal(investor)
    pipeline.pass_on(actor=investor, deal=passed, reason=PassReason.TEAM)
    with pytest.raises(Conflict):
        ledger.invest(actor=investor, deal=passed, investment=deals.investment())


def test_a_fund_of_funds_pays_into_its_own_sub_funds():
    parent_manager, manager = factories.actor(Role.INVESTOR), factories.actor(Role.INVESTOR)
    parent = deals.fund(parent_manager, fund_type="fund-of-funds")
    below = published_fund(manager, name="子基金", parent_fund_id=parent.id)
    paid = deals.investment(300 * WAN, EntryKind.SUB_FUND, instrument=Instrument.FUND_SHARE)
    entry = ledger.record(actor=parent_manager, fund=parent, investment=paid, sub_fund=below)
    assert (entry.company, parent.remaining_capital) == ("子基金", 200 * WAN)
    assert list(queries.received(below)) == [entry]
    assert rows(parent) == []
    for wrong in (None, published_fund(manager, name="别的")):
        with pytest.raises(Invalid):
            ledger.record(actor=parent_manager, fund=parent, investment=paid, sub_fund=wrong)
    ledger.reverse(actor=parent_manager, entry=entry, reason="退回")
    assert (list(queries.received(below)), parent.remaining_capital) == ([], 500 * WAN)


def test_a_reversal_does_not_return_more_than_the_fund_s_size():
    investor = factories.actor(Role.INVESTOR)
    fund = deals.fund(investor)
    entry = deals.entry(investor, fund)
    fund_services.update(actor=investor, fund=fund, remaining_capital=1000 * WAN)
    with pytest.raises(Conflict):
        ledger.reverse(actor=investor, entry=entry, reason="有误")


def test_only_the_fund_manager_keeps_the_ledger():
    investor, deal, entry = invested()
    stranger = factories.actor(Role.INVESTOR)
    for person in (stranger, factories.actor()):
        assert queries.own_entry(person, entry.id) is None
        assert queries.own_fund(person, deal.fund_id) is None
        with pytest.raises(Forbidden):
            ledger.reverse(actor=person, entry=entry, reason="x")
        with pytest.raises(Forbidden):
            deals.entry(person, deal.fund)
        with pytest.raises(Forbidden):
            ledger.invest(actor=person, deal=deal, investment=deals.investment())
    with pytest.raises(Invalid):
        ledger.record(actor=investor, fund=deal.fund, investment=deals.investment(), company="")


def test_what_came_from_the_ledger_leaves_the_portfolio_only_there():
    investor, deal, _entry = invested()
    row = db.session.scalars(select(FundInvestment)).one()
    for refused in (fund_services.remove_investment, fund_services.put_back_investment):
        with pytest.raises(Conflict):
            refused(actor=investor, investment=row)
    fund_services.edit_investment(actor=investor, investment=row, is_public=True)
    assert rows(deal.fund, everything=False) == [row]


def test_the_ledger_is_narrowed_by_kind_and_year():
    investor = factories.actor(Role.INVESTOR)
    fund = deals.fund(investor)
    old = deals.entry(investor, fund, made_on=dt.date(2024, 3, 1))
    new = deals.entry(investor, fund, kind=EntryKind.FOLLOW)
    assert queries.years(fund) == [deals.today().year, 2024]

    def found(**values):
        return db.session.scalars(queries.entries(fund, **values)).unique().all()

    assert found() == [new, old]
    assert found(year=2024) == [old]
    assert found(kinds=[EntryKind.FOLLOW]) == [new]
