"""Invitations of funds, received and sent: the twin of the mentors' requests."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from app.accounts.models import Role
from app.core.access import actor, allow
from app.core.answering import LABELS
from app.core.errors import Invalid
from app.core.listing import Column, export, paginate, wants_export
from app.extensions import db
from app.roadshows.forms import AnswerForm
from app.roadshows.models import FundInvitation, RegistrationState
from app.roadshows.policies import ORGANISING
from app.roadshows.queries import attendance
from app.roadshows.services import invitations
from app.roadshows.views import bp
from app.roadshows.views.common import flashed_errors

_ASKING = (Role.INVESTOR, Role.ENTREPRENEUR, *ORGANISING)


@bp.get("/requests/roadshows")
@allow(*_ASKING)
def answers() -> Any:
    """The invitations that a fund received, or an organiser sent; who wants to meet whom stands on another page."""
    person = actor()
    if person.is_(Role.ENTREPRENEUR) or request.args.get("box") == "sent":
        return redirect(url_for("meetings.requests", box=request.args.get("box")), 303)
    is_sent = person.is_(*ORGANISING)
    statement = attendance.sent_invitations(person) if is_sent else attendance.received_invitations(person)
    if wants_export():
        return export("requests", _COLUMNS, db.session.scalars(statement).unique())
    return render_template(
        "roadshows/answers.html", page=paginate(statement, per_page=20), form=AnswerForm(formdata=None)
    )


@bp.post("/invitations/<uuid:invitation_id>/accept")
@allow(Role.INVESTOR, load=attendance.received_invitation)
def accept_invitation(invitation: FundInvitation) -> Response:
    form = AnswerForm()
    people = (form.people.data or 1) if form.validate_on_submit() else 0
    with flashed_errors():
        registration = invitations.accept(actor=actor(), invitation=invitation, people=people)
        db.session.commit()
        confirmed = registration.state is RegistrationState.CONFIRMED
        flash(
            _("Accepted. You are registered.") if confirmed else _("Accepted. You are on the waiting list."), "success"
        )
    return redirect(url_for(".answers"), 303)


@bp.post("/invitations/<uuid:invitation_id>/decline")
@allow(Role.INVESTOR, load=attendance.received_invitation)
def decline_invitation(invitation: FundInvitation) -> Response:
    with flashed_errors():
        invitations.decline(actor=actor(), invitation=invitation, reason=_reason())
        db.session.commit()
        flash(_("Declined. The organiser is told."), "success")
    return redirect(url_for(".answers"), 303)


def _reason() -> str:
    form = AnswerForm()
    if not form.validate_on_submit() or not form.reason.data:
        raise Invalid(_("Give a reason of at most 1,000 characters."))
    return str(form.reason.data)


_COLUMNS = (
    Column(_l("Roadshow"), lambda row: row.roadshow.label),
    Column(_l("Fund"), lambda row: row.fund.name),
    Column(_l("Project"), lambda row: [suggestion.project.name for suggestion in row.suggestions]),
    Column(_l("Message"), lambda row: row.message),
    Column(_l("State"), lambda row: str(LABELS[row.state])),
    Column(_l("Reason"), lambda row: row.decline_reason),
    Column(_l("Sent on"), lambda row: row.asked_at),
)
