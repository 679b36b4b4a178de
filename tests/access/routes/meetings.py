"""1:1 meetings of roadshows."""

from tests.access.audiences import NOBODY

SIDES = "owner teammate investor other_investor: ok; *: 404"
# The owner's project is on its line-up; funds meet there.
JOINED = {"roadshow": SIDES, "roadshow_open": NOBODY, "roadshow_draft": NOBODY}
ANSWERED = {"meeting_request": "owner teammate: ok; investor: 403; *: 404"}

ROUTES: dict[str, dict[str, str]] = {
    "meetings.accept": ANSWERED,
    "meetings.ask": {"roadshow": "owner teammate: ok; investor other_investor: 403; *: 404", "roadshow_draft": NOBODY},
    "meetings.decline": ANSWERED,
    "meetings.requests": {"-": "owner teammate stranger investor other_investor: ok; *: 403"},
    "meetings.roadshow": JOINED,
    "meetings.withdraw": {"meeting_request": "investor: ok; owner teammate: 403; *: 404"},
}
