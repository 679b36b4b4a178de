"""Reading projects."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, not_, select

from app.accounts.actor import Actor
from app.accounts.models import Organisation
from app.cities.sharing import standing_in
from app.core import search, teasers
from app.core.profiles import ProfileState
from app.extensions import db
from app.projects.models import Project, ProjectFacet
from app.projects.policies import can_see, owns

ORDERS: dict[str, Any] = {
    "newest": (Project.published_at.desc(), Project.id),
    "name": (Project.sort_key, Project.id),
}


@dataclass(frozen=True, slots=True)
class Teaser(teasers.Teaser):
    """What a list shows of a project, and no more than that."""

    id: uuid.UUID
    name: str
    tagline: str
    region_code: str
    stage: str
    round: str
    logo_id: uuid.UUID | None
    organisation_name: str
    gathered: str | None


def visible_project(actor: Actor, project_id: uuid.UUID) -> Project | None:
    project = db.session.get(Project, project_id)
    return project if project is not None and can_see(actor, project) else None


def own_project(actor: Actor, project_id: uuid.UUID) -> Project | None:
    project = db.session.get(Project, project_id)
    return project if project is not None and owns(actor, project) else None


def own_projects(actor: Actor) -> Sequence[Project]:
    statement = select(Project).where(Project.organisation_id == actor.organisation_id)
    return db.session.scalars(statement.order_by(Project.created_at.desc(), Project.id)).all()


def published() -> Select[Project]:
    return select(Project).where(Project.state == ProfileState.PUBLISHED)


def directory(
    *,
    words: str = "",
    sectors: Sequence[str] = (),
    region: str = "",
    stages: Sequence[str] = (),
    rounds: Sequence[str] = (),
    hidden: Sequence[str] = (),
    order: str = "newest",
) -> Select[Project]:
    """Published projects but for those of hidden cities; a region given by a short code prefix holds everything inside
    it."""
    statement = published()
    if hidden:
        statement = statement.where(not_(in_cities(hidden)))
    if words:
        statement = statement.where(Project.id.in_(search.matching(words, "project")))
    if sectors:
        statement = statement.where(Project.id.in_(with_facet("sector", sectors)))
    if region:
        statement = statement.where(Project.region_code.startswith(region, autoescape=True))
    if stages:
        statement = statement.where(Project.stage.in_(stages))
    if rounds:
        statement = statement.where(Project.round.in_(rounds))
    return statement.order_by(*ORDERS.get(order, ORDERS["newest"]))


def in_cities(codes: Sequence[str]) -> ColumnElement[bool]:
    return standing_in(codes, Project.organisation_id, Project.region_code)


def shown(projects: Select[Project]) -> Select[*tuple[Any, ...]]:
    """The columns of `Teaser` for these projects."""
    # Asked for one row at a time: joined, the thousands that are only counted would each look for theirs.
    organisation = select(Organisation.name).where(Organisation.id == Project.organisation_id).correlate(Project)
    return projects.with_only_columns(
        Project.id,
        Project.name,
        Project.tagline,
        Project.region_code,
        Project.stage,
        Project.round,
        Project.logo_id,
        organisation.scalar_subquery(),
        teasers.gathered(Project),
    )


def with_facet(facet: str, codes: Sequence[str]) -> Select[uuid.UUID]:
    return select(ProjectFacet.project_id).where(ProjectFacet.facet == facet, ProjectFacet.code.in_(codes))
