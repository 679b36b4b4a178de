"""The words for 1:1 meetings."""

from flask_babel import lazy_gettext as _l

from app.roadshows.meetings.models import FollowUp, Held, RoomKind, TimetableState

ROOM_KINDS = {RoomKind.TABLE: _l("Table"), RoomKind.VIDEO: _l("Video room")}
STATES = {
    TimetableState.COMPUTING: _l("Being computed"),
    TimetableState.DRAFT: _l("Draft"),
    TimetableState.PUBLISHED: _l("Published"),
    TimetableState.DISCARDED: _l("Thrown away"),
    TimetableState.FAILED: _l("Failed"),
}
HELD = {
    Held.MET: _l("We met"),
    Held.MISSED: _l("The other side did not come"),
    Held.NOT_HELD: _l("It did not take place"),
}
FOLLOW_UPS = {
    FollowUp.YES: _l("We want to go on"),
    FollowUp.OPEN: _l("Not decided yet"),
    FollowUp.NO: _l("We leave it at that"),
}
# Why the timetable has no place for a meeting; the first four are the solver's.
REASONS = {
    "no_common_slot": _l("There is no time at which both can."),
    "person_full": _l("All the times of one of the two are taken by other meetings."),
    "tables_full": _l("When both are free, all rooms are taken."),
    "no_free_common_slot": _l("The times at which both can are taken by other meetings."),
    "no_room": _l("One of the two is not on site, and there is no video room."),
    "no_table": _l("Both are on site, and there is no table."),
    "removed": _l("The organiser took it out."),
    "not_considered": _l("It was agreed after the timetable was made."),
}
