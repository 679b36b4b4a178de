"""Bulletins: what is published is read, the rest is its authority's."""

from tests.access.audiences import EVERYBODY, NOBODY

DESK = "organiser other_organiser province: ok; *: 403"
OWN = dict.fromkeys(("bulletin", "bulletin_internal", "bulletin_draft"), "organiser: ok; *: 404") | {"nothing": NOBODY}
WRITING = {
    "bulletin_draft": "organiser: ok; *: 404",
    "bulletin": "organiser: 403; *: 404",
    "bulletin_internal": "organiser: 403; *: 404",
    "bulletin_discarded": "organiser: 403; *: 404",
}

ROUTES: dict[str, dict[str, str]] = {
    "bulletins.arrange": OWN,
    "bulletins.contents": WRITING,
    "bulletins.correct": OWN,
    "bulletins.create": {"-": DESK},
    "bulletins.discard": OWN,
    "bulletins.edit": WRITING,
    "bulletins.feed": {"-": EVERYBODY},
    "bulletins.index": {"-": EVERYBODY},
    "bulletins.mine": {"-": DESK},
    "bulletins.publish": OWN,
    "bulletins.recount": OWN,
    "bulletins.restore": OWN | {"bulletin_discarded": "organiser: ok; *: 404"},
    "bulletins.show": {
        "bulletin": EVERYBODY,
        "bulletin_internal": "organiser province carrier: ok; visitor: 404; *: 404",
        "bulletin_draft": "organiser province: ok; visitor: 404; *: 404",
        "bulletin_discarded": "organiser province: ok; visitor: 404; *: 404",
        "nothing": "visitor: 404; *: 404",
    },
}
