"""Asking for an offering, the list of requests, and one request as both sides see it."""

import uuid
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from app.accounts.models import Role
from app.core.access import actor, allow
from app.core.forms import options
from app.core.listing import Column, export, paginate, wants_export
from app.core.money import yuan
from app.extensions import db
from app.offerings import policies
from app.offerings.forms import AskForm, RatingForm, ReasonForm
from app.offerings.labels import KINDS, STATES
from app.offerings.models import Offering, ServiceRequest
from app.offerings.queries import requests as queries
from app.offerings.queries.offerings import published_offering
from app.offerings.services import requests as services
from app.offerings.views import bp
from app.projects.queries import own_project, own_projects

COLUMNS = (
    Column(_l("Offering"), lambda r: r.offering.name),
    Column(_l("Kind"), lambda r: str(KINDS[r.offering.kind])),
    Column(_l("Agency"), lambda r: r.offering.organisation_name),
    Column(_l("Project"), lambda r: r.project.name),
    Column(_l("State"), lambda r: str(STATES[r.state])),
    Column(_l("Message"), lambda r: r.message),
    Column(_l("Amount"), lambda r: yuan(r.amount)),
    Column(_l("Valid until"), lambda r: r.valid_until),
    Column(_l("Reason"), lambda r: r.reason),
    Column(_l("Rating"), lambda r: r.rating),
    Column(_l("Sent on"), lambda r: r.requested_at),
    Column(_l("Quoted"), lambda r: r.quoted_at),
    Column(_l("Ended"), lambda r: r.ended_at),
)


@bp.get("/offerings/requests")
@allow(Role.AGENCY_STAFF, Role.ENTREPRENEUR)
def requests() -> Any:
    """What the agency was asked, or what the startup's projects asked for."""
    state = request.args.get("state", "")
    statement = queries.requests(actor(), state=state)
    if wants_export():
        return export("service-requests", COLUMNS, db.session.scalars(statement).unique())
    return render_template("offerings/requests.html", page=paginate(statement, per_page=20), state=state)


@bp.route("/offerings/<uuid:offering_id>/ask", methods=["GET", "POST"])
@allow(Role.ENTREPRENEUR, load=published_offering)
def ask(offering: Offering) -> Any:
    """A project asks for the offering."""
    person = actor()
    projects = [project for project in own_projects(person) if project.is_published]
    form = AskForm()
    form.project_id.choices = options((project.id, project.name) for project in projects)
    if not form.is_submitted():
        form.project_id.data = request.args.get("project") or (str(projects[0].id) if len(projects) == 1 else None)
    if form.validate_on_submit():
        project = own_project(person, uuid.UUID(form.project_id.data))
        assert project is not None
        with form.field_errors():
            made = services.ask(actor=person, project=project, offering=offering, message=form.message.data or "")
            db.session.commit()
            flash(_("Sent. You get a notice when the agency answers."), "success")
            return to_request(made)
    return render_template("offerings/ask.html", form=form, offering=offering, projects=projects), form.status


@bp.get("/offerings/requests/<uuid:request_id>")
@allow(Role.AGENCY_STAFF, Role.ENTREPRENEUR, load=queries.own_request)
def request_show(question: ServiceRequest) -> Any:
    return page_of(question)


@bp.post("/offerings/requests/<uuid:request_id>/accept")
@allow(Role.ENTREPRENEUR, load=queries.own_request, may=policies.asked)
def accept(question: ServiceRequest) -> Response:
    services.accept(actor=actor(), request=question)
    db.session.commit()
    flash(_("Accepted. You and the agency now see each other's contacts."), "success")
    return to_request(question)


@bp.post("/offerings/requests/<uuid:request_id>/decline")
@allow(Role.ENTREPRENEUR, load=queries.own_request, may=policies.asked)
def decline(question: ServiceRequest) -> Any:
    form = ReasonForm()
    if form.validate_on_submit():
        services.decline(actor=actor(), request=question, reason=form.reason.data or "")
        db.session.commit()
        flash(_("Declined. The agency is told."), "success")
        return to_request(question)
    return page_of(question, decline=form)


@bp.post("/offerings/requests/<uuid:request_id>/withdraw")
@allow(Role.ENTREPRENEUR, load=queries.own_request, may=policies.asked)
def withdraw(question: ServiceRequest) -> Response:
    services.withdraw(actor=actor(), request=question)
    db.session.commit()
    flash(_("Withdrawn."), "success")
    return to_request(question)


@bp.post("/offerings/requests/<uuid:request_id>/cancel")
@allow(Role.AGENCY_STAFF, Role.ENTREPRENEUR, load=queries.own_request)
def cancel(question: ServiceRequest) -> Any:
    """Either side gives up what was accepted."""
    form = ReasonForm()
    if form.validate_on_submit():
        with form.field_errors():
            services.cancel(actor=actor(), request=question, reason=form.reason.data or "")
            db.session.commit()
            flash(_("Cancelled. The other side is told."), "success")
            return to_request(question)
    return page_of(question, cancel=form)


@bp.post("/offerings/requests/<uuid:request_id>/rate")
@allow(Role.ENTREPRENEUR, load=queries.own_request, may=policies.asked)
def rate(question: ServiceRequest) -> Any:
    form = RatingForm()
    if form.validate_on_submit():
        with form.field_errors():
            services.rate(actor=actor(), request=question, rating=int(form.rating.data), review=form.review.data or "")
            db.session.commit()
            flash(_("Thank you. Your stars count in the directory."), "success")
            return to_request(question)
    return page_of(question, rate=form)


def page_of(question: ServiceRequest, **sent: Any) -> Any:
    """The request with its forms; those that were sent show their errors."""
    person = actor()
    forms: dict[str, Any] = {name: ReasonForm(formdata=None) for name in ("decline", "cancel", "refuse")}
    forms |= {"rate": RatingForm(formdata=None), **sent}
    for name in ("decline", "cancel", "refuse"):
        forms[name].reason.id = f"{name}-reason"
    status = max((form.status for form in sent.values()), default=200)
    return render_template(
        "offerings/request.html",
        question=question,
        forms_of=forms,
        asks=policies.asked(person, question),
        serves=policies.serves(person, question),
    ), status


def to_request(question: ServiceRequest) -> Response:
    return redirect(url_for(".request_show", request_id=question.id), 303)
