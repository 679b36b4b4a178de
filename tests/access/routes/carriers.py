"""Carriers."""

from tests.access.audiences import EVERYBODY

STAFF = "carrier: ok; *: 403"
OPERATED = {"carrier": STAFF, "carrier_draft": "carrier: ok; *: 404", "carrier_elsewhere": "*: 403"}
# What is archived is restored before it is changed; the authority of its region keeps sight of it.
EDITED = OPERATED | {"carrier_archived": "carrier organiser: 403; *: 404"}
MOVED = OPERATED | {"carrier_archived": "carrier: ok; organiser: 403; *: 404"}

ROUTES: dict[str, dict[str, str]] = {
    "carriers.archive": MOVED,
    "carriers.create": {"-": STAFF},
    "carriers.edit": EDITED,
    "carriers.index": {"-": EVERYBODY},
    "carriers.mine": {"-": STAFF},
    "carriers.publish": MOVED,
    "carriers.restore": MOVED,
    "carriers.show": {
        "carrier": EVERYBODY,
        "carrier_elsewhere": EVERYBODY,
        "carrier_draft": "carrier: ok; visitor: 404; *: 404",
        "carrier_archived": "carrier organiser: ok; visitor: 404; *: 404",
    },
    "carriers.upload": {f"{thing} kind=logo": expected for thing, expected in EDITED.items()},
    "carriers.visibility": EDITED,
}
