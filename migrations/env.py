"""Alembic's environment: the application's engine and metadata, with time limits so that no migration blocks a city."""

import logging

from alembic import context
from flask import current_app
from sqlalchemy import text

from app.core.areas import Hundredths
from app.core.model import UtcDateTime
from app.extensions import db

logging.getLogger("alembic").setLevel(logging.WARNING)
# The full-text index is made by hand, one a database; autogenerate must not drop it.
BY_HAND = ("search_index", "ix_search_entry_tokens")


def include_object(_object, name, _kind, _reflected, _compare_to):
    return not (name or "").startswith(BY_HAND)


def render_item(kind, item, autogen_context):
    """Our own types appear as the plain ones that they store."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, Hundredths):
        return "sa.BigInteger()"
    return False


def compare_type(_context, _inspected_column, _metadata_column, inspected_type, metadata_type):
    """A moment is stored as the plain type; everything else is compared as Alembic does."""
    return False if isinstance(metadata_type, UtcDateTime) else None


def _without_foreign_keys(connection) -> None:
    """SQLite changes a column by writing the table anew, and must not take that for deleting what others refer to.

    Said to the driver itself, because inside a transaction it has no effect; the pool forgets the connection after.
    """
    connection.connection.driver_connection.execute("PRAGMA foreign_keys=OFF")
    connection.detach()


def run() -> None:
    options = {
        **current_app.extensions["migrate"].configure_args,
        "target_metadata": db.metadata,
        "include_object": include_object,
        "render_item": render_item,
        "compare_type": compare_type,
        "transaction_per_migration": True,
    }
    with db.engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            _without_foreign_keys(connection)
        if connection.dialect.name == "postgresql":
            connection.execute(text("SET lock_timeout = '5s'"))
            connection.execute(text("SET statement_timeout = '10min'"))
            connection.commit()
        context.configure(connection=connection, **options)
        with context.begin_transaction():
            context.run_migrations()
        if connection.dialect.name == "sqlite":
            broken = connection.execute(text("PRAGMA foreign_key_check")).all()
            if broken:
                raise RuntimeError(f"references that lead nowhere: {broken[:5]}")


run()
