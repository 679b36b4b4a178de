"""When a person can meet."""

import uuid
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from app.accounts.models import Role
from app.core.access import actor, allow
from app.events.core import EventMode
from app.extensions import db
from app.roadshows.meetings.forms import AvailabilityForm
from app.roadshows.meetings.queries.asking import joined_roadshow, registered_attendance
from app.roadshows.meetings.queries.board import slots_of
from app.roadshows.meetings.services import attending as services
from app.roadshows.meetings.views import bp
from app.roadshows.models import Roadshow


@bp.route("/roadshows/<uuid:roadshow_id>/meetings/availability", methods=["GET", "POST"])
@allow(Role.ENTREPRENEUR, Role.INVESTOR, load=joined_roadshow)
def availability(roadshow: Roadshow) -> Any:
    """The slots in which the person can; those that have begun stay as they are."""
    slots = [slot for slot in slots_of(roadshow.id) if not slot.is_break]
    said = services.statement_of(roadshow.id, actor().account_id)
    absent = {row.slot_id for row in said.absences} if said else set()
    form = AvailabilityForm(
        data={
            "attendance": said.attendance if said else registered_attendance(actor(), roadshow.id),
            "free": [str(slot.id) for slot in slots if slot.id not in absent],
        }
    )
    form.offer(slots)
    if roadshow.mode is not EventMode.BOTH:
        del form.attendance
    if form.validate_on_submit():
        with form.field_errors():
            chosen = {uuid.UUID(key) for key in form.free.data or []}
            attendance = form.attendance.data if "attendance" in form else None
            services.say(actor=actor(), roadshow=roadshow, free=chosen, attendance=attendance)
            db.session.commit()
            flash(_("Saved. The timetable keeps to it."), "success")
            return redirect(url_for(".roadshow", roadshow_id=roadshow.id), 303)
    page = render_template("roadshows/meetings/availability.html", roadshow=roadshow, form=form, slots=slots, said=said)
    return page, form.status
