"""A whole in exact parts."""

from collections.abc import Sequence


def split(whole: int, weights: Sequence[int]) -> list[int]:
    """Parts in proportion to the weights that add up to the whole exactly; evenly where no weight is above zero.

    What rounding down leaves goes to the parts that lost most by it, the first ones first.
    """
    if not weights:
        return []
    total = sum(weights)
    shares = list(weights) if total > 0 else [1] * len(weights)
    total = total if total > 0 else len(weights)
    parts = [whole * share // total for share in shares]
    lost = sorted(range(len(shares)), key=lambda place: (-(whole * shares[place] % total), place))
    for place in lost[: whole - sum(parts)]:
        parts[place] += 1
    return parts
