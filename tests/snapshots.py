"""What tables hold, to be compared before and after what must not write."""

from typing import Any

from sqlalchemy import select

from app.core.audit import AuditEntry
from app.extensions import db


def snapshot(*models: Any) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of these tables, and of the audit log, into which all other writes go."""
    tables = [model.__table__ for model in (AuditEntry, *models)]
    return {
        table.name: [tuple(row) for row in db.session.execute(select(table).order_by(*table.primary_key))]
        for table in tables
    }
