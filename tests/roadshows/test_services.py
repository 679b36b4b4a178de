import datetime as dt

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from app.accounts.models import Role
from app.core.errors import Conflict, Forbidden, Invalid
from app.core.model import utc_now
from app.extensions import db
from app.notifications.models import Notification
from app.roadshows import queries
from app.roadshows.models import Application, Outcome, Roadshow, RoadshowState
from app.roadshows.services import applications, feedback, lineup, moves, setup
from app.roadshows.services.moves import MOVES
from tests import factories
from tests.projects.factories import published as published_project
from tests.roadshows.factories import application, opened, published, roadshow


@pytest.fixture
def organiser(app):
    return factories.actor(Role.ORGANISER)


def kinds(person):
    return list(db.session.scalars(select(Notification.kind).where(Notification.account_id == person.account_id)))


def go(organiser, made, *states):
    for state in states:
        moves.move(actor=organiser, roadshow=made, to=state)


@pytest.mark.parametrize("before", list(RoadshowState))
@pytest.mark.parametrize("after", list(RoadshowState))
def test_only_the_moves_of_the_table_are_possible(organiser, before, after):
    made = opened(organiser)
    lineup.add(actor=organiser, roadshow=made, application_ids=[application(made).id])
    made.state = before
    db.session.flush()
    if after in MOVES[before] and after is not RoadshowState.DRAFT:
        go(organiser, made, after)
        assert made.state is after
    else:
        with pytest.raises(Conflict):
            go(organiser, made, after)
        assert made.state is before


def test_opening_asks_for_what_applicants_need(organiser):
    made = roadshow(organiser, summary="")
    with pytest.raises(Invalid) as caught:
        go(organiser, made, RoadshowState.OPEN)
    assert caught.value.field == "summary"


def test_an_online_roadshow_needs_its_live_room_before_the_line_up_is_public(organiser):
    made = opened(organiser, mode="both")
    lineup.add(actor=organiser, roadshow=made, application_ids=[application(made).id])
    go(organiser, made, RoadshowState.LINEUP_FIXED)
    with pytest.raises(Invalid):
        go(organiser, made, RoadshowState.PUBLISHED)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ends_at", dt.timedelta(0)),
        ("apply_until", dt.timedelta(days=-20)),
        ("apply_until", dt.timedelta(days=1)),
        ("title", ""),
    ],
)
def test_dates_must_follow_each_other(organiser, name, value):
    begins = utc_now() + dt.timedelta(days=14)
    wrong = value if isinstance(value, str) else begins + value
    with pytest.raises(Invalid) as caught:
        roadshow(organiser, starts_at=begins, **{name: wrong})
    assert caught.value.field == name


def test_only_the_organiser_s_own_organisation_runs_a_roadshow(organiser):
    made = roadshow(organiser)
    stranger = factories.actor(Role.ORGANISER)
    assert queries.managed_roadshow(organiser, made.id) is made
    assert queries.managed_roadshow(stranger, made.id) is None
    assert queries.visible_roadshow(stranger, made.id) is None
    with pytest.raises(Forbidden):
        setup.update(actor=stranger, roadshow=made, title="改名")
    with pytest.raises(Forbidden):
        setup.create(actor=factories.actor())


def test_a_project_applies_once_and_only_with_consent_and_answers(organiser):
    made, owner = opened(organiser), factories.actor()
    project = published_project(owner)
    with pytest.raises(Invalid) as caught:
        applications.start(actor=owner, roadshow=made, project=project, consent=False)
    assert caught.value.field == "consent"
    begun = applications.start(actor=owner, roadshow=made, project=project, consent=True)
    assert applications.start(actor=owner, roadshow=made, project=project, consent=True) is begun
    with pytest.raises(Invalid) as caught:
        applications.send(actor=owner, application=begun)
    assert caught.value.field == "wants"
    applications.save_pitch(actor=owner, application=begun, wants="见投资人", presenter="陈晓")
    applications.send(actor=owner, application=begun)
    with pytest.raises(Conflict):
        applications.start(actor=owner, roadshow=made, project=project, consent=True)
    with pytest.raises(Conflict):
        applications.send(actor=owner, application=begun)
    assert "roadshow.applied" in kinds(organiser)


def test_the_database_holds_one_application_a_project(organiser):
    sent = application(opened(organiser))
    db.session.add(Application(roadshow_id=sent.roadshow_id, project_id=sent.project_id))
    with pytest.raises(IntegrityError):
        db.session.flush()


def test_applications_are_taken_in_their_window_only(organiser):
    now = utc_now()
    later = opened(organiser, apply_from=now + dt.timedelta(days=1))
    with pytest.raises(Conflict):
        application(later)
    owner = factories.actor()
    made = opened(organiser)
    begun = applications.start(actor=owner, roadshow=made, project=published_project(owner), consent=True)
    applications.save_pitch(actor=owner, application=begun, wants="见投资人", presenter="陈晓")
    made.apply_until = now - dt.timedelta(minutes=1)
    db.session.flush()
    with pytest.raises(Conflict):
        applications.send(actor=owner, application=begun)


def test_the_line_up_keeps_its_order_and_its_capacity(organiser):
    made = opened(organiser, capacity=2)
    first, second, third = (application(made) for _ in range(3))
    with pytest.raises(Invalid):
        lineup.add(actor=organiser, roadshow=made, application_ids=[first.id, second.id, third.id])
    assert made.lineup_count == 0
    lineup.add(actor=organiser, roadshow=made, application_ids=[first.id, second.id])
    lineup.add(actor=organiser, roadshow=made, application_ids=[third.id], waiting=True)
    places = queries.lineup_places(made.id)
    assert [place.application_id for place in places] == [first.id, second.id]
    lineup.shift(actor=organiser, roadshow=made, place_id=places[1].id, up=True)
    assert [project.id for project in queries.lineup(made.id)] == [second.project_id, first.project_id]
    waiting = queries.lineup_places(made.id, waiting=True)[0]
    with pytest.raises(Invalid):
        lineup.switch(actor=organiser, roadshow=made, place_id=waiting.id)
    lineup.remove(actor=organiser, roadshow=made, place_id=places[0].id)
    lineup.switch(actor=organiser, roadshow=made, place_id=waiting.id)
    assert [project.id for project in queries.lineup(made.id)] == [second.project_id, third.project_id]
    assert made.lineup_count == 2


def test_the_database_refuses_one_place_too_many(organiser):
    made = opened(organiser, capacity=2)
    with pytest.raises(IntegrityError):
        db.session.execute(update(Roadshow).where(Roadshow.id == made.id).values(lineup_count=3))


def test_fixing_freezes_the_line_up_and_tells_everybody_once(organiser):
    made = opened(organiser, capacity=1)
    owners = [factories.actor() for _ in range(3)]
    chosen, waits, left = (application(made, owner) for owner in owners)
    lineup.add(actor=organiser, roadshow=made, application_ids=[chosen.id])
    lineup.add(actor=organiser, roadshow=made, application_ids=[waits.id], waiting=True)
    go(organiser, made, RoadshowState.LINEUP_FIXED)
    assert [row.outcome for row in (chosen, waits, left)] == [Outcome.SELECTED, Outcome.WAITING, Outcome.NOT_SELECTED]
    assert [kinds(owner) for owner in owners] == [
        ["roadshow.selected"],
        ["roadshow.waiting"],
        ["roadshow.not_selected"],
    ]
    with pytest.raises(Conflict):
        lineup.add(actor=organiser, roadshow=made, application_ids=[left.id])
    go(organiser, made, RoadshowState.OPEN, RoadshowState.LINEUP_FIXED)
    assert kinds(owners[0]) == ["roadshow.selected"]


def test_a_withdrawn_application_frees_its_place(organiser):
    owner = factories.actor()
    made, sent = published(organiser, owner)
    applications.withdraw(actor=owner, application=sent)
    assert made.lineup_count == 0
    assert queries.lineup(made.id) == []
    with pytest.raises(Conflict):
        applications.withdraw(actor=owner, application=sent)


def test_a_withdrawal_is_undone_while_applications_are_taken(organiser):
    owner = factories.actor()
    sent = application(opened(organiser), owner)
    applications.withdraw(actor=owner, application=sent)
    applications.restore(actor=owner, application=sent)
    assert sent.state == "sent"


def test_capacities_cannot_shrink_below_what_is_taken(organiser):
    made = opened(organiser, capacity=2)
    rows = [application(made) for _ in range(2)]
    lineup.add(actor=organiser, roadshow=made, application_ids=[row.id for row in rows])
    with pytest.raises(Invalid) as caught:
        setup.update(actor=organiser, roadshow=made, capacity=1)
    assert caught.value.field == "capacity"


def test_feedback_is_released_after_the_line_up_is_fixed(organiser):
    owner = factories.actor()
    made = opened(organiser)
    sent = application(made, owner)
    with pytest.raises(Conflict):
        feedback.release(actor=organiser, application=sent, feedback="很好")
    lineup.add(actor=organiser, roadshow=made, application_ids=[sent.id])
    go(organiser, made, RoadshowState.LINEUP_FIXED)
    feedback.release(actor=organiser, application=sent, feedback="先做小批量验证。")
    assert "roadshow.feedback" in kinds(owner)


def test_a_roadshow_in_use_does_not_become_a_draft_again(organiser):
    made = opened(organiser)
    go(organiser, made, RoadshowState.DRAFT, RoadshowState.OPEN)
    application(made)
    with pytest.raises(Conflict):
        go(organiser, made, RoadshowState.DRAFT)
