"""An investor registers and says which projects of the line-up they care for."""

import uuid
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from app.accounts.models import Role
from app.core.access import actor, allow
from app.core.errors import Conflict
from app.core.listing import Column, export, wants_export
from app.core.money import yuan
from app.core.security import local_path
from app.extensions import db
from app.projects.models import Project
from app.roadshows import policies
from app.roadshows.forms import InterestForm, RegistrationForm, options
from app.roadshows.labels import INTEREST_LEVELS
from app.roadshows.meetings.queries.asking import newest_requests
from app.roadshows.models import EventMode, Interest, InterestLevel, Registration, RegistrationState, Roadshow
from app.roadshows.queries.attendance import interests_of, own_funds, own_interest, own_registration
from app.roadshows.queries.events import lineup as lineup_projects
from app.roadshows.queries.events import visible_roadshow
from app.roadshows.services import interests as interest_services
from app.roadshows.services import registrations as services
from app.roadshows.views import bp
from app.roadshows.views.common import flashed_errors
from app.taxonomy import labels


@bp.route("/roadshows/<uuid:roadshow_id>/register", methods=["GET", "POST"])
@allow(Role.INVESTOR, load=visible_roadshow)
def register(roadshow: Roadshow) -> Any:
    """How many people come; sent again, it changes the number."""
    if not policies.takes_registrations(roadshow):
        raise Conflict(_("Registration for this roadshow is not open."))
    registration = own_registration(actor(), roadshow.id)
    active = registration if registration and registration.state is not RegistrationState.CANCELLED else None
    form = RegistrationForm(obj=active, data=None if active else {"people": 1})
    if roadshow.mode is not EventMode.BOTH:
        del form.attendance
    if form.validate_on_submit():
        with form.field_errors():
            attendance = form.attendance.data if "attendance" in form else None
            made = services.register(
                actor=actor(), roadshow=roadshow, people=form.people.data or 0, attendance=attendance
            )
            db.session.commit()
            flash(*_told(made))
            if made.people > 1 and active is None:
                return redirect(url_for(".party", registration_id=made.id), 303)
            return redirect(url_for(".show", roadshow_id=roadshow.id), 303)
    return render_template("roadshows/register.html", form=form, roadshow=roadshow, registration=active), form.status


@bp.post("/roadshows/<uuid:roadshow_id>/register/cancel")
@allow(Role.INVESTOR, load=own_registration)
def cancel_own_registration(registration: Registration) -> Response:
    services.cancel(actor=actor(), registration=registration)
    db.session.commit()
    flash(_("Cancelled."), "success")
    return redirect(url_for(".show", roadshow_id=registration.roadshow_id), 303)


@bp.get("/roadshows/<uuid:roadshow_id>/interests")
@allow(Role.INVESTOR, load=visible_roadshow)
def interests(roadshow: Roadshow) -> Any:
    """The line-up with what the person's funds marked."""
    funds = own_funds(actor())
    fund = next((row for row in funds if str(row.id) == request.args.get("fund")), funds[0] if funds else None)
    projects = lineup_projects(roadshow.id) if roadshow.shows_lineup else []
    marked = interests_of(roadshow.id, [fund.id] if fund else [])
    rows = [(project, marked.get((fund.id, project.id)) if fund else None) for project in projects]
    asked = newest_requests(roadshow.id, fund_ids=[fund.id] if fund else [])
    if wants_export():
        return export("interests", _COLUMNS, rows)
    return render_template(
        "roadshows/interests.html",
        roadshow=roadshow,
        funds=funds,
        fund=fund,
        rows=rows,
        asked_for={project_id: request for (_fund, project_id), request in asked.items()},
        levels=INTEREST_LEVELS,
        is_open=policies.takes_interest(roadshow),
    )


@bp.post("/roadshows/<uuid:roadshow_id>/interests/<uuid:project_id>")
@allow(Role.INVESTOR, load=visible_roadshow)
def mark_interest(roadshow: Roadshow, project_id: uuid.UUID) -> Response:
    form = InterestForm()
    funds = own_funds(actor())
    form.fund_id.choices = options((fund.id, fund.name) for fund in funds)
    project = next((row for row in lineup_projects(roadshow.id) if row.id == project_id), None)
    if not form.validate_on_submit() or project is None or not roadshow.shows_lineup:
        typed = [*form.amount.errors, *form.message.errors]
        flash(typed[0] if typed else _("Choose a fund, a project of the line-up and how interested you are."), "error")
        return _back(roadshow)
    fund = next(fund for fund in funds if str(fund.id) == form.fund_id.data)
    with flashed_errors():
        level = InterestLevel(form.level.data)
        interest_services.mark(
            actor=actor(),
            roadshow=roadshow,
            fund=fund,
            project=project,
            level=level,
            message=form.message.data or "",
            amount=form.amount.data,
        )
        db.session.commit()
        asked = level is InterestLevel.WANTS_CONTACT
        flash(_("The project is asked.") if asked else _("Saved."), "success")
    return _back(roadshow, fund=fund.id, _anchor=f"project-{project.id}")


@bp.post("/interests/<uuid:interest_id>/clear")
@allow(Role.INVESTOR, load=own_interest)
def clear_interest(interest: Interest) -> Response:
    roadshow, fund_id = interest.roadshow, interest.fund_id
    interest_services.clear(actor=actor(), interest=interest)
    db.session.commit()
    flash(_("Removed."), "success")
    return _back(roadshow, fund=fund_id)


def _back(roadshow: Roadshow, **values: Any) -> Response:
    """To the page the form stood on, which may be a ranked list of another slice."""
    here = url_for(".interests", roadshow_id=roadshow.id, **values)
    return redirect(local_path(request.form.get("next"), here), 303)


def _told(registration: Registration) -> tuple[str, str]:
    if registration.state is RegistrationState.CONFIRMED:
        return _("You are registered."), "success"
    return _("All seats are taken. You are on the waiting list and hear from us when seats are free."), "warning"


def _level(row: tuple[Project, Interest | None]) -> str:
    return str(INTEREST_LEVELS[row[1].level]) if row[1] else ""


_COLUMNS = (
    Column(_l("Project"), lambda row: row[0].name),
    Column(_l("One-line description"), lambda row: row[0].tagline),
    Column(_l("Sectors"), lambda row: [labels.label("sector", code) for code in row[0].codes("sector")]),
    Column(_l("Financing round"), lambda row: labels.label("round", row[0].round)),
    Column(_l("Interest"), _level),
    Column(_l("Possible amount (CNY)"), lambda row: yuan(row[1].amount) if row[1] else None),
    Column(_l("Message"), lambda row: row[1].message if row[1] else ""),
)
