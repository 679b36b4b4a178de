"""Competitions with rounds and entries, made through the services."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from app.accounts.actor import Actor
from app.accounts.models import Role
from app.competitions.models import Competition, CompetitionRound, CompetitionState
from app.competitions.queries import places_of
from app.competitions.ranking import mark
from app.competitions.services import deciding, setup
from app.core.model import utc_now
from app.roadshows.models import Application, RoadshowState
from app.roadshows.queries.judging import own_turn
from app.roadshows.queries.reviews import criteria
from app.roadshows.queries.stage import running_order
from app.roadshows.services import judging, lineup, moves, stage
from tests import factories
from tests.roadshows.factories import application

HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
PRIZES: tuple[dict[str, Any], ...] = (
    {"name": "一等奖", "name_en": "First prize", "places": 1, "amount": 20_000_000},
    {"name": "二等奖", "name_en": "Second prize", "places": 2, "amount": None},
)


def competition(organiser: Actor, **values: Any) -> Competition:
    text = {"title": "禾城创新创业大赛", "title_en": "Hecheng competition", "summary": "两轮路演，评委打分。"}
    return setup.create(actor=organiser, **{**text, "region_code": "330402", **values})


def add_round(organiser: Actor, made: Competition, **values: Any) -> CompetitionRound:
    now, number = utc_now(), len(made.rounds) + 1
    return setup.add_round(
        actor=organiser,
        competition=made,
        **{
            "name": f"第{number}轮",
            "name_en": f"Round {number}",
            "capacity": 5,
            "venue": "禾城大剧院",
            "apply_from": now - DAY,
            "apply_until": now + DAY,
            "starts_at": now + 9 * number * DAY,
            "ends_at": now + 9 * number * DAY + HOUR,
            **values,
        },
    )


def opened(organiser: Actor, **values: Any) -> Competition:
    """Two rounds, two advance; two kinds of prizes; the first round takes applications."""
    made = competition(organiser, **values)
    add_round(organiser, made, advance=2)
    add_round(organiser, made)
    setup.set_prizes(actor=organiser, competition=made, prizes=PRIZES)
    open_all(organiser, made)
    return made


def open_all(organiser: Actor, made: Competition) -> None:
    """The competition and the roadshows of its rounds."""
    setup.move(actor=organiser, competition=made, to=CompetitionState.OPEN)
    for row in made.rounds:
        moves.move(actor=organiser, roadshow=row.roadshow, to=RoadshowState.OPEN)


def enter(organiser: Actor, row: CompetitionRound, owners: Sequence[Actor]) -> list[Application]:
    """One entry of each, all of them on the line-up."""
    entries = [application(row.roadshow, owner) for owner in owners]
    lineup.add(actor=organiser, roadshow=row.roadshow, application_ids=[one.id for one in entries])
    return entries


def hold(organiser: Actor, row: CompetitionRound, points: Sequence[Sequence[int]]) -> None:
    """One judge gives these points, pitch by pitch, criterion by criterion; nothing to a pitch with none."""
    roadshow = row.roadshow
    for state in (RoadshowState.LINEUP_FIXED, RoadshowState.PUBLISHED):
        moves.move(actor=organiser, roadshow=roadshow, to=state)
    assert organiser.membership
    judge = factories.actor(Role.REVIEWER, of=organiser.membership.organisation)
    assert judge.membership_id
    judging.add_judge(actor=organiser, roadshow=roadshow, membership_id=judge.membership_id)
    stage.switch(actor=organiser, roadshow=roadshow, name="takes_scores", on=True)
    rubric = criteria(roadshow.id)
    for place, given in zip(running_order(roadshow.id), points, strict=True):
        if given:
            turn = own_turn(judge, roadshow.id, place.application_id)
            assert turn
            each = {one.id: given[at % len(given)] for at, one in enumerate(rubric)}
            judging.score(actor=judge, turn=turn, points=each)
    stage.switch(actor=organiser, roadshow=roadshow, name="takes_scores", on=False)
    moves.move(actor=organiser, roadshow=roadshow, to=RoadshowState.HELD)


def decide(organiser: Actor, row: CompetitionRound) -> Any:
    return deciding.decide(actor=organiser, row=row, seen=mark(places_of(row)))
