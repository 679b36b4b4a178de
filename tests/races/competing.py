"""What organisers of a competition rush for."""

from sqlalchemy import func, select

from app.accounts.models import Role
from app.competitions.models import CompetitionStanding
from app.competitions.queries import places_of
from app.competitions.ranking import mark
from app.extensions import db
from app.roadshows.models import LineupPlace
from tests import factories
from tests.competitions.factories import enter, hold, opened
from tests.races.scenes import Rush, cookie

CLICKS = 20


def one_decision_of_a_round() -> Rush:
    """Two colleagues decide the same round again and again: its two entries stand once, and advance once."""
    organiser = factories.actor(Role.ORGANISER)
    assert organiser.membership
    colleague = factories.actor(Role.ORGANISER, of=organiser.membership.organisation)
    competition = opened(organiser)
    first, last = competition.rounds
    enter(organiser, first, [factories.actor(), factories.actor()])
    hold(organiser, first, [(5,), (4,)])
    path, form = f"/competitions/{competition.id}/rounds/{first.id}/decide", {"seen": mark(places_of(first))}
    cookies = (cookie(organiser), cookie(colleague))
    standing = select(func.count()).where(CompetitionStanding.round_id == first.id)
    placed = select(func.count()).where(LineupPlace.roadshow_id == last.roadshow_id)
    requests = [(cookies[number % 2], path, form) for number in range(CLICKS)]
    return Rush(requests, 4, lambda: (db.session.scalar(standing) or 0) + (db.session.scalar(placed) or 0))


SCENES = {"one_decision_of_a_round": one_decision_of_a_round}
