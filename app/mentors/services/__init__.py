"""Writing mentors: the profile, its places, its filing. Other slices import from here, not from the parts."""

from app.mentors.services.filing import enter, entered
from app.mentors.services.places import LARGEST_CAPACITY, give_back_place, locked, take_place
from app.mentors.services.profile import (
    FACETS,
    archive,
    claim,
    create,
    declare_conflict,
    end_conflict,
    index,
    publish,
    reopen_conflict,
    restore,
    set_file,
    set_visibility,
    update,
)

__all__ = [
    "FACETS",
    "LARGEST_CAPACITY",
    "archive",
    "claim",
    "create",
    "declare_conflict",
    "end_conflict",
    "enter",
    "entered",
    "give_back_place",
    "index",
    "locked",
    "publish",
    "reopen_conflict",
    "restore",
    "set_file",
    "set_visibility",
    "take_place",
    "update",
]
