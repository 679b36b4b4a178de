"""Nothing that somebody types into any form of any route breaks it, writes by halves, or takes a right that was not
given."""

import io
import itertools
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, func, select

from app.core.audit import AuditEntry
from app.core.jobs import Job
from app.core.mail import OutboxMessage
from app.extensions import db
from app.notifications.models import Notification
from tests import isolation
from tests.access import matrix, world
from tests.trust.forms import Door, WatchedRequest, doors, send

UNKNOWN = str(uuid.UUID(int=7))
# Each stands for what a field may get: a text of bytes, several values for one, or none at all.
HOSTILE: dict[str, list[str | bytes]] = {
    "NUL and a lone surrogate": [b"a\x00b\xed\xa0\x80c"],
    # Mostly Latin, which is sent as it is: to quote and unquote the other took longer than all else.
    "a hundred thousand characters": ["字" + "x" * 100_000],
    "10^30": ["1" + "0" * 30],
    "NaN": ["NaN"],
    "-1": ["-1"],
    "no such day": ["2026-02-30T25:61"],
    "markup": ["<script>alert(1)</script>"],
    "SQL": ["'; DROP TABLE account; --"],
    "combining characters": ["Z\u0351\u036b\u0343" * 400 + "\u202e\u200b\ufeff"],
    "not UTF-8": [b"\xff\xfe\x80"],
    "unknown id": [UNKNOWN],
    "a list": ["1", "[]", "{}"],
    "nothing": [],
    "infinity": ["1e400"],
}
# PostgreSQL keeps neither of these. They are left out in one place for all forms, so one POST a form tries them.
UNSTORABLE = "NUL and a lone surrogate"
NO_FORMS = [
    (b"{]", "application/json"),
    (b"[1, null]", "application/json"),
    (b"--x\r\n", "multipart/form-data; boundary=x"),
    (b"%", "text/plain"),
]
# Names of columns that no form offers.
STOLEN = {
    "role": "administrator",
    "is_manager": "1",
    "is_live": "1",
    "state": "published",
    "status": "published",
    "score": "100",
    "raw": "1",
    "mentee_count": "0",
    "seats_taken": "0",
    "lineup_count": "0",
    "outcome": "selected",
    "source_key": "stolen",
    "published_at": "2020-01-01T00:00:00Z",
    "feedback_released_at": "2020-01-01T00:00:00Z",
    "totp_enabled_at": "2020-01-01T00:00:00Z",
    "password_hash": "!",
    "id": UNKNOWN,
}
PEOPLE_COLUMNS = ("owner_id", "organisation_id", "account_id", "created_by_id", "membership_id", "sent_by_id")
# The sessions that committed something since it was last cleared.
COMMITTED: list[Any] = []
WRITTEN = (AuditEntry.position, Job.id, OutboxMessage.id, Notification.id)


@pytest.fixture(scope="module")
def entrance(database_app: Flask) -> Iterator[tuple[Flask, world.City, list[Door]]]:
    """A small city with all its forms; whatever is tried on them is taken back."""
    with pytest.MonkeyPatch.context() as patch, isolation.rolled_back(database_app):
        patch.setattr(database_app, "request_class", WatchedRequest)
        patch.setitem(database_app.config, "PROPAGATE_EXCEPTIONS", False)
        event.listen(db.session, "after_commit", COMMITTED.append)
        city = world.build(database_app)
        yield database_app, city, list(doors(database_app, city))


# What is read before any statement is sent to the database is the same on each. First, so that the next goes on with
# the same doors.
@pytest.mark.parametrize("database_app", ["sqlite"], indirect=True)
def test_what_no_form_sends(entrance):
    """Files for texts and bodies that are no forms break nothing; columns that a form does not offer change nothing."""
    app, city, opened = entrance
    wrong = []
    turn, bodies = itertools.count(), itertools.cycle(NO_FORMS)
    stranger = city.people["other_organiser"]
    people = {name: str(getattr(stranger, name, None) or stranger.account_id) for name in PEOPLE_COLUMNS}
    for door in opened:
        client = city.client(app, door.person)
        told, content = _odd_body(door, next(turn), bodies)
        with matrix.undone():
            if client.post(door.url, **content).status_code >= 500:
                wrong.append(f"{door}: {told}")
        extra = {name: [value] for name, value in {**STOLEN, **people}.items() if name not in door.names}
        if (plain := _effect(client, door, {})) != (stolen := _effect(client, door, extra)):
            wrong.append(f"{door}: {plain} became {stolen}")
    assert wrong == []


def test_hostile_values_in_every_field(entrance):
    """Never a 5xx; and what is refused has written nothing. Each field gets one of them, on one of the databases."""
    app, city, opened = entrance
    wrong, sent, untouched = [], 0, _written()
    on_postgresql = db.engine.dialect.name == "postgresql"
    rotation, turn = itertools.cycle(HOSTILE), itertools.cycle((on_postgresql, not on_postgresql))
    for door in opened:
        client = city.client(app, door.person)
        for name in itertools.compress(door.names, turn):
            kind = next(rotation)
            wrong += _refused_whole(client, door, {name: HOSTILE[kind]}, f"{door}: {kind} as {name}", untouched)
            sent += 1
        kind = UNSTORABLE if on_postgresql else next(rotation)
        everywhere = dict.fromkeys(door.names, HOSTILE[kind])
        wrong += _refused_whole(client, door, everywhere, f"{door}: {kind} everywhere", untouched)
    assert sent > 400
    assert wrong == []


def _odd_body(door: Door, turn: int, bodies: Iterator[tuple[bytes, str]]) -> tuple[str, dict[str, Any]]:
    """Files, JSON or what is neither, in turns: which form it is that refuses them makes no difference."""
    if turn % 3 == 0:
        files = {name: (io.BytesIO(b"%PDF-\x00\xff"), "..\\..\x01/evil\u202e.pdf") for name in door.names}
        return "files", {"data": files, "content_type": "multipart/form-data"}
    if turn % 3 == 1:
        return "numbers", {"json": dict.fromkeys(door.names, 5)}
    body, kind = next(bodies)
    return kind, {"data": body, "content_type": kind}


def _refused_whole(
    client: Any, door: Door, changed: dict[str, list[str | bytes]], told: str, untouched: Any
) -> list[str]:
    COMMITTED.clear()
    with matrix.undone():
        response = send(client, door, changed)
        if response.status_code >= 500:
            return [f"{told}: {response.status_code}"]
        if response.status_code >= 400 and COMMITTED and _written() != untouched:
            return [f"{told}: {response.status_code}, but something was written"]
    return []


def _written() -> Any:
    """The newest row of each table that a change leaves traces in; positions and ids grow."""
    newest = (select(column).order_by(column.desc()).limit(1).scalar_subquery() for column in WRITTEN)
    return db.session.execute(select(*newest)).one()


def _effect(client: Any, door: Door, extra: dict[str, list[str | bytes]]) -> Any:
    """The status, and each change with the columns that decide about rights."""
    with matrix.undone():
        newest = db.session.scalar(select(func.max(AuditEntry.position))) or 0
        status = send(client, door, extra).status_code
        entries = db.session.scalars(
            select(AuditEntry).where(AuditEntry.position > newest).order_by(AuditEntry.position)
        ).all()
        columns = (set(STOLEN) - {"id", "password_hash", "totp_enabled_at", "published_at"}) | set(PEOPLE_COLUMNS)
        return status, sorted(
            (
                entry.table,
                entry.action,
                sorted(entry.after),
                sorted((name, str(value)) for name, value in entry.after.items() if name in columns),
            )
            for entry in entries
        )
