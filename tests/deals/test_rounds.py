import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from app.accounts.models import Role
from app.core.errors import Conflict, Forbidden, Invalid
from app.deals.models import CommitmentState, EntryKind, FinancingRound, Origin, RoundState
from app.deals.queries import rounds as queries
from app.deals.queries.ledger import entered_for
from app.deals.services import ledger, pipeline, rounds
from app.extensions import db
from app.funds.models import FundInvestment
from app.notifications.models import Notification
from tests import factories
from tests.deals import factories as deals
from tests.deals.factories import WAN, commitment
from tests.projects.factories import project as draft_project
from tests.projects.factories import published as published_project

pytestmark = pytest.mark.usefixtures("app")


def kinds(person):
    statement = select(Notification.kind).where(Notification.account_id == person.account_id)
    return list(db.session.scalars(statement.order_by(Notification.id)))


def city(number=3, **values):
    """An entrepreneur whose round invites this many funds; each comes as (investor, fund, commitment)."""
    owner, invited = factories.actor(), deals.investors(number)
    made = deals.raising(owner, *(fund for _investor, fund in invited), **values)
    return owner, made, [(investor, fund, commitment(made, fund)) for investor, fund in invited]


def commit(investor, row, amount=100, **values):
    rounds.commit(actor=investor, commitment=row, amount=amount * WAN, **{"firm": False, **values})


def test_a_project_opens_one_round_and_invites_funds_that_agreed_to_talk():
    owner = factories.actor()
    project, ((one, known), (other, unknown)) = published_project(owner), deals.investors(2)
    deals.agree(project, known)
    made = rounds.open_round(
        actor=owner, project=project, amount_sought=500 * WAN, fund_ids=[known.id, unknown.id], round="angel"
    )
    assert [row.fund_id for row in queries.commitments_of(made.id)] == [known.id]
    assert (kinds(one), kinds(other)) == (["round.invited"], [])
    assert queries.visible_round(one, made.id) is made
    for person in (other, factories.actor(), factories.actor(Role.ORGANISER)):
        assert queries.visible_round(person, made.id) is None
    with pytest.raises(Conflict):
        rounds.open_round(actor=owner, project=project, amount_sought=1)
    with pytest.raises(IntegrityError), db.session.begin_nested():
        factories.save(FinancingRound(project=project, amount_sought=1))
    assert rounds.invite(actor=owner, financing_round=made, fund_ids=[known.id]) == 0
    deals.agree(project, unknown)
    assert rounds.invite(actor=owner, financing_round=made, fund_ids=[unknown.id]) == 1
    for refused in (
        lambda: rounds.open_round(actor=factories.actor(), project=project, amount_sought=1),
        lambda: rounds.invite(actor=one, financing_round=made, fund_ids=[]),
    ):
        with pytest.raises(Forbidden):
            refused()
    with pytest.raises(Invalid):
        rounds.open_round(actor=owner, project=draft_project(owner), amount_sought=1)
    fresh = published_project(owner)
    for wrong in ({"amount_sought": None}, {"amount_sought": 0}, {"least": 2}, {"least": 0}, {"valuation": 0}):
        with pytest.raises(Invalid):
            rounds.open_round(actor=owner, project=fresh, **{"amount_sought": 1, **wrong})


def test_a_commitment_opens_the_fund_s_deal_and_tells_the_project():
    owner, made, [(investor, fund, row), *_] = city()
    commit(investor, row, 100, note="有兴趣跟投")
    deal = pipeline.find_open(fund.id, made.project_id)
    assert (deal.origin, deal.amount) == (Origin.ROUND, 100 * WAN)
    assert (row.state, row.amount, made.firm_total) == (CommitmentState.SOFT, 100 * WAN, 0)
    commit(investor, row, 200, firm=True)
    assert (row.state, made.firm_total) == (CommitmentState.FIRM, 200 * WAN)
    assert kinds(owner) == ["round.soft", "round.firm"]
    for refused in (
        lambda: commit(investor, row, 50),
        lambda: rounds.decline(actor=investor, commitment=row),
    ):
        with pytest.raises(Conflict):
            refused()
    rounds.release(actor=owner, commitment=row)
    assert (row.state, row.amount, made.firm_total) == (CommitmentState.INVITED, None, 0)
    with pytest.raises(Conflict):
        rounds.release(actor=owner, commitment=row)
    rounds.decline(actor=investor, commitment=row, note="本期额度已满")
    assert kinds(owner)[-1] == "round.declined"
    with pytest.raises(Conflict):
        rounds.decline(actor=investor, commitment=row)
    commit(investor, row, 10)
    for amount in (None, 0):
        with pytest.raises(Invalid):
            rounds.commit(actor=investor, commitment=row, amount=amount, firm=False)


def test_firm_commitments_stay_within_the_amount_sought():
    owner, made, [(one, _f, first), (two, _g, second), _] = city(amount_sought=300 * WAN)
    commit(one, first, 200, firm=True)
    commit(two, second, 900)
    with pytest.raises(Invalid) as refused:
        commit(two, second, 101, firm=True)
    assert refused.value.field == "amount"
    commit(two, second, 100, firm=True)
    assert made.left == 0
    with pytest.raises(Invalid):
        rounds.edit_round(actor=owner, financing_round=made, amount_sought=299 * WAN)
    db.session.refresh(made)
    with pytest.raises(IntegrityError), db.session.begin_nested():
        db.session.execute(
            update(FinancingRound).where(FinancingRound.id == made.id).values(firm_total=made.amount_sought + 1)
        )
    rounds.edit_round(actor=owner, financing_round=made, amount_sought=400 * WAN)
    assert made.left == 100 * WAN


def test_one_fund_leads():
    _owner, made, [(one, fund, first), (two, _g, second), _] = city()
    commit(one, first, lead=True)
    with pytest.raises(Conflict):
        commit(two, second, lead=True)
    commit(one, first, lead=False)
    commit(two, second, lead=True)
    assert made.lead_fund_id == second.fund_id
    rounds.decline(actor=two, commitment=second)
    assert made.lead_fund_id is None
    commit(one, first, lead=True, firm=True)
    assert made.lead_fund_id == fund.id


def test_a_round_closes_with_a_lead_and_enough_money_and_each_fund_enters_its_part():
    owner, made, [(one, fund, first), (two, _g, second), (three, _h, third)] = city(least=300 * WAN)

    def refused():
        with pytest.raises(Conflict):
            rounds.close(actor=owner, financing_round=made)
        return len(rounds.obstacles(made, queries.commitments_of(made.id)))

    assert refused() == 3
    commit(two, second, 200, firm=True)
    assert refused() == 2
    commit(one, first, 200, lead=True)
    assert refused() == 2
    commit(one, first, 200, lead=True, firm=True)
    commit(three, third, 50)
    with pytest.raises(Forbidden):
        rounds.close(actor=one, financing_round=made)
    rounds.close(actor=owner, financing_round=made)
    states = (made.state, first.state, second.state, third.state)
    assert states == (RoundState.CLOSED, CommitmentState.TAKEN, CommitmentState.TAKEN, CommitmentState.LAPSED)
    assert (kinds(one)[-1], kinds(three)[-1]) == ("round.taken", "round.lapsed")
    for change in (
        lambda: rounds.close(actor=owner, financing_round=made),
        lambda: rounds.cancel(actor=owner, financing_round=made),
        lambda: rounds.edit_round(actor=owner, financing_round=made, amount_sought=1),
        lambda: rounds.invite(actor=owner, financing_round=made, fund_ids=[]),
        lambda: commit(three, third),
        lambda: rounds.release(actor=owner, commitment=first),
    ):
        with pytest.raises(Conflict):
            change()
    assert [row.id for row in queries.waiting_for(one)] == [first.id]
    deal = pipeline.find_open(fund.id, made.project_id)
    paid = deals.investment(200 * WAN, EntryKind.LEAD)
    entry = ledger.invest(actor=one, deal=deal, investment=paid, commitment=first)
    assert entered_for(made.id) == {fund.id}
    assert db.session.scalars(select(FundInvestment)).one().amount == 400 * WAN
    assert list(queries.waiting_for(one)) == []
    ledger.reverse(actor=one, entry=entry, reason="日期有误")
    assert [row.id for row in queries.waiting_for(one)] == [first.id]
    other = deals.deal(three)
    with pytest.raises(Invalid):
        ledger.invest(actor=three, deal=other, investment=deals.investment(), commitment=first)
    with pytest.raises(Conflict):
        ledger.invest(actor=three, deal=other, investment=deals.investment(), commitment=third)


def test_the_database_closes_no_round_without_the_lead_it_needs():
    _owner, made, _ = city()
    with pytest.raises(IntegrityError), db.session.begin_nested():
        db.session.execute(update(FinancingRound).where(FinancingRound.id == made.id).values(state="closed"))


def test_a_round_without_a_lead_closes_when_none_is_needed():
    owner, made, [(one, _f, first), (two, _g, second), _] = city(lead_required=False)
    commit(one, first, 100, firm=True)
    commit(two, second, 100, lead=True)
    rounds.close(actor=owner, financing_round=made)
    assert (made.lead_fund_id, first.is_lead) == (None, False)


def test_a_round_that_is_given_up_frees_everybody():
    owner, made, [(one, _f, first), (two, _g, second), _] = city()
    commit(one, first, 100, firm=True, lead=True)
    rounds.cancel(actor=owner, financing_round=made)
    assert (made.state, made.firm_total, first.state) == (RoundState.CANCELLED, 0, CommitmentState.LAPSED)
    assert second.state is CommitmentState.INVITED
    assert kinds(one)[-1] == "round.cancelled"
    assert "round.cancelled" not in kinds(two)
    assert list(queries.waiting_for(two)) == []


def test_who_sees_what_of_a_round():
    owner, made, [(lead, _f, first), (one, _g, second), (two, _h, third)] = city()
    commit(lead, first, 200, lead=True, firm=True)
    commit(one, second, 100)
    assert queries.seen(owner, made).commitments == [first, second, third]
    assert queries.seen(lead, made).commitments == [first, second]
    for person, own in ((one, second), (two, third)):
        seen = queries.seen(person, made)
        assert (seen.commitments, seen.firm, seen.soft) == ([own], 200 * WAN, 100 * WAN)
    assert (queries.seen(one, made).others, queries.seen(two, made).others) == (1, 2)
    commit(one, second, 100, firm=True)
    rounds.close(actor=owner, financing_round=made)
    assert queries.seen(one, made).commitments == [first, second]
    assert queries.seen(two, made).commitments == [third]
    assert queries.visible_commitment(two, first.id) is None
