"""A mentor's page of when they have time."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.accounts.models import Role
from app.core.access import actor, allow
from app.core.flashes import flash_undo
from app.extensions import db
from app.mentors.queries import own_mentor
from app.mentorships.coaching.forms import AvailabilityForm, ExceptionForm
from app.mentorships.coaching.models import Availability, AvailabilityException
from app.mentorships.coaching.queries import slots
from app.mentorships.coaching.services import availability as services
from app.mentorships.coaching.slots import Span, write_hours
from app.mentorships.coaching.views import bp


@bp.route("/availability", methods=["GET", "POST"])
@allow(Role.MENTOR)
def availability() -> Any:
    mentor = own_mentor(actor())
    if mentor is None:
        flash(_("Write your mentor profile first."), "info")
        return redirect(url_for("mentors.create"), 303)
    known = slots.availability_of(mentor.id)
    form = AvailabilityForm(obj=known, data=_days(known))
    if form.validate_on_submit():
        if known is not None:
            form.checked_version(known.version)
        with form.field_errors():
            services.set_availability(
                actor=actor(),
                mentor=mentor,
                hours=form.hours(),
                slot_minutes=form.slot_minutes.data,
                notice_hours=form.notice_hours.data,
                place=form.place.data or "",
                video_url=form.video_url.data or "",
                is_honoured=form.is_honoured.data,
            )
            db.session.commit()
            flash(_("Saved. The projects that you coach can book these times."), "success")
            return redirect(url_for(".availability"), 303)
    return _page(form, ExceptionForm(formdata=None), known)


def _days(known: Availability | None) -> dict[str, list[Span]]:
    """The hours of each weekday's field."""
    days: dict[str, list[Span]] = {f"day_{weekday}": [] for weekday in range(7)}
    for row in known.hours if known else ():
        days[f"day_{row.weekday}"].append((row.begins, row.ends))
    return days


def _page(form: AvailabilityForm, exception_form: ExceptionForm, known: Any) -> Any:
    page = render_template(
        "mentorships/coaching/availability.html",
        form=form,
        exception_form=exception_form,
        exceptions=known.exceptions if known else [],
        write_hours=write_hours,
    )
    return page, max(form.status, exception_form.status)


@bp.post("/availability/exceptions")
@allow(Role.MENTOR)
def add_exception() -> Any:
    mentor = own_mentor(actor())
    if mentor is None:
        return redirect(url_for("mentors.create"), 303)
    form = ExceptionForm()
    if form.validate_on_submit():
        with form.field_errors():
            services.add_exception(
                actor=actor(),
                mentor=mentor,
                first_day=form.first_day.data,
                last_day=form.last_day.data or form.first_day.data,
                spans=form.spans.data or [],
                is_available=bool(form.is_available.data),
            )
            db.session.commit()
            flash(_("Noted. Sessions that are booked already stay; move those that you cannot hold."), "success")
            return redirect(url_for(".availability", _anchor="exceptions"), 303)
    known = slots.availability_of(mentor.id)
    return _page(AvailabilityForm(formdata=None, obj=known, data=_days(known)), form, known)


@bp.post("/availability/exceptions/<uuid:exception_id>/remove")
@allow(Role.MENTOR, load=slots.own_exception)
def remove_exception(exception: AvailabilityException) -> Response:
    fields = {
        "is_available": "1" if exception.is_available else "",
        "first_day": exception.first_day.isoformat(),
        "last_day": exception.last_day.isoformat(),
        "spans": write_hours([(exception.begins, exception.ends)]),
    }
    mentor = own_mentor(actor())
    assert mentor is not None
    services.remove_exception(actor=actor(), mentor=mentor, exception=exception)
    db.session.commit()
    flash_undo(_("Removed."), url_for(".add_exception"), **fields)
    return redirect(url_for(".availability", _anchor="exceptions"), 303)
