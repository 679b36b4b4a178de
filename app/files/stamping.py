"""Copies of a PDF that say on every page who looks at it and when; made by a limited process, like the inspection."""

import json
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

import structlog

from app.files import limited
from app.files.limits import PDF
from app.files.models import File, FileOpening, folder

log = structlog.get_logger()
SCRIPT = Path(__file__).with_name("stamper.py")
FONT = Path(__file__).with_name("data") / "DroidSansFallbackFull.ttf"
# Together with the inspection below the time a writer waits for the lock on SQLite, unless both take their longest.
SECONDS = 10
TRIAL = ["张三 · 2026-01-01 00:00"]


def lines(opening: FileOpening, moment: str) -> list[str]:
    """Who, for whom, and when, with a code that leads to the recorded opening."""
    organisation = opening.organisation.name if opening.organisation else ""
    who = " · ".join(part for part in (opening.account.name, organisation) if part)
    return [who, f"{moment} · {opening.code}"]


def is_markable(file: File) -> bool:
    """Whether the mark can be set, found by setting it; what is no PDF carries none."""
    if file.media_type != PDF:
        return True
    copy = stamped(file, TRIAL)
    if copy:
        copy.close()
    return copy is not None


def stamped(file: File, marked: Sequence[str]) -> BinaryIO | None:
    """The marked copy as an open file that is gone when it is closed; None where it cannot be made."""
    (folder() / "incoming").mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=folder() / "incoming", delete=False) as target:
        output = Path(target.name)
    try:
        done = limited.run(SCRIPT, file.path, output, FONT, seconds=SECONDS, given=json.dumps(list(marked)).encode())
        if done is not None and done.returncode == 0:
            return output.open("rb")
        error = done.stderr[-500:].decode(errors="replace") if done else "time is over"
        log.warning("marking failed", file=str(file.id), error=error)
        return None
    finally:
        output.unlink(missing_ok=True)
