"""How independent pieces of work are run: here, one after the other, unless somebody brings more hands."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Protocol, TypeVar

S = TypeVar("S")
I = TypeVar("I")  # noqa: E741
O = TypeVar("O")  # noqa: E741


class Run(Protocol):
    """Call ``function(shared, item)`` for every item and return the results in the order of the items."""

    def __call__(self, function: Callable[[S, I], O], shared: S, items: Sequence[I]) -> Iterable[O]:
        """Return the results; ``function`` is a plain function of a module, so that others can call it too."""
        ...


def here(function: Callable[[S, I], O], shared: S, items: Sequence[I]) -> Iterable[O]:
    """Run the pieces in this process."""
    return (function(shared, item) for item in items)
