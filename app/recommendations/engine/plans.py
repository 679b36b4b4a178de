"""Assigning a whole line-up at once."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from app.recommendations.models import Kind
from app.recommendations.rows import Pair


@dataclass
class Wanted:
    """What a plan is made of: how many of each kind a project needs, how many projects each candidate takes."""

    demand: dict[uuid.UUID, dict[Kind, tuple[int, int]]]
    places: dict[uuid.UUID, tuple[Kind, int]]
    scores: dict[Pair, float]
    forbidden: set[Pair] = field(default_factory=set)
    pinned: set[Pair] = field(default_factory=set)
    previous: set[Pair] = field(default_factory=set)
    exposure: int | None = None


def plan(wanted: Wanted, *, seconds: float = 60.0) -> Any:
    """Assign everybody at once. Returns the library's plan, whose ids are texts."""
    from matching import AssignmentProblem, Demand, Expert, assign

    def texts(pairs: Iterable[Pair]) -> frozenset[tuple[str, str]]:
        return frozenset((str(project), str(candidate)) for project, candidate in pairs)

    problem = AssignmentProblem(
        projects=[
            Demand(str(project), {kind.value: limits for kind, limits in demand.items()})
            for project, demand in wanted.demand.items()
        ],
        experts=[Expert(str(key), kind.value, 0, most) for key, (kind, most) in wanted.places.items()],
        scores={(str(project), str(key)): score for (project, key), score in wanted.scores.items()},
        forbidden=texts(wanted.forbidden & wanted.scores.keys()),
        pinned=texts(wanted.pinned),
        previous=texts(wanted.previous),
        exposure=wanted.exposure,
    )
    return assign(problem, time_limit=seconds)
