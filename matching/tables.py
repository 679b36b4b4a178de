"""An assignment problem in numbers."""

from __future__ import annotations

from dataclasses import dataclass

from matching.arrays import Bools, Floats, Ints


@dataclass(frozen=True)
class Tables:
    """The problem in numbers: pairs (x variables), demands (project × kind) and experts."""

    pairs: tuple[tuple[str, str], ...]
    demand: Ints
    expert: Ints
    score: Floats
    pinned: Bools
    kept: Bools
    demands: tuple[tuple[str, str], ...]
    demand_project: Ints
    demand_min: Floats
    demand_max: Floats
    experts: tuple[str, ...]
    expert_min: Floats
    expert_max: Floats
