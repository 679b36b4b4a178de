"""Requests from both sides."""

import uuid
from collections.abc import Sequence

from sqlalchemy import ColumnElement, Select, false, func, select
from sqlalchemy.orm import contains_eager

from app.accounts.actor import Actor
from app.accounts.models import Role
from app.core.days import city_day
from app.extensions import db
from app.offerings.models import OPEN, Offering, RequestState, ServiceRequest
from app.offerings.policies import takes_part
from app.projects.models import Project


def own_request(actor: Actor, request_id: uuid.UUID) -> ServiceRequest | None:
    """A request that the person's startup sent or that the person's agency received."""
    request = db.session.get(ServiceRequest, request_id)
    return request if request is not None and takes_part(actor, request) else None


def requests(actor: Actor, *, state: str = "") -> Select[ServiceRequest]:
    """Sent by the startup, or received by the agency, newest first; `open` stands for every state that goes on."""
    statement = (
        select(ServiceRequest)
        .join(ServiceRequest.offering)
        .join(ServiceRequest.project)
        .options(
            contains_eager(ServiceRequest.offering).lazyload(Offering.facets),
            contains_eager(ServiceRequest.project).lazyload(Project.facets),
        )
        .where(_mine(actor))
    )
    if state == "open":
        statement = statement.where(ServiceRequest.state.in_(OPEN))
    elif state in set(RequestState):
        statement = statement.where(ServiceRequest.state == RequestState(state))
    return statement.order_by(ServiceRequest.requested_at.desc(), ServiceRequest.id)


def of_project(project_id: uuid.UUID) -> Sequence[ServiceRequest]:
    """What a project asked for and what still goes on, newest first."""
    statement = select(ServiceRequest).where(ServiceRequest.project_id == project_id, ServiceRequest.state.in_(OPEN))
    return db.session.scalars(statement.order_by(ServiceRequest.requested_at.desc(), ServiceRequest.id)).unique().all()


def find_open(project_id: uuid.UUID, offering_id: uuid.UUID) -> ServiceRequest | None:
    statement = select(ServiceRequest).where(
        ServiceRequest.project_id == project_id,
        ServiceRequest.offering_id == offering_id,
        ServiceRequest.state.in_(OPEN),
    )
    return db.session.scalar(statement)


def open_of(actor: Actor, offering: Offering) -> Sequence[ServiceRequest]:
    """The startup's requests for this offering that still go on."""
    statement = (
        select(ServiceRequest)
        .join(ServiceRequest.project)
        .where(
            Project.organisation_id == actor.organisation_id,
            ServiceRequest.offering_id == offering.id,
            ServiceRequest.state.in_(OPEN),
        )
    )
    return db.session.scalars(statement.order_by(ServiceRequest.requested_at, ServiceRequest.id)).unique().all()


def number_in(actor: Actor, state: RequestState) -> int:
    """How many of the person's requests stand so."""
    statement = select(func.count()).select_from(ServiceRequest).join(ServiceRequest.offering)
    statement = statement.join(ServiceRequest.project).where(_mine(actor), ServiceRequest.state == state)
    return db.session.scalar(statement) or 0


def unrated(actor: Actor) -> int:
    statement = select(func.count()).select_from(ServiceRequest).join(ServiceRequest.offering)
    statement = statement.join(ServiceRequest.project).where(
        _mine(actor), ServiceRequest.state == RequestState.COMPLETED, ServiceRequest.rating.is_(None)
    )
    return db.session.scalar(statement) or 0


def overdue() -> Select[ServiceRequest]:
    """Quotations whose last day is over, oldest first."""
    statement = select(ServiceRequest).where(
        ServiceRequest.state == RequestState.QUOTED, ServiceRequest.valid_until < city_day()
    )
    return statement.order_by(ServiceRequest.valid_until, ServiceRequest.id)


def _mine(actor: Actor) -> ColumnElement[bool]:
    if actor.is_(Role.AGENCY_STAFF):
        return Offering.organisation_id == actor.organisation_id
    if actor.is_(Role.ENTREPRENEUR):
        return Project.organisation_id == actor.organisation_id
    return false()
