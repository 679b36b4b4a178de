"""The words for events of every kind."""

from flask_babel import lazy_gettext as _l

from app.events.core import Attendance, EventMode

MODES = {
    EventMode.ON_SITE: _l("On site"),
    EventMode.ONLINE: _l("Online"),
    EventMode.BOTH: _l("On site and online"),
}
ATTENDANCE = {Attendance.ON_SITE: _l("On site"), Attendance.ONLINE: _l("Online")}
