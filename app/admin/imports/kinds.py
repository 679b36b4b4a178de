"""What every kind of import has in common."""

import datetime as dt
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, delete, exists, select
from sqlalchemy.sql.base import ExecutableOption

from app.accounts.models import Membership
from app.admin.imports.columns import Column, Line, Sheet
from app.admin.imports.sync import CHANGED, KEPT, NEW, UNCHANGED, Plan, Wanted, normal
from app.core import search
from app.core.bulk import update_rows
from app.core.model import utc_now
from app.core.search import SearchEntry
from app.extensions import db

# What a file lists is published, also when an import was taken back before.
SHOWN = {"state": "published", "archived_at": None}


@dataclass(frozen=True)
class Settings:
    """For whom and with which limits a file is read."""

    account_id: uuid.UUID | None = None
    # The authority in whose name it is read: its register of mentors, and the organisations that it brings.
    organisation_id: uuid.UUID | None = None
    # Financing rounds only: those on or after `since` and before `until`, in these rounds.
    since: dt.date | None = None
    until: dt.date | None = None
    rounds: frozenset[str] = frozenset()
    unseen: bool = False

    def covers(self, day: dt.date) -> bool:
        return (self.since is None or day >= self.since) and (self.until is None or day < self.until)


@dataclass
class Changes:
    """Everything that a file will change: the plans in the order of writing, and what becomes of each line."""

    plans: list[tuple[str, Plan]] = field(default_factory=list)
    states: dict[int, str] = field(default_factory=dict)

    def counts(self) -> dict[str, dict[str, int]]:
        """What is counted → state → number; what is shown first is what the file lists."""
        return {name: plan.counts for name, plan in reversed(self.plans) if plan.states}

    @property
    def size(self) -> int:
        return sum(len(plan.inserts) + len(plan.updates) for _name, plan in self.plans)


@dataclass(frozen=True)
class Kind:
    """A kind of file: its columns, its rules, how it turns into changes, and what is searchable afterwards."""

    name: str
    label: Any
    explanation: Any
    columns: tuple[Column, ...]
    plan: Callable[[Sequence[Line], Settings], Changes]
    check: Callable[[Line], Iterable[tuple[str, str]]]
    key: Callable[[Mapping[str, Any]], tuple[Any, ...]]
    # The name of the plan whose rows are found by search, and how one of them is indexed.
    indexed: str
    index: Callable[[Sequence[uuid.UUID]], None]
    model: Any
    # Which of its rows nobody has signed up for yet.
    unowned: Callable[[], ColumnElement[bool]]
    takes_dates: bool = False
    # Rules that need what is stored, and what taking an import back does when it is more than archiving.
    known: Callable[[Sheet, Settings], None] | None = None
    undo: Callable[[Sequence[uuid.UUID]], int] | None = None

    def examine(self, sheet: Sheet) -> None:
        """Rules that need a whole line or several of them."""
        seen: dict[tuple[Any, ...], int] = {}
        headings = {column.name: column.heading for column in self.columns}
        good = []
        for line in sheet.lines:
            problems = list(self.check(line))
            for name, message in problems:
                sheet.refuse(line.number, message, headings.get(name, ""), str(line.values.get(name) or ""))
            first = seen.setdefault(tuple(normal(str(part)) for part in self.key(line.values)), line.number)
            if first != line.number:
                sheet.refuse(line.number, _("This is in line %(line)s already.", line=first))
            elif not problems:
                good.append(line)
        sheet.lines = good


def archive(kind: Kind, ids: Sequence[uuid.UUID]) -> Sequence[uuid.UUID]:
    """Archive the profiles of these whose owners have not signed up; which they were."""
    model = kind.model
    statement = select(model.id).where(model.id.in_(ids), model.state == "published", kind.unowned())
    found = db.session.scalars(statement.order_by(model.id)).all()
    before, after = {"state": "published"}, {"state": "archived", "archived_at": utc_now()}
    update_rows(model, [(object_id, before, after) for object_id in found])
    db.session.execute(delete(SearchEntry).where(SearchEntry.object_id.in_(found)))
    return found


def nobody_acts_for(organisation_id: Any) -> ColumnElement[bool]:
    """The organisation of a profile has no members."""
    return ~exists().where(Membership.organisation_id == organisation_id, Membership.ended_at.is_(None))


def named(values: Mapping[str, Any], *, longest: int = 200) -> dict[str, Any]:
    """What a profile gets from its name."""
    return {"sort_key": search.sort_key(values["name"])[:longest]}


def profile(
    line: Line, key: str, *, fields: Iterable[str], facets: Mapping[str, str], first: Mapping[str, Any]
) -> Wanted:
    """The profile that a line describes; columns that the file lacks stay as they are."""
    values = {name: line.values[name] for name in fields if name in line.values}
    codes = {facet: line.values[column] for column, facet in facets.items() if column in line.values}
    return Wanted(key, {**values, **named(values), **SHOWN}, dict(first), codes)


def line_states(keys: Mapping[int, Iterable[str]], plan: Plan) -> dict[int, str]:
    """A line is new when anything of it is, changed when anything of it changes."""
    order = (NEW, CHANGED, UNCHANGED, KEPT)
    found = {}
    for number, row_keys in keys.items():
        states = {plan.states[key] for key in row_keys if key in plan.states}
        found[number] = next((state for state in order if state in states), KEPT)
    return found


def index_rows(model: Any, write: Callable[[Any], None], ids: Sequence[uuid.UUID], *loaded: ExecutableOption) -> None:
    """Make profiles findable, all in one go."""
    statement = select(model).where(model.id.in_(ids)).options(*loaded).order_by(model.id)
    with search.batch():
        for row in db.session.scalars(statement).unique():
            write(row)


def no_rules(_line: Line) -> Iterator[tuple[str, str]]:
    return iter(())
