"""Applications, from the applicant's and the organiser's side."""

import uuid

from sqlalchemy import ColumnElement, Select, exists, or_, select

from app.accounts.actor import Actor
from app.accounts.models import Role
from app.core.model import utc_now
from app.extensions import db
from app.projects.models import Project
from app.projects.policies import owns
from app.roadshows import conflicts
from app.roadshows.models import (
    Application,
    ApplicationState,
    LineupChange,
    Review,
    Reviewer,
    ReviewState,
    Roadshow,
    RoadshowState,
)
from app.roadshows.policies import ORGANISING, REVIEWING, manages


def own_application(actor: Actor, application_id: uuid.UUID) -> Application | None:
    application = db.session.get(Application, application_id)
    return application if application is not None and owns(actor, application.project) else None


def own_applications(actor: Actor) -> Select[Application]:
    statement = select(Application).join(Application.project)
    return statement.where(Project.organisation_id == actor.organisation_id).order_by(
        Application.created_at.desc(), Application.id
    )


def managed_application(actor: Actor, roadshow_id: uuid.UUID, application_id: uuid.UUID) -> Application | None:
    """A sent application to a roadshow the person runs, unless they must not judge it."""
    application = db.session.get(Application, application_id)
    if application is None or application.roadshow_id != roadshow_id or application.state is ApplicationState.DRAFT:
        return None
    if not manages(actor, application.roadshow) or conflicts.in_conflict(actor, application):
        return None
    return application


def reads_by_consent(actor: Actor, project: Project) -> bool:
    """Whoever runs or reviews a roadshow reads the whole project that applied to it, as its owner agreed when applying.

    A reviewer only what is assigned to them and not blind, and nobody who is in conflict.
    """
    if not actor.is_(*ORGANISING, *REVIEWING) or actor.membership_id is None:
        return False
    assigned = (
        select(Review.id)
        .join(Reviewer, Reviewer.id == Review.reviewer_id)
        .where(
            Review.application_id == Application.id,
            Review.state != ReviewState.CONFLICT,
            Reviewer.membership_id == actor.membership_id,
            Reviewer.removed_at.is_(None),
        )
    )
    allowed: ColumnElement[bool] = exists(assigned) & Roadshow.is_blind.is_(False)
    if actor.is_(*ORGANISING):
        allowed = allowed | (Roadshow.organisation_id == actor.organisation_id)
    statement = (
        select(Application)
        .join(Application.roadshow)
        .where(
            Application.project_id == project.id,
            Application.state == ApplicationState.SENT,
            Application.consented_at.is_not(None),
            allowed,
        )
    )
    applications = db.session.scalars(statement).unique().all()
    return len(conflicts.blocked(actor, applications)) < len(applications)


def own_applications_to(actor: Actor, roadshow: Roadshow) -> list[Application]:
    """What the person's startup sent, or began, for a roadshow."""
    if not actor.is_(Role.ENTREPRENEUR):
        return []
    statement = select(Application).join(Application.project)
    statement = statement.where(
        Application.roadshow_id == roadshow.id, Project.organisation_id == actor.organisation_id
    )
    return list(db.session.scalars(statement.order_by(Application.created_at, Application.id)).unique())


def last_change(application: Application) -> LineupChange | None:
    """What last happened to the application's place on a line-up that was fixed."""
    concerned = or_(
        LineupChange.project_id == application.project_id, LineupChange.successor_id == application.project_id
    )
    statement = select(LineupChange).where(LineupChange.roadshow_id == application.roadshow_id, concerned)
    return db.session.scalars(statement.order_by(LineupChange.made_at.desc(), LineupChange.id).limit(1)).first()


def drafts_to_send(actor: Actor) -> list[Application]:
    """Begun applications that can still be sent, the most urgent first."""
    statement = select(Application).join(Application.project).join(Application.roadshow)
    statement = statement.where(
        Project.organisation_id == actor.organisation_id,
        Application.state == ApplicationState.DRAFT,
        Roadshow.state == RoadshowState.OPEN,
        Roadshow.apply_until > utc_now(),
    )
    return list(db.session.scalars(statement.order_by(Roadshow.apply_until, Application.id)).unique())
