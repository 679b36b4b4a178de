"""Full-text search over what a reader may see. Text is segmented once, here, and the same tokens feed SQLite's FTS5
(unicode61) and PostgreSQL's tsvector('simple'); the databases' own tokenizers find no two-character Chinese word.

Only public text is indexed, so that neither hits nor counts can tell a stranger what is private.
"""

import re
import unicodedata
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import Any

from sqlalchemy import (
    DDL,
    Select,
    String,
    Text,
    Uuid,
    column,
    event,
    func,
    insert,
    literal_column,
    select,
    text,
    update,
)
from sqlalchemy.orm import Mapped, mapped_column

from app.core.pinyin import syllables
from app.extensions import Base, db

_WORD = re.compile(r"[0-9a-z]+|[\u3400-\u9fff\uf900-\ufaff]+")
# After so many new ones PostgreSQL's planner is told at once. By itself it hears of them a minute later, and until then
# takes the tables for empty, and to compare every project with every entry for cheap.
MANY = 100
MOST_TOKENS = 4000
_batch: ContextVar[dict[uuid.UUID, dict[str, Any]] | None] = ContextVar("batch", default=None)


class SearchEntry(Base):
    """The tokens of one public thing. The full-text index over it is made by the migration, one a database."""

    __tablename__ = "search_entry"
    __unaudited__ = "derived from audited rows"

    # An integer key of its own: the full-text table refers to it, and SQLite renumbers rows that have none.
    id: Mapped[int] = mapped_column(primary_key=True)
    object_id: Mapped[uuid.UUID] = mapped_column(Uuid, unique=True)
    kind: Mapped[str] = mapped_column(String(20), index=True)
    title: Mapped[str] = mapped_column(String(300))
    tokens: Mapped[str] = mapped_column(Text)


FULL_TEXT_INDEX = {
    "sqlite": [
        "CREATE VIRTUAL TABLE search_index USING fts5(tokens, content='search_entry', content_rowid='id')",
        """CREATE TRIGGER search_entry_insert AFTER INSERT ON search_entry BEGIN
            INSERT INTO search_index(rowid, tokens) VALUES (new.id, new.tokens); END""",
        """CREATE TRIGGER search_entry_delete AFTER DELETE ON search_entry BEGIN
            INSERT INTO search_index(search_index, rowid, tokens) VALUES ('delete', old.id, old.tokens); END""",
        """CREATE TRIGGER search_entry_update AFTER UPDATE OF tokens ON search_entry BEGIN
            INSERT INTO search_index(search_index, rowid, tokens) VALUES ('delete', old.id, old.tokens);
            INSERT INTO search_index(rowid, tokens) VALUES (new.id, new.tokens); END""",
    ],
    "postgresql": [
        "CREATE INDEX ix_search_entry_tokens ON search_entry USING gin (to_tsvector('simple', tokens))",
    ],
}
for dialect, statements in FULL_TEXT_INDEX.items():
    for statement in statements:
        event.listen(SearchEntry.__table__, "after_create", DDL(statement).execute_if(dialect=dialect))
event.listen(SearchEntry.__table__, "after_drop", DDL("DROP TABLE IF EXISTS search_index").execute_if(dialect="sqlite"))


@cache
def _simplifier() -> Any:
    import opencc

    return opencc.OpenCC("t2s")


def load_dictionaries() -> None:
    """What a process otherwise loads with the first words it meets: forty megabytes, and a second without an answer."""
    tokens("城市")


def tokens(content: str) -> list[str]:
    """Latin words and numbers in lower case; Chinese words and, for one-character queries, single characters."""
    import rjieba

    normal = _simplifier().convert(unicodedata.normalize("NFKC", content)).lower()
    found: list[str] = []
    for run in _WORD.findall(normal):
        if run[0].isascii():
            found.append(run)
            continue
        for word in rjieba.cut_for_search(run, False):
            found.append(word)
            if len(word) > 1:
                found.extend(word)
    return found[:MOST_TOKENS]


def initials(name: str) -> str:
    """Pinyin initials of a Chinese name, so that `cydr` finds 创业达人."""
    return "".join(part[0] for part in syllables(name)).lower()


def sort_key(name: str) -> str:
    """Chinese names in pinyin order, Latin ones among them."""
    return " ".join(syllables(name)).lower()[:200]


def put(kind: str, object_id: uuid.UUID, title: str, *texts: str) -> None:
    """Index a public thing, or index it anew."""
    found = " ".join(dict.fromkeys([*tokens(title), *tokens(" ".join(texts)), initials(title)]))
    if (batched := _batch.get()) is not None:
        batched[object_id] = {"object_id": object_id, "kind": kind, "title": title[:300], "tokens": found}
        return
    entry = _entry(object_id)
    if entry is None:
        db.session.add(SearchEntry(object_id=object_id, kind=kind, title=title[:300], tokens=found))
    else:
        entry.title, entry.tokens = title[:300], found


@contextmanager
def batch() -> Iterator[None]:
    """Inside, `put` only collects; all of it is written at the end, in three statements whatever the number."""
    collected: dict[uuid.UUID, dict[str, Any]] = {}
    mark = _batch.set(collected)
    try:
        yield
    finally:
        _batch.reset(mark)
    statement = select(SearchEntry.object_id, SearchEntry.id).where(SearchEntry.object_id.in_(collected))
    known = dict(db.session.execute(statement).all())
    old = [{**collected[object_id], "id": entry_id} for object_id, entry_id in known.items()]
    if old:
        db.session.execute(update(SearchEntry), old)
    if new := [entry for object_id, entry in collected.items() if object_id not in known]:
        db.session.execute(insert(SearchEntry), new)
    if len(new) >= MANY and db.session.get_bind().dialect.name == "postgresql":
        for table in sorted({entry["kind"] for entry in new} & set(db.metadata.tables)):
            db.session.execute(text(f"ANALYZE {table}"))
        db.session.execute(text("ANALYZE search_entry"))


def _entry(object_id: uuid.UUID) -> SearchEntry | None:
    return db.session.scalar(select(SearchEntry).where(SearchEntry.object_id == object_id))


def remove(object_id: uuid.UUID) -> None:
    if entry := _entry(object_id):
        db.session.delete(entry)


def matching(words: str, kind: str | None = None) -> Select[uuid.UUID]:
    """The ids of the entries that hold every word; the last word may be unfinished. Without words, nothing."""
    wanted = list(dict.fromkeys(tokens(words)))[:12]
    statement = select(SearchEntry.object_id)
    if kind:
        statement = statement.where(SearchEntry.kind == kind)
    if not wanted:
        return statement.where(literal_column("1") == literal_column("0"))
    if db.session.get_bind().dialect.name == "postgresql":
        query = " & ".join(f"'{word}'" for word in wanted) + ":*"
        vector = func.to_tsvector(literal_column("'simple'"), SearchEntry.tokens)
        return statement.where(vector.op("@@")(func.to_tsquery(literal_column("'simple'"), query)))
    query = " ".join(f'"{word}"' for word in wanted) + "*"
    hits = text("SELECT rowid FROM search_index WHERE search_index MATCH :query").bindparams(query=query)
    return statement.where(SearchEntry.id.in_(hits.columns(column("rowid")).scalar_subquery()))
