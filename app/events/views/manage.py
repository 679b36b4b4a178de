"""The organiser's own events: setting them up and leading them through their states."""

import datetime as dt
import uuid
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.core import drafts
from app.core.access import actor, allow
from app.core.errors import Conflict
from app.core.forms import form_values
from app.core.listing import export, paginate, wants_export
from app.events import policies
from app.events.forms import EventForm, ReasonForm
from app.events.labels import KINDS, STATES
from app.events.models import Event, EventKind, EventState
from app.events.numbering import next_title
from app.events.policies import ORGANISING
from app.events.queries import managed_event, own_events
from app.events.services import setup
from app.events.views import bp
from app.events.views.common import flashed_errors, manage_page
from app.events.views.public import COLUMNS
from app.extensions import db

NEW = "event:new"
WEEK = dt.timedelta(days=7)


@bp.get("/events/managed")
@allow(*ORGANISING)
def managed() -> Any:
    kind, state = request.args.get("kind", ""), request.args.get("state", "")
    filters = {
        "kind": kind if kind in set(EventKind) else "",
        "state": state if state in set(EventState) else "",
    }
    statement = own_events(actor(), **filters)
    if wants_export():
        return export("events", COLUMNS, db.session.scalars(statement).unique())
    page = paginate(statement)
    return render_template("events/manage/index.html", page=page, filters=filters, kinds=KINDS, states=STATES)


@bp.route("/events/new", methods=["GET", "POST"])
@allow(*ORGANISING)
def create() -> Any:
    """A new event; `?like=` takes over an earlier one, its title counted on, a week or more later."""
    person = actor()
    draft = drafts.find(person.account_id, NEW)
    model = _earlier(request.args.get("like", ""))
    form = EventForm(formdata=_typed(draft), data=_taken_over(model) if model else _defaults(person))
    if form.validate_on_submit():
        with form.field_errors():
            event = setup.create(actor=person, **form_values(form))
            drafts.discard(person.account_id, NEW)
            db.session.commit()
            flash(_("Draft saved. Check it, then open it for registration."), "success")
            return redirect(url_for(".manage", event_id=event.id), 303)
    return render_template("events/manage/edit.html", form=form, event=None, draft=draft, key=NEW), form.status


@bp.route("/events/<uuid:event_id>/edit", methods=["GET", "POST"])
@allow(*ORGANISING, load=managed_event, may=policies.can_edit)
def edit(event: Event) -> Any:
    person, key = actor(), f"event:{event.id}"
    draft = drafts.find(person.account_id, key)
    form = EventForm(formdata=_typed(draft), obj=event, data={"sectors": event.codes("sector")})
    if form.validate_on_submit():
        form.checked_version(event.version)
        with form.field_errors():
            setup.update(actor=person, event=event, **form_values(form))
            drafts.discard(person.account_id, key)
            db.session.commit()
            flash(_("Saved."), "success")
            return redirect(url_for(".manage", event_id=event.id), 303)
    return render_template("events/manage/edit.html", form=form, event=event, draft=draft, key=key), form.status


@bp.get("/events/<uuid:event_id>/manage")
@allow(*ORGANISING, load=managed_event)
def manage(event: Event) -> Any:
    """Where it stands and what comes next."""
    return manage_page("overview", event, form=ReasonForm(formdata=None))


@bp.post("/events/<uuid:event_id>/move")
@allow(*ORGANISING, load=managed_event)
def move(event: Event) -> Response:
    """To the next state or back; going back is the undo of going on."""
    wanted, before = request.form.get("to", ""), event.state
    if wanted not in set(EventState):
        raise Conflict(_("The event has moved on meanwhile."))
    to = EventState(wanted)
    with flashed_errors():
        setup.move(actor=actor(), event=event, to=to)
        db.session.commit()
        undo = {"undo_url": url_for(".move", event_id=event.id), "undo_fields": {"to": before.value}}
        told: Any = {"text": _("Now: %(state)s", state=STATES[to]), **(undo if before in setup.MOVES[to] else {})}
        flash(told, "success")
    return redirect(url_for(".manage", event_id=event.id), 303)


@bp.post("/events/<uuid:event_id>/cancel")
@allow(*ORGANISING, load=managed_event)
def cancel(event: Event) -> Any:
    form = ReasonForm()
    if form.validate_on_submit():
        with form.field_errors():
            setup.cancel(actor=actor(), event=event, reason=form.reason.data)
            db.session.commit()
            flash(_("Cancelled. Everybody who registered is told."), "success")
            return redirect(url_for(".manage", event_id=event.id), 303)
    return manage_page("overview", event, form=form), form.status


def _defaults(person: Any) -> dict[str, Any]:
    kind = request.args.get("kind", "")
    chosen = EventKind(kind) if kind in set(EventKind) else EventKind.SALON
    is_class = chosen is EventKind.TRAINING_CLASS
    return {"kind": chosen, "region_code": person.region_code, "seats": 40, "gives_certificates": is_class}


def _taken_over(model: Event) -> dict[str, Any]:
    """The same weekday and time of day, as soon as it is to come."""
    weeks = max(1, -((model.starts_at - dt.datetime.now(dt.UTC)) // WEEK))
    moved = {name: getattr(model, name) + weeks * WEEK for name in setup.MOMENTS}
    titles = {"title": next_title(model.title), "title_en": next_title(model.title_en)}
    same = {name: getattr(model, name) for name in (*setup.TEXTS, *setup.CHOICES, "hours")}
    return {**same, **moved, **titles, "sectors": model.codes("sector"), "replay_url": ""}


def _earlier(text: str) -> Event | None:
    try:
        return managed_event(actor(), uuid.UUID(text))
    except ValueError:
        return None


def _typed(draft: Any) -> Any:
    return request.form if request.method == "POST" else drafts.formdata(draft)
