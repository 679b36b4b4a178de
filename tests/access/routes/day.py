"""The day of a roadshow. Whoever has a ticket's address has the ticket; nobody else has anything of it."""

from tests.access.audiences import EVERYBODY, MANAGED, NOBODY

TICKET = {"ticket_link": EVERYBODY, "forged_ticket_link": "visitor: 404; *: 404"}
NAMED = {"attendee": "investor organiser: ok; *: 404", "guest": "organiser: ok; *: 404"}
ON_LIST = {"attendee": "organiser: ok; *: 404", "attendee roadshow_carrier": "carrier: ok; *: 404"}
# One judge is in conflict with the only pitch.
TURN = {"application_selected": "mentor: ok; *: 404", "application": NOBODY}

ROUTES: dict[str, dict[str, str]] = {
    "roadshows.arrange": MANAGED,
    "roadshows.ask": TICKET,
    "roadshows.badges": MANAGED,
    "roadshows.change_attendee": NAMED,
    "roadshows.check_in": MANAGED,
    "roadshows.control": MANAGED,
    "roadshows.desk": MANAGED,
    "roadshows.desk_list": MANAGED,
    "roadshows.desk_state": MANAGED,
    "roadshows.join": TICKET,
    "roadshows.judge_conflict": TURN,
    "roadshows.judge_pitch": TURN,
    "roadshows.judges": MANAGED,
    "roadshows.judging": {"roadshow": "mentor reviewer: ok; *: 404", "roadshow_open": NOBODY},
    "roadshows.live": {
        "roadshow": EVERYBODY,
        "roadshow_closed": EVERYBODY,
        "roadshow_open": "organiser: ok; visitor: 404; *: 404",
        "roadshow_draft": "organiser: ok; visitor: 404; *: 404",
    },
    "roadshows.moderate": {"question": "organiser: ok; *: 404", "question roadshow_carrier": "carrier: ok; *: 404"},
    "roadshows.my_ticket": {"roadshow": "investor mentor reviewer: ok; *: 404", "roadshow_open": NOBODY},
    "roadshows.party": {"registration": "investor organiser: ok; *: 404"},
    "roadshows.people": MANAGED,
    "roadshows.release_results": MANAGED,
    "roadshows.remove_attendee": NAMED,
    "roadshows.remove_judge": {
        "judge_mentor": "organiser: ok; *: 404",
        "judge_mentor roadshow_carrier": "carrier: ok; *: 404",
    },
    "roadshows.results": {
        "roadshow_closed": EVERYBODY,
        "roadshow": "organiser: ok; visitor: 404; *: 404",
        "roadshow_draft": "organiser: ok; visitor: 404; *: 404",
    },
    "roadshows.screen": MANAGED,
    "roadshows.seat_presenters": MANAGED,
    "roadshows.steer": MANAGED,
    "roadshows.switch": MANAGED,
    "roadshows.team": {"application_selected": "owner teammate organiser: ok; *: 404", "application": NOBODY},
    "roadshows.ticket": TICKET,
    "roadshows.ticket_live": TICKET,
    "roadshows.undo_check_in": ON_LIST,
    "roadshows.vote": TICKET,
    "roadshows.want": {
        "ticket_link question": EVERYBODY,
        "ticket_link waiting_question": EVERYBODY,
        "forged_ticket_link question": "visitor: 404; *: 404",
    },
    "roadshows.withhold_results": MANAGED,
}
