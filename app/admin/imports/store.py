"""Uploads between their check and their import: private files under names of our own, swept when nobody comes back."""

import time
import uuid
from pathlib import Path
from typing import BinaryIO

from flask import current_app
from flask_babel import gettext as _

from app.core.errors import Invalid

KEPT_SECONDS = 24 * 3600


def folder() -> Path:
    path: Path = current_app.config["INSTANCE_PATH"] / "imports"
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def save(import_id: uuid.UUID, content: BinaryIO) -> None:
    path = folder() / str(import_id)
    with path.open("xb") as file:
        path.chmod(0o600)
        while part := content.read(1024 * 1024):
            file.write(part)


def open_file(import_id: uuid.UUID) -> BinaryIO:
    try:
        return (folder() / str(import_id)).open("rb")
    except FileNotFoundError as error:
        raise Invalid(_("The file is no longer kept. Upload it again.")) from error


def remove(import_id: uuid.UUID) -> None:
    (folder() / str(import_id)).unlink(missing_ok=True)


def sweep(*, now: float | None = None) -> int:
    """Remove what is older than a day."""
    removed = 0
    for path in folder().iterdir():
        if path.stat().st_mtime < (now or time.time()) - KEPT_SECONDS:
            path.unlink(missing_ok=True)
            removed += 1
    return removed
