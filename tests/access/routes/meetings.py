"""1:1 meetings of roadshows."""

from tests.access.audiences import MANAGED, NOBODY

SIDES = "owner teammate investor other_investor: ok; *: 404"
# The owner's project is on its line-up; funds meet there.
JOINED = {"roadshow": SIDES, "roadshow_open": NOBODY, "roadshow_draft": NOBODY}
ANSWERED = {"meeting_request": "owner teammate: ok; investor: 403; *: 404"}
# Who runs the roadshow knows that people meet, and reads nothing of it.
MEETING = {"meeting": "owner teammate investor: ok; organiser: 403; *: 404"}
OWN_NOTE = {"meeting_note": "owner: ok; *: 404"}
ACTION = {"meeting_action": "owner teammate investor: ok; *: 404"}
SET_UP = MANAGED | {"roadshow_closed": "organiser: 403; *: 404"}
RUN = {"timetable": "organiser: ok; *: 404", "timetable_closed": "organiser: ok; *: 404"}

ROUTES: dict[str, dict[str, str]] = {
    "meetings.accept": ANSWERED,
    "meetings.add_slots": SET_UP,
    "meetings.add_tables": SET_UP,
    "meetings.add_video_room": SET_UP,
    "meetings.adjust": SET_UP,
    "meetings.agree_action": MEETING,
    "meetings.ask": {"roadshow": "owner teammate: ok; investor other_investor: 403; *: 404", "roadshow_draft": NOBODY},
    "meetings.availability": JOINED,
    "meetings.calendar_file": {"-": "owner teammate stranger investor other_investor: ok; *: 403"},
    "meetings.cancel": MEETING,
    "meetings.change_room": {"meeting_room": "organiser: ok; *: 404"},
    "meetings.compute": SET_UP,
    "meetings.decline": ANSWERED,
    "meetings.discard": RUN,
    "meetings.event_file": MEETING,
    "meetings.index": {"-": "owner teammate stranger investor other_investor: ok; *: 403"},
    "meetings.move": RUN,
    "meetings.pin": RUN,
    "meetings.place": RUN,
    "meetings.progress": RUN,
    "meetings.publish": RUN,
    "meetings.put_back": RUN,
    "meetings.remove_note": OWN_NOTE,
    "meetings.remove_room": {"meeting_room": "organiser: ok; *: 404"},
    "meetings.remove_slot": {"meeting_slot": "organiser: ok; *: 404"},
    "meetings.requests": {"-": "owner teammate stranger investor other_investor: ok; *: 403"},
    "meetings.restore_note": OWN_NOTE,
    "meetings.roadshow": JOINED,
    "meetings.send": MEETING,
    "meetings.set_quota": SET_UP,
    "meetings.setup": SET_UP,
    "meetings.show": MEETING,
    "meetings.swap": RUN,
    "meetings.switch_break": {"meeting_slot": "organiser: ok; *: 404"},
    "meetings.take_out": RUN,
    "meetings.tell": MEETING,
    "meetings.tick": ACTION,
    "meetings.timetable": MANAGED,
    "meetings.untick": ACTION,
    "meetings.withdraw": {"meeting_request": "investor: ok; owner teammate: 403; *: 404"},
    "meetings.write_note": MEETING,
}
