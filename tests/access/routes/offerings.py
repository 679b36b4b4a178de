"""Offerings of agencies and requests for them."""

from tests.access.audiences import ENTREPRENEURS, EVERYBODY, NOBODY

AGENCY = "agency: ok; *: 403"
OWN = "agency: ok; *: 404"
WRITING = {"offering": OWN, "offering_draft": OWN, "no_offering": NOBODY}
CHANGING = WRITING | {"offering_archived": "agency: 403; *: 404"}
BOTH = dict.fromkeys(
    ("service_asked", "service_quoted", "service_accepted", "service_completed"), "owner teammate agency: ok; *: 404"
)
ASKS = dict.fromkeys(BOTH, "owner teammate: ok; agency: 403; *: 404")
SERVES = dict.fromkeys(BOTH, "agency: ok; owner teammate: 403; *: 404")

ROUTES: dict[str, dict[str, str]] = {
    "offerings.accept": ASKS,
    "offerings.archive": WRITING,
    "offerings.ask": {"offering": ENTREPRENEURS, "offering_draft": NOBODY, "offering_archived": NOBODY},
    "offerings.cancel": BOTH,
    "offerings.complete": SERVES,
    "offerings.create": {"-": AGENCY},
    "offerings.decline": ASKS,
    "offerings.edit": CHANGING,
    "offerings.index": {"-": EVERYBODY},
    "offerings.mine": {"-": AGENCY},
    "offerings.overview": {"-": "organiser other_organiser province: ok; *: 403"},
    "offerings.publish": WRITING,
    "offerings.quote": SERVES,
    "offerings.rate": ASKS,
    "offerings.refuse": SERVES,
    "offerings.request_show": BOTH,
    "offerings.requests": {"-": "owner teammate stranger agency: ok; *: 403"},
    "offerings.restore": WRITING,
    "offerings.show": {
        "offering": EVERYBODY,
        "offering_draft": "agency: ok; visitor: 404; *: 404",
        "offering_archived": "agency: ok; visitor: 404; *: 404",
        "no_offering": "visitor: 404; *: 404",
    },
    "offerings.withdraw": ASKS,
}
