"""Running and past mentorships: goals, sessions, files, ratings, availability, measured service."""

from tests.access.audiences import EVERYBODY

# The authority that keeps the mentor's register knows that the two meet, and takes no part.
SEEN = "owner teammate mentor organiser: ok; *: 404"
WATCHED = dict.fromkeys(("mentorship", "mentorship_ended", "mentorship_rated"), SEEN)
INSIDE = {"mentorship": "owner teammate mentor: ok; organiser: 403; *: 404"}
SIDES = "owner teammate mentor: ok; *: 404"
SESSIONS = dict.fromkeys(("coaching_session", "proposed_session", "past_session", "cancelled_session"), SIDES)
BOOKED = {"coaching_session": SIDES}
NOTE = {"private_note": "mentor: ok; *: 404", "shared_note": "mentor: ok; owner teammate: 403; *: 404"}
MENTORS = {"-": "mentor other_mentor: ok; *: 403"}

ROUTES: dict[str, dict[str, str]] = {
    "coaching.accept": {"proposed_session": SIDES, "coaching_session": SIDES},
    "coaching.add_action": INSIDE,
    "coaching.add_exception": MENTORS,
    "coaching.add_goal": INSIDE,
    "coaching.add_session_action": BOOKED,
    "coaching.agree": {
        f"rating choice={choice}": "mentor: ok; owner teammate: 403; *: 404" for choice in ("show", "hide")
    },
    "coaching.availability": MENTORS,
    "coaching.calendar_file": SESSIONS,
    "coaching.cancel": SESSIONS,
    "coaching.edit_action": {"action": SIDES},
    "coaching.edit_goal": {"goal": SIDES},
    "coaching.edit_note": NOTE,
    "coaching.edit_session": SESSIONS,
    "coaching.honours": {"-": EVERYBODY},
    "coaching.index": {"-": "owner teammate stranger mentor other_mentor: ok; *: 403"},
    "coaching.move": BOOKED,
    "coaching.new_session": INSIDE,
    "coaching.overview": {"-": "organiser other_organiser: ok; *: 403"},
    "coaching.put_note_back": NOTE,
    "coaching.rate": dict.fromkeys(
        ("mentorship", "mentorship_ended"), "owner teammate mentor: ok; organiser: 403; *: 404"
    ),
    "coaching.remove_exception": {"exception": "mentor: ok; *: 404"},
    "coaching.remove_file": {"shared_file": "mentor: ok; owner teammate: 403; *: 404"},
    "coaching.remove_note": NOTE,
    "coaching.report": SESSIONS,
    "coaching.session": SESSIONS,
    "coaching.set_public": {
        f"rating choice={choice}": "owner teammate: ok; mentor: 403; *: 404" for choice in ("public", "private")
    },
    "coaching.settle_action": {f"action state={state}": SIDES for state in ("open", "done", "dropped")},
    "coaching.settle_goal": {f"goal state={state}": SIDES for state in ("open", "done", "dropped")},
    "coaching.share_file": INSIDE,
    "coaching.show": WATCHED,
    "coaching.write_note": BOOKED,
}
