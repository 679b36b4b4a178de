"""Two schemes over the same carriers and figures, side by side. Nothing is stored."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from app.evaluations.queries.gathering import assessed, gather
from app.evaluations.scoring import Assessment, Rules
from app.indicators.periods import Period


@dataclass(frozen=True)
class Pair:
    """A carrier under both schemes; judged criteria count as nothing on either side that has no points for them."""

    carrier: Any
    before: Assessment
    after: Assessment

    @property
    def step(self) -> int:
        """By how many ranks it rises."""
        return self.before.rank - self.after.rank

    @property
    def moves(self) -> str:
        """By its outcome first, then by its rank."""
        worse = ("excellent", "qualified", "rectification", "delisted")
        change = worse.index(self.before.grade.outcome) - worse.index(self.after.grade.outcome) or self.step
        return "up" if change > 0 else "down" if change < 0 else "same"


def compare(
    before: Rules,
    after: Rules,
    *,
    region: str,
    links: Collection[str],
    period: Period,
    judged: dict[tuple[uuid.UUID, str], Any],
) -> list[Pair]:
    """In the order of the scheme that is tried; judgements of a run serve both sides where they fit."""
    found = gather(region, links, period, [*before.indicators, *after.indicators])
    was, would = assessed(before, found, _fitting(before, judged)), assessed(after, found, _fitting(after, judged))
    pairs = [Pair(row, was[row.id], would[row.id]) for row in found.carriers]
    return sorted(pairs, key=lambda pair: (pair.after.rank, pair.carrier.name, str(pair.carrier.id)))


def _fitting(rules: Rules, judged: dict[tuple[uuid.UUID, str], Any]) -> dict[tuple[uuid.UUID, str], Any]:
    """Points beyond a changed weight count as all of it."""
    weights = {each.code: each.weight for each in rules.criteria}
    return {key: min(points, weights[key[1]]) for key, points in judged.items() if key[1] in weights}
