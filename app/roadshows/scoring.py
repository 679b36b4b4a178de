"""What reviewers' points say once it is known how strict each of them is.

A reviewer who gives 4 to everybody and one who gives 2 to everybody judge alike. The z-score of a review is its points
less the reviewer's own mean, divided by the reviewer's own standard deviation (of the population, since all reviews of
that person are there); an application's normalised score is the mean of its reviews' z-scores. Reviewers who have
scored fewer than three applications, or gave all of them the same, have no scale of their own: their reviews have no
z-score and count in the plain mean alone.
"""

import uuid
from collections.abc import Iterable, Mapping
from math import fsum
from statistics import fmean, pstdev
from typing import NamedTuple

# From how many scored reviews on a reviewer's mean and deviation say something about that person.
FEWEST = 3
# Points are weighted means of whole numbers: what differs by less differs by rounding.
_ALIKE = 1e-9


class Point(NamedTuple):
    """The weighted mean that one reviewer gave to one application."""

    application_id: uuid.UUID
    reviewer_id: uuid.UUID
    value: float


class Scale(NamedTuple):
    """How a reviewer judges: mean and deviation of what they gave."""

    reviews: int
    mean: float
    deviation: float

    @property
    def is_usable(self) -> bool:
        return self.reviews >= FEWEST and self.deviation > _ALIKE


class Score(NamedTuple):
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
    """Application → its score. `known` are the scales of these points, if somebody has them."""
    points = list(points)
    known = scales(points) if known is None else known
    of: dict[uuid.UUID, list[tuple[float, float | None]]] = {}
    for point in points:
        of.setdefault(point.application_id, []).append((point.value, z_score(point, known[point.reviewer_id])))
    return {application: _score(given) for application, given in of.items()}


def _score(given: list[tuple[float, float | None]]) -> Score:
    values = [value for value, _z in given]
    found = [z for _value, z in given if z is not None]
    normalised = fsum(found) / len(found) if found else None
    return Score(fsum(values) / len(values), min(values), max(values), len(values), normalised, len(found))
