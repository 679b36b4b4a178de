"""What the landing page and the search show."""

import uuid
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, not_, select

from app.core import search
from app.core.search import SearchEntry
from app.extensions import db
from app.funds import queries as funds
from app.funds.models import Fund
from app.mentors import queries as mentors
from app.mentors.models import Mentor
from app.projects import queries as projects
from app.projects.models import Project

ENDPOINTS = {
    "project": ("projects.show", "project_id"),
    "mentor": ("mentors.show", "mentor_id"),
    "fund": ("funds.show", "fund_id"),
    "carrier": ("carriers.show", "carrier_id"),
    "offering": ("offerings.show", "offering_id"),
    "roadshow": ("roadshows.show", "roadshow_id"),
    "event": ("events.show", "event_id"),
    "competition": ("competitions.show", "competition_id"),
}


# What cities share by agreement alone; everything else that is public is everybody's.
SHARED: tuple[tuple[str, Any, Any], ...] = (
    ("project", Project, projects),
    ("mentor", Mentor, mentors),
    ("fund", Fund, funds),
)


def counts(hidden: Sequence[str] = ()) -> dict[str, int]:
    """How many published things of each kind there are: what is searchable is what is public."""
    statement = select(SearchEntry.kind, func.count().label("number"))
    statement = statement.where(*_shared(hidden)).group_by(SearchEntry.kind)
    return {row.kind: row.number for row in db.session.execute(statement)}


def found(words: str, kind: str = "", hidden: Sequence[str] = ()) -> Select[str, uuid.UUID, str]:
    """Public things that hold every word, titles that hold them first; nothing that hidden cities share with others."""
    statement = select(SearchEntry.kind, SearchEntry.object_id, SearchEntry.title)
    statement = statement.where(SearchEntry.object_id.in_(search.matching(words, kind or None)), *_shared(hidden))
    return statement.order_by(func.length(SearchEntry.title), SearchEntry.title, SearchEntry.object_id)


def _shared(hidden: Sequence[str]) -> list[ColumnElement[bool]]:
    """Without the entries of these cities."""
    if not hidden:
        return []
    return [
        not_(and_(SearchEntry.kind == kind, SearchEntry.object_id.in_(select(model.id).where(of.in_cities(hidden)))))
        for kind, model, of in SHARED
    ]
