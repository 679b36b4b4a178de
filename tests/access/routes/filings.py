"""Filing mentors: the mentor applies, the authority that keeps the register decides. And a mentor's places."""

from tests.access.audiences import EVERYBODY
from tests.access.routes.profiles import EDITED_MENTOR

KEEPERS = "organiser other_organiser: ok; *: 403"
# Whose profile it is, and who keeps the register; to others the page is not there.
BOTH = {"mentor_profile": "mentor organiser: ok; *: 404", "mentor_draft": "other_mentor: ok; *: 404"}
BOTH |= {"mentor_kept": "organiser: ok; *: 404"}
APPLICANT = {"filing_draft": "other_mentor: ok; *: 404", "filing_sent": "organiser: 403; *: 404"}
AUTHORITY = {"mentor_profile": "organiser: ok; mentor: 403; *: 404", "mentor_draft": "other_mentor: 403; *: 404"}
AUTHORITY |= {"mentor_kept": "organiser: ok; *: 404"}

ROUTES: dict[str, dict[str, str]] = {
    "mentors.certificate": BOTH,
    "mentors.drop_change": {"capacity_change": "mentor: ok; *: 404"},
    "mentors.edit_filing": APPLICANT,
    "mentors.enter_filing": AUTHORITY,
    "mentors.filing": BOTH,
    "mentors.filings": {"-": KEEPERS},
    "mentors.pause": EDITED_MENTOR,
    "mentors.places": EDITED_MENTOR,
    "mentors.register": {"-": KEEPERS},
    "mentors.reinstate_filing": AUTHORITY,
    "mentors.resume": EDITED_MENTOR,
    "mentors.review_filing": {"filing_sent": "organiser: ok; *: 404", "filing_draft": "other_mentor: 403; *: 404"},
    "mentors.start_filing": {
        "mentor_profile": "mentor: ok; organiser: 403; *: 404",
        "mentor_draft": "other_mentor: ok; *: 404",
        "mentor_kept": "organiser: 403; *: 404",
    },
    "mentors.suspend_filing": AUTHORITY,
    "mentors.take_back_filing": APPLICANT,
    "mentors.verify": {"-": EVERYBODY},
}
