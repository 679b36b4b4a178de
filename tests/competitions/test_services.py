"""Rounds, rankings, advancing and prizes, without pages."""

import uuid
from types import SimpleNamespace

import pytest
from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError

from app.accounts.models import Role
from app.competitions.models import CompetitionRound, CompetitionStanding, CompetitionState
from app.competitions.queries import places_of, prizes_of, round_of, standings_of
from app.competitions.ranking import Entry, mark, prize_of, ranked
from app.competitions.services import deciding, setup
from app.core.errors import Conflict, Forbidden, Invalid
from app.core.today import all_due
from app.extensions import db
from app.notifications.models import Notification
from app.roadshows.models import RoadshowState
from app.roadshows.policies import takes_applications
from app.roadshows.queries.judging import judges_of
from app.roadshows.services import lineup, moves, stage
from tests import factories
from tests.competitions.factories import add_round, competition, decide, enter, hold, opened


@pytest.fixture
def organiser(app):
    return factories.actor(Role.ORGANISER)


def entry(score, *criteria, key=0):
    return Entry(uuid.UUID(int=key), SimpleNamespace(name=str(key)), score, criteria)


def told(person):
    statement = select(Notification).where(Notification.account_id == person.account_id)
    rows = db.session.scalars(statement.order_by(Notification.id))
    return [row.kind for row in rows.all() if row.kind.startswith("competition.")]


def test_equal_points_are_told_apart_by_the_heaviest_criterion_or_share_the_rank():
    rows = [
        entry(4000, 3000, key=1),
        entry(None, key=2),
        entry(4000, 5000, key=3),
        entry(3000, 3000, key=5),
        entry(3000, 3000, key=4),
        entry(2000, key=6),
    ]
    for order in (rows, rows[::-1]):
        places = ranked(order, advance=3)
        assert [(place.entry.application_id.int, place.rank, place.advances) for place in places] == [
            (3, 1, True),
            (1, 2, True),
            (4, 3, True),
            (5, 3, True),
            (6, 5, False),
            (2, None, False),
        ]
    assert not any(place.advances for place in ranked(rows))
    assert [prize_of(rank, [1, 2]) for rank in (1, 1, 3, 4, None)] == [0, 0, 1, None, None]
    assert mark(ranked(rows)) != mark(ranked(rows, 3))


def test_a_competition_goes_from_a_draft_to_released_results(app, organiser):
    owners = [factories.actor() for _ in range(4)]
    made = opened(organiser)
    first, last = made.rounds
    assert (round_of(first.roadshow_id), takes_applications(last.roadshow)) == (first, False)
    enter(organiser, first, owners)
    with pytest.raises(Conflict):
        decide(organiser, first)
    hold(organiser, first, [(3,), (5, 4), (4,), ()])
    assert [setup.take_jury(actor=organiser, row=last) for _ in range(2)] == [1, 0]
    asked, earlier = ([judge.membership_id for judge in judges_of(row.roadshow_id)] for row in (last, first))
    assert asked == earlier
    with pytest.raises(Conflict):
        setup.take_jury(actor=organiser, row=first)
    with app.test_request_context("/?lang=en"):
        assert [one for one in all_due(organiser) if first.label in one.title]
    places = places_of(first)
    assert [place.rank for place in places] == [1, 2, 3, None]
    for person, seen, refusal in ((organiser, "other", Conflict), (factories.actor(Role.ORGANISER), "", Forbidden)):
        with pytest.raises(refusal):
            deciding.decide(actor=person, row=first, seen=seen)
    with pytest.raises(Conflict):
        deciding.release(actor=organiser, row=first)
    standings = decide(organiser, first)
    assert [(one.project.organisation_id, one.advances) for one in standings] == [
        (owners[1].organisation_id, True),
        (owners[2].organisation_id, True),
        (owners[0].organisation_id, False),
        (owners[3].organisation_id, False),
    ]
    assert [told(owner) for owner in owners] == [
        ["competition.out"],
        ["competition.advances"],
        ["competition.advances"],
        ["competition.out"],
    ]
    with pytest.raises(Conflict):
        decide(organiser, first)
    for act in (
        lambda: setup.update_round(actor=organiser, row=first, name="改名", advance=3),
        lambda: setup.remove_round(actor=organiser, row=last),
        lambda: setup.move(actor=organiser, competition=made, to=CompetitionState.DRAFT),
    ):
        with pytest.raises(Conflict):
            act()
    pitched = [place.project_id for place in lineup.places(last.roadshow_id)]
    assert pitched == [one.project_id for one in standings[:2]]
    assert last.roadshow.lineup_count == 2
    hold(organiser, last, [(4,), (4,)])
    final = decide(organiser, last)
    # The same points in every criterion: both are first.
    assert [(one.rank, one.prize.name, one.advances) for one in final] == [(1, "一等奖", False)] * 2
    assert not prizes_of(pitched[0])
    with pytest.raises(Conflict):
        setup.set_prizes(actor=organiser, competition=made, prizes=[])
    deciding.release(actor=organiser, row=last)
    assert made.state is CompetitionState.FINISHED
    assert told(owners[1])[-1] == "competition.prize"
    assert len(prizes_of(pitched[0])) == 1
    with pytest.raises(Conflict):
        deciding.release(actor=organiser, row=last)
    with pytest.raises(Forbidden):
        setup.update(actor=organiser, competition=made, title="新名")
    deciding.release(actor=organiser, row=first)
    assert [len(rows) for rows in standings_of(first.id, last.id).values()] == [4, 2]


def test_a_round_waits_for_its_day_for_the_round_before_and_for_the_next_one(organiser):
    made = opened(organiser)
    first, last = made.rounds
    enter(organiser, first, [factories.actor()])
    assert "尚未举行" in deciding.obstacle(first)
    hold(organiser, first, [()])
    with pytest.raises(Invalid):
        decide(organiser, first)
    stage.switch(actor=organiser, roadshow=first.roadshow, name="takes_scores", on=True)
    assert "仍可打分" in deciding.obstacle(first)
    stage.switch(actor=organiser, roadshow=first.roadshow, name="takes_scores", on=False)
    assert "上一轮" in deciding.obstacle(last)
    moves.move(actor=organiser, roadshow=last.roadshow, to=RoadshowState.DRAFT)
    assert last.label in deciding.obstacle(first)


def test_rounds_are_added_changed_and_removed_at_the_end_only(organiser):
    made = competition(organiser)
    with pytest.raises(Invalid):
        setup.move(actor=organiser, competition=made, to=CompetitionState.OPEN)
    first = add_round(organiser, made)
    with pytest.raises(Invalid):
        add_round(organiser, made)
    setup.update_round(actor=organiser, row=first, name="初赛", advance=6)
    last = add_round(organiser, made, name="决赛")
    assert last.roadshow.title == "禾城创新创业大赛 · 决赛"
    with pytest.raises(Invalid):
        setup.update_round(actor=organiser, row=first, name="初赛", advance=None)
    db.session.refresh(first)
    with pytest.raises(Conflict):
        setup.remove_round(actor=organiser, row=first)
    setup.remove_round(actor=organiser, row=last)
    assert [row.label for row in made.rounds] == ["初赛"]
    setup.move(actor=organiser, competition=made, to=CompetitionState.OPEN)
    with pytest.raises(Conflict):
        setup.remove_round(actor=organiser, row=first)
    setup.move(actor=organiser, competition=made, to=CompetitionState.DRAFT)
    with pytest.raises(Forbidden):
        competition(factories.actor())
    with pytest.raises(Forbidden):
        add_round(factories.actor(Role.ORGANISER), made)


def test_the_database_itself_refuses_a_second_standing_and_an_early_release(organiser):
    made = opened(organiser)
    first = made.rounds[0]
    (entry,) = enter(organiser, first, [factories.actor()])
    hold(organiser, first, [(5,)])
    decide(organiser, first)
    again = {"round_id": first.id, "application_id": entry.id, "project_id": entry.project_id, "advances": False}
    with pytest.raises(IntegrityError), db.session.begin_nested():
        db.session.execute(insert(CompetitionStanding).values(id=uuid.uuid4(), **again))
    with pytest.raises(IntegrityError):
        db.session.execute(update(CompetitionRound).values(released_at=first.decided_at, decided_at=None))
