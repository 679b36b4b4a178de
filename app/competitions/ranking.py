"""How a round is ranked, who advances, and who gets which prize.

Entries stand by their score, rounded to thousandths. Of equal ones the better mean in the criterion of the greatest
weight decides, then in the next one, and so on; whoever is still equal shares the rank. Everybody who shares the last
rank that advances, or that gets a prize, is treated alike, even when that makes one more than planned.
"""

import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from app.projects.models import Project


@dataclass(frozen=True, slots=True)
class Entry:
    """`score` is None without points; `criteria` are the means of the rubric, the greatest weight first."""

    application_id: uuid.UUID
    project: Project
    score: int | None
    criteria: tuple[int, ...] = ()
    judges: int = 0

    @property
    def key(self) -> tuple[int, ...]:
        return (self.score or 0, *self.criteria)


@dataclass(frozen=True, slots=True)
class Place:
    entry: Entry
    rank: int | None
    advances: bool = False

    @property
    def project(self) -> Project:
        return self.entry.project

    @property
    def score(self) -> int | None:
        return self.entry.score


def thousandths(value: float | None) -> int | None:
    return None if value is None else round(value * 1000)


def ranked(entries: Sequence[Entry], advance: int | None = None) -> list[Place]:
    """Best first, those without points last; the first `advance` go on."""
    by_id = sorted(entries, key=lambda one: str(one.application_id))
    judged = sorted((one for one in by_id if one.score is not None), key=lambda one: one.key, reverse=True)
    places: list[Place] = []
    for position, entry in enumerate(judged, start=1):
        before = places[-1] if places else None
        rank = before.rank if before and before.rank and before.entry.key == entry.key else position
        places.append(Place(entry, rank, advance is not None and rank <= advance))
    return places + [Place(entry, None) for entry in by_id if entry.score is None]


def prize_of(rank: int | None, places: Sequence[int]) -> int | None:
    """Which of the prizes this rank gets (its index), or None. `places` says how many of each prize there are."""
    if rank is None:
        return None
    ends = (sum(places[: number + 1]) for number in range(len(places)))
    return next((number for number, end in enumerate(ends) if rank <= end), None)


def mark(places: Sequence[Place]) -> str:
    """Changes with the ranking, so that what is applied is what was previewed."""
    text = ",".join(f"{one.entry.application_id}:{one.rank}:{one.entry.score}:{one.advances}" for one in places)
    return hashlib.sha256(text.encode()).hexdigest()[:16]
