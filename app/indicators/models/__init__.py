"""Returns that carriers file, and the targets that authorities set."""

from app.indicators.models.returns import (
    OPEN_RETURN,
    Collection,
    Return,
    ReturnEntry,
    ReturnRevision,
    ReturnState,
)
from app.indicators.models.targets import Target

__all__ = ["OPEN_RETURN", "Collection", "Return", "ReturnEntry", "ReturnRevision", "ReturnState", "Target"]
