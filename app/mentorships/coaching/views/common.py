"""What the views of mentorships share."""

from typing import Any

from flask import flash, redirect, url_for
from werkzeug.wrappers import Response

from app.accounts.models import Role
from app.core.forms import BaseForm

SIDES = (Role.MENTOR, Role.ENTREPRENEUR)


def to_mentorship(mentorship_id: Any, anchor: str = "") -> Response:
    return redirect(url_for(".show", mentorship_id=mentorship_id, _anchor=anchor or None), 303)


def to_session(session_id: Any, anchor: str = "") -> Response:
    return redirect(url_for(".session", session_id=session_id, _anchor=anchor or None), 303)


def first_error(form: BaseForm) -> None:
    """For forms so short that the page need not come back with them."""
    for field in form:
        for error in field.errors:
            flash(f"{field.label.text}: {error}", "error")
            return
    for error in form.form_errors:
        flash(error, "error")
        return
