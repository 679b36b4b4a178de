"""Asks the inspector, a process of its own with little memory, little time and no settings, what an upload is."""

import json
from dataclasses import dataclass
from pathlib import Path

import structlog
from flask_babel import gettext as _

from app.core.errors import Invalid
from app.files import limited
from app.files.limits import JPEG, LIMITS, PDF, PNG, PPTX
from app.files.models import FileKind

log = structlog.get_logger()
SCRIPT = Path(__file__).with_name("inspector.py")
# Below the time a writer waits for the lock on SQLite, because the caller's transaction is open meanwhile.
SECONDS = 12
MEDIA_TYPES = {"pdf": PDF, "pptx": PPTX, "png": PNG, "jpeg": JPEG}
LOGO_PIXELS = 512
IMAGE_PIXELS = 2400


@dataclass(frozen=True)
class Found:
    media_type: str
    path: Path


def output_of(incoming: Path) -> Path:
    """Where the inspector writes an image anew."""
    return incoming.with_name(incoming.name + ".out")


def inspect(incoming: Path, kind: FileKind, *, field: str) -> Found:
    """The media type of what was uploaded and where its acceptable form lies. Raises Invalid."""
    side = LOGO_PIXELS if kind == FileKind.LOGO else IMAGE_PIXELS
    answer = _ask(incoming, [name for name, media in MEDIA_TYPES.items() if media in LIMITS[kind].media_types], side)
    if refusal := answer.get("refused"):
        raise Invalid(_message(refusal, kind), field)
    media_type = MEDIA_TYPES[answer["type"]]
    return Found(media_type, output_of(incoming) if answer["rewritten"] else incoming)


def _ask(incoming: Path, allowed: list[str], side: int) -> dict[str, str]:
    done = limited.run(SCRIPT, incoming, output_of(incoming), ",".join(allowed), side, seconds=SECONDS)
    if done is None:
        return {"refused": "complex"}
    if done.returncode != 0:
        log.warning("inspection ended early", code=done.returncode, error=done.stderr[-500:].decode(errors="replace"))
        return {"refused": "complex" if done.returncode < 0 else "unreadable"}
    answer: dict[str, str] = json.loads(done.stdout)
    return answer


def _message(refusal: str, kind: FileKind) -> str:
    messages = {
        "type": _("This kind of file is not accepted. %(help)s", help=LIMITS[kind].help),
        "unreadable": _("The file is damaged or incomplete. Save it again and upload the new copy."),
        "complex": _("The file is too complex to check. Save it in a simpler form."),
        "pixels": _("The picture has too many pixels. Scale it down to at most 40 megapixels."),
        "encrypted": _("The file is protected by a password. Save it without one."),
        "script": _("The PDF contains scripts or actions. Print it to a new PDF and upload that."),
        "embedded": _("The file carries other files inside. Remove them and save it again."),
        "macro": _("The presentation contains macros. Save it as .pptx without macros."),
        "external": _("The presentation loads content from elsewhere. Insert that content and save it again."),
        "pages": _("The document has too many pages."),
    }
    return messages.get(refusal, messages["unreadable"])
