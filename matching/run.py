"""How independent pieces of work are run: here, one after the other, unless somebody brings more hands."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Protocol, TypeVar

Shared = TypeVar("Shared")
Item = TypeVar("Item")
Result = TypeVar("Result")


class Run(Protocol):
    """Call ``function(shared, item)`` for every item and return the results in the order of the items."""

    def __call__(
        self, function: Callable[[Shared, Item], Result], shared: Shared, items: Sequence[Item]
    ) -> Iterable[Result]:
        """Return the results; ``function`` is a plain function of a module, so that others can call it too."""
        ...


def here(function: Callable[[Shared, Item], Result], shared: Shared, items: Sequence[Item]) -> Iterable[Result]:
    """Run the pieces in this process."""
    return (function(shared, item) for item in items)
