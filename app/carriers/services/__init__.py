"""Writing carriers, one module a theme."""

from app.carriers.services import accreditations, admissions, graduates, resources, settlements, tenancies
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
    "admissions",
    "archive",
    "contradictions",
    "create",
    "graduates",
    "index",
    "publish",
    "resources",
    "restore",
    "set_file",
    "set_visibility",
    "settlements",
    "tenancies",
    "update",
]
