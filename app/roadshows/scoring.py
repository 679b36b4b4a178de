"""What reviewers' points say once it is known how strict each of them is.

A reviewer who gives 4 to everybody and one who gives 2 to everybody judge alike. The z-score of a review is its points
less the reviewer's own mean, divided by the reviewer's own standard deviation (of the population, since all reviews of
that person are there); an application's normalised score is the mean of its reviews' z-scores. Reviewers who have
scored fewer than three applications, or gave all of them the same, have no scale of their own: their reviews have no
z-score and count in the plain mean alone.
"""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import fmean, pstdev

# From how many scored reviews on a reviewer's mean and deviation say something about that person.
FEWEST = 3
# Points are weighted means of whole numbers: what differs by less differs by rounding.
_ALIKE = 1e-9


@dataclass(frozen=True, slots=True)
class Point:
    """The weighted mean that one reviewer gave to one application."""

    application_id: uuid.UUID
    reviewer_id: uuid.UUID
    value: float


@dataclass(frozen=True, slots=True)
class Scale:
    """How a reviewer judges: mean and deviation of what they gave."""

    reviews: int
    mean: float
    deviation: float

    @property
    def is_usable(self) -> bool:
        return self.reviews >= FEWEST and self.deviation > _ALIKE


@dataclass(frozen=True, slots=True)
class Score:
    """What the reviews of one application add up to; `normalised` is None when no review has a z-score."""

    mean: float
    lowest: float
    highest: float
    reviews: int
    normalised: float | None
    normalised_reviews: int


def scales(points: Iterable[Point]) -> dict[uuid.UUID, Scale]:
    """Reviewer → their scale."""
    given: dict[uuid.UUID, list[float]] = {}
    for point in points:
        given.setdefault(point.reviewer_id, []).append(point.value)
    return {reviewer: Scale(len(values), fmean(values), pstdev(values)) for reviewer, values in given.items()}


def z_score(point: Point, scale: Scale) -> float | None:
    return (point.value - scale.mean) / scale.deviation if scale.is_usable else None


def scores(points: Iterable[Point], known: Mapping[uuid.UUID, Scale] | None = None) -> dict[uuid.UUID, Score]:
    """Application → its score."""
    points = list(points)
    known = scales(points) if known is None else known
    of: dict[uuid.UUID, list[Point]] = {}
    for point in points:
        of.setdefault(point.application_id, []).append(point)
    return {application: _score(given, known) for application, given in of.items()}


def _score(points: list[Point], known: Mapping[uuid.UUID, Scale]) -> Score:
    values = [point.value for point in points]
    found = [z for point in points if (z := z_score(point, known[point.reviewer_id])) is not None]
    return Score(fmean(values), min(values), max(values), len(values), fmean(found) if found else None, len(found))
