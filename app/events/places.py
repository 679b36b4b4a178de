"""Counted places: the event's row is locked first, and the database refuses one too many."""

from typing import Any

from sqlalchemy import update

from app.events.core import EventCore
from app.extensions import db


def lock(event: EventCore) -> None:
    """Nobody else changes this event's places until the end of the transaction; its values are read again."""
    db.session.flush()
    db.session.refresh(event, with_for_update={"of": type(event), "key_share": True})


def count(event: EventCore, column: str, change: int) -> None:
    """Beside the mapper, so that a registration does not make an organiser's open form stale."""
    if change:
        db.session.flush()
        table: Any = type(event).__table__  # type: ignore[attr-defined]
        values = {column: table.c[column] + change, "updated_at": table.c.updated_at}
        db.session.execute(update(table).where(table.c.id == event.id).values(values))
        db.session.refresh(event, [column])


def count_seats(event: EventCore, change: int) -> None:
    count(event, "seats_taken", change)
