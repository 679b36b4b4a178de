"""Writing carriers, one module a theme."""

from app.carriers.services import accreditations, resources
from app.carriers.services.profile import (
    FACETS,
    archive,
    contradictions,
    create,
    index,
    publish,
    restore,
    set_file,
    set_visibility,
    update,
)

__all__ = [
    "FACETS",
    "accreditations",
    "archive",
    "contradictions",
    "create",
    "index",
    "publish",
    "resources",
    "restore",
    "set_file",
    "set_visibility",
    "update",
]
