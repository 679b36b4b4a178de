"""The agreement (NDA): reading it, agreeing, and writing another version."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from app.accounts.models import Role
from app.core.access import SIGNED_IN, actor, allow
from app.core.errors import Conflict
from app.core.listing import Column, export, paginate, wants_export
from app.datarooms import policies, queries, services
from app.datarooms.forms import TermsForm
from app.datarooms.models import DataRoom
from app.datarooms.views import bp
from app.extensions import db
from app.files.models import FileKind
from app.files.services import store

ACCEPTANCES = (
    Column(_l("Agreed"), lambda a: a.accepted_at),
    Column(_l("Agreed by"), lambda a: a.account.name),
    Column(_l("Organisation"), lambda a: a.organisation.name),
    Column(_l("Version of the text"), lambda a: a.terms.number),
)


@bp.get("/rooms/<uuid:room_id>/agreement")
@allow(Role.ENTREPRENEUR, *policies.READERS, load=queries.visible_room)
def terms(room: DataRoom) -> Any:
    """The text that holds now: with a button for readers, with everybody who agreed for the project."""
    person = actor()
    owner = policies.owns(person, room)
    if owner and wants_export():
        return export("agreements", ACCEPTANCES, db.session.scalars(queries.acceptances(room)))
    return render_template(
        "datarooms/terms.html",
        room=room,
        owner=owner,
        may_change=policies.can_change(person, room),
        current=queries.current_terms(room),
        earlier=queries.all_terms(room)[1:] if owner else [],
        agreed=None if owner else queries.own_acceptance(person, room),
        page=paginate(queries.acceptances(room)) if owner else None,
    )


@bp.post("/rooms/<uuid:room_id>/agreement/accept")
@allow(Role.ENTREPRENEUR, *policies.READERS, load=queries.visible_room, may=policies.holds)
def agree(room: DataRoom) -> Response:
    number = request.form.get("number", "")
    if not number.isascii() or not number.isdigit() or len(number) > 6:
        raise Conflict(_("The agreement has changed meanwhile. Read the new version."))
    services.agree(actor=actor(), room=room, number=int(number))
    db.session.commit()
    flash(_("Your agreement is recorded: version %(number)s, with your name and the time.", number=number), "success")
    return redirect(url_for(".show", room_id=room.id), 303)


@bp.route("/rooms/<uuid:room_id>/agreement/edit", methods=["GET", "POST"])
@allow(SIGNED_IN, load=queries.visible_room, may=policies.can_change)
def change_terms(room: DataRoom) -> Any:
    current = queries.current_terms(room)
    form = TermsForm(obj=current)
    if form.validate_on_submit():
        with form.field_errors():
            file = None
            if form.file.data:
                owner_id = room.project.organisation_id
                upload = form.file.data
                file = store(actor=actor(), upload=upload, kind=FileKind.ATTACHMENT, organisation_id=owner_id)
            services.change_terms(
                actor=actor(),
                room=room,
                body="" if file else form.body.data or "",
                file_id=file.id if file else None,
            )
            db.session.commit()
            flash(_("Saved as version %(number)s. Every reader is asked again.", number=room.terms_number), "success")
            return redirect(url_for(".terms", room_id=room.id), 303)
    return render_template("datarooms/edit_terms.html", form=form, room=room), form.status
