"""Applying with a project, step by step, and following what becomes of it."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from app.accounts.models import Role
from app.core.access import actor, allow
from app.core.errors import Conflict
from app.core.forms import form_values
from app.core.listing import Column, export, paginate, wants_export
from app.extensions import db
from app.projects.queries import own_projects
from app.roadshows import policies
from app.roadshows.forms import ConsentForm, PitchForm, SendForm, options
from app.roadshows.labels import APPLICATION_STATES, OUTCOMES
from app.roadshows.models import Application, EventMode, Roadshow
from app.roadshows.queries.applications import last_change, own_application, own_applications
from app.roadshows.queries.events import applied_projects, visible_roadshow
from app.roadshows.queries.results import criterion_means
from app.roadshows.services import applications as services
from app.roadshows.views import bp


def state_label(application: Application) -> str:
    """The state as its applicant may know it: the outcome only once the line-up is fixed."""
    if application.outcome and application.roadshow.lineup_is_fixed:
        return str(OUTCOMES[application.outcome])
    return str(APPLICATION_STATES[application.state])


COLUMNS = (
    Column(_l("Roadshow"), lambda a: a.roadshow.label),
    Column(_l("Project"), lambda a: a.project.name),
    Column(_l("State"), state_label),
    Column(_l("Sent"), lambda a: a.sent_at),
    Column(_l("What do you want from this roadshow?"), lambda a: a.wants),
    Column(_l("Who presents"), lambda a: a.presenter),
)


@bp.get("/applications")
@allow(Role.ENTREPRENEUR)
def applications_mine() -> Any:
    statement = own_applications(actor())
    if wants_export():
        return export("my-applications", COLUMNS, db.session.scalars(statement).unique())
    page = paginate(statement)
    return render_template("roadshows/apply/mine.html", page=page, state_label=state_label)


@bp.route("/roadshows/<uuid:roadshow_id>/apply", methods=["GET", "POST"])
@allow(Role.ENTREPRENEUR, load=visible_roadshow)
def apply(roadshow: Roadshow) -> Any:
    """Step 1: which project, and who may read it."""
    person = actor()
    projects = [project for project in own_projects(person) if project.is_published]
    applied = applied_projects(roadshow.id, [project.id for project in projects])
    free = [project for project in projects if not _is_complete(applied.get(project.id))]
    form = ConsentForm()
    form.project_id.choices = options((project.id, project.name) for project in free)
    if len(free) == 1 and not form.project_id.data:
        form.project_id.data = str(free[0].id)
    if not policies.takes_applications(roadshow):
        raise Conflict(_("Applications to this roadshow are not open."))
    if form.validate_on_submit():
        project = next(project for project in free if str(project.id) == form.project_id.data)
        with form.field_errors():
            application = services.start(actor=person, roadshow=roadshow, project=project, consent=form.consent.data)
            db.session.commit()
            return redirect(url_for(".pitch", application_id=application.id), 303)
    return render_template(
        "roadshows/apply/project.html", form=form, roadshow=roadshow, projects=projects, applied=applied
    ), form.status


@bp.route("/applications/<uuid:application_id>/pitch", methods=["GET", "POST"])
@allow(Role.ENTREPRENEUR, load=own_application)
def pitch(application: Application) -> Any:
    """Step 2: the pitch. It is saved as a draft, complete or not."""
    if not policies.can_edit_application(actor(), application):
        return redirect(url_for(".application_status", application_id=application.id), 303)
    form = PitchForm(obj=application)
    if application.roadshow.mode is not EventMode.BOTH:
        del form.attendance
    if form.validate_on_submit():
        form.checked_version(application.version)
        services.save_pitch(actor=actor(), application=application, **form_values(form))
        db.session.commit()
        if request.form.get("then") == "later":
            flash(_("Draft saved. Send it before applications close."), "success")
            return redirect(url_for(".applications_mine"), 303)
        return redirect(url_for(".check", application_id=application.id), 303)
    return render_template("roadshows/apply/pitch.html", form=form, application=application), form.status


@bp.route("/applications/<uuid:application_id>/check", methods=["GET", "POST"])
@allow(Role.ENTREPRENEUR, load=own_application)
def check(application: Application) -> Any:
    """Step 3: read the answers again, then send."""
    if request.method == "GET" and not policies.can_edit_application(actor(), application):
        return redirect(url_for(".application_status", application_id=application.id), 303)
    form = SendForm()
    if form.validate_on_submit():
        with form.field_errors():
            services.send(actor=actor(), application=application)
            db.session.commit()
            flash(_("Sent. The organiser and the reviewers can read it now."), "success")
            return redirect(url_for(".application_status", application_id=application.id), 303)
    return render_template("roadshows/apply/check.html", form=form, application=application), form.status


def _is_complete(application: Application | None) -> bool:
    """Sent by its owner; what an organiser entered still lacks the owner's consent."""
    return application is not None and application.state == "sent" and application.consented_at is not None


@bp.get("/applications/<uuid:application_id>")
@allow(Role.ENTREPRENEUR, load=own_application)
def application_status(application: Application) -> Any:
    shows_points = application.feedback_released_at is not None and application.shows_points
    return render_template(
        "roadshows/apply/status.html",
        application=application,
        state_label=state_label,
        points=criterion_means(application.id) if shows_points else [],
        change=last_change(application),
    )


@bp.post("/applications/<uuid:application_id>/withdraw")
@allow(Role.ENTREPRENEUR, load=own_application)
def withdraw_application(application: Application) -> Response:
    services.withdraw(actor=actor(), application=application)
    db.session.commit()
    done: Any = _("Withdrawn.")
    if policies.takes_applications(application.roadshow):
        done = {"text": done, "undo_url": url_for(".restore_application", application_id=application.id)}
    flash(done, "success")
    return redirect(url_for(".application_status", application_id=application.id), 303)


@bp.post("/applications/<uuid:application_id>/restore")
@allow(Role.ENTREPRENEUR, load=own_application)
def restore_application(application: Application) -> Response:
    services.restore(actor=actor(), application=application)
    db.session.commit()
    flash(_("The application is sent again."), "success")
    return redirect(url_for(".application_status", application_id=application.id), 303)
