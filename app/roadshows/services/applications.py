"""Applying with a project: a draft in steps, sent once it is complete."""

from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from app.accounts.actor import Actor
from app.core.errors import Conflict, Invalid
from app.core.model import utc_now
from app.extensions import db
from app.projects.models import Project
from app.projects.policies import owns
from app.roadshows import notices
from app.roadshows.models import Application, ApplicationState, Roadshow, RoadshowState
from app.roadshows.policies import can_edit_application, takes_applications
from app.roadshows.services import changes, lineup
from app.roadshows.services.places import lock, require

PITCH = ("wants", "presenter", "attendance")


def start(*, actor: Actor, roadshow: Roadshow, project: Project, consent: bool) -> Application:
    """The draft for this project, made or found: a project applies to a roadshow once.

    An application that the organiser entered stays sent, and gets the consent it lacked.
    """
    require(owns(actor, project))
    _check_window(roadshow)
    if not project.is_published:
        raise Invalid(_("Publish the project before you apply with it."), "project_id")
    if not consent:
        raise Invalid(_("Without this consent nobody could review the application."), "consent")
    same = select(Application).where(Application.project_id == project.id, Application.roadshow_id == roadshow.id)
    application = db.session.scalar(same)
    if application is None:
        application = Application(roadshow_id=roadshow.id, project_id=project.id)
        application.attendance = roadshow.attendance(None)
        db.session.add(application)
    elif application.state is ApplicationState.SENT and application.consented_at is not None:
        raise Conflict(_("This project has applied already."))
    elif application.state is not ApplicationState.SENT:
        application.state = ApplicationState.DRAFT
    application.consented_at = utc_now()
    db.session.flush()
    return application


def save_pitch(*, actor: Actor, application: Application, **values: Any) -> None:
    require(can_edit_application(actor, application))
    for name in PITCH:
        if name in values:
            setattr(application, name, values[name] or "")
    application.attendance = application.roadshow.attendance(application.attendance)
    db.session.flush()


def send(*, actor: Actor, application: Application) -> None:
    """Hand the application in; from now on the organiser and the reviewers may read the project."""
    require(owns(actor, application.project))
    if application.state is not ApplicationState.DRAFT:
        raise Conflict(_("The application was sent already."))
    lock(application.roadshow)
    _check_window(application.roadshow)
    if application.consented_at is None:
        raise Invalid(_("Without this consent nobody could review the application."), "consent")
    if not application.project.is_published:
        raise Invalid(_("Publish the project before you apply with it."))
    for name in ("wants", "presenter"):
        if not getattr(application, name):
            raise Invalid(_("Answer all questions before you send the application."), name)
    application.state, application.sent_at, application.sent_by_id = ApplicationState.SENT, utc_now(), actor.account_id
    application.withdrawn_at = application.outcome = None
    db.session.flush()
    notices.applied(application)


def withdraw(*, actor: Actor, application: Application) -> None:
    """Take the application back; its place on the line-up becomes free."""
    require(owns(actor, application.project))
    lock(application.roadshow)
    db.session.refresh(application, ["state"])
    if application.state is not ApplicationState.SENT:
        raise Conflict(_("Only a sent application can be withdrawn."))
    if application.roadshow.state in {RoadshowState.HELD, RoadshowState.CLOSED}:
        raise Conflict(_("The roadshow is over."))
    if application.roadshow.lineup_is_fixed:
        changes.withdrew(actor=actor, application=application)
    else:
        lineup.take_off(application)
    application.state, application.withdrawn_at = ApplicationState.WITHDRAWN, utc_now()
    application.outcome = None
    db.session.flush()


def restore(*, actor: Actor, application: Application) -> None:
    """Undo a withdrawal while applications are taken; a place on the line-up does not come back with it."""
    require(owns(actor, application.project))
    lock(application.roadshow)
    if application.state is not ApplicationState.WITHDRAWN:
        raise Conflict(_("The application is not withdrawn."))
    _check_window(application.roadshow)
    application.state, application.withdrawn_at = ApplicationState.SENT, None
    db.session.flush()


def _check_window(roadshow: Roadshow) -> None:
    if not takes_applications(roadshow):
        raise Conflict(_("Applications to this roadshow are not open."))
