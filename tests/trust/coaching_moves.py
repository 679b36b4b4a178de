"""Moves of sessions, goals, notes and ratings that the state does not allow; see `test_transitions.py`."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from app.core.model import utc_now
from app.extensions import db
from app.mentorships.coaching.models import CoachingSession, MentorshipRating, SessionState
from app.mentorships.models import Mentorship
from tests.access.world import City

Change = Callable[[City], None]
Fields = dict[str, list[str | bytes]]
DAY = dt.timedelta(days=1)
REASON: Fields = {"reason": ["出差"]}
BOTH: Fields = {"turnout": ["both"]}
STARS: Fields = {"stars": ["5"]}
OTHER: Fields = {"slot": ["other"], "starts_at": [f"{utc_now() + 9 * DAY:%Y-%m-%dT%H:%M}"], "minutes": ["30"]}
TEXT: Fields = {"text": ["三个客户"]}
ACTION: Fields = {"action-text": ["写报价"], "action-owner": ["mentor"]}


def _as_it_is(_city: City) -> None:
    """The small city has the state already."""


def _is(thing: str, **values: Any) -> Change:
    def change(city: City) -> None:
        session = db.session.get_one(CoachingSession, city.things[thing]["session_id"])
        for name, value in values.items():
            setattr(session, name, value)

    return change


def _over(city: City) -> None:
    db.session.get_one(Mentorship, city.things["mentorship"]["mentorship_id"]).ended_at = utc_now()


def _long_over(city: City) -> None:
    db.session.get_one(Mentorship, city.things["mentorship_ended"]["mentorship_id"]).ended_at = utc_now() - 15 * DAY


def _private(city: City) -> None:
    db.session.get_one(MentorshipRating, city.things["rating"]["rating_id"]).is_public = False


TOLD = [_is("coaching_session", state=state) for state in SessionState if state not in {"proposed", "booked"}]
BEGUN = {"starts_at": utc_now() - DAY, "ends_at": utc_now() - DAY / 2}
LONG_AGO = {"starts_at": utc_now() - 20 * DAY, "ends_at": utc_now() - 19 * DAY}
REFUSED: list[tuple[str, str, str, Fields, list[Change]]] = [
    ("coaching.accept", "coaching_session", "mentor", {}, [_as_it_is, *TOLD]),
    ("coaching.accept", "proposed_session", "owner", {}, [_as_it_is]),
    ("coaching.accept", "proposed_session", "mentor", {}, [_is("proposed_session", **BEGUN), _over]),
    ("coaching.cancel", "coaching_session", "owner", REASON, [*TOLD, _is("coaching_session", **BEGUN), _over]),
    ("coaching.move", "coaching_session", "mentor", OTHER, [*TOLD, _is("coaching_session", **BEGUN), _over]),
    ("coaching.edit_session", "cancelled_session", "owner", {}, [_as_it_is]),
    ("coaching.report", "coaching_session", "owner", BOTH, [_as_it_is]),
    ("coaching.report", "proposed_session", "owner", BOTH, [_as_it_is]),
    ("coaching.report", "cancelled_session", "mentor", BOTH, [_as_it_is]),
    ("coaching.report", "past_session", "mentor", BOTH, [_is("past_session", **LONG_AGO)]),
    ("coaching.new_session", "mentorship", "mentor", OTHER, [_over]),
    ("coaching.add_goal", "mentorship", "owner", TEXT, [_over]),
    ("coaching.add_action", "mentorship", "owner", ACTION, [_over]),
    ("coaching.add_session_action", "coaching_session", "owner", ACTION, [_over]),
    ("coaching.write_note", "coaching_session", "owner", {**TEXT, "is_shared": ["1"]}, [_over]),
    ("coaching.edit_goal", "goal", "owner", TEXT, [_over]),
    ("coaching.settle_goal", "goal state=open", "owner", {}, [_as_it_is]),
    ("coaching.settle_action", "action state=done", "mentor", {}, [_over]),
    ("coaching.put_note_back", "private_note", "mentor", {}, [_as_it_is]),
    ("coaching.rate", "mentorship", "owner", STARS, [_as_it_is]),
    ("coaching.rate", "mentorship_ended", "mentor", STARS, [_long_over]),
    ("coaching.rate", "mentorship_rated", "owner", STARS, [_as_it_is]),
    ("coaching.agree", "rating choice=show", "mentor", {}, [_private]),
]
