"""The mentors of tenants. Mentorships stand above this slice, so they say here who coaches whom.

tell(mentored=queries.mentored_projects, names=queries.names_of_mentors)
"""

import uuid
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select


@dataclass(frozen=True)
class Mentors:
    """`mentored()` selects the ids of projects that have a mentor now; `names(project_ids)` gives theirs."""

    mentored: Callable[[], Select[Any]]
    names: Callable[[Collection[uuid.UUID]], Mapping[uuid.UUID, Sequence[str]]]


_known: list[Mentors] = []


def tell(*, mentored: Callable[[], Select[Any]], names: Callable[[Any], Mapping[uuid.UUID, Sequence[str]]]) -> None:
    _known[:] = [Mentors(mentored, names)]


def known() -> Mentors | None:
    """None in an installation without mentorships."""
    return _known[0] if _known else None
