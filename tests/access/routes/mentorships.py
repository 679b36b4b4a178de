"""Requests to mentors, and mentorships."""

from tests.access.audiences import ENTREPRENEURS, SIGNED_IN

# Who was asked answers, who asked may know that it is there.
ASKED = {"mentor_request": "mentor: ok; owner teammate: 403; *: 404"}
ASKED |= {"organiser_request": "mentor: ok; organiser: 403; *: 404"}
ASKED |= {"answered_request": "mentor: ok; owner teammate: 403; *: 404"}
SENT = {
    "mentor_request": "owner teammate: ok; mentor: 403; *: 404",
    "organiser_request": "organiser: ok; mentor: 403; *: 404",
    "answered_request": "owner teammate: ok; mentor: 403; *: 404",
}

ROUTES: dict[str, dict[str, str]] = {
    "mentorships.accept": ASKED,
    "mentorships.ask": {
        "mentor_profile": ENTREPRENEURS,
        "mentor_draft": "other_mentor: 403; *: 404",
        "mentor_kept": "organiser: 403; *: 404",
        "mentor_archived": "other_organiser: 403; *: 404",
    },
    "mentorships.ask_instead": SENT,
    "mentorships.decline": ASKED,
    "mentorships.end": {"mentorship": "owner teammate mentor: ok; *: 404"},
    "mentorships.inbox": {"-": "administrator agency reviewer conflicted left ended: 403; " + SIGNED_IN},
    "mentorships.index": {"-": "owner teammate stranger mentor other_mentor: ok; *: 403"},
    "mentorships.want": {
        "project": "owner teammate: ok; *: 404",
        "draft": "owner teammate: ok; *: 404",
        "strangers_project": "stranger: ok; *: 404",
    },
    "mentorships.withdraw": SENT,
}
