"""What the pages of every profile do alike. A slice's views declare the route and who may come, and call what is here.

A slice, its blueprint and its URL argument are named after the table: `project`, `projects.show`, `project_id`.
"""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.core.errors import Invalid
from app.core.flashes import flash_undo
from app.core.forms import BaseForm
from app.core.profiles import Profile
from app.core.visibility import Visibility
from app.extensions import db

Write = Callable[[], Any]


def profile_url(profile: Any, page: str = "show", **values: Any) -> str:
    """The address of a page of the profile."""
    kind = profile.__tablename__
    return url_for(f"{kind}s.{page}", **{f"{kind}_id": profile.id}, **values)


def seen_as(reach: Visibility, *, owner: bool) -> Visibility:
    """How far this page shows the profile; owners may look at it with the eyes of others (`?as=`)."""
    wanted = request.args.get("as")
    return Visibility(wanted) if owner and wanted in set(Visibility) else reach


def submit(form: BaseForm, profile: Profile, write: Write) -> Response | None:
    """Write what was sent and show the profile; None where there is a form to show."""
    if form.validate_on_submit():
        with form.field_errors():
            write()
            db.session.commit()
            flash(_("Saved."), "success")
            return redirect(profile_url(profile), 303)
    return None


def form_page(template: str, form: BaseForm, profile: Profile, **values: Any) -> tuple[str, int]:
    return render_template(f"profiles/{template}.html", form=form, profile=profile, **values), form.status


def publish(profile: Profile, write: Write, said: str) -> Response:
    """Publish; where something is missing, say what and open the form."""
    try:
        write()
    except Invalid as error:
        db.session.rollback()
        flash(error.message, "error")
        return redirect(profile_url(profile, "edit"), 303)
    db.session.commit()
    flash(said, "success")
    return redirect(profile_url(profile), 303)


def archive(profile: Profile, write: Write) -> Response:
    write()
    db.session.commit()
    flash_undo(_("Archived."), profile_url(profile, "restore"))
    return redirect(url_for(".mine"), 303)


def restore(profile: Profile, write: Write) -> Response:
    write()
    db.session.commit()
    flash(_("Restored as a draft."), "success")
    return redirect(profile_url(profile), 303)
