"""What a directory shows of a profile: plain values, read as columns.

Fifty objects with all that hangs on them were half of such a page's time; and a row that is only values can be drawn
once for everybody (see `templating.kept`).
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import ScalarSelect, Select, func, select

from app.core.facets import HasFacets
from app.core.listing import Page, paginate
from app.extensions import db


class Teaser:
    """For a frozen dataclass of the values; its `gathered` holds the codes of all facets."""

    gathered: str | None

    def codes(self, facet: str) -> list[str]:
        """As a profile answers."""
        if not self.gathered:
            return []
        entries = [entry.partition(":") for entry in self.gathered.split(",")]
        return sorted(code for name, _colon, code in entries if name == facet)


def gathered(model: type[HasFacets]) -> ScalarSelect[Any]:
    """The column for `Teaser.gathered`."""
    relation = model.facets.property
    facet, ((identity, owner),) = relation.mapper.class_, relation.local_remote_pairs
    entry = facet.facet + ":" + facet.code
    return select(func.aggregate_strings(entry, ",")).where(owner == identity).correlate(model).scalar_subquery()


def page_of(statement: Select[*tuple[Any, ...]], row: Callable[..., Any]) -> Page:
    page = paginate(statement, scalars=False)
    return replace(page, items=[row(*values) for values in page.items])


def all_of(statement: Select[*tuple[Any, ...]], row: Callable[..., Any]) -> Sequence[Any]:
    return [row(*values) for values in db.session.execute(statement)]
