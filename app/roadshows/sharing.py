"""Who reviews what: everybody about as much, nobody more than they can, nobody what they must not.

Every review wanted is given to the least burdened reviewer who can be reached by passing reviews on: when all who are
free for it have more to do than somebody else, one of them takes it and hands an earlier one over, and so forth. Doing
so one review after the other covers as many as can be covered at all, as evenly as possible (an optimal
semi-matching: Harvey, Ladner, Lovász and Tamir, 2006).
"""

import uuid
from collections import deque
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

# An application and who reviews it.
Pair = tuple[uuid.UUID, uuid.UUID]


@dataclass
class _Desk:
    """One reviewer: what they have, what they can take, and what was given to them just now."""

    load: int
    capacity: int | None
    given: set[uuid.UUID] = field(default_factory=set)

    @property
    def has_room(self) -> bool:
        return self.capacity is None or self.load < self.capacity


def share(
    *,
    wanted: Mapping[uuid.UUID, int],
    free: Mapping[uuid.UUID, Collection[uuid.UUID]],
    load: Mapping[uuid.UUID, int],
    capacity: Mapping[uuid.UUID, int | None],
) -> set[Pair]:
    """The new pairs. `wanted` says how many reviews each application lacks and `free` who could write them; `load` is
    what each reviewer has already. What cannot be covered is left out."""
    desks = {reviewer: _Desk(load.get(reviewer, 0), most) for reviewer, most in capacity.items()}
    chosen: dict[uuid.UUID, set[uuid.UUID]] = {application: set() for application in wanted}
    # Whoever lacks most comes first, so that scarcity is shared as well.
    for lacking in range(max(wanted.values(), default=0), 0, -1):
        for application in sorted(wanted, key=lambda key: (len(free[key]), key)):
            if wanted[application] >= lacking:
                _give(application, free, desks, chosen)
    return {(application, reviewer) for application, reviewers in chosen.items() for reviewer in reviewers}


def _give(
    application: uuid.UUID,
    free: Mapping[uuid.UUID, Collection[uuid.UUID]],
    desks: dict[uuid.UUID, _Desk],
    chosen: dict[uuid.UUID, set[uuid.UUID]],
) -> None:
    """One more reviewer for the application, directly or by passing others on; or none, when there is nobody."""
    least = min((desk.load for desk in desks.values() if desk.has_room), default=None)
    if least is None:
        return
    # Reviewer → who hands them which application; None for those who take the new one.
    reached: dict[uuid.UUID, Pair | None] = dict.fromkeys(sorted(set(free[application]) - chosen[application]))
    best: uuid.UUID | None = None
    waiting = deque(reached)
    while waiting:
        reviewer = waiting.popleft()
        desk = desks[reviewer]
        if desk.has_room and (best is None or desk.load < desks[best].load):
            best = reviewer
            if desk.load == least:  # nobody has less to do
                break
        for other in sorted(desk.given):
            for heir in sorted(set(free[other]) - chosen[other] - reached.keys()):
                reached[heir] = (other, reviewer)
                waiting.append(heir)
    if best is not None:
        _pass_on(application, best, reached, desks, chosen)


def _pass_on(
    application: uuid.UUID,
    best: uuid.UUID,
    reached: Mapping[uuid.UUID, Pair | None],
    desks: dict[uuid.UUID, _Desk],
    chosen: dict[uuid.UUID, set[uuid.UUID]],
) -> None:
    desks[best].load += 1
    heir = best
    while (step := reached[heir]) is not None:
        other, reviewer = step
        desks[reviewer].given.remove(other)
        chosen[other].remove(reviewer)
        desks[heir].given.add(other)
        chosen[other].add(heir)
        heir = reviewer
    desks[heir].given.add(application)
    chosen[application].add(heir)
