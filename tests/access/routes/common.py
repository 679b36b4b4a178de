"""What every part shares: drafts, files, notices, pages, the picker of regions."""

from tests.access.audiences import EVERYBODY, NOBODY, SIGNED_IN

# On routes that visitors may try too.
GONE = "visitor: 404; *: 404"

ROUTES: dict[str, dict[str, str]] = {
    "drafts.autosave": {"key=project:new": SIGNED_IN},
    "drafts.discard": {"key=project:new": SIGNED_IN},
    "files.download": {
        # Its owners, and who runs or reviews a roadshow that it applied to.
        "deck": "owner teammate organiser reviewer: ok; visitor: 404; *: 404",
        # Its operator's staff, and the authority of its region.
        "accreditation_file": "carrier organiser province: ok; visitor: 404; *: 404",
        # Readers of a data room get the last version.
        "room_file": "owner teammate investor: ok; visitor: 404; *: 404",
        "earlier_file": "owner teammate: ok; visitor: 404; *: 404",
        # Both sides of a conversation, and the staff because it was reported.
        "message_file": "owner teammate mentor organiser province administrator: ok; visitor: 404; *: 404",
        "logo": GONE,
        "evidence": "organiser: ok; visitor: 404; *: 404",
        "appeal_file": "carrier organiser province: ok; visitor: 404; *: 404",
        "coaching_file": "owner teammate mentor: ok; visitor: 404; *: 404",
        "nothing": GONE,
    },
    "files.image": {"logo": EVERYBODY, "deck": GONE, "nothing": GONE},
    "notifications.dev_mail": {"-": EVERYBODY},
    "notifications.dev_mail_message": {"mail": EVERYBODY, "nothing": GONE},
    "notifications.index": {"-": SIGNED_IN},
    "notifications.open_": {"notification": "owner: ok; *: 404"},
    "notifications.read": {"notification": "owner: ok; *: 404"},
    "notifications.read_all": {"-": SIGNED_IN},
    "notifications.settings": {"-": SIGNED_IN},
    "notifications.unread": {"notification": "owner: ok; *: 404"},
    "notifications.unsubscribe": {"unsubscribe_link": EVERYBODY, "token=unknown": GONE},
    "pages.calendar": {"-": SIGNED_IN},
    "pages.calendar_feed": {"calendar": EVERYBODY, "token=unknown": GONE},
    "pages.calendar_feed_new": {"-": SIGNED_IN},
    "pages.calendar_feed_stop": {"-": SIGNED_IN},
    "pages.health": {"-": EVERYBODY},
    "pages.home": {"-": EVERYBODY},
    "pages.job": {"job": "owner: ok; *: 404", "nobodys_job": NOBODY},
    "pages.privacy": {"-": EVERYBODY},
    "pages.search": {"-": EVERYBODY},
    "pages.styleguide": {"-": EVERYBODY},
    "pages.terms": {"-": EVERYBODY},
    "pages.today": {"-": SIGNED_IN},
    "taxonomy.region_picker": {"-": EVERYBODY},
}
