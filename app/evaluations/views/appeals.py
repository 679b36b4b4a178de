"""Appeals of carriers, and how the authority decides them."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.accounts.models import Role
from app.core.access import actor, allow
from app.evaluations import policies
from app.evaluations.forms import AppealForm, DecideForm, DocumentForm, grade_choices
from app.evaluations.models import Appeal, Result
from app.evaluations.queries import outcomes
from app.evaluations.queries import runs as reading
from app.evaluations.services import appeals as services
from app.evaluations.views import bp
from app.evaluations.views.results import result_page
from app.extensions import db


@bp.route("/evaluations/results/<uuid:result_id>/appeal", methods=["GET", "POST"])
@allow(Role.CARRIER_STAFF, load=reading.visible_result, may=policies.answers)
def appeal(result: Result) -> Any:
    form = AppealForm()
    if form.validate_on_submit():
        with form.field_errors():
            made = services.send(actor=actor(), result=result, text=form.text.data or "")
            db.session.commit()
            flash(_("Sent. The authority is told. Add what shows it."), "success")
            return redirect(url_for(".appeal_documents", appeal_id=made.id), 303)
    return render_template("evaluations/appeal.html", result=result, form=form), form.status


@bp.route("/evaluations/appeals/<uuid:appeal_id>/documents", methods=["GET", "POST"])
@allow(Role.CARRIER_STAFF, load=outcomes.visible_appeal, may=policies.sends_appeal)
def appeal_documents(appeal: Appeal) -> Any:
    form = DocumentForm()
    if form.validate_on_submit():
        with form.field_errors():
            services.add_document(actor=actor(), appeal=appeal, upload=form.file.data)
            db.session.commit()
            flash(_("Added."), "success")
            return redirect(url_for(".appeal_documents", appeal_id=appeal.id), 303)
    return render_template("evaluations/appeal_documents.html", appeal=appeal, form=form), form.status


@bp.post("/evaluations/documents/<uuid:document_id>/remove")
@allow(Role.CARRIER_STAFF, load=outcomes.visible_document)
def remove_appeal_document(pair: Any) -> Response:
    appeal, document = pair
    services.remove_document(actor=actor(), appeal=appeal, document=document)
    db.session.commit()
    flash(_("Removed."), "success")
    return redirect(url_for(".appeal_documents", appeal_id=appeal.id), 303)


@bp.post("/evaluations/appeals/<uuid:appeal_id>/withdraw")
@allow(Role.CARRIER_STAFF, load=outcomes.visible_appeal, may=policies.sends_appeal)
def withdraw_appeal(appeal: Appeal) -> Response:
    services.withdraw(actor=actor(), appeal=appeal)
    db.session.commit()
    flash(_("Withdrawn."), "success")
    return redirect(url_for(".result", result_id=appeal.result_id), 303)


@bp.post("/evaluations/appeals/<uuid:appeal_id>/decide")
@allow(Role.ORGANISER, load=outcomes.visible_appeal, may=policies.decides_appeal)
def decide_appeal(appeal: Appeal) -> Any:
    """Two buttons under one reason."""
    result, form = appeal.result, DecideForm()
    form.grade.choices = grade_choices(result.run.scheme.rules, result.grade)
    if form.validate_on_submit():
        with form.field_errors():
            reason = form.reason.data or ""
            if request.form.get("decision") == "uphold":
                services.uphold(
                    actor=actor(), appeal=appeal, reason=reason, grade=form.grade.data or "", total=form.total.data
                )
            else:
                services.reject(actor=actor(), appeal=appeal, reason=reason)
            db.session.commit()
            flash(_("Decided. The carrier is told."), "success")
            return redirect(url_for(".result", result_id=result.id), 303)
    return result_page(result, decide_form=form), form.status
