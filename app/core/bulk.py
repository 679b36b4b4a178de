"""Thousands of rows in few statements, with the audit entries that the session would have written one by one."""

from collections.abc import Iterator, Sequence
from typing import Any, TypeVar

from sqlalchemy import CursorResult, Delete, Update, bindparam, delete, insert, update

from app.core import audit
from app.extensions import db

T = TypeVar("T")
CHUNK = 2000


def chunks(items: Sequence[T], size: int = CHUNK) -> Iterator[Sequence[T]]:
    """Parts short enough for one statement on either database."""
    for start in range(0, len(items), size):
        yield items[start : start + size]


def rows_changed(statement: Update | Delete) -> int:
    """How many rows a statement changed: of two who want the same row, one gets 1."""
    result = db.session.execute(statement)
    assert isinstance(result, CursorResult)
    return result.rowcount


def insert_rows(model: Any, rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows that all have the same keys; the columns' own defaults fill the rest."""
    for part in chunks(rows):
        db.session.execute(insert(model.__table__), part)
    if not hasattr(model, "__unaudited__"):
        for row in rows:
            audit.note(model, "insert", row["id"], after=row)


def update_rows(model: Any, changes: Sequence[tuple[Any, dict[str, Any], dict[str, Any]]]) -> None:
    """Apply (id, before, after); names that are no columns, such as facets, are only logged.

    Every change raises the version of a row that counts them.
    """
    table = model.__table__
    for object_id, before, after in changes:
        values: dict[str, Any] = {name: value for name, value in after.items() if name in table.c}
        if "version" in table.c:
            values["version"] = table.c.version + 1
        if values:
            db.session.execute(update(table).where(table.c.id == object_id).values(values))
        if not hasattr(model, "__unaudited__"):
            audit.note(model, "update", object_id, before=before, after=after)


def delete_rows(model: Any, rows: Sequence[dict[str, Any]]) -> None:
    """Delete rows named by all columns of their key, such as facets."""
    table = model.__table__
    if rows:
        where = [table.c[name] == bindparam(f"key_{name}") for name in rows[0]]
        keys = [{f"key_{name}": value for name, value in row.items()} for row in rows]
        db.session.execute(delete(table).where(*where), keys)
