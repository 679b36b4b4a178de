"""Messages on the next page that offer to take the step back."""

from typing import Any

from flask import flash


def flash_undo(text: str, undo_url: str, **fields: Any) -> None:
    """Say what was done; the button posts `fields` to `undo_url`."""
    flash({"text": text, "undo_url": undo_url, "undo_fields": fields}, "success")  # type: ignore[arg-type]
