"""Openings of decks and data rooms."""

from tests.access.audiences import ENTREPRENEURS, NOBODY

ROUTES: dict[str, dict[str, str]] = {
    "files.open_": {
        "deck": "owner teammate organiser reviewer: ok; *: 404",
        "room_file": "owner teammate investor: ok; *: 404",
        "earlier_file": "owner teammate: ok; *: 404",
        "logo": NOBODY,
        "nothing": NOBODY,
    },
    "files.opened": {"opening": "organiser: ok; *: 404", "room_opening": "investor: ok; *: 404", "no_opening": NOBODY},
    "files.openings": {"-": ENTREPRENEURS},
}
