"""Comparing what a file asks for with what is stored, and writing only the difference, in few statements.

Comparing reads and writing writes; nothing in between decides again. So the preview says exactly what will happen.
"""

import hashlib
import unicodedata
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from app.core.bulk import chunks, delete_rows, insert_rows, update_rows
from app.core.model import new_id
from app.extensions import db

NEW, CHANGED, UNCHANGED, KEPT = "new", "changed", "unchanged", "kept"


def normal(text: str) -> str:
    """Names that differ only in width, case or blanks are one name."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def source_key(kind: str, *parts: Any) -> str:
    """What makes a row of a file the same thing in the next file, short enough for its column."""
    joined = "\x1f".join(normal(str(part)) for part in parts)
    return f"{kind}:{hashlib.sha256(joined.encode()).hexdigest()[:40]}"


@dataclass
class Wanted:
    """What the file asks for: `values` as they should be, `first` for a new row only, `facets` exactly these codes."""

    key: str
    values: dict[str, Any]
    first: dict[str, Any] = field(default_factory=dict)
    facets: dict[str, Collection[str]] = field(default_factory=dict)


@dataclass
class Stored:
    """A row as it is: the columns that the file may change, and its codes by facet."""

    id: uuid.UUID
    values: Mapping[str, Any]
    facets: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    # Its owner has signed up and keeps it, so a list no longer writes into it.
    kept: bool = False


@dataclass
class Plan:
    """What to write into one table and its facets."""

    model: Any
    facet_model: Any = None
    facet_column: str = ""
    inserts: list[dict[str, Any]] = field(default_factory=list)
    updates: list[tuple[Any, dict[str, Any], dict[str, Any]]] = field(default_factory=list)
    facets_in: list[dict[str, Any]] = field(default_factory=list)
    facets_out: list[dict[str, Any]] = field(default_factory=list)
    ids: dict[str, uuid.UUID] = field(default_factory=dict)
    states: dict[str, str] = field(default_factory=dict)

    def count(self, state: str) -> int:
        return sum(1 for known in self.states.values() if known == state)

    @property
    def counts(self) -> dict[str, int]:
        return {state: self.count(state) for state in (NEW, CHANGED, UNCHANGED, KEPT)}

    def apply(self) -> None:
        update_rows(self.model, self.updates)  # first, for what ends makes room for what begins
        insert_rows(self.model, self.inserts)
        if self.facet_model is not None:
            delete_rows(self.facet_model, self.facets_out)
            insert_rows(self.facet_model, self.facets_in)


def stored_rows(
    model: Any, keys: Sequence[str], columns: Iterable[str], *, facet_model: Any = None, facet_column: str = ""
) -> dict[str, Stored]:
    """The rows that earlier imports wrote under these keys."""
    table = model.__table__
    wanted = [table.c[name] for name in dict.fromkeys(("id", "source_key", *columns))]
    found: dict[str, Stored] = {}
    for part in chunks(keys):
        for row in db.session.execute(select(*wanted).where(table.c.source_key.in_(part))).mappings():
            found[row["source_key"]] = Stored(row["id"], dict(row))
    if facet_model is not None:
        _read_facets(found.values(), facet_model, facet_column)
    return found


def _read_facets(rows: Iterable[Stored], facet_model: Any, facet_column: str) -> None:
    by_id = {row.id: row for row in rows}
    table = facet_model.__table__
    owner = table.c[facet_column]
    for part in chunks(list(by_id)):
        for owner_id, facet, code in db.session.execute(
            select(owner, table.c.facet, table.c.code).where(owner.in_(part))
        ):
            by_id[owner_id].facets[facet].add(code)


def compare(
    model: Any,
    wanted: Iterable[Wanted],
    stored: Mapping[str, Stored],
    *,
    facet_model: Any = None,
    facet_column: str = "",
) -> Plan:
    plan = Plan(model, facet_model, facet_column)
    for row in wanted:
        known = stored.get(row.key)
        if known is None:
            plan.ids[row.key], plan.states[row.key] = new_id(), NEW
            plan.inserts.append({"id": plan.ids[row.key], "source_key": row.key, **row.first, **row.values})
            _plan_facets(plan, plan.ids[row.key], row.facets, {})
            continue
        plan.ids[row.key] = known.id
        if known.kept:
            plan.states[row.key] = KEPT
            continue
        after = {name: value for name, value in row.values.items() if known.values[name] != value}
        before = {name: known.values[name] for name in after}
        for facet in _plan_facets(plan, known.id, row.facets, known.facets):
            before[facet], after[facet] = sorted(known.facets.get(facet, ())), sorted(row.facets[facet])
        if after:
            plan.updates.append((known.id, before, after))
        plan.states[row.key] = CHANGED if after else UNCHANGED
    return plan


def _plan_facets(
    plan: Plan, owner_id: uuid.UUID, wanted: Mapping[str, Collection[str]], known: Mapping[str, set[str]]
) -> list[str]:
    """Plan the rows that make the facets hold the wanted codes; the names of those that change."""
    changed = []
    for facet, codes in wanted.items():
        have = known.get(facet, set())
        added, removed = set(codes) - have, have - set(codes)
        for target, difference in ((plan.facets_in, added), (plan.facets_out, removed)):
            target.extend({plan.facet_column: owner_id, "facet": facet, "code": code} for code in sorted(difference))
        if added or removed:
            changed.append(facet)
    return changed
