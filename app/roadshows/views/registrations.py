"""The organiser's side of attendance: who comes, and which funds are invited."""

import uuid
from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from app.core.access import actor, allow
from app.core.answering import LABELS as ANSWERS
from app.core.listing import Column, export, wants_export
from app.extensions import db
from app.roadshows.forms import InviteForm, options
from app.roadshows.labels import ATTENDANCE, REGISTRATION_STATES
from app.roadshows.models import FundInvitation, Registration, Roadshow
from app.roadshows.policies import ORGANISING, takes_registrations
from app.roadshows.queries.attendance import (
    invitable_funds,
    invitations_of,
    managed_registration,
    registrations_of,
    sent_invitation,
)
from app.roadshows.queries.events import lineup, managed_roadshow
from app.roadshows.services import invitations as invitation_services
from app.roadshows.services import registrations as services
from app.roadshows.views import bp
from app.roadshows.views.common import flashed_errors, manage_page

_COLUMNS = (
    Column(_l("Organisation"), lambda row: row.organisation.name),
    Column(_l("Registered by"), lambda row: row.account.name),
    Column(_l("People"), lambda row: row.people),
    Column(_l("How they take part"), lambda row: str(ATTENDANCE[row.attendance])),
    Column(_l("State"), lambda row: str(REGISTRATION_STATES[row.state])),
    Column(_l("Registered"), lambda row: row.asked_at),
)
_INVITED = (
    Column(_l("Fund"), lambda row: row.fund.name),
    Column(_l("Fund manager"), lambda row: row.fund.organisation.name),
    Column(_l("Projects"), lambda row: [suggestion.project.name for suggestion in row.suggestions]),
    Column(_l("State"), lambda row: str(ANSWERS[row.state])),
    Column(_l("Reason"), lambda row: row.decline_reason),
    Column(_l("Sent on"), lambda row: row.asked_at),
    Column(_l("Answered"), lambda row: row.answered_at),
)


@bp.get("/roadshows/<uuid:roadshow_id>/registrations")
@allow(*ORGANISING, load=managed_roadshow)
def registrations(roadshow: Roadshow) -> Any:
    rows = registrations_of(roadshow.id)
    if wants_export():
        return export("registrations", _COLUMNS, rows)
    return manage_page("registrations", roadshow, registrations=rows)


@bp.post("/roadshows/<uuid:roadshow_id>/registrations/<uuid:registration_id>/cancel")
@allow(*ORGANISING, load=managed_registration)
def cancel_registration(registration: Registration) -> Response:
    services.cancel(actor=actor(), registration=registration)
    db.session.commit()
    flash(_("Cancelled. The seats went to the waiting list."), "success")
    return redirect(url_for(".registrations", roadshow_id=registration.roadshow_id), 303)


@bp.route("/roadshows/<uuid:roadshow_id>/invitations", methods=["GET", "POST"])
@allow(*ORGANISING, load=managed_roadshow)
def invitations(roadshow: Roadshow) -> Any:
    """The invited funds and their answers, and a form for one more."""
    rows = invitations_of(roadshow.id)
    if wants_export():
        return export("invitations", _INVITED, rows)
    form = _form(roadshow)
    if form.validate_on_submit():
        with form.field_errors():
            invitation_services.invite_fund(
                actor=actor(),
                roadshow=roadshow,
                fund_id=uuid.UUID(form.fund_id.data),
                message=form.message.data or "",
                project_ids=[uuid.UUID(key) for key in form.project_ids.data or []],
            )
            db.session.commit()
            flash(_("Invitation sent."), "success")
            return redirect(url_for(".invitations", roadshow_id=roadshow.id), 303)
    is_open = takes_registrations(roadshow)
    return manage_page("invitations", roadshow, invitations=rows, form=form, is_open=is_open), form.status


@bp.post("/roadshows/<uuid:roadshow_id>/invitations/<uuid:invitation_id>/withdraw")
@allow(*ORGANISING, load=sent_invitation)
def withdraw_invitation(invitation: FundInvitation) -> Response:
    with flashed_errors():
        invitation_services.withdraw(actor=actor(), invitation=invitation)
        db.session.commit()
        flash(_("Withdrawn."), "success")
    return redirect(url_for(".invitations", roadshow_id=invitation.roadshow_id), 303)


def _form(roadshow: Roadshow) -> InviteForm:
    form = InviteForm()
    chosen = request.args.get("fund", "")
    funds = invitable_funds(roadshow)
    form.fund_id.choices = options([("", _("Please choose")), *((fund.id, fund.name) for fund in funds)])
    if chosen in {str(fund.id) for fund in funds} and not form.is_submitted():
        form.fund_id.data = chosen
    form.project_ids.choices = options((project.id, project.name) for project in lineup(roadshow.id))
    return form
