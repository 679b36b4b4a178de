"""Copying the vocabulary files into their tables: idempotent, and safe while another process runs or loads."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from functools import cache
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from app.core.model import utc_now
from app.extensions import db
from app.taxonomy import catalogue
from app.taxonomy.models import Region, Sector, TaxonomyRelease, Term

NAMES = ("code", "name_zh", "name_en")
TERMS: dict[str, tuple[str, Any]] = {
    "stages": ("stage", catalogue.stages),
    "rounds": ("round", catalogue.rounds),
    "fund_types": ("fund_type", catalogue.fund_types),
    "expertise": ("expertise", catalogue.expertise),
    "languages": ("language", catalogue.languages),
}
LOCK = 0x7461786F  # two processes that start together load one after the other
RELEASES = ("regions", "sectors", *TERMS)


@dataclass(frozen=True)
class Outcome:
    """What loading one vocabulary did."""

    name: str
    version: str
    added: int = 0
    changed: int = 0
    retired: int = 0
    # The version in the database when it is newer than ours: an older release of the product must not undo it.
    newer: str = ""


def version_of(name: str) -> str:
    return catalogue.versions()["region_aliases" if name == "regions" else name]


@cache
def digest_of(name: str) -> str:
    suffix = "csv" if name == "regions" else "json"
    return hashlib.sha256((catalogue.DATA / f"{name}.{suffix}").read_bytes()).hexdigest()


def outdated() -> list[str]:
    """The vocabularies whose file is not the one that is loaded; one statement."""
    loaded = {row.name: row for row in db.session.scalars(select(TaxonomyRelease))}
    return [name for name in RELEASES if name not in loaded or loaded[name].digest != digest_of(name)]


def load() -> list[Outcome]:
    """Bring the tables up to date. The caller commits."""
    if db.session.get_bind().dialect.name == "postgresql":  # SQLite has one writer anyway
        db.session.execute(select(func.pg_advisory_xact_lock(LOCK)))
    return [_load(name) for name in outdated()]


def _load(name: str) -> Outcome:
    version = version_of(name)
    release = db.session.scalar(select(TaxonomyRelease).where(TaxonomyRelease.name == name).with_for_update())
    if release is not None and _order(release.version) > _order(version):
        return Outcome(name, version, newer=release.version)
    if name == "regions":
        counts = _sync(Region, {}, _regions())
    elif name == "sectors":
        counts = _sync(Sector, {}, _sectors())
    else:
        kind, entries = TERMS[name]
        counts = _sync(Term, {"kind": kind}, _terms(kind, entries()))
    if release is None:
        release = TaxonomyRelease(name=name)
        db.session.add(release)
    release.version, release.digest, release.loaded_at = version, digest_of(name), utc_now()
    db.session.flush()
    return Outcome(name, version, *counts)


def _order(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part.isdigit())


def _regions() -> Iterable[dict[str, Any]]:
    """Parents first, so that the foreign key holds row by row."""
    levels = ("province", "city", "district")
    for position, entry in enumerate(sorted(catalogue.regions(), key=lambda region: levels.index(region.level))):
        row = asdict(entry)
        row["parent_code"] = row.pop("parent") or None
        yield {**row, "position": position}


def _sectors() -> Iterable[dict[str, Any]]:
    for position, entry in enumerate([*catalogue.sector_groups(), *catalogue.sectors()]):
        row = _plain(entry)
        row["group_code"] = row.pop("group", None)
        yield {**row, "position": position}


def _terms(kind: str, entries: Iterable[Any]) -> Iterable[dict[str, Any]]:
    for position, entry in enumerate(entries):
        row = _plain(entry)
        details = {key: row.pop(key) for key in list(row) if key not in NAMES}
        yield {**row, "kind": kind, "position": position, "details": details}


def _plain(entry: Any) -> dict[str, Any]:
    return {key: list(value) if isinstance(value, tuple) else value for key, value in asdict(entry).items()}


def _sync(model: Any, scope: Mapping[str, Any], rows: Iterable[dict[str, Any]]) -> tuple[int, int, int]:
    """(added, changed, retired). Only rows that differ are written."""
    table = model.__table__
    within = [table.c[name] == value for name, value in scope.items()]
    stored = {row.code: dict(row._mapping) for row in db.session.execute(select(table).where(*within))}
    wanted = {row["code"]: {**row, "retired_at": None} for row in rows}
    added = [row for code, row in wanted.items() if code not in stored]
    changed = [row for code, row in wanted.items() if code in stored and stored[code] != {**stored[code], **row}]
    gone = [code for code, row in stored.items() if code not in wanted and row["retired_at"] is None]
    if added or changed:
        _upsert(table, [*added, *changed])
    if gone:
        db.session.execute(update(table).where(*within, table.c.code.in_(gone)).values(retired_at=utc_now()))
    return len(added), len(changed), len(gone)


def _upsert(table: Any, rows: list[dict[str, Any]]) -> None:
    """Insert new rows and replace known ones by their key."""
    dialect = postgresql if db.session.get_bind().dialect.name == "postgresql" else sqlite
    statement = dialect.insert(table)
    keys = [column.name for column in table.primary_key]
    values = {column: statement.excluded[column] for column in rows[0] if column not in keys}
    db.session.execute(statement.on_conflict_do_update(index_elements=keys, set_=values), rows)
