"""What is due for a person today. Each slice contributes its own entries; the page only lists them."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Due:
    """One thing to do or to look at. `at` is when it is due; urgent ones stand first."""

    title: str
    url: str
    icon: str = "circle-check"
    note: str = ""
    at: dt.datetime | None = None
    urgent: bool = False


@dataclass(frozen=True)
class Step:
    """A step of the way in: what a new member does first, and whether it is done."""

    title: str
    url: str
    done: bool


_due: list[Callable[[Any], Iterable[Due]]] = []
_steps: list[Callable[[Any], Iterable[Step]]] = []


def due(function: Callable[[Any], Iterable[Due]]) -> Callable[[Any], Iterable[Due]]:
    """Register `function(actor)` that yields what is due."""
    _due.append(function)
    return function


def steps(function: Callable[[Any], Iterable[Step]]) -> Callable[[Any], Iterable[Step]]:
    """Register `function(actor)` that yields first steps."""
    _steps.append(function)
    return function


def all_due(actor: Any) -> list[Due]:
    entries = [entry for function in _due for entry in function(actor)]
    far = dt.datetime.max.replace(tzinfo=dt.UTC)
    return sorted(entries, key=lambda entry: (not entry.urgent, entry.at or far))


def all_steps(actor: Any) -> list[Step]:
    return [step for function in _steps for step in function(actor)]
