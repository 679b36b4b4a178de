"""Problems and results as JSON: what ``plan`` and ``timetable`` read and write, with errors that name the path."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

from matching.assignment import AssignmentProblem, Demand, Expert, Plan
from matching.rounds_file import InputError
from matching.timetable import Meeting, Person, Timetable, TimetableProblem

Json = object
T = TypeVar("T")


def read_json(path: Path) -> Json:
    """Read one JSON value.

    Raises
    ------
    InputError
        If the file cannot be read or is not JSON; the message names the line.
    """
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except json.JSONDecodeError as error:
        raise InputError(f"{path}:{error.lineno}: {error.msg}") from error
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: {error}") from error


def as_object(value: Json, where: str) -> dict[str, Json]:
    """Return ``value`` if it is an object."""
    if not isinstance(value, dict):
        raise InputError(f"{where}: must be an object")
    return value


def as_list(value: Json, where: str) -> list[Json]:
    """Return ``value`` if it is a list; nothing counts as an empty one."""
    if value is None:
        return []
    if not isinstance(value, list):
        raise InputError(f"{where}: must be a list")
    return value


def as_text(value: Json, where: str) -> str:
    """Return a non-empty string; numbers are taken as their digits."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, str) or not value:
        raise InputError(f"{where}: must be a non-empty string")
    return value


def as_count(value: Json, where: str) -> int:
    """Return a whole number of at least 0."""
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise InputError(f"{where}: must be a whole number of at least 0")
    return value


def as_number(value: Json, where: str) -> float:
    """Return a finite number."""
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
        raise InputError(f"{where}: must be a finite number")
    return float(value)


def _each(root: dict[str, Json], name: str, read: Callable[[Json, str], T]) -> list[T]:
    return [read(value, f"{name}[{i}]") for i, value in enumerate(as_list(root.get(name), name))]


def _pair(value: Json, where: str) -> tuple[str, str]:
    items = as_list(value, where)
    if len(items) != 2:
        raise InputError(f"{where}: must be [project, expert]")
    return as_text(items[0], f"{where}[0]"), as_text(items[1], f"{where}[1]")


def _scored(value: Json, where: str) -> tuple[tuple[str, str], float]:
    items = as_list(value, where)
    if len(items) != 3:
        raise InputError(f"{where}: must be [project, expert, score]")
    return _pair(items[:2], where), as_number(items[2], f"{where}[2]")


def _demand(value: Json, where: str) -> Demand:
    entry = as_object(value, where)
    bounds: dict[str, tuple[int, int]] = {}
    for kind, limits in as_object(entry.get("demand", {}), f"{where}.demand").items():
        items = as_list(limits, f"{where}.demand.{kind}")
        if len(items) != 2:
            raise InputError(f"{where}.demand.{kind}: must be [min, max]")
        low, high = (as_count(item, f"{where}.demand.{kind}[{i}]") for i, item in enumerate(items))
        _bounded(f"{where}.demand.{kind}", low, high)
        bounds[kind] = (low, high)
    return Demand(as_text(entry.get("id"), f"{where}.id"), bounds)


def _expert(value: Json, where: str) -> Expert:
    entry = as_object(value, where)
    low, high = as_count(entry.get("min", 0), f"{where}.min"), as_count(entry.get("max", 1), f"{where}.max")
    _bounded(where, low, high)
    return Expert(as_text(entry.get("id"), f"{where}.id"), as_text(entry.get("kind"), f"{where}.kind"), low, high)


def _unique(name: str, ids: Iterable[object], what: str = "the id", tail: str = ".id") -> None:
    seen: set[object] = set()
    for i, value in enumerate(ids):
        if value in seen:
            raise InputError(f"{name}[{i}]{tail}: {what} {value!r} occurs twice")
        seen.add(value)


def _known(name: str, pairs: Iterable[tuple[str, str]], projects: set[str], experts: set[str]) -> None:
    for i, pair in enumerate(pairs):
        for place, what, ids in ((0, "project", projects), (1, "expert", experts)):
            if pair[place] not in ids:
                raise InputError(f"{name}[{i}][{place}]: the {what} {pair[place]!r} is unknown")


def _bounded(where: str, low: int, high: int) -> None:
    if low > high:
        raise InputError(f"{where}: the minimum {low} is above the maximum {high}")


def read_assignment(path: Path) -> AssignmentProblem:
    """Read an assignment problem.

    Raises
    ------
    InputError
    """
    root = as_object(read_json(path), str(path))
    try:
        projects, experts = _each(root, "projects", _demand), _each(root, "experts", _expert)
        scored = _each(root, "scores", _scored)
        forbidden, pinned, previous = (_each(root, name, _pair) for name in ("forbidden", "pinned", "previous"))
        _unique("projects", (p.id for p in projects))
        _unique("experts", (e.id for e in experts))
        _unique("scores", (pair for pair, _ in scored), "the pair", "")
        ids = {p.id for p in projects}, {e.id for e in experts}
        for name, pairs in (("scores", [pair for pair, _ in scored]), ("forbidden", forbidden), ("pinned", pinned)):
            _known(name, pairs, *ids)
        return AssignmentProblem(
            projects, experts, dict(scored), frozenset(forbidden), frozenset(pinned), frozenset(previous)
        )
    except ValueError as error:
        raise InputError(f"{path}: {error}") from error


def plan_json(plan: Plan) -> dict[str, Json]:
    """Return a plan as JSON values."""
    uncovered = [
        {"project": s.project, "kind": s.kind, "reason": s.sentence(), "code": s.code, "missing": s.missing}
        for s in plan.uncovered
    ]
    return {
        "assigned": [list(pair) for pair in plan.assigned],
        "total": plan.total,
        "bound": plan.bound,
        "gap": plan.gap,
        "worst": plan.worst,
        "worst_bound": plan.worst_bound,
        "changes": plan.changes,
        "uncovered": uncovered,
        "underused": list(plan.underused),
        "ignored_pins": [list(pair) for pair in plan.ignored_pins],
    }


def _person(value: Json, where: str) -> Person:
    entry = as_object(value, where)
    slots = _each(entry, "available", as_count)
    return Person(as_text(entry.get("id"), f"{where}.id"), frozenset(slots))


def _meeting(value: Json, where: str) -> Meeting:
    entry = as_object(value, where)
    a, b = (as_text(entry.get(side), f"{where}.{side}") for side in ("a", "b"))
    return Meeting(as_text(entry.get("id"), f"{where}.id"), a, b, as_number(entry.get("value", 1.0), f"{where}.value"))


def _placed(value: Json, where: str) -> tuple[str, int, int]:
    entry = as_object(value, where)
    slot, table = (as_count(entry.get(name), f"{where}.{name}") for name in ("slot", "table"))
    return as_text(entry.get("id"), f"{where}.id"), slot, table


def read_timetable(path: Path) -> TimetableProblem:
    """Read a timetable problem.

    Raises
    ------
    InputError
    """
    root = as_object(read_json(path), str(path))
    try:
        slots = as_count(root.get("slots"), "slots")
        people, meetings = _each(root, "people", _person), _each(root, "meetings", _meeting)
        _unique("people", (p.id for p in people))
        _unique("meetings", (m.id for m in meetings))
        ids = {p.id for p in people}
        for i, person in enumerate(people):
            if any(slot >= slots for slot in person.available):
                raise InputError(f"people[{i}].available: the slot {max(person.available)} does not exist")
        for i, meeting in enumerate(meetings):
            for side in ("a", "b"):
                if getattr(meeting, side) not in ids:
                    raise InputError(f"meetings[{i}].{side}: unknown person {getattr(meeting, side)!r}")
        tables, previous = as_count(root.get("tables"), "tables"), _each(root, "previous", _placed)
        return TimetableProblem(slots, tables, people, meetings, previous)
    except ValueError as error:
        raise InputError(f"{path}: {error}") from error


def timetable_json(result: Timetable) -> dict[str, Json]:
    """Return a timetable as JSON values."""
    return {
        "scheduled": [{"id": i, "slot": slot, "table": table} for i, slot, table in result.scheduled],
        "unscheduled": [{"id": i, "reason": reason} for i, reason in result.unscheduled],
        "value": result.value,
        "bound": result.bound,
    }
