"""Counted places: the roadshow's row is locked first, and the database refuses one too many."""

from sqlalchemy import update

from app.core.errors import Forbidden
from app.extensions import db
from app.roadshows.models import Roadshow


def require(allowed: bool) -> None:
    if not allowed:
        raise Forbidden


def lock(roadshow: Roadshow) -> None:
    """Nobody else changes this roadshow's places until the end of the transaction; its values are read again."""
    db.session.flush()
    db.session.refresh(roadshow, with_for_update={"of": Roadshow, "key_share": True})


def count_lineup(roadshow: Roadshow, change: int) -> None:
    _count(roadshow, "lineup_count", change)


def count_seats(roadshow: Roadshow, change: int) -> None:
    _count(roadshow, "seats_taken", change)


def _count(roadshow: Roadshow, column: str, change: int) -> None:
    """Beside the mapper, so that a registration does not make an organiser's open form stale."""
    if change:
        db.session.flush()
        table = Roadshow.__table__
        values = {column: table.c[column] + change, "updated_at": table.c.updated_at}
        db.session.execute(update(table).where(table.c.id == roadshow.id).values(values))  # type: ignore[arg-type]
        db.session.refresh(roadshow, [column])
