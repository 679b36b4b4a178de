"""How much a meeting is worth when there is not room for all."""

import uuid
from collections import Counter
from collections.abc import Callable, Collection, Mapping

Pair = tuple[uuid.UUID, uuid.UUID]
# Higher slices say how well the two sides of (project, fund) pairs fit, from 0 to 1; pairs they know nothing of are
# left out.
FITS: list[Callable[[Collection[Pair]], Mapping[Pair, float]]] = []
UNKNOWN = 0.5


def worth(pairs: Collection[Pair]) -> dict[Pair, float]:
    """From 1 to 3: both sides want every one of them. Somebody's only meeting counts more than one of many, so that
    nobody goes home without one; how well the two fit decides what is left."""
    fits: dict[Pair, float] = {}
    for known in FITS:
        fits |= known(pairs)
    often = Counter(side for pair in pairs for side in pair)
    return {pair: 1 + 1 / min(often[pair[0]], often[pair[1]]) + fits.get(pair, UNKNOWN) for pair in pairs}
