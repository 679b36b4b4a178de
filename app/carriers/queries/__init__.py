"""Reading carriers, one module a theme."""

from app.carriers.queries.carriers import (
    TEASER,
    directory,
    own_carrier,
    own_carriers,
    visible_carrier,
)

__all__ = [
    "TEASER",
    "directory",
    "own_carrier",
    "own_carriers",
    "visible_carrier",
]
