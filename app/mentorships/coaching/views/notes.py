"""Notes of a session."""

from typing import Any

from flask import flash, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.core.access import actor, allow
from app.core.flashes import flash_undo
from app.extensions import db
from app.mentorships.coaching import policies
from app.mentorships.coaching.forms import NoteForm
from app.mentorships.coaching.models import CoachingSession, SessionNote
from app.mentorships.coaching.queries import things
from app.mentorships.coaching.services import reports
from app.mentorships.coaching.views import bp
from app.mentorships.coaching.views.common import SIDES, to_session
from app.mentorships.coaching.views.sessions import session_page


@bp.post("/sessions/<uuid:session_id>/notes")
@allow(*SIDES, load=things.own_session)
def write_note(session: CoachingSession) -> Any:
    form = NoteForm()
    if form.validate_on_submit():
        with form.field_errors():
            reports.write_note(
                actor=actor(), session=session, text=form.text.data or "", is_shared=bool(form.is_shared.data)
            )
            db.session.commit()
            flash(_("Note kept."), "success")
            return to_session(session.id, "notes")
    return session_page(session, note_form=form)


@bp.route("/sessions/notes/<uuid:note_id>/edit", methods=["GET", "POST"])
@allow(*SIDES, load=things.own_note, may=policies.wrote)
def edit_note(note: SessionNote) -> Any:
    form = NoteForm(data={"text": note.text, "is_shared": "1" if note.is_shared else "", "version": note.version})
    if form.validate_on_submit():
        form.checked_version(note.version)
        with form.field_errors():
            reports.edit_note(actor=actor(), note=note, text=form.text.data or "", is_shared=bool(form.is_shared.data))
            db.session.commit()
            flash(_("Saved."), "success")
            return to_session(note.session_id, "notes")
    return render_template("mentorships/coaching/note.html", form=form, note=note), form.status


@bp.post("/sessions/notes/<uuid:note_id>/remove")
@allow(*SIDES, load=things.own_note, may=policies.wrote)
def remove_note(note: SessionNote) -> Response:
    reports.remove_note(actor=actor(), note=note)
    db.session.commit()
    flash_undo(_("Note deleted."), url_for(".put_note_back", note_id=note.id))
    return to_session(note.session_id, "notes")


@bp.post("/sessions/notes/<uuid:note_id>/put-back")
@allow(*SIDES, load=things.own_note, may=policies.wrote)
def put_note_back(note: SessionNote) -> Response:
    reports.put_note_back(actor=actor(), note=note)
    db.session.commit()
    return to_session(note.session_id, "notes")
