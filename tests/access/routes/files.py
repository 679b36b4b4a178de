"""Openings of decks and data rooms."""

from tests.access.audiences import ENTREPRENEURS, NOBODY

ROUTES: dict[str, dict[str, str]] = {
    "files.open_": {
        "deck": "owner teammate organiser reviewer: ok; *: 404",
        "logo": NOBODY,
        "nothing": NOBODY,
    },
    "files.opened": {"opening": "organiser: ok; *: 404", "no_opening": NOBODY},
    "files.openings": {"-": ENTREPRENEURS},
}
