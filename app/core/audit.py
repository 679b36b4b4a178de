"""Every change of every row, who made it and when, in an append-only table whose entries are chained by hashes.

The session itself records: a flush collects what changed, the outermost commit appends it. The head row is locked
last, so writers queue for milliseconds and never wait for each other's rows while they hold it.
"""

import datetime as dt
import hashlib
import json
import uuid
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import JSON, BigInteger, Integer, String, Uuid, event, insert, inspect, select, update
from sqlalchemy.orm import Mapped, Session, SessionTransaction, UOWTransaction, mapped_column

from app.core.model import Moment, utc_now
from app.extensions import Base, db

GENESIS = "0" * 64
LONGEST = 2000


class AuditEntry(Base):
    __tablename__ = "audit_entry"
    __unaudited__ = "the log itself"

    position: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    at: Mapped[Moment] = mapped_column(index=True)
    actor_id: Mapped[uuid.UUID | None] = mapped_column(Uuid, index=True)
    membership_id: Mapped[uuid.UUID | None] = mapped_column(Uuid)
    action: Mapped[str] = mapped_column(String(20))
    table: Mapped[str] = mapped_column(String(60))
    object_id: Mapped[str] = mapped_column(String(80), index=True)
    before: Mapped[dict[str, Any]] = mapped_column(JSON)
    after: Mapped[dict[str, Any]] = mapped_column(JSON)
    hash: Mapped[str] = mapped_column(String(64))


class AuditHead(Base):
    """One row: the last position and its hash. Locking it is what keeps the chain a chain."""

    __tablename__ = "audit_head"
    __unaudited__ = "part of the log"

    id: Mapped[int] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(BigInteger)
    hash: Mapped[str] = mapped_column(String(64))


def acting(*, actor_id: uuid.UUID | None, membership_id: uuid.UUID | None = None) -> None:
    """Name the person in whose name this session's changes are made."""
    db.session.info["actor"] = (actor_id, membership_id)


def note(
    model: Any,
    action: str,
    object_id: Any,
    *,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    """Log what a statement wrote past the session's own bookkeeping (see `core/bulk.py`), in this transaction."""
    columns = model.__table__.c

    def shown(values: dict[str, Any] | None) -> dict[str, Any]:
        return {name: _shown(columns.get(name), value) for name, value in (values or {}).items() if value is not None}

    key = str(object_id)
    change = {
        "action": action,
        "table": model.__tablename__,
        "object_id": key,
        "before": shown(before),
        "after": shown(after),
    }
    _pending(db.session()).append(change)


def entry_hash(previous: str, entry: dict[str, Any]) -> str:
    return hashlib.sha256((previous + _canonical(entry)).encode()).hexdigest()


def verify() -> int | None:
    """The position of the first entry that does not follow from the one before it, or None when the chain is whole."""
    previous, expected = GENESIS, 1
    for entry in db.session.scalars(select(AuditEntry).order_by(AuditEntry.position)).yield_per(1000):
        content = {column: getattr(entry, column) for column in _HASHED}
        if entry.position != expected or entry.hash != entry_hash(previous, content):
            return entry.position
        previous, expected = entry.hash, expected + 1
    head = db.session.get(AuditHead, 1)
    return None if head is None or (head.position, head.hash) == (expected - 1, previous) else expected


_HASHED = ("position", "at", "actor_id", "membership_id", "action", "table", "object_id", "before", "after")


def _canonical(value: Any) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False, default=_plain)


def _plain(value: Any) -> Any:
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat()
    if isinstance(value, bytes):
        return f"<{len(value)} bytes>"
    return str(value)


def _shown(column: Any, value: Any) -> Any:
    if value is not None and column is not None and column.info.get("secret"):
        return "•••"
    plain = json.loads(json.dumps(value, default=_plain))
    return plain[:LONGEST] if isinstance(plain, str) else plain


def _change(obj: Any, action: str) -> dict[str, Any] | None:
    state = inspect(obj)
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    for attribute in state.mapper.column_attrs:
        column = attribute.columns[0]
        history = state.attrs[attribute.key].history
        old = history.deleted[0] if history.deleted else None
        value = state.dict.get(attribute.key)
        if action == "insert" and value is not None:
            after[attribute.key] = _shown(column, value)
        elif action == "delete" and value is not None:
            before[attribute.key] = _shown(column, value)
        elif action == "update" and history.has_changes() and old != value and attribute.key != "updated_at":
            before[attribute.key], after[attribute.key] = _shown(column, old), _shown(column, value)
    if action == "update" and set(after) <= {"version"}:
        return None
    key = ":".join(str(part) for part in state.mapper.primary_key_from_instance(obj))
    return {
        "action": action,
        "table": state.mapper.local_table.name,
        "object_id": key,
        "before": before,
        "after": after,
    }


def _pending(session: Session) -> list[dict[str, Any]]:
    pending: list[dict[str, Any]] = session.info.setdefault("audit", [])
    return pending


def _collect(session: Session, _context: UOWTransaction) -> None:
    for action, objects in (("insert", session.new), ("update", session.dirty), ("delete", session.deleted)):
        for obj in objects:
            if hasattr(obj, "__unaudited__") or (action == "update" and not session.is_modified(obj)):
                continue
            if change := _change(obj, action):
                _pending(session).append(change)


def _append(session: Session) -> None:
    if session.in_nested_transaction():
        return
    session.flush()
    pending = _pending(session)
    if not pending:
        return
    head = session.execute(
        select(AuditHead.position, AuditHead.hash).where(AuditHead.id == 1).with_for_update()
    ).one_or_none()
    position, last = head if head else (0, GENESIS)
    actor_id, membership_id = session.info.get("actor", (None, None))
    rows = []
    for change in pending:
        position += 1
        entry = {"position": position, "at": utc_now(), "actor_id": actor_id, "membership_id": membership_id, **change}
        last = entry_hash(last, {key: entry[key] for key in _HASHED})
        rows.append({**entry, "hash": last})
    connection = session.connection()
    connection.execute(insert(AuditEntry), rows)
    if head:
        connection.execute(update(AuditHead).where(AuditHead.id == 1).values(position=position, hash=last))
    else:
        connection.execute(insert(AuditHead), {"id": 1, "position": position, "hash": last})
    pending.clear()


def _mark(session: Session, transaction: SessionTransaction) -> None:
    session.info.setdefault("audit_marks", WeakKeyDictionary())[transaction] = len(_pending(session))


def _forget(session: Session, transaction: SessionTransaction) -> None:
    """A savepoint that is rolled back takes its changes out of the log as well."""
    del _pending(session)[session.info.get("audit_marks", {}).get(transaction, 0) :]


def listen(target: Any) -> None:
    """Attach the log to a session class or factory."""
    event.listen(target, "after_flush", _collect)
    event.listen(target, "before_commit", _append)
    event.listen(target, "after_transaction_create", _mark)
    event.listen(target, "after_soft_rollback", _forget)
