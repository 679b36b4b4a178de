"""Reading a file, saying what it changes, and making the change: the same for commands, pages and jobs."""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import BinaryIO

from sqlalchemy import func, select

from app.admin.imports.columns import Sheet, read
from app.admin.imports.kinds import Changes, Kind, Settings, archive
from app.admin.imports.sync import CHANGED, NEW
from app.admin.imports.values import Words
from app.core.bulk import chunks
from app.core.search import SearchEntry
from app.extensions import db
from app.taxonomy.queries import sector_resolver

# (done, total, step); the steps are `read`, `write` and `index`.
Report = Callable[[int, int, str], None]
LOCK = 0x696D70
INDEX_CHUNK = 200
EVERYTHING = Settings()


@dataclass
class Outcome:
    """What a file changed: what is counted → state → number."""

    counts: dict[str, dict[str, int]] = field(default_factory=dict)
    states: dict[int, str] = field(default_factory=dict)
    # The profiles that did not exist before, for taking the import back.
    created: list[uuid.UUID] = field(default_factory=list)


def silent(_done: int, _total: int, _step: str) -> None:
    pass


def open_sheet(
    kind: Kind, file: BinaryIO, filename: str, settings: Settings = EVERYTHING, *, report: Report = silent
) -> Sheet:
    """Read and examine a file: every error that can be told before writing."""
    words = Words(sector_resolver())
    sheet = read(kind.columns, file, filename, words=words, on_line=lambda number: report(number, 0, "read"))
    if not sheet.problems:
        kind.examine(sheet)
    if kind.known and not sheet.problems:
        kind.known(sheet, settings)
    return sheet


def compare(kind: Kind, sheet: Sheet, settings: Settings) -> Outcome:
    """What writing would change; nothing is written."""
    changes = kind.plan(sheet.lines, settings)
    return Outcome(changes.counts(), changes.states)


def write(
    kind: Kind,
    sheet: Sheet,
    settings: Settings,
    *,
    report: Report = silent,
    record: Callable[[Outcome], None] | None = None,
) -> Outcome:
    """All lines in one transaction (`record` writes its result in the same), then the search index in short ones.

    The index is derived: when a run is killed between the two, its repetition indexes what is still missing.
    """
    if db.session.get_bind().dialect.name == "postgresql":  # SQLite has one writer anyway
        db.session.execute(select(func.pg_advisory_xact_lock(LOCK)))
    changes = kind.plan(sheet.lines, settings)
    done = 0
    for _name, plan in changes.plans:
        report(done, changes.size, "write")
        plan.apply()
        done += len(plan.inserts) + len(plan.updates)
    outcome = Outcome(
        changes.counts(), changes.states, [row["id"] for row in dict(changes.plans)[kind.indexed].inserts]
    )
    if record:
        record(outcome)
    ids = _to_index(kind, changes)
    del changes
    db.session.commit()
    for number, part in enumerate(chunks(ids, INDEX_CHUNK)):
        report(number * INDEX_CHUNK, len(ids), "index")
        kind.index(part)
        db.session.commit()
    return outcome


def take_back(kind: Kind, ids: Sequence[uuid.UUID]) -> int:
    """Archive or remove what an import made, but for what its owners have taken over; the number of them."""
    return sum(kind.undo(part) if kind.undo else len(archive(kind, part)) for part in chunks(ids))


def _to_index(kind: Kind, changes: Changes) -> Sequence[uuid.UUID]:
    """What is new, what changed, funds with new deals, and what an interrupted run left out."""
    plans = dict(changes.plans)
    plan = plans[kind.indexed]
    touched = {plan.ids[key] for key, state in plan.states.items() if state in {NEW, CHANGED}}
    touched |= {row["fund_id"] for other in plans.values() for row in other.inserts if "fund_id" in row}
    rest = [object_id for object_id in plan.ids.values() if object_id not in touched]
    for part in chunks(rest):
        known = set(db.session.scalars(select(SearchEntry.object_id).where(SearchEntry.object_id.in_(part))))
        touched |= set(part) - known
    return sorted(touched)
