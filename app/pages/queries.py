"""What the landing page and the search show."""

import uuid
from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import Select, func, select

from app.core import search
from app.core.search import SearchEntry
from app.extensions import db


class Hit(NamedTuple):
    kind: str
    object_id: uuid.UUID
    title: str


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


def counts() -> dict[str, int]:
    """How many published things of each kind there are: what is searchable is what is public."""
    statement = select(SearchEntry.kind, func.count().label("number")).group_by(SearchEntry.kind)
    return {row.kind: row.number for row in db.session.execute(statement)}


def found(words: str, kind: str = "") -> Select[str, uuid.UUID, str]:
    """Public things that hold every word, titles that hold them first."""
    statement = select(SearchEntry.kind, SearchEntry.object_id, SearchEntry.title)
    statement = statement.where(SearchEntry.object_id.in_(search.matching(words, kind or None)))
    return statement.order_by(func.length(SearchEntry.title), SearchEntry.title, SearchEntry.object_id)


def suggestions(words: str, *, most: int = 8) -> Sequence[Hit]:
    return [Hit(row.kind, row.object_id, row.title) for row in db.session.execute(found(words).limit(most))]
