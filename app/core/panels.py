"""Panels that higher slices add to lower slices' pages.

A project's page knows nothing of matches or requests, yet shows what they have to say about it.
"""

from collections.abc import Callable
from typing import Any

from markupsafe import Markup

from app.core.access import actor

Panel = Callable[[Any, Any], Markup | str]
_panels: dict[str, list[tuple[int, Panel]]] = {}


def panel(place: str, *, order: int = 50) -> Callable[[Panel], Panel]:
    """Register `function(actor, thing) -> html` for a place such as `project` or `today`; "" shows nothing."""

    def register(function: Panel) -> Panel:
        entries = _panels.setdefault(place, [])
        if function not in [known for _, known in entries]:
            entries.append((order, function))
            entries.sort(key=lambda entry: entry[0])
        return function

    return register


def side_panels(place: str, thing: Any) -> list[Markup]:
    person = actor()
    return [Markup(html) for _, function in _panels.get(place, []) if (html := function(person, thing))]  # noqa: S704 - from templates
