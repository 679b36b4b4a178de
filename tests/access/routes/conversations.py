"""Conversations: the two sides' people, and for one reported message the staff."""

WRITERS = "owner teammate stranger mentor other_mentor investor other_investor: ok; *: 403"
TALK = {"talk": "owner teammate mentor: ok; *: 404"}

ROUTES: dict[str, dict[str, str]] = {
    "messages.block": TALK,
    "messages.close_report": {"message_report": "organiser province administrator: ok; *: 404"},
    "messages.inbox": {"-": WRITERS},
    "messages.new": TALK,
    "messages.read": TALK,
    "messages.report": {
        "heard_message": "owner teammate: ok; mentor: 403; *: 404",
        "own_message": "mentor: ok; owner teammate: 403; *: 404",
    },
    "messages.reports": {"-": "organiser other_organiser administrator: ok; *: 403"},
    "messages.show": TALK,
    "messages.unblock": TALK,
}
