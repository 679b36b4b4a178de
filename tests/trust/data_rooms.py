"""What the tests of trust know of data rooms: canaries in private fields, and moves that their state does not allow."""

import datetime as dt
from typing import Any

from app.core.answering import AnswerState
from app.core.model import utc_now
from app.datarooms.models import DataRoom, RoomDocument, RoomFolder, RoomGrant, RoomRequest
from app.datarooms.queries import current_terms
from app.extensions import db
from app.files.models import File, path_of
from tests.access.world import City

DAY: dict[str, list[str | bytes]] = {"until": [(utc_now() + dt.timedelta(days=9)).date().isoformat()]}
PAST = utc_now() - dt.timedelta(days=1)


def _set(model: Any, thing: str, argument: str, **values: Any) -> Any:
    def change(city: City) -> None:
        row = db.session.get_one(model, city.things[thing][argument])
        for name, value in values.items():
            setattr(row, name, value)

    return change


def _as_it_is(_city: City) -> None:
    """The small city has the state already."""


ANSWERED = [
    _set(RoomRequest, "room_request", "request_id", state=state)
    for state in AnswerState
    if state is not AnswerState.PENDING
]
LATE = _set(RoomRequest, "room_request", "request_id", expires_at=PAST)
ENDED = [
    _set(RoomGrant, "room_grant", "grant_id", revoked_at=PAST),
    _set(RoomGrant, "room_grant", "grant_id", granted_at=PAST - dt.timedelta(days=1), expires_at=PAST),
]
REMOVED = _set(RoomDocument, "room_document", "document_id", removed_at=PAST)
REFUSED: list[Any] = [
    ("datarooms.create", "project", "owner", {}, [_as_it_is]),
    ("datarooms.agree", "room", "investor", {"number": ["1"]}, [_as_it_is]),
    ("datarooms.agree", "room", "investor", {"number": ["2"]}, [_as_it_is]),
    ("datarooms.ask", "project", "investor", {"message": ["想看"]}, [_as_it_is]),
    ("datarooms.ask", "coached", "investor", {"message": ["想看"]}, [_as_it_is]),
    ("datarooms.accept", "room_request", "owner", DAY, [*ANSWERED, LATE]),
    ("datarooms.decline", "room_request", "owner", {"reason": ["下次"]}, [*ANSWERED, LATE]),
    ("datarooms.withdraw", "room_request", "investor", {}, ANSWERED),
    ("datarooms.revoke", "room_grant", "owner", {}, ENDED),
    ("datarooms.remove_document", "room_document", "owner", {}, [REMOVED]),
    ("datarooms.restore_document", "room_document", "owner", {}, [_as_it_is]),
    ("datarooms.remove_folder", "room_folder", "owner", {}, [_as_it_is]),
]


def rooms(planter: Any, city: City) -> None:
    """Names, texts and what the files hold."""

    def row(model: Any, thing: str, argument: str) -> Any:
        return db.session.get_one(model, city.things[thing][argument])

    planter.text(row(RoomFolder, "room_folder", "folder_id"), "name")
    planter.text(row(RoomDocument, "room_document", "document_id"), "name")
    planter.text(row(RoomRequest, "room_request", "request_id"), "message")
    planter.text(current_terms(row(DataRoom, "room", "room_id")), "body")
    for thing in ("room_file", "earlier_file"):
        file = row(File, thing, "file_id")
        file.name = planter.token(f"{thing}'s name") + ".pdf"
        path_of(file.id).write_bytes(b"%PDF-1.7 " + planter.token(f"{thing}'s content").encode())
