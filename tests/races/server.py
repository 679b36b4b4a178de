"""The application as the races serve it: `gunicorn tests.races.server:app`, with the locks or, as the control, without.

The control takes away all that guards a count: the write lock of SQLite's transactions, `FOR UPDATE`, what is read
again under a lock, version checks, and the constraints (see `strip`). What then overbooks shows that the race is real
and that these guards stop it.
"""

import os
from typing import Any

from sqlalchemy import CheckConstraint, UniqueConstraint, event
from sqlalchemy.orm import Session
from sqlalchemy.sql.selectable import GenerativeSelect

from app import create_app
from app.core import audit, database
from app.extensions import Base

UNGUARDED = os.environ.get("RACES_UNGUARDED") == "1"


def build() -> Any:
    if UNGUARDED:
        _switch_locks_off()
    app = create_app({"WTF_CSRF_ENABLED": False, "RATELIMIT_ENABLED": False, "TESTING": False})
    if UNGUARDED:
        strip()
    return app


def strip() -> None:
    """Take checks, unique constraints and version columns off the models, before the tables are made; of the primary
    keys the one that holds people's time."""
    Base.metadata.tables["booking"].primary_key.ddl_if(callable_=lambda *_arguments, **_more: False)
    for table in Base.metadata.tables.values():
        for constraint in list(table.constraints):
            if isinstance(constraint, CheckConstraint | UniqueConstraint):
                table.constraints.remove(constraint)
        for index in list(table.indexes):
            if index.unique:
                table.indexes.remove(index)
    for mapper in Base.registry.mappers:
        mapper.version_id_col = None


def _switch_locks_off() -> None:
    GenerativeSelect.with_for_update = lambda self, **_options: self  # type: ignore[method-assign]
    refresh = Session.refresh
    Session.refresh = (  # type: ignore[method-assign]
        lambda self, instance, attribute_names=None, with_for_update=None: (
            None if with_for_update else refresh(self, instance, attribute_names)
        )
    )
    audit.listen = lambda _target: None  # its chain is a lock of its own
    database.install = _install_plain


def _install_plain(engine: Any) -> None:
    """SQLite as its driver opens it by default: a transaction begins with the first write, after the reads."""
    if engine.dialect.name != "sqlite":
        return

    @event.listens_for(engine, "connect")
    def on_connect(connection: Any, _record: Any) -> None:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA busy_timeout=15000")


app = build()
