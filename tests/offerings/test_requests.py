import datetime as dt

import pytest

from app.accounts.models import Role
from app.core.days import city_day
from app.core.errors import Conflict, Forbidden, Invalid
from app.extensions import db
from app.notifications.models import Notification
from app.offerings.models import OPEN, RequestState
from app.offerings.queries.offerings import ratings
from app.offerings.services import offerings, requests
from app.offerings.services.requests import MOVES
from app.offerings.tasks import expire_quotations
from tests import factories
from tests.offerings.factories import LOAN, WAN, accepted, asked, completed, offering, published, quoted
from tests.projects.factories import published as published_project


@pytest.fixture
def owner(app):
    return factories.actor()


@pytest.fixture
def agency(app):
    return factories.actor(Role.AGENCY_STAFF)


def notices(actor):
    rows = db.session.scalars(db.select(Notification).where(Notification.account_id == actor.account_id))
    return [row.kind for row in rows]


def test_a_request_is_quoted_accepted_completed_and_rated(owner, agency):
    request = completed(owner, agency)
    requests.rate(actor=owner, request=request, rating=4, review="专业")
    assert ratings([request.offering_id]) == {request.offering_id: (4.0, 1)}
    assert notices(agency) == ["offering.requested", "offering.accepted", "offering.rated"]
    assert notices(owner) == ["offering.quoted", "offering.completed"]
    with pytest.raises(Conflict):
        requests.rate(actor=owner, request=request, rating=5)


def test_each_state_allows_only_its_moves(owner, agency):
    """Every step from every state: what MOVES does not name is refused."""
    until = city_day() + dt.timedelta(days=9)
    steps = {
        RequestState.QUOTED: lambda r: requests.quote(actor=agency, request=r, amount=1, valid_until=until),
        RequestState.ACCEPTED: lambda r: requests.accept(actor=owner, request=r),
        RequestState.DECLINED: lambda r: requests.decline(actor=owner, request=r),
        RequestState.WITHDRAWN: lambda r: requests.withdraw(actor=owner, request=r),
        RequestState.REFUSED: lambda r: requests.refuse(actor=agency, request=r, reason="排期已满"),
        RequestState.COMPLETED: lambda r: requests.complete(actor=agency, request=r),
        RequestState.CANCELLED: lambda r: requests.cancel(actor=owner, request=r, reason="不再需要"),
        RequestState.EXPIRED: lambda r: requests.expire(request=r),
    }
    request = quoted(owner, agency)
    for state in RequestState:
        for target, step in steps.items():
            request.state = state
            db.session.flush()
            if target in MOVES.get(state, ()):
                step(request)
                assert request.state is target
            else:
                with pytest.raises(Conflict):
                    step(request)
                assert request.state is state
    assert set(MOVES) == set(OPEN)


def test_each_side_takes_only_its_own_steps(owner, agency):
    request = quoted(owner, agency)
    stranger, other = factories.actor(), factories.actor(Role.AGENCY_STAFF)
    for person in (stranger, agency, other):
        with pytest.raises(Forbidden):
            requests.accept(actor=person, request=request)
    for person in (stranger, owner, other):
        with pytest.raises(Forbidden):
            requests.refuse(actor=person, request=request, reason="x")
    requests.accept(actor=factories.actor(of=owner.membership.organisation), request=request)
    with pytest.raises(Forbidden):
        requests.cancel(actor=other, request=request, reason="x")


def test_a_project_asks_once_at_a_time_and_only_for_what_is_offered(owner, agency):
    request = asked(owner, agency)
    with pytest.raises(Conflict):
        requests.ask(actor=owner, project=request.project, offering=request.offering, message="再问")
    requests.withdraw(actor=owner, request=request)
    offerings.archive(actor=agency, offering=request.offering)
    with pytest.raises(Conflict):
        requests.ask(actor=owner, project=request.project, offering=request.offering, message="再问")
    with pytest.raises(Forbidden):
        requests.ask(actor=agency, project=request.project, offering=published(agency), message="代问")


def test_a_quotation_expires_after_its_day(owner, agency):
    request = quoted(owner, agency)
    request.valid_until = city_day() - dt.timedelta(days=1)
    db.session.commit()
    with pytest.raises(Conflict):
        requests.accept(actor=owner, request=request)
    db.session.rollback()
    expire_quotations()
    assert request.state is RequestState.EXPIRED
    assert notices(owner)[-1] == notices(agency)[-1] == "offering.expired"
    for day in (city_day() - dt.timedelta(days=1), city_day() + dt.timedelta(days=400), None):
        with pytest.raises(Invalid):
            requests.quote(actor=agency, request=request, amount=1, valid_until=day)


def test_conditions_are_those_of_the_kind_and_in_order(agency):
    service = offering(agency, amount_max=5 * WAN, takes_vouchers=True)
    assert (service.amount_max, service.takes_vouchers) == (None, True)
    loan = published(agency, **LOAN, takes_vouchers=True)
    assert (loan.amount_max, loan.takes_vouchers) == (500 * WAN, False)
    with pytest.raises(Invalid) as wrong:
        offerings.update(actor=agency, offering=loan, amount_min=600 * WAN)
    assert wrong.value.field == "amount_max"
    loan.amount_min = 50 * WAN
    with pytest.raises(Invalid):
        offerings.publish(actor=agency, offering=offering(agency, kind="guarantee"))
    request = requests.ask(
        actor=(founder := factories.actor()), project=published_project(founder), offering=loan, message="流动资金"
    )
    until = city_day() + dt.timedelta(days=3)
    requests.quote(actor=agency, request=request, amount=100 * WAN, rate=420, term=24, valid_until=until)
    assert (request.rate, request.term) == (420, 24)
    assert accepted(founder, agency).rate is None
