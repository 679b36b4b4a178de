"""How the two databases are opened, and what a transaction means on each.

SQLite takes its write lock when a writing transaction *begins* (BEGIN IMMEDIATE): a deferred one reads first and
overbooks the last place under concurrency. Only safe requests (GET, HEAD) open a reading transaction.
"""

import contextvars
import select
import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from typing import Any

import psycopg
from psycopg.pq import TransactionStatus
from sqlalchemy import Engine, event
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DisconnectionError

_reading: contextvars.ContextVar[bool] = contextvars.ContextVar("reading", default=False)


@contextmanager
def reading() -> Iterator[None]:
    """Transactions opened inside do not ask for the write lock."""
    token = _reading.set(True)
    try:
        yield
    finally:
        _reading.reset(token)


def set_reading(value: bool) -> None:
    _reading.set(value)


class Columns(Sequence[psycopg.Column]):
    """The columns of a result, described when somebody looks at one."""

    def __init__(self, describe: Callable[[], list[psycopg.Column] | None]) -> None:
        self._describe = describe

    @cached_property
    def _described(self) -> list[psycopg.Column]:
        return self._describe() or []

    def __getitem__(self, index: Any) -> Any:
        return self._described[index]

    def __len__(self) -> int:
        return len(self._described)


class QuickCursor(psycopg.Cursor[Any]):
    """SQLAlchemy asks for the description of every result and looks at it only when the statement is new to it;
    psycopg made objects of all columns each time, a tenth of a page that reads wide tables."""

    def execute(
        self, query: Any, params: Any = None, *, prepare: bool | None = None, binary: bool | None = None
    ) -> Any:
        """A search is planned for its words: one plan for all of them reads every text of the table for a rare one."""
        if prepare is None and isinstance(query, str) and "@@" in query:
            prepare = False
        return super().execute(query, params, prepare=prepare, binary=binary)

    @property
    def description(self) -> Any:
        result = self.pgresult
        return Columns(self._columns) if result is not None and result.nfields else self._columns()

    def _columns(self) -> list[psycopg.Column] | None:
        return super().description


# All pages together ask some 1,400 different statements. Of the 500 that SQLAlchemy keeps many are thrown away before
# they are asked for again, and to compile one takes longer than to run it.
KEPT_STATEMENTS = 2_000
# A network that drops idle connections without a word waits longer.
TRUSTED_SECONDS = 30


def engine_options(url: str) -> dict[str, Any]:
    if url.startswith("sqlite"):
        return {"connect_args": {"timeout": 15}, "query_cache_size": KEPT_STATEMENTS}
    return {
        "query_cache_size": KEPT_STATEMENTS,
        "pool_size": 8,
        "max_overflow": 2,
        "connect_args": {
            "connect_timeout": 5,
            "application_name": "fuqiao",
            "options": "-c timezone=UTC",
            "cursor_factory": QuickCursor,
        },
    }


def install(engine: Engine) -> None:
    if engine.dialect.name == "sqlite":
        _install_sqlite(engine)
    else:
        _install_postgresql(engine)


def _install_postgresql(engine: Engine) -> None:
    """A connection that the server has ended is replaced before it is used. The pool's own way, a statement before
    every use, costs as much as one of the page's."""

    @event.listens_for(engine, "checkin")
    def on_checkin(_connection: psycopg.Connection[Any] | None, record: Any) -> None:
        record.info["returned"] = time.monotonic()

    @event.listens_for(engine, "checkout")
    def on_checkout(connection: psycopg.Connection[Any], record: Any, _fairy: Any) -> None:
        idle = time.monotonic() - record.info.get("returned", time.monotonic())
        try:
            if idle < TRUSTED_SECONDS and not _has_word_from_server(connection):
                return
            engine.dialect.do_ping(connection)  # type: ignore[arg-type]
        except psycopg.Error as error:
            raise DisconnectionError from error

    @event.listens_for(engine, "begin")
    def on_begin(connection: Connection) -> None:
        connection.info["only_read"] = True

    @event.listens_for(engine, "before_cursor_execute")
    def on_execute(connection: Connection, _cursor: Any, _words: str, _values: Any, context: Any, _many: bool) -> None:
        if not getattr(context.invoked_statement, "is_select", False):
            connection.info["only_read"] = False

    @event.listens_for(engine, "rollback")
    def on_rollback(connection: Connection) -> None:
        """With a rollback psycopg forgets all prepared statements, and every page that only reads ends with one. To
        commit what only read changes nothing, and from its fifth time on a statement is not planned anew."""
        driver = connection.connection.dbapi_connection
        assert isinstance(driver, psycopg.Connection)
        if connection.info.get("only_read") and driver.info.transaction_status == TransactionStatus.INTRANS:
            driver.commit()


def _has_word_from_server(connection: psycopg.Connection[Any]) -> bool:
    """An idle connection is silent, unless the server has ended it."""
    watch = select.poll()
    watch.register(connection.fileno(), select.POLLIN)
    return bool(watch.poll(0))


def _install_sqlite(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def on_connect(connection: sqlite3.Connection, _record: Any) -> None:
        connection.isolation_level = None  # the driver must not open transactions of its own
        for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", "busy_timeout=15000"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def on_begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN" if _reading.get() else "BEGIN IMMEDIATE")
