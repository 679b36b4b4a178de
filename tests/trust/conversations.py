"""What the tests of trust know of conversations: canaries in what people wrote, and moves that their state does not
allow."""

from typing import Any

from app.core.model import utc_now
from app.extensions import db
from app.files.models import File, path_of
from app.messages.models import Connection, ConversationBlock, Message, MessageReport, Side
from tests.access.world import City

BODY: dict[str, list[str | bytes]] = {"body": ["您好"]}


def _ended(city: City) -> None:
    db.session.get_one(Connection, city.things["talk"]["connection_id"]).ended_at = utc_now()


def _blocked(city: City) -> None:
    connection_id = city.things["talk"]["connection_id"]
    blocked_by_id = city.people["owner"].account_id
    db.session.add(ConversationBlock(connection_id=connection_id, side=Side.PROJECT, blocked_by_id=blocked_by_id))


def _handled(city: City) -> None:
    db.session.get_one(MessageReport, city.things["message_report"]["report_id"]).handled_at = utc_now()


def _as_it_is(_city: City) -> None:
    """The small city has the state already."""


REFUSED: list[Any] = [
    ("messages.show", "talk", "owner", BODY, [_ended, _blocked]),
    ("messages.show", "talk", "mentor", BODY, [_ended, _blocked]),
    ("messages.block", "talk", "teammate", {}, [_blocked]),
    ("messages.unblock", "talk", "owner", {}, [_as_it_is]),
    ("messages.unblock", "talk", "mentor", {}, [_blocked]),
    ("messages.report", "heard_message", "owner", {"reason": ["广告"]}, [_as_it_is]),
    ("messages.close_report", "message_report", "organiser", {}, [_handled]),
]


def talks(planter: Any, city: City) -> None:
    def row(model: Any, thing: str, argument: str) -> Any:
        return db.session.get_one(model, city.things[thing][argument])

    for thing in ("own_message", "heard_message"):
        planter.text(row(Message, thing, "message_id"), "body")
    planter.text(row(MessageReport, "message_report", "report_id"), "reason")
    file = row(File, "message_file", "file_id")
    file.name = planter.token("an attachment's name") + ".pdf"
    path_of(file.id).write_bytes(b"%PDF-1.7 " + planter.token("an attachment's content").encode())
