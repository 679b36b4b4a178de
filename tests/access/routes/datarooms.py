"""Data rooms: kept by their project, read by organisations that it let in, nothing to everybody else."""

from tests.access.audiences import NOBODY

READ = {"room": "owner teammate investor: ok; *: 404", "room_asked": "owner teammate: ok; *: 404"}
KEPT = {"room": "owner teammate: ok; investor: 403; *: 404", "room_asked": "owner teammate: ok; *: 404"}
DOCUMENT = {"room_document": "owner teammate: ok; investor: 403; *: 404"}
FOLDER = {"room_folder": "owner teammate: ok; investor: 403; *: 404"}
GRANT = {"room_grant": "owner teammate: ok; investor: 403; *: 404"}
ANSWERED = {"room_request": "owner teammate: ok; investor: 403; *: 404"}

ROUTES: dict[str, dict[str, str]] = {
    "datarooms.accept": ANSWERED,
    "datarooms.access": KEPT,
    "datarooms.add_document": KEPT,
    "datarooms.add_folder": KEPT,
    "datarooms.add_version": DOCUMENT,
    "datarooms.agree": {"room": "investor: ok; owner teammate: 403; *: 404"},
    "datarooms.ask": {
        "project": "investor other_investor: ok; *: 403",
        "coached": "investor other_investor: ok; *: 403",
        # It has none.
        "strangers_project": NOBODY,
        "draft": NOBODY,
    },
    "datarooms.change_terms": KEPT,
    "datarooms.create": {
        "project": "owner teammate: ok; *: 403",
        "draft": "owner teammate: ok; *: 404",
        "archived": "owner teammate: 403; *: 404",
        "strangers_project": "stranger: ok; *: 403",
    },
    "datarooms.decline": ANSWERED,
    "datarooms.document": DOCUMENT,
    "datarooms.grant": KEPT,
    "datarooms.index": {"-": "owner teammate stranger investor other_investor carrier agency: ok; *: 403"},
    "datarooms.log": KEPT,
    "datarooms.remove_document": DOCUMENT,
    "datarooms.remove_folder": FOLDER,
    "datarooms.rename_folder": FOLDER,
    "datarooms.renew": GRANT,
    "datarooms.restore_document": DOCUMENT,
    "datarooms.revoke": GRANT,
    "datarooms.show": READ,
    "datarooms.take_requests": KEPT,
    "datarooms.terms": READ,
    "datarooms.withdraw": {"room_request": "investor: ok; owner teammate: 403; *: 404"},
}
