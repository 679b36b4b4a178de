"""What people do with a meeting."""

import uuid
from typing import Any

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.core.access import actor, allow
from app.core.flashes import flash_undo
from app.extensions import db
from app.roadshows.meetings.forms import ActionForm, NoteForm, OutcomeForm, PersonForm
from app.roadshows.meetings.models import FollowUp, Held, Meeting, MeetingAction, MeetingNote, Side
from app.roadshows.meetings.policies import own_side, takes_part
from app.roadshows.meetings.queries.meetings import own_note, shared_action, visible_meeting
from app.roadshows.meetings.services import holding as services
from app.roadshows.meetings.views import bp
from app.roadshows.meetings.views.asking import reason
from app.roadshows.meetings.views.meetings import BOTH, others, page, sides
from app.roadshows.views.common import flashed_errors


@bp.post("/meetings/<uuid:meeting_id>/cancel")
@allow(*BOTH, load=visible_meeting, may=takes_part)
def cancel(meeting: Meeting) -> Response:
    with flashed_errors():
        services.cancel(actor=actor(), meeting=meeting, reason=reason())
        db.session.commit()
        flash(_("Cancelled. The other side is told."), "success")
    return _back(meeting)


@bp.post("/meetings/<uuid:meeting_id>/person")
@allow(*BOTH, load=visible_meeting, may=takes_part)
def send(meeting: Meeting) -> Any:
    """A colleague comes instead."""
    side = own_side(actor(), meeting)
    assert side
    form = PersonForm()
    form.account_id.choices = others(meeting, side)
    if form.validate_on_submit():
        with form.field_errors():
            account_id = uuid.UUID(form.account_id.data)
            before = meeting.project_person_id if side is Side.PROJECT else meeting.fund_person_id
            services.send(actor=actor(), meeting=meeting, account_id=account_id)
            db.session.commit()
            told = _("Saved. Both sides are told.")
            flash_undo(told, url_for(".send", meeting_id=meeting.id), account_id=before)
            return _back(meeting)
    return page(meeting, person_form=form), form.status


@bp.post("/meetings/<uuid:meeting_id>/notes")
@allow(*BOTH, load=visible_meeting, may=takes_part)
def write_note(meeting: Meeting) -> Any:
    form = NoteForm()
    if form.validate_on_submit():
        with form.field_errors():
            shared = bool(form.is_shared.data)
            services.write_note(actor=actor(), meeting=meeting, text=form.text.data or "", is_shared=shared)
            db.session.commit()
            flash(_("Saved. Both sides read it.") if shared else _("Saved. You alone read it."), "success")
            return _back(meeting, "notes")
    return page(meeting, note_form=form), form.status


@bp.post("/meetings/<uuid:meeting_id>/notes/<uuid:note_id>/remove")
@allow(*BOTH, load=own_note)
def remove_note(note: MeetingNote) -> Response:
    services.remove_note(actor=actor(), note=note)
    db.session.commit()
    flash_undo(_("Removed."), url_for(".restore_note", meeting_id=note.meeting_id, note_id=note.id))
    return _back(note.meeting, "notes")


@bp.post("/meetings/<uuid:meeting_id>/notes/<uuid:note_id>/restore")
@allow(*BOTH, load=own_note)
def restore_note(note: MeetingNote) -> Response:
    services.restore_note(actor=actor(), note=note)
    db.session.commit()
    return _back(note.meeting, "notes")


@bp.post("/meetings/<uuid:meeting_id>/actions")
@allow(*BOTH, load=visible_meeting, may=takes_part)
def agree_action(meeting: Meeting) -> Any:
    form = ActionForm()
    form.side.choices = sides(meeting)
    if form.validate_on_submit():
        with form.field_errors():
            text, side = form.text.data or "", Side(form.side.data)
            services.agree_action(actor=actor(), meeting=meeting, text=text, side=side, due_on=form.due_on.data)
            db.session.commit()
            flash(_("Saved. Both sides see it."), "success")
            return _back(meeting, "actions")
    return page(meeting, action_form=form), form.status


@bp.post("/meetings/<uuid:meeting_id>/actions/<uuid:action_id>/done")
@allow(*BOTH, load=shared_action)
def tick(action: MeetingAction) -> Response:
    services.tick(actor=actor(), action=action, done=True)
    db.session.commit()
    again = url_for(".untick", meeting_id=action.meeting_id, action_id=action.id)
    flash_undo(_("Done."), again)
    return _back(action.meeting, "actions")


@bp.post("/meetings/<uuid:meeting_id>/actions/<uuid:action_id>/open")
@allow(*BOTH, load=shared_action)
def untick(action: MeetingAction) -> Response:
    services.tick(actor=actor(), action=action, done=False)
    db.session.commit()
    return _back(action.meeting, "actions")


@bp.post("/meetings/<uuid:meeting_id>/outcome")
@allow(*BOTH, load=visible_meeting, may=takes_part)
def tell(meeting: Meeting) -> Any:
    form = OutcomeForm()
    if form.validate_on_submit():
        with form.field_errors():
            follow_up = FollowUp(form.follow_up.data) if form.follow_up.data else None
            services.tell(actor=actor(), meeting=meeting, held=Held(form.held.data), follow_up=follow_up)
            db.session.commit()
            flash(_("Saved."), "success")
            return _back(meeting, "outcome")
    return page(meeting, outcome_form=form), form.status


def _back(meeting: Meeting, anchor: str | None = None) -> Response:
    return redirect(url_for(".show", meeting_id=meeting.id, _anchor=anchor), 303)
