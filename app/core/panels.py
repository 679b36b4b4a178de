"""Panels that higher slices add to lower slices' pages.

A project's page knows nothing of matches or requests, yet shows what they have to say about it.
"""

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

from markupsafe import Markup
from sqlalchemy import Executable, bindparam, exists, select
from sqlalchemy.orm import QueryableAttribute

from app.core.access import actor
from app.extensions import db

Panel = Callable[..., Markup | str]
Pointer = QueryableAttribute[Any]
_panels: dict[str, list[tuple[int, Panel, Pointer | None]]] = {}


def panel(place: str, *, order: int = 50, of: Pointer | None = None) -> Callable[[Panel], Panel]:
    """Register `function(actor, thing) -> html` for a place such as `project` or `today`; "" shows nothing.

    A panel `of` the rows that point to the thing by a column is told as a third argument whether there are any: most
    things have none, and all panels of a page learn that from one statement.
    """

    def register(function: Panel) -> Panel:
        entries = _panels.setdefault(place, [])
        if function not in [known for _, known, _ in entries]:
            entries.append((order, function, of))
            entries.sort(key=lambda entry: entry[0])
        return function

    return register


def side_panels(place: str, thing: Any) -> list[Markup]:
    person, entries = actor(), _panels.get(place, [])
    pointed = _pointed(tuple(of for _, _, of in entries if of is not None), thing)
    shown = (function(person, thing, *([] if of is None else [pointed[of]])) for _, function, of in entries)
    return [Markup(html) for html in shown if html]  # noqa: S704 - from templates


def _pointed(pointers: Sequence[Pointer], thing: Any) -> dict[Pointer, bool]:
    if not pointers:
        return {}
    found = db.session.execute(_question(pointers), {"thing_id": thing.id}).one()
    return dict(zip(pointers, found, strict=True))


@cache
def _question(pointers: Sequence[Pointer]) -> Executable:
    return select(*(exists().where(pointer == bindparam("thing_id")) for pointer in pointers))
