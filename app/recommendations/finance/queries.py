"""Products for a project, and what is known of it."""

import uuid
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from app.carriers.models import Tenancy
from app.core.days import city_day
from app.core.profiles import ProfileState
from app.extensions import db
from app.offerings.models import FINANCING, Offering, OfferingFacet
from app.projects.models import Project
from app.recommendations.finance.conditions import Condition, Known, Verdict, conditions
from app.recommendations.finance.models import FinanceFacts, ProductMatch
from app.recommendations.rows import Profile

_FINANCING = (Offering.state == ProfileState.PUBLISHED, Offering.kind.in_(FINANCING))


@dataclass(frozen=True)
class Fit:
    """A product with its conditions; `raw` orders what fits equally, None where nothing was compared yet."""

    offering: Offering
    conditions: list[Condition]
    raw: float | None
    terms: list[dict[str, Any]]

    def number(self, verdict: Verdict) -> int:
        return sum(condition.verdict is verdict for condition in self.conditions)

    @property
    def verdict(self) -> Verdict:
        """The worst of its conditions."""
        return self.conditions[0].verdict if self.conditions else Verdict.MET


def products() -> list[Profile]:
    """For the matching: published financing products as plain columns."""
    statement = select(
        Offering.id, Offering.name, Offering.tagline, Offering.description, Offering.amount_min, Offering.amount_max
    ).where(*_FINANCING)
    wanted = select(Offering.id).where(*_FINANCING)
    found: dict[uuid.UUID, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    facets = select(OfferingFacet.offering_id, OfferingFacet.facet, OfferingFacet.code)
    for key, facet, code in db.session.execute(facets.where(OfferingFacet.offering_id.in_(wanted))):
        found[key][facet].add(code)
    return [
        Profile(
            row.id,
            row,
            {facet: frozenset(codes) for facet, codes in found[row.id].items()},
            {"name": [row.name], "tagline": [row.tagline], "description": [row.description]},
        )
        for row in db.session.execute(statement.order_by(Offering.id))
    ]


def known(project: Project) -> Known:
    """A company's founding day is also known from its tenancy."""
    facts = db.session.get(FinanceFacts, project.id)
    registered = select(func.min(Tenancy.registered_on)).where(Tenancy.project_id == project.id)
    founded_on = facts.founded_on if facts is not None and facts.founded_on else db.session.scalar(registered)
    return Known(
        amount=project.amount_sought,
        sectors=frozenset(project.codes("sector")),
        stage=project.stage,
        region=project.region_code,
        founded_on=founded_on,
        revenue=facts.revenue if facts is not None else None,
        ip_rights=facts.ip_rights if facts is not None else None,
        day=city_day(),
    )


def facts(project: Project) -> FinanceFacts | None:
    return db.session.get(FinanceFacts, project.id)


def fits(project: Project, about: Known) -> list[Fit]:
    """Every published financing product: those whose conditions are met first, then by how near they are."""
    near: Mapping[uuid.UUID, Any] = {
        row.offering_id: row
        for row in db.session.scalars(select(ProductMatch).where(ProductMatch.project_id == project.id))
    }
    statement = select(Offering).where(*_FINANCING).order_by(Offering.sort_key, Offering.id)
    rows = []
    for offering in db.session.scalars(statement).unique():
        match = near.get(offering.id)
        rows.append(
            Fit(
                offering,
                conditions(offering, about),
                match.raw if match else None,
                list(match.terms) if match else [],
            )
        )
    return sorted(rows, key=_order)


def _order(fit: Fit) -> tuple[int, int, float]:
    near = fit.raw if fit.raw is not None else float("-inf")
    return fit.number(Verdict.NOT_MET), fit.number(Verdict.UNKNOWN), -near
