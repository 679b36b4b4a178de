"""Who could be asked next, after a mentor declined or did not answer.

What ranks mentors for projects registers itself here; without it nobody is offered.
"""

import uuid
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from app.accounts.actor import Actor
from app.mentorships import queries
from app.mentorships.models import MentorRequest, RequestOrigin


@dataclass(frozen=True)
class Offer:
    """The best mentor whom a project has not asked, with the first reason that its reader may be told."""

    mentor_id: uuid.UUID
    name: str
    headline: str
    score: int
    reason: str = ""


# (reader, project → mentors who are no answer) → project → offer; a constant number of statements.
Ranking = Callable[[Actor | None, Mapping[uuid.UUID, Collection[uuid.UUID]]], Mapping[uuid.UUID, Offer]]
_rankings: list[Ranking] = []


def ranking(function: Ranking) -> Ranking:
    """Register who knows the next best."""
    if function not in _rankings:
        _rankings.append(function)
    return function


def after(actor: Actor | None, requests: Sequence[MentorRequest]) -> dict[uuid.UUID, Offer]:
    """Request → offer, for the newest request of each project that came to nothing while the project wants more."""
    newest: dict[uuid.UUID, MentorRequest] = {}
    for request in sorted(requests, key=lambda request: request.asked_at, reverse=True):
        if request.origin is RequestOrigin.PROJECT and request.came_to_nothing:
            newest.setdefault(request.project_id, request)
    wanting = queries.wanting(newest)
    if not wanting or not _rankings:
        return {}
    known = queries.known_mentors(wanting)
    found: dict[uuid.UUID, Offer] = {}
    for function in _rankings:
        found |= function(actor, known)
    return {newest[project_id].id: offer for project_id, offer in found.items()}
