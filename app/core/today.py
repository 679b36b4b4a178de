"""What is due for a person today. Each slice contributes its own entries; the page only lists them."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select

from app.extensions import db


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


Ask = Callable[[Any], Iterable[Due]]
Condition = Callable[[Any], Select[Any]]

_due: list[tuple[Ask, Condition | None]] = []
_steps: list[Callable[[Any], Iterable[Step]]] = []


def due(function: Ask) -> Ask:
    """Register `function(actor)` that yields what is due."""
    _due.append((function, None))
    return function


def due_if(condition: Condition) -> Callable[[Ask], Ask]:
    """As `due`, for what is asked only when `condition(actor)` finds a row. A person has few of the things that a day
    may hold; the conditions of all are one small statement, each thing by itself is a wide one."""

    def register(function: Ask) -> Ask:
        _due.append((function, condition))
        return function

    return register


def steps(function: Callable[[Any], Iterable[Step]]) -> Callable[[Any], Iterable[Step]]:
    """Register `function(actor)` that yields first steps."""
    _steps.append(function)
    return function


def all_due(actor: Any) -> list[Due]:
    holds = _conditions(actor)
    entries = [entry for function, condition in _due if holds[condition] for entry in function(actor)]
    far = dt.datetime.max.replace(tzinfo=dt.UTC)
    return sorted(entries, key=lambda entry: (not entry.urgent, entry.at or far))


def all_steps(actor: Any) -> list[Step]:
    return [step for function in _steps for step in function(actor)]


def _conditions(actor: Any) -> dict[Condition | None, bool]:
    asked = list(dict.fromkeys(condition for _function, condition in _due if condition is not None))
    found = db.session.execute(select(*(condition(actor).exists() for condition in asked))).one() if asked else ()
    return {None: True, **dict(zip(asked, found, strict=True))}
