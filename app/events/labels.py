"""The words for events of every kind."""

from flask_babel import lazy_gettext as _l

from app.events.core import Attendance, EventMode
from app.events.models import EventKind, EventState, SeatState

MODES = {
    EventMode.ON_SITE: _l("On site"),
    EventMode.ONLINE: _l("Online"),
    EventMode.BOTH: _l("On site and online"),
}
ATTENDANCE = {Attendance.ON_SITE: _l("On site"), Attendance.ONLINE: _l("Online")}
KINDS = {
    EventKind.SALON: _l("Salon"),
    EventKind.FORUM: _l("Forum"),
    EventKind.TRAINING_CLASS: _l("Training class"),
}
STATES = {
    EventState.DRAFT: _l("Draft"),
    EventState.OPEN: _l("Open for registration"),
    EventState.HELD: _l("Held"),
    EventState.CANCELLED: _l("Cancelled"),
}
SEAT_STATES = {
    SeatState.CONFIRMED: _l("Confirmed"),
    SeatState.WAITING: _l("On the waiting list"),
    SeatState.CANCELLED: _l("Cancelled"),
}
# What the button that leads to a state says, going forward and going back.
FORWARD = {EventState.OPEN: _l("Open for registration"), EventState.HELD: _l("Mark as held")}
BACK = {EventState.DRAFT: _l("Back to draft"), EventState.OPEN: _l("Not held yet")}
