"""Why a demand could not be met: the smallest set of projects that compete for too few places."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from matching.arrays import Bools
from matching.tables import Tables


@dataclass(frozen=True, slots=True)
class Shortage:
    """A demand that is not met.

    Attributes
    ----------
    project, kind : str
    missing : int
        Places short of the minimum.
    code : str
        ``'nobody_eligible'`` (no allowed expert has a score), ``'too_few_eligible'`` (fewer experts than places) or
        ``'too_little_capacity'`` (the experts exist and are taken by projects that need them as much).
    projects, experts : tuple of str
        The projects that compete and the experts they compete for.
    needed, capacity : int
        Places these projects need at least, and places these experts have.
    """

    project: str
    kind: str
    missing: int
    code: str
    projects: tuple[str, ...] = ()
    experts: tuple[str, ...] = ()
    needed: int = 0
    capacity: int = 0

    def sentence(self) -> str:
        """Return an English sentence for the command line."""
        if self.code == "nobody_eligible":
            return f"no eligible {self.kind}"
        who = f"{len(self.experts)} eligible {self.kind}" + ("s" if len(self.experts) != 1 else "")
        if self.code == "too_few_eligible":
            return f"{self.needed} needed, {who}"
        return f"{len(self.projects)} projects need {self.needed} places, {who} with capacity {self.capacity}"


def shortages(tables: Tables, chosen: Bools) -> tuple[Shortage, ...]:
    """Return the unmet demands of a plan, in order of project and kind."""
    load = np.bincount(tables.demand[chosen], minlength=len(tables.demands))
    return tuple(_explain(tables, chosen, int(i), load) for i in np.flatnonzero(load < tables.demand_min))


def _explain(tables: Tables, chosen: Bools, row: int, load: np.ndarray) -> Shortage:
    project, kind = tables.demands[row]
    missing = int(tables.demand_min[row] - load[row])
    mine = np.unique(tables.expert[(tables.demand == row)])
    usable = mine[tables.expert_max[mine] > 0]
    if not len(usable):
        return Shortage(project, kind, missing, "nobody_eligible")
    names = tuple(tables.experts[j] for j in usable)
    if len(usable) < tables.demand_min[row]:
        need = int(tables.demand_min[row])
        return Shortage(project, kind, missing, "too_few_eligible", (project,), names, need, len(names))
    rivals, experts = _competition(tables, chosen, row, load)
    return Shortage(
        project,
        kind,
        missing,
        "too_little_capacity",
        tuple(sorted(tables.demands[i][0] for i in rivals)),
        tuple(tables.experts[j] for j in sorted(experts)),
        int(sum(tables.demand_min[i] for i in rivals)),
        int(sum(tables.expert_max[j] for j in experts)),
    )


def _competition(tables: Tables, chosen: Bools, row: int, load: np.ndarray) -> tuple[set[int], set[int]]:
    """Follow alternating paths: from a demand to the experts it could have, from these to the demands that hold them.

    A demand that holds more than its minimum is no rival (its surplus could have been given away), so what is reached
    is a set of demands whose minima exceed the places of their experts (a violator of Hall's condition).
    """
    rivals, experts, todo = {row}, set[int](), [row]
    while todo:
        current = todo.pop()
        for j in set(tables.expert[tables.demand == current].tolist()) - experts:
            experts.add(j)
            holders = tables.demand[chosen & (tables.expert == j)]
            for i in holders.tolist():
                if i not in rivals and load[i] <= tables.demand_min[i]:
                    rivals.add(i)
                    todo.append(i)
    return rivals, experts
