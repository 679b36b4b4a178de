"""Salons, forums and training classes, their seats and certificates."""

from tests.access.audiences import EVERYBODY, ORGANISERS, SIGNED_IN

SEEN = dict.fromkeys(("event", "event_carrier", "event_held", "event_cancelled"), EVERYBODY)
SEEN |= {"event_draft": "organiser province: ok; visitor: 404; *: 404"}
MANAGED = dict.fromkeys(("event", "event_draft", "event_held", "event_cancelled"), "organiser: ok; *: 404")
MANAGED |= {"event_carrier": "carrier: ok; *: 404"}
CERTIFICATE = {"certificate": "organiser: ok; *: 404", "certificate event_carrier": "*: 404"}

ROUTES: dict[str, dict[str, str]] = {
    "events.calendar_file": SEEN,
    "events.cancel": MANAGED,
    "events.certificate": {"certificate": EVERYBODY, "number=2026-000000-000000-0": "visitor: 404; *: 404"},
    "events.create": {"-": ORGANISERS},
    "events.edit": MANAGED | {"event_cancelled": "organiser: 403; *: 404"},
    "events.feed": {"-": EVERYBODY},
    "events.find_certificate": {"-": EVERYBODY},
    "events.give_up": {
        "event": "owner: ok; *: 404",
        "event_draft": "*: 404",
        "event_held": "owner: ok; *: 404",
    },
    "events.index": {"-": EVERYBODY},
    "events.issue_certificates": MANAGED,
    "events.manage": MANAGED,
    "events.managed": {"-": ORGANISERS},
    "events.mine": {"-": SIGNED_IN},
    "events.move": MANAGED,
    "events.note_attendance": MANAGED,
    "events.participants": MANAGED,
    "events.register": {
        **dict.fromkeys(("event", "event_carrier", "event_held"), SIGNED_IN),
        "event_draft": "organiser province: ok; *: 404",
    },
    "events.release": {"seat": "organiser: ok; *: 404", "seat event_carrier": "*: 404"},
    "events.revoke_certificate": CERTIFICATE,
    "events.show": SEEN,
    "events.sign_in_sheet": MANAGED,
}
