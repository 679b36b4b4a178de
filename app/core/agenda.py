"""What stands in a person's calendar. Each slice contributes its entries; the calendar and its feed only list them."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Entry:
    """`uid` stays the same when the time changes, so that calendars elsewhere move the entry; `kind` groups the
    entries of one slice, for filters and colours."""

    uid: str
    title: str
    starts_at: dt.datetime
    ends_at: dt.datetime
    url: str
    place: str = ""
    kind: str = ""
    changed_at: dt.datetime | None = None
    sequence: int = 0
    is_tentative: bool = False
    is_cancelled: bool = False


Contributor = Callable[[Any, dt.datetime, dt.datetime], Iterable[Entry]]
_contributors: list[Contributor] = []


def agenda(function: Contributor) -> Contributor:
    """Register `function(actor, start, end)` that yields the person's entries that touch the period."""
    _contributors.append(function)
    return function


def entries(actor: Any, start: dt.datetime, end: dt.datetime) -> list[Entry]:
    found = [entry for function in _contributors for entry in function(actor, start, end)]
    return sorted(found, key=lambda entry: (entry.starts_at, entry.ends_at, entry.uid))
