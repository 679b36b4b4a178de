"""How many mentees a mentor takes, from when, and pauses."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.accounts.models import Role
from app.core.access import actor, allow
from app.core.flashes import flash_undo
from app.extensions import db
from app.mentors import policies, queries
from app.mentors.forms import ChangeForm, PauseForm
from app.mentors.models import CapacityChange, Mentor
from app.mentors.queries.profiles import own_change
from app.mentors.services import places as services
from app.mentors.views import bp


@bp.route("/mentors/<uuid:mentor_id>/places", methods=["GET", "POST"])
@allow(Role.MENTOR, Role.ORGANISER, load=queries.visible_mentor, may=policies.can_edit)
def places(mentor: Mentor) -> Any:
    """The places of today and of days to come; sending the form plans a change."""
    form = ChangeForm()
    if form.validate_on_submit():
        with form.field_errors():
            services.plan_change(
                actor=actor(), mentor=mentor, starts_on=form.starts_on.data, capacity=form.capacity.data or 0
            )
            db.session.commit()
            flash(_("Planned. The places follow on that day by themselves."), "success")
            return redirect(url_for(".places", mentor_id=mentor.id), 303)
    return _page(mentor, form=form)


@bp.post("/mentors/<uuid:mentor_id>/pause")
@allow(Role.MENTOR, Role.ORGANISER, load=queries.visible_mentor, may=policies.can_edit)
def pause(mentor: Mentor) -> Any:
    form = PauseForm()
    if form.validate_on_submit():
        with form.field_errors():
            services.pause(actor=actor(), mentor=mentor, until=form.until.data)
            db.session.commit()
            flash_undo(_("Paused. Nobody can ask you meanwhile."), url_for(".resume", mentor_id=mentor.id))
            return redirect(url_for(".places", mentor_id=mentor.id), 303)
    return _page(mentor, pause_form=form)


@bp.post("/mentors/<uuid:mentor_id>/resume")
@allow(Role.MENTOR, Role.ORGANISER, load=queries.visible_mentor, may=policies.can_edit)
def resume(mentor: Mentor) -> Response:
    services.resume(actor=actor(), mentor=mentor)
    db.session.commit()
    flash(_("You take new mentees again."), "success")
    return redirect(url_for(".places", mentor_id=mentor.id), 303)


@bp.post("/mentors/places/<uuid:change_id>/drop")
@allow(Role.MENTOR, Role.ORGANISER, load=own_change)
def drop_change(change: CapacityChange) -> Response:
    mentor_id, starts_on, capacity = change.mentor_id, change.starts_on, change.capacity
    services.drop_change(actor=actor(), change=change)
    db.session.commit()
    undo = url_for(".places", mentor_id=mentor_id)
    flash_undo(_("Removed."), undo, starts_on=starts_on.isoformat(), capacity=capacity)
    return redirect(undo, 303)


def _page(mentor: Mentor, **forms: Any) -> tuple[str, int]:
    shown = {"form": ChangeForm(formdata=None), "pause_form": PauseForm(formdata=None), **forms}
    page = render_template("mentors/places.html", mentor=mentor, **shown)
    return page, max(form.status for form in shown.values())
