"""What people rush for on the day: the desk, the places of a party, the one vote."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import func, select

from app.accounts.actor import Actor
from app.accounts.models import Role
from app.extensions import db
from app.roadshows import tickets
from app.roadshows.models import Application, Attendee, AudienceVote, CheckIn, Registration, Roadshow, RoadshowState
from app.roadshows.queries.people import members_of_party
from app.roadshows.services import desk, lineup, moves, people, registrations
from app.roadshows.services import stage as steering
from tests import factories
from tests.races.scenes import Rush, cookie
from tests.roadshows.factories import application, opened

CONTENDERS = 30


def check_in_of_a_person() -> Rush:
    """Three helpers scan, type and find the same person again and again."""
    roadshow, organiser, _pitches = _day()
    person, _registration = _comes(roadshow, number=1)
    assert organiser.membership
    colleagues = [factories.actor(Role.ORGANISER, of=organiser.membership.organisation) for _ in range(2)]
    cookies = [cookie(helper) for helper in (organiser, *colleagues)]
    ways = ({"code": tickets.url(person.code)}, {"code": person.code}, {"attendee": str(person.id)})
    path = f"/roadshows/{roadshow.id}/desk/check-in"
    requests = [(cookies[number % 3], path, ways[number // 3 % 3]) for number in range(CONTENDERS)]
    return Rush(requests, 1, _counting(CheckIn, CheckIn.attendee_id == person.id))


def names_of_a_party() -> Rush:
    """A party of three, of whom one is named, names everybody it can think of at once."""
    roadshow, _organiser, _pitches = _day()
    person, registration = _comes(roadshow, number=3)
    path, signed_in = f"/registrations/{registration.id}/people", cookie(_actor(person))
    requests = [(signed_in, path, {"account_id": "", "name": f"来宾{number}"}) for number in range(CONTENDERS)]
    return Rush(requests, 3, _counting(Attendee, Attendee.registration_id == registration.id))


def votes_of_people() -> Rush:
    """Ten people vote, each with three fingers for two projects."""
    roadshow, organiser, pitches = _day()
    requests: list[tuple[str, str, dict[str, Any]]] = []
    for _ in range(CONTENDERS // 3):
        person = people.add_guest(actor=organiser, roadshow=roadshow, name="来宾")
        desk.check_in(actor=organiser, roadshow=roadshow, attendee_id=person.id)
        path = f"/tickets/{tickets.token(person.code)}/vote"
        requests += [("", path, {"application": str(pitches[finger % 2].id)}) for finger in range(3)]
    return Rush(requests, CONTENDERS // 3, _counting(AudienceVote, AudienceVote.roadshow_id == roadshow.id))


def _day() -> tuple[Roadshow, Actor, list[Application]]:
    """A published roadshow with two pitches that takes votes."""
    organiser = factories.actor(Role.ORGANISER)
    roadshow = opened(organiser)
    pitches = [application(roadshow) for _ in range(2)]
    lineup.add(actor=organiser, roadshow=roadshow, application_ids=[pitch.id for pitch in pitches])
    for state in (RoadshowState.LINEUP_FIXED, RoadshowState.PUBLISHED):
        moves.move(actor=organiser, roadshow=roadshow, to=state)
    steering.switch(actor=organiser, roadshow=roadshow, name="takes_votes", on=True)
    return roadshow, organiser, pitches


def _comes(roadshow: Roadshow, *, number: int) -> tuple[Attendee, Registration]:
    investor = factories.actor(Role.INVESTOR)
    registration = registrations.register(actor=investor, roadshow=roadshow, people=number)
    return members_of_party(registration)[0], registration


def _actor(person: Attendee) -> Actor:
    assert person.account
    return Actor(person.account, person.account.memberships[0])


def _counting(model: Any, condition: Any) -> Callable[[], int]:
    return lambda: db.session.scalar(select(func.count()).select_from(model).where(condition)) or 0


SCENES: dict[str, Callable[[], Rush]] = {
    "check_in_of_a_person": check_in_of_a_person,
    "names_of_a_party": names_of_a_party,
    "votes_of_people": votes_of_people,
}
