"""The steps of a statement, from both sides."""

from typing import Any

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.accounts.models import Role
from app.core.access import actor, allow
from app.extensions import db
from app.subsidies import policies
from app.subsidies.forms import PayForm, ReasonForm
from app.subsidies.models import Statement
from app.subsidies.queries.statements import own_statement
from app.subsidies.services import statements as services
from app.subsidies.views import bp
from app.subsidies.views.statements import page_of


@bp.post("/subsidies/statements/<uuid:statement_id>/send")
@allow(Role.ORGANISER, load=own_statement, may=policies.pays)
def send(statement: Statement) -> Any:
    form = ReasonForm()
    if form.validate_on_submit():
        with form.field_errors():
            services.send(actor=actor(), statement=statement, answer=form.reason.data or "")
            db.session.commit()
            flash(_("Submitted. The carrier is asked to confirm it."), "success")
            return _to(statement)
    return page_of(statement, answer=form)


@bp.post("/subsidies/statements/<uuid:statement_id>/confirm")
@allow(Role.CARRIER_STAFF, load=own_statement, may=policies.receives)
def confirm(statement: Statement) -> Response:
    services.confirm(actor=actor(), statement=statement)
    db.session.commit()
    flash(_("Confirmed. The authority approves it next."), "success")
    return _to(statement)


@bp.post("/subsidies/statements/<uuid:statement_id>/object")
@allow(Role.CARRIER_STAFF, load=own_statement, may=policies.receives)
def object_to(statement: Statement) -> Any:
    form = ReasonForm()
    if form.validate_on_submit():
        with form.field_errors():
            services.object_to(actor=actor(), statement=statement, reason=form.reason.data or "")
            db.session.commit()
            flash(_("Sent. The authority answers, or computes the statement anew."), "success")
            return _to(statement)
    return page_of(statement, object=form)


@bp.post("/subsidies/statements/<uuid:statement_id>/discard")
@allow(Role.ORGANISER, load=own_statement, may=policies.pays)
def discard(statement: Statement) -> Any:
    form = ReasonForm()
    if form.validate_on_submit():
        with form.field_errors():
            services.discard(actor=actor(), statement=statement, reason=form.reason.data or "")
            db.session.commit()
            flash(_("Discarded. Compute the year again for a new one."), "success")
            return redirect(url_for(".index", year=statement.year), 303)
    return page_of(statement, discard=form)


@bp.post("/subsidies/statements/<uuid:statement_id>/approve")
@allow(Role.ORGANISER, load=own_statement, may=policies.pays)
def approve(statement: Statement) -> Response:
    services.approve(actor=actor(), statement=statement)
    db.session.commit()
    flash(_("Approved. The carrier is told."), "success")
    return _to(statement)


@bp.post("/subsidies/statements/<uuid:statement_id>/pay")
@allow(Role.ORGANISER, load=own_statement, may=policies.pays)
def pay(statement: Statement) -> Any:
    form = PayForm()
    if form.validate_on_submit():
        with form.field_errors():
            services.pay(
                actor=actor(),
                statement=statement,
                paid_on=form.paid_on.data,
                reference=form.reference.data or "",
            )
            db.session.commit()
            flash(_("Entered. The carrier is told."), "success")
            return _to(statement)
    return page_of(statement, pay=form)


def _to(statement: Statement) -> Response:
    return redirect(url_for(".statement", statement_id=statement.id), 303)
