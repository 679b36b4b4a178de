"""The organiser's list of participants: who comes, who came, who gets a certificate."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from werkzeug.wrappers import Response

from app.core.access import actor, allow
from app.core.forms import form_ids
from app.core.listing import Column, export, paginate, search_words, wants_export
from app.core.text import clean
from app.events import policies
from app.events.labels import ATTENDANCE, SEAT_STATES
from app.events.models import AttendanceCertificate, Event, EventRegistration, SeatState
from app.events.policies import ORGANISING
from app.events.queries import (
    managed_certificate,
    managed_event,
    managed_registration,
    registrations_of,
)
from app.events.queries import participants as participants_of
from app.events.services import certificates, seats
from app.events.views import bp
from app.events.views.common import flashed_errors, manage_page
from app.extensions import db

PER_PAGE = 200
_COLUMNS = (
    Column(_l("Participant"), lambda row: row.account.name),
    Column(_l("Organisation"), lambda row: row.membership.organisation.name if row.membership else ""),
    Column(_l("Role"), lambda row: row.membership.role_label if row.membership else ""),
    Column(_l("State"), lambda row: str(SEAT_STATES[row.state])),
    Column(_l("How they take part"), lambda row: str(ATTENDANCE[row.attendance])),
    Column(_l("Registered at"), lambda row: row.asked_at),
    Column(_l("Attended"), lambda row: row.attended_at),
    Column(_l("Certificate of attendance"), lambda row: row.certificate.number if row.certificate else ""),
    Column(_l("Certificate revoked"), lambda row: row.certificate.revoked_at if row.certificate else None),
)


@bp.get("/events/<uuid:event_id>/participants")
@allow(*ORGANISING, load=managed_event)
def participants(event: Event) -> Any:
    words, state = search_words(), request.args.get("state", "")
    state = state if state in set(SeatState) else ""
    statement = participants_of(event.id, words=words, state=state)
    if wants_export():
        return export("participants", _COLUMNS, db.session.scalars(statement).unique())
    return manage_page(
        "participants",
        event,
        page=paginate(statement, per_page=PER_PAGE),
        words=words,
        state=state,
        states=SEAT_STATES,
        notes_attendance=policies.notes_attendance(event),
        issues_certificates=policies.issues_certificates(event),
    )


@bp.get("/events/<uuid:event_id>/sign-in-sheet")
@allow(*ORGANISING, load=managed_event)
def sign_in_sheet(event: Event) -> Any:
    """To print and to lay out at the door."""
    rows = registrations_of(event.id, SeatState.CONFIRMED)
    return render_template("events/manage/sheet.html", event=event, rows=rows)


@bp.post("/events/<uuid:event_id>/attendance")
@allow(*ORGANISING, load=managed_event)
def note_attendance(event: Event) -> Response:
    """The ticked ones of the page that was shown came."""
    came, left = seats.note_attendance(
        actor=actor(), event=event, shown=form_ids("shown", most=PER_PAGE), present=form_ids("present", most=PER_PAGE)
    )
    db.session.commit()
    done = ngettext("%(num)s person noted as present.", "%(num)s people noted as present.", came)
    if left:
        done += " " + ngettext("%(num)s taken back.", "%(num)s taken back.", left)
    flash(done if came or left else _("Nothing changed."), "success")
    return _back(event)


@bp.post("/events/<uuid:event_id>/participants/<uuid:registration_id>/release")
@allow(*ORGANISING, load=managed_registration)
def release(registration: EventRegistration) -> Response:
    seats.release(actor=actor(), registration=registration)
    db.session.commit()
    flash(_("Taken off the list and told."), "success")
    return _back(registration.event)


@bp.post("/events/<uuid:event_id>/certificates")
@allow(*ORGANISING, load=managed_event)
def issue_certificates(event: Event) -> Response:
    new = certificates.issue(actor=actor(), event=event)
    db.session.commit()
    done = ngettext("%(num)s certificate issued.", "%(num)s certificates issued.", new)
    flash(done if new else _("Everybody who came has a certificate."), "success")
    return _back(event)


@bp.post("/events/<uuid:event_id>/certificates/<uuid:certificate_id>/revoke")
@allow(*ORGANISING, load=managed_certificate)
def revoke_certificate(row: AttendanceCertificate) -> Response:
    with flashed_errors():
        reason = clean(request.form.get("reason", ""))[:300]
        certificates.revoke(actor=actor(), certificate=row, reason=reason)
        db.session.commit()
        flash(_("Revoked. Whoever checks the number reads it."), "success")
    return _back(row.registration.event)


def _back(event: Event) -> Response:
    return redirect(url_for(".participants", event_id=event.id), 303)
