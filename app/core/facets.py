"""Lists of codes on a profile (sectors, expertise wanted, languages, …): one row a code, so that lists filter by index.

A slice declares its table:

    class ProjectFacet(Facet, Base):
        __tablename__ = "project_facet"
        project_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("project.id"), primary_key=True)
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, lazyload, mapped_column
from sqlalchemy.sql.base import ExecutableOption

from app.extensions import db


class Facet:
    facet: Mapped[str] = mapped_column(String(20), primary_key=True)
    code: Mapped[str] = mapped_column(String(40), primary_key=True, index=True)


class HasFacets:
    """For a model whose `facets` relationship holds its rows."""

    id: Any
    facets: Any
    _read: Any = None

    def codes(self, facet: str) -> list[str]:
        if self._read is not None and "facets" not in self.__dict__:
            return list(self._read.get(facet, ()))
        return sorted(row.code for row in self.facets if row.facet == facet)

    def codes_by_field(self, facets: Mapping[str, str]) -> dict[str, list[str]]:
        """What a form opens with; `facets` says which facet each of its fields holds."""
        return {field: self.codes(facet) for field, facet in facets.items()}

    def set_codes(self, facet: str, codes: Iterable[str]) -> None:
        """Keep, add and remove rows so that the facet holds exactly these codes."""
        self._read = None
        wanted = set(codes)
        model = type(self).facets.property.mapper.class_
        for row in [row for row in self.facets if row.facet == facet]:
            if row.code in wanted:
                wanted.remove(row.code)
            else:
                self.facets.remove(row)
        self.facets.extend(model(facet=facet, code=code) for code in sorted(wanted))


def briefly(model: type[HasFacets]) -> ExecutableOption:
    """For a list that is shown and not changed: leave the facets' rows out, `read_codes` brings their codes."""
    return lazyload(model.facets)


def read_codes(rows: Sequence[HasFacets]) -> None:
    """The codes of a list's profiles without an object a code, which cost more than all else on the page."""
    if not rows:
        return
    relation = type(rows[0]).facets.property
    facet, ((_id, owner),) = relation.mapper.class_, relation.local_remote_pairs
    found: dict[Any, dict[str, list[str]]] = {row.id: defaultdict(list) for row in rows}
    statement = select(owner, facet.facet, facet.code).where(owner.in_(found)).order_by(facet.code)
    for key, name, code in db.session.execute(statement):
        found[key][name].append(code)
    for row in rows:
        row._read = found[row.id]
