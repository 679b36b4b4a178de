import datetime as dt

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from app.accounts.models import Role
from app.core.answering import AnswerState
from app.core.errors import Conflict, Forbidden, Invalid
from app.core.model import utc_now
from app.extensions import db
from app.notifications.models import Notification
from app.roadshows.models import FundInvitation, InterestLevel, RegistrationState, Roadshow
from app.roadshows.services import interests, invitations, invite_fund, registrations, setup
from app.roadshows.tasks import expire_answers
from tests import factories
from tests.funds.factories import published as published_fund
from tests.roadshows.factories import opened, published


@pytest.fixture
def organiser(app):
    return factories.actor(Role.ORGANISER)


def register(roadshow, people, investor=None):
    return registrations.register(actor=investor or factories.actor(Role.INVESTOR), roadshow=roadshow, people=people)


def kinds(person):
    return list(
        db.session.scalars(
            select(Notification.kind).where(Notification.account_id == person.account_id).order_by(Notification.id)
        )
    )


def test_an_organisation_has_its_quota_and_the_room_its_seats(organiser):
    made = opened(organiser, seats=5, organisation_seats=3)
    with pytest.raises(Invalid) as caught:
        register(made, 4)
    assert caught.value.field == "people"
    assert register(made, 3).state is RegistrationState.CONFIRMED
    assert register(made, 2).state is RegistrationState.CONFIRMED
    assert register(made, 1).state is RegistrationState.WAITING
    assert made.seats_taken == 5


def test_the_waiting_list_moves_up_in_its_order(organiser):
    made = opened(organiser, seats=3, organisation_seats=3)
    first = factories.actor(Role.INVESTOR)
    seated = register(made, 3, first)
    large, small = register(made, 2), register(made, 1)
    registrations.register(actor=first, roadshow=made, people=2)
    assert (large.state, small.state) == (RegistrationState.WAITING, RegistrationState.WAITING)
    registrations.cancel(actor=first, registration=seated)
    assert (large.state, small.state) == (RegistrationState.CONFIRMED, RegistrationState.CONFIRMED)
    assert made.seats_taken == 3
    with pytest.raises(Conflict):
        registrations.cancel(actor=first, registration=seated)


def test_more_seats_seat_those_who_wait(organiser):
    made = opened(organiser, seats=1)
    register(made, 1)
    investor = factories.actor(Role.INVESTOR)
    waiting = register(made, 2, investor)
    setup.update(actor=organiser, roadshow=made, seats=10)
    assert waiting.state is RegistrationState.CONFIRMED
    assert kinds(investor) == ["roadshow.seats_waiting", "roadshow.registered"]


def test_a_party_that_cannot_grow_keeps_its_seats(organiser):
    made = opened(organiser, seats=3)
    investor = factories.actor(Role.INVESTOR)
    row = register(made, 2, investor)
    register(made, 1)
    with pytest.raises(Invalid):
        register(made, 3, investor)
    assert (row.state, made.seats_taken) == (RegistrationState.CONFIRMED, 3)


def test_the_database_refuses_one_seat_too_many(organiser):
    made = opened(organiser, seats=5)
    with pytest.raises(IntegrityError):
        db.session.execute(update(Roadshow).where(Roadshow.id == made.id).values(seats_taken=6))


def test_registering_does_not_make_the_organiser_s_open_form_stale(organiser):
    made = opened(organiser)
    before = made.version
    register(made, 1)
    db.session.refresh(made)
    assert made.version == before


def test_only_investors_register(organiser):
    made = opened(organiser)
    with pytest.raises(Forbidden):
        register(made, 1, factories.actor())


def test_a_fund_is_invited_with_projects_and_registered_by_its_yes(organiser):
    made, sent = published(organiser)
    investor = factories.actor(Role.INVESTOR)
    fund = published_fund(investor)
    asked = invite_fund(
        actor=organiser,
        roadshow=made,
        fund_id=fund.id,
        message="欢迎",
        project_ids=[sent.project_id],
        reasons={sent.project_id: "同一赛道"},
    )
    assert [(row.project_id, row.reason) for row in asked.suggestions] == [(sent.project_id, "同一赛道")]
    assert kinds(investor) == ["roadshow.invited"]
    with pytest.raises(Conflict):
        invite_fund(actor=organiser, roadshow=made, fund_id=fund.id)
    with pytest.raises(Forbidden):
        invitations.accept(actor=factories.actor(Role.INVESTOR), invitation=asked)
    registration = invitations.accept(actor=investor, invitation=asked, people=2)
    assert (registration.state, made.seats_taken) == (RegistrationState.CONFIRMED, 2)
    assert "roadshow.invitation_accepted" in kinds(organiser)
    with pytest.raises(Conflict):
        invitations.decline(actor=investor, invitation=asked, reason="改主意")
    with pytest.raises(Conflict):
        invite_fund(actor=organiser, roadshow=made, fund_id=fund.id)


def test_only_projects_of_the_line_up_are_suggested_and_a_no_is_respected(organiser):
    made = opened(organiser)
    investor = factories.actor(Role.INVESTOR)
    fund = published_fund(investor)
    with pytest.raises(Invalid):
        invite_fund(actor=organiser, roadshow=made, fund_id=fund.id, project_ids=[made.id])
    asked = invite_fund(actor=organiser, roadshow=made, fund_id=fund.id)
    invitations.decline(actor=investor, invitation=asked, reason="本季度不投")
    assert asked.decline_reason == "本季度不投"
    with pytest.raises(Conflict):
        invite_fund(actor=organiser, roadshow=made, fund_id=fund.id)


def test_the_database_holds_one_pending_invitation_a_fund(organiser):
    made = opened(organiser)
    fund = published_fund()
    invite_fund(actor=organiser, roadshow=made, fund_id=fund.id)
    db.session.add(FundInvitation(roadshow_id=made.id, fund_id=fund.id))
    with pytest.raises(IntegrityError):
        db.session.flush()


def test_what_nobody_answers_expires_with_a_notice(organiser):
    made = opened(organiser)
    investor = factories.actor(Role.INVESTOR)
    asked = invite_fund(actor=organiser, roadshow=made, fund_id=published_fund(investor).id)
    asked.expires_at = utc_now() - dt.timedelta(minutes=1)
    db.session.flush()
    with pytest.raises(Conflict):
        invitations.accept(actor=investor, invitation=asked)
    expire_answers()
    assert asked.state is AnswerState.EXPIRED
    assert "roadshow.invitation_expired" in kinds(organiser)
    again = invite_fund(actor=organiser, roadshow=made, fund_id=asked.fund_id)
    assert again.is_open


def test_interest_needs_a_published_line_up_with_the_project(organiser):
    investor = factories.actor(Role.INVESTOR)
    made, sent = published(organiser)
    other = opened(organiser)
    fund = published_fund(investor)
    with pytest.raises(Conflict):
        interests.mark(actor=investor, roadshow=other, fund=fund, project=sent.project, level=InterestLevel.INTERESTED)
    stranger = factories.actor(Role.INVESTOR)
    with pytest.raises(Forbidden):
        interests.mark(actor=stranger, roadshow=made, fund=fund, project=sent.project, level=InterestLevel.INTERESTED)
