"""Admissions: what was asked of whom, from every side."""

import uuid
from collections.abc import Sequence

from sqlalchemy import ColumnElement, Select, and_, exists, false, func, or_, select

from app.accounts.actor import Actor
from app.accounts.models import Role
from app.carriers.models import CHAIN, Admission, AdmissionOrigin, Carrier, Tenancy
from app.carriers.policies import takes_part
from app.cities.sharing import put_before
from app.core import search
from app.core.answering import AnswerState
from app.extensions import db
from app.projects.models import Project
from app.projects.queries import in_cities


def own_admission(actor: Actor, admission_id: uuid.UUID) -> Admission | None:
    """One that the person's side asked, or is asked."""
    admission = db.session.get(Admission, admission_id)
    return admission if admission is not None and takes_part(actor, admission) else None


def admissions(actor: Actor, *, past: bool = False) -> Select[Admission]:
    """What concerns the person's carriers or projects, what waits first."""
    statement = select(Admission).join(Admission.carrier).join(Admission.project).where(_concerns(actor))
    waits = Admission.state == AnswerState.PENDING
    statement = statement.where(~waits if past else waits)
    return statement.order_by(Admission.asked_at.desc(), Admission.id)


def to_answer(actor: Actor) -> int:
    """How many wait for this side's yes or no."""
    if not actor.is_(Role.CARRIER_STAFF, Role.ENTREPRENEUR):
        return 0
    statement = select(func.count()).select_from(Admission)
    statement = statement.join(Carrier, Carrier.id == Admission.carrier_id)
    statement = statement.join(Project, Project.id == Admission.project_id)
    mine = and_(Carrier.organisation_id == actor.organisation_id, Admission.carrier_agreed_at.is_(None))
    if actor.is_(Role.ENTREPRENEUR):
        mine = and_(Project.organisation_id == actor.organisation_id, Admission.project_agreed_at.is_(None))
    return db.session.scalar(statement.where(mine, Admission.state == AnswerState.PENDING)) or 0


def of_tenancy(tenancy: Tenancy) -> Sequence[Admission]:
    """Hand-overs that wait."""
    statement = select(Admission).where(Admission.tenancy_id == tenancy.id, Admission.state == AnswerState.PENDING)
    return db.session.scalars(statement.order_by(Admission.asked_at, Admission.id)).unique().all()


def found_projects(carrier: Carrier, words: str, *, most: int = 20) -> Sequence[Project]:
    """Published projects that staff may take in, by name, startup or what is searchable: those of the carrier's city
    and of its partners."""
    near = put_before(carrier.zone_code, in_cities)
    statement = select(Project).where(Project.state == "published", Project.id.in_(search.matching(words, "project")))
    inside = exists().where(Tenancy.project_id == Project.id, Tenancy.left_on.is_(None))
    return db.session.scalars(statement.where(~inside, near).order_by(Project.sort_key, Project.id).limit(most)).all()


def free_projects(actor: Actor) -> Sequence[Project]:
    """The startup's own projects that may ask for a place."""
    statement = select(Project).where(
        Project.organisation_id == actor.organisation_id, Project.state.in_(("draft", "published"))
    )
    return db.session.scalars(statement.order_by(Project.sort_key, Project.id)).all()


def next_carriers(tenancy: Tenancy) -> Sequence[Carrier]:
    """Where a tenant can be handed over to: published carriers of the same link or a later one."""
    later = CHAIN[CHAIN.index(tenancy.carrier.link) :]
    statement = select(Carrier).where(
        Carrier.state == "published", Carrier.link.in_(later), Carrier.id != tenancy.carrier_id
    )
    rows = db.session.scalars(statement.order_by(Carrier.sort_key, Carrier.id)).all()
    return sorted(rows, key=lambda carrier: (CHAIN.index(carrier.link), carrier.sort_key))


def _concerns(actor: Actor) -> ColumnElement[bool]:
    """Staff: asked of their carriers, or asked by them as a hand-over. Startups: about their projects."""
    if actor.is_(Role.ENTREPRENEUR):
        return Project.organisation_id == actor.organisation_id
    if not actor.is_(Role.CARRIER_STAFF):
        return false()
    handed = and_(Admission.origin == AdmissionOrigin.HAND_OVER, Admission.organisation_id == actor.organisation_id)
    return or_(Carrier.organisation_id == actor.organisation_id, handed)
