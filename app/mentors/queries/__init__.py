"""Reading mentors; what other slices build on is named here."""

from app.mentors.queries.profiles import (
    HAS_PLACE,
    ORDERS,
    TEASER,
    claimable_mentor,
    conflicts_between,
    directory,
    in_cities,
    meant_by,
    own_mentor,
    own_mentors,
    published,
    shown_conflicts,
    visible_conflict,
    visible_mentor,
    waiting_profile,
    with_facet,
)

__all__ = [
    "HAS_PLACE",
    "ORDERS",
    "TEASER",
    "claimable_mentor",
    "conflicts_between",
    "directory",
    "in_cities",
    "meant_by",
    "own_mentor",
    "own_mentors",
    "published",
    "shown_conflicts",
    "visible_conflict",
    "visible_mentor",
    "waiting_profile",
    "with_facet",
]
