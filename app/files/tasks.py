"""Removing bytes that no row points at: of rolled-back uploads, of deleted files, of crashes."""

import time
import uuid
from pathlib import Path

from sqlalchemy import select

from app.core import jobs
from app.core.database import reading
from app.extensions import db
from app.files.models import File, folder

# An upload's bytes come before its row, so young bytes without a row may still get one.
GRACE_SECONDS = 24 * 3600


@jobs.periodic("41")
def sweep_files() -> None:
    sweep()


def sweep() -> int:
    """Returns how many were removed. One statement a folder, of which there are at most 256."""
    removed = 0
    for path in sorted(folder().glob("??")):
        found = {identifier: entry for entry in path.iterdir() if (identifier := _identifier(entry))}
        with reading():
            rows = select(File.id, File.deleted_at).where(File.id.in_(found))
            deleted = {row.id: row.deleted_at is not None for row in db.session.execute(rows)}
        for identifier, entry in found.items():
            if deleted.get(identifier, _is_old(entry)):
                entry.unlink(missing_ok=True)
                removed += 1
        db.session.rollback()
    for entry in folder().glob("incoming/*"):
        if _is_old(entry):
            entry.unlink(missing_ok=True)
            removed += 1
    return removed


def _identifier(entry: Path) -> uuid.UUID | None:
    try:
        return uuid.UUID(entry.name)
    except ValueError:
        return None


def _is_old(entry: Path) -> bool:
    try:
        return time.time() - entry.stat().st_mtime > GRACE_SECONDS
    except FileNotFoundError:
        return False
