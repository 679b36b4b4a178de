"""The counted places of a roadshow: seats, and the line-up."""

from app.core.errors import require
from app.events.places import count, count_seats, lock
from app.roadshows.models import Roadshow

__all__ = ["count_lineup", "count_seats", "lock", "require"]


def count_lineup(roadshow: Roadshow, change: int) -> None:
    count(roadshow, "lineup_count", change)
