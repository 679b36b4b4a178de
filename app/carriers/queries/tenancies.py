"""Tenancies: of a project, of a carrier, of a region; and who looks after them."""

import uuid
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select

from app.accounts.actor import Actor
from app.accounts.models import Role
from app.carriers import mentors
from app.carriers.models import Carrier, LeaveReason, ServiceAssignment, TeamRole, Tenancy
from app.carriers.policies import can_see_tenancy
from app.carriers.queries.carriers import of_region
from app.core import search
from app.core.days import city_day
from app.extensions import db
from app.projects.models import Project

MENTOR = "mentor"
# What a service team may lack.
DUTIES = (TeamRole.LIAISON.value, TeamRole.COUNSELLOR.value, MENTOR)


def present_tenancy(project_id: uuid.UUID) -> Tenancy | None:
    """Where the project is now, or will be from a day that is agreed."""
    return db.session.scalar(select(Tenancy).where(Tenancy.project_id == project_id, Tenancy.left_on.is_(None)))


def inner_tenancy(actor: Actor, tenancy_id: uuid.UUID) -> Tenancy | None:
    tenancy = db.session.get(Tenancy, tenancy_id)
    return tenancy if tenancy is not None and can_see_tenancy(actor, tenancy) else None


def journey(project_id: uuid.UUID) -> Sequence[Tenancy]:
    """Every carrier that the project has been in, the first first."""
    statement = select(Tenancy).where(Tenancy.project_id == project_id)
    return db.session.scalars(statement.order_by(Tenancy.entered_on, Tenancy.id)).unique().all()


def of_startup(actor: Actor) -> Sequence[Tenancy]:
    """The tenancies of the person's own projects, present ones first."""
    if not actor.is_(Role.ENTREPRENEUR):
        return []
    statement = select(Tenancy).join(Tenancy.project).where(Project.organisation_id == actor.organisation_id)
    order = (Tenancy.left_on.is_(None).desc(), Tenancy.entered_on.desc(), Tenancy.id)
    return db.session.scalars(statement.order_by(*order)).unique().all()


def tenants(
    actor: Actor,
    *,
    carrier: Carrier | None = None,
    carrier_id: uuid.UUID | None = None,
    words: str = "",
    past: bool = False,
    kind: str = "",
    missing: str = "",
) -> Select[Tenancy]:
    """Those of the actor's carriers, or of the region that the actor oversees; of one carrier when it is named."""
    statement = select(Tenancy).join(Tenancy.carrier).join(Tenancy.project)
    statement = statement.where(Tenancy.carrier_id == carrier.id if carrier is not None else reads(actor))
    if carrier_id:
        statement = statement.where(Carrier.id == carrier_id)
    if words:
        named = Project.name.icontains(words, autoescape=True)
        statement = statement.where(or_(named, Project.id.in_(search.matching(words, "project"))))
    statement = statement.where(Tenancy.left_on.is_not(None) if past else Tenancy.left_on.is_(None))
    if kind in {"company", "team"}:
        company = (Tenancy.registered_on.is_not(None)) & (Tenancy.registered_on <= city_day())
        statement = statement.where(company if kind == "company" else ~company)
    if missing in DUTIES:
        statement = statement.where(lacks(missing))
    return statement.order_by(Carrier.sort_key, Project.sort_key, Tenancy.entered_on, Tenancy.id)


def reads(actor: Actor) -> ColumnElement[bool]:
    """The carriers whose tenants the person looks after or oversees."""
    if actor.is_(Role.CARRIER_STAFF):
        return Carrier.organisation_id == actor.organisation_id
    return of_region(actor)


def lacks(duty: str) -> ColumnElement[bool]:
    """A tenant without somebody for this duty. Without mentorships in this installation nobody lacks a mentor."""
    if duty == MENTOR:
        known = mentors.known()
        return Tenancy.project_id.not_in(known.mentored()) if known else Tenancy.id.is_(None)
    acting = select(ServiceAssignment.tenancy_id).where(
        ServiceAssignment.role == duty, ServiceAssignment.ended_on.is_(None)
    )
    return Tenancy.id.not_in(acting)


def teams(rows: Collection[Tenancy]) -> dict[uuid.UUID, dict[str, Any]]:
    """Tenancy → duty → who: the assignment of a liaison officer or counsellor, the names of mentors. Two statements."""
    found: dict[uuid.UUID, dict[str, Any]] = {row.id: {} for row in rows}
    if not rows:
        return found
    acting = select(ServiceAssignment).where(
        ServiceAssignment.tenancy_id.in_(found), ServiceAssignment.ended_on.is_(None)
    )
    for assignment in db.session.scalars(acting.order_by(ServiceAssignment.id)).unique():
        found[assignment.tenancy_id][assignment.role.value] = assignment
    if known := mentors.known():
        names = known.names([row.project_id for row in rows])
        for row in rows:
            found[row.id][MENTOR] = list(names.get(row.project_id, ()))
    return found


def missing_counts(actor: Actor) -> dict[uuid.UUID, dict[str, int]]:
    """Carrier → how many present tenants, and how many lack which duty: one statement a duty."""
    found: dict[uuid.UUID, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for duty in ("", *DUTIES):
        statement = (
            select(Tenancy.carrier_id, func.count())
            .join(Carrier, Carrier.id == Tenancy.carrier_id)
            .where(reads(actor), Tenancy.left_on.is_(None))
        )
        if duty:
            statement = statement.where(lacks(duty))
        for carrier_id, number in db.session.execute(statement.group_by(Tenancy.carrier_id)):
            found[carrier_id][duty or "all"] = number
    return found


@dataclass(frozen=True)
class Numbers:
    """What a carrier's page says in public; shown rounded."""

    tenants: int
    graduates: int


def numbers_of(carrier: Carrier) -> Numbers:
    inside = (Tenancy.carrier_id == carrier.id, Tenancy.left_on.is_(None), Tenancy.entered_on <= city_day())
    graduated = (Tenancy.carrier_id == carrier.id, Tenancy.left_reason == LeaveReason.GRADUATED)
    tenants, graduates = (select(func.count()).where(*where).scalar_subquery() for where in (inside, graduated))
    return Numbers(*db.session.execute(select(tenants, graduates)).one())


def past_team(tenancy: Tenancy) -> Sequence[ServiceAssignment]:
    """Everybody who has looked after the tenant, the latest first."""
    statement = select(ServiceAssignment).where(ServiceAssignment.tenancy_id == tenancy.id)
    return db.session.scalars(statement.order_by(ServiceAssignment.started_on.desc(), ServiceAssignment.id)).all()


def unconfirmed(actor: Actor) -> int:
    """Tenancies that a carrier entered before the startup signed up, and that it has not answered."""
    if not actor.is_(Role.ENTREPRENEUR):
        return 0
    statement = select(func.count()).select_from(Tenancy).join(Project, Project.id == Tenancy.project_id)
    waits = (Tenancy.agreed_at.is_(None), Tenancy.left_on.is_(None))
    return db.session.scalar(statement.where(Project.organisation_id == actor.organisation_id, *waits)) or 0
