"""Competitions, their rounds and prizes."""

from tests.access.audiences import EVERYBODY, ORGANISERS

SEEN = dict.fromkeys(("competition", "competition_finished", "competition_carrier"), EVERYBODY)
# The authority of a larger region looks into what one inside it prepares.
SEEN |= {"competition_draft": "organiser province: ok; visitor: 404; *: 404"}
ROUND = dict.fromkeys(("competition", "competition_draft", "competition_finished"), "organiser: ok; *: 404")
OPEN_ROUND = ROUND | {"competition_finished": "organiser: 403; *: 404"}
MANAGED = ROUND | {"competition_carrier": "carrier: ok; *: 404"}
EDITED = OPEN_ROUND | {"competition_carrier": "carrier: ok; *: 404"}

ROUTES: dict[str, dict[str, str]] = {
    "competitions.add_round": EDITED,
    "competitions.create": {"-": ORGANISERS},
    "competitions.decide": ROUND,
    "competitions.edit": EDITED,
    "competitions.edit_round": OPEN_ROUND,
    "competitions.index": {"-": EVERYBODY},
    "competitions.manage": MANAGED,
    "competitions.managed": {"-": ORGANISERS},
    "competitions.move": MANAGED,
    "competitions.prizes": EDITED,
    "competitions.release": ROUND,
    "competitions.remove_round": ROUND,
    "competitions.round_": ROUND,
    "competitions.show": SEEN,
    "competitions.take_jury": ROUND,
}
