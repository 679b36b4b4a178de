"""The words for what happens in mentorships."""

import datetime as dt

from babel.dates import parse_pattern
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.core.templating import local
from app.mentorships.coaching.models import SessionState, Side, StepState, Turnout

SIDES = {Side.MENTOR: _l("The mentor"), Side.PROJECT: _l("The project’s side")}
STEP_STATES = {StepState.OPEN: _l("To do"), StepState.DONE: _l("Finished"), StepState.DROPPED: _l("Dropped")}
GOAL_STATES = {StepState.OPEN: _l("Working on it"), StepState.DONE: _l("Reached"), StepState.DROPPED: _l("Dropped")}
SESSION_STATES = {
    SessionState.PROPOSED: _l("Time proposed"),
    SessionState.BOOKED: _l("Booked"),
    SessionState.HELD: _l("Took place"),
    SessionState.MISSED: _l("Did not take place"),
    SessionState.DISPUTED: _l("The two sides differ"),
    SessionState.CANCELLED: _l("Cancelled"),
}
SESSION_TONES = {
    SessionState.PROPOSED: "warning",
    SessionState.BOOKED: "info",
    SessionState.HELD: "success",
    SessionState.MISSED: "danger",
    SessionState.DISPUTED: "warning",
    SessionState.CANCELLED: "",
}
TURNOUTS = {
    Turnout.BOTH: _l("Both came"),
    Turnout.NO_MENTOR: _l("The mentor did not come"),
    Turnout.NO_PROJECT: _l("The project did not come"),
    Turnout.NOBODY: _l("Neither came"),
}
STARS = (
    (5, _l("5 – excellent")),
    (4, _l("4 – good")),
    (3, _l("3 – fair")),
    (2, _l("2 – weak")),
    (1, _l("1 – poor")),
)
WEEKDAYS = (
    _l("Monday"),
    _l("Tuesday"),
    _l("Wednesday"),
    _l("Thursday"),
    _l("Friday"),
    _l("Saturday"),
    _l("Sunday"),
)


STAKES = {
    "investment": _l("has invested in the project"),
    "interest": _l("is interested in the project"),
    "deal": _l("is talking with the project about an investment"),
}


def moment(iso: str) -> str:
    """A stored moment in the reader's language and the city's time, for notices."""
    return str(parse_pattern(_("d MMM, HH:mm")).apply(local(dt.datetime.fromisoformat(iso)), get_locale()))
