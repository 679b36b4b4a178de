"""Lists of codes on a profile (sectors, expertise wanted, languages, …): one row a code, so that lists filter by index.

A slice declares its table:

    class ProjectFacet(Facet, Base):
        __tablename__ = "project_facet"
        project_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("project.id"), primary_key=True)
"""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column


class Facet:
    facet: Mapped[str] = mapped_column(String(20), primary_key=True)
    code: Mapped[str] = mapped_column(String(40), primary_key=True, index=True)


class HasFacets:
    """For a model whose `facets` relationship holds its rows."""

    facets: Any

    def codes(self, facet: str) -> list[str]:
        return sorted(row.code for row in self.facets if row.facet == facet)

    def set_codes(self, facet: str, codes: Iterable[str]) -> None:
        """Keep, add and remove rows so that the facet holds exactly these codes."""
        wanted = set(codes)
        model = type(self).facets.property.mapper.class_
        for row in [row for row in self.facets if row.facet == facet]:
            if row.code in wanted:
                wanted.remove(row.code)
            else:
                self.facets.remove(row)
        self.facets.extend(model(facet=facet, code=code) for code in sorted(wanted))
