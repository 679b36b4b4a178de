"""What a carrier puts right, and what the authority answers."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.accounts.models import Role
from app.core.access import actor, allow
from app.evaluations import policies
from app.evaluations.forms import AnswerForm, ReportForm
from app.evaluations.models import Result
from app.evaluations.queries import outcomes
from app.evaluations.queries import runs as reading
from app.evaluations.services import rectifying as services
from app.evaluations.views import bp
from app.evaluations.views.results import result_page
from app.extensions import db


@bp.route("/evaluations/results/<uuid:result_id>/report", methods=["GET", "POST"])
@allow(Role.CARRIER_STAFF, load=reading.visible_result, may=policies.answers)
def report(result: Result) -> Any:
    standing = outcomes.standing_of(result)
    form = ReportForm(data={"text": standing.report if standing else ""})
    if form.validate_on_submit():
        with form.field_errors():
            services.report(actor=actor(), result=result, text=form.text.data or "")
            db.session.commit()
            flash(_("Reported. The authority is told."), "success")
            return _back(result)
    return render_template("evaluations/report.html", result=result, standing=standing, form=form), form.status


@bp.post("/evaluations/results/<uuid:result_id>/report/take-back")
@allow(Role.CARRIER_STAFF, load=reading.visible_result, may=policies.answers)
def take_back_report(result: Result) -> Response:
    services.take_back(actor=actor(), result=result)
    db.session.commit()
    flash(_("Taken back. It is yours to change again."), "success")
    return redirect(url_for(".report", result_id=result.id), 303)


@bp.post("/evaluations/results/<uuid:result_id>/accept")
@allow(Role.ORGANISER, load=reading.visible_result, may=policies.manages_result)
def accept_report(result: Result) -> Any:
    return _answered(
        result,
        lambda form: services.accept(actor=actor(), result=result, reason=form.reason.data or ""),
        _("Accepted. The carrier is qualified, and told so."),
    )


@bp.post("/evaluations/results/<uuid:result_id>/send-back")
@allow(Role.ORGANISER, load=reading.visible_result, may=policies.manages_result)
def send_back_report(result: Result) -> Any:
    return _answered(
        result,
        lambda form: services.send_back(
            actor=actor(), result=result, reason=form.reason.data or "", due_on=form.due_on.data
        ),
        _("Sent back. The carrier is told what to mend."),
    )


@bp.post("/evaluations/results/<uuid:result_id>/delist")
@allow(Role.ORGANISER, load=reading.visible_result, may=policies.manages_result)
def delist(result: Result) -> Any:
    return _answered(
        result,
        lambda form: services.delist(actor=actor(), result=result, reason=form.reason.data or ""),
        _("Delisted. The carrier is told. Its accreditations are revoked on their own page."),
    )


def _answered(result: Result, act: Callable[[AnswerForm], None], said: str) -> Any:
    form = AnswerForm()
    if form.validate_on_submit():
        with form.field_errors():
            act(form)
            db.session.commit()
            flash(said, "success")
            return _back(result)
    return result_page(result, answer_form=form), form.status


def _back(result: Result) -> Response:
    return redirect(url_for(".result", result_id=result.id), 303)
