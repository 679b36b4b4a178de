"""Registering, giving a seat back, and what one registered for."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from app.core.access import SIGNED_IN, actor, allow
from app.core.errors import NotFound
from app.core.listing import Column, export, paginate, wants_export
from app.events.core import Attendance
from app.events.labels import ATTENDANCE, KINDS, SEAT_STATES
from app.events.models import Event, SeatState
from app.events.queries import own_registration, own_registrations, visible_event
from app.events.services import seats
from app.events.views import bp
from app.extensions import db

_COLUMNS = (
    Column(_l("Kind"), lambda row: str(KINDS[row.event.kind])),
    Column(_l("Event"), lambda row: row.event.label),
    Column(_l("Begins"), lambda row: row.event.starts_at),
    Column(_l("State"), lambda row: str(SEAT_STATES[row.state])),
    Column(_l("How you take part"), lambda row: str(ATTENDANCE[row.attendance])),
    Column(_l("Attended"), lambda row: row.attended_at),
    Column(_l("Certificate of attendance"), lambda row: row.certificate.number if row.certificate else ""),
)


@bp.post("/events/<uuid:event_id>/register")
@allow(SIGNED_IN, load=visible_event)
def register(event: Event) -> Response:
    wanted = request.form.get("attendance", "")
    row = seats.register(actor=actor(), event=event, attendance=wanted if wanted in set(Attendance) else None)
    db.session.commit()
    if row.state is SeatState.CONFIRMED:
        flash(_("You have a seat. The calendar file is in your mail."), "success")
    else:
        flash(_("All seats are taken. You are on the waiting list and hear of it when a seat is free."), "warning")
    return redirect(url_for(".show", event_id=event.id), 303)


@bp.post("/events/<uuid:event_id>/give-up")
@allow(SIGNED_IN, load=visible_event)
def give_up(event: Event) -> Response:
    registration = own_registration(actor(), event.id)
    if registration is None:
        raise NotFound
    seats.give_up(actor=actor(), registration=registration)
    db.session.commit()
    flash(_("Cancelled. Your seat goes to whoever waits longest."), "success")
    return redirect(url_for(".show", event_id=event.id), 303)


@bp.get("/events/mine")
@allow(SIGNED_IN)
def mine() -> Any:
    statement = own_registrations(actor())
    if wants_export():
        return export("my-events", _COLUMNS, db.session.scalars(statement).unique())
    return render_template("events/mine.html", page=paginate(statement))
