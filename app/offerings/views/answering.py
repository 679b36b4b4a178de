"""What an agency does with a request."""

import datetime as dt
from typing import Any

from flask import flash, render_template
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.accounts.models import Role
from app.core.access import actor, allow
from app.core.days import city_day
from app.extensions import db
from app.offerings.forms import QuoteForm, ReasonForm
from app.offerings.models import ServiceRequest
from app.offerings.queries.requests import own_request
from app.offerings.services import requests as services
from app.offerings.views import bp
from app.offerings.views.requests import page_of, to_request

USUAL_VALIDITY = dt.timedelta(days=30)


@bp.route("/offerings/requests/<uuid:request_id>/quote", methods=["GET", "POST"])
@allow(Role.AGENCY_STAFF, load=own_request)
def quote(question: ServiceRequest) -> Any:
    form = QuoteForm(obj=question)
    if question.offering.is_financing:
        form.amount.label.text = _("Amount")
    else:
        del form.rate, form.term
    if not form.is_submitted() and question.valid_until is None:
        form.valid_until.data = city_day() + USUAL_VALIDITY
    if form.validate_on_submit():
        form.checked_version(question.version)
        with form.field_errors():
            values = {name: value for name, value in form.data.items() if name not in {"csrf_token", "version"}}
            services.quote(actor=actor(), request=question, **values)
            db.session.commit()
            flash(_("Sent. The project is told."), "success")
            return to_request(question)
    return render_template("offerings/quote.html", form=form, question=question), form.status


@bp.post("/offerings/requests/<uuid:request_id>/refuse")
@allow(Role.AGENCY_STAFF, load=own_request)
def refuse(question: ServiceRequest) -> Any:
    form = ReasonForm()
    if form.validate_on_submit():
        with form.field_errors():
            services.refuse(actor=actor(), request=question, reason=form.reason.data or "")
            db.session.commit()
            flash(_("Refused. The project is told."), "success")
            return to_request(question)
    return page_of(question, refuse=form)


@bp.post("/offerings/requests/<uuid:request_id>/complete")
@allow(Role.AGENCY_STAFF, load=own_request)
def complete(question: ServiceRequest) -> Response:
    services.complete(actor=actor(), request=question)
    db.session.commit()
    flash(_("Completed. The project is asked to rate it."), "success")
    return to_request(question)
