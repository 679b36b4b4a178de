"""Comments, notes and tasks of deals."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from app.accounts.models import Role
from app.core.access import actor, allow
from app.core.days import city_day
from app.core.errors import Conflict
from app.core.flashes import flash_undo
from app.core.listing import Column, export, paginate, wants_export
from app.deals import labels
from app.deals.forms import NoteForm, TaskForm
from app.deals.models import Deal, DealNote, DealTask
from app.deals.policies import wrote
from app.deals.queries import pipeline as queries
from app.deals.services import notes, todo
from app.deals.views import bp
from app.deals.views.deal import deal_page
from app.extensions import db

COLUMNS = (
    Column(_l("Task"), lambda t: t.title),
    Column(_l("Project"), lambda t: t.deal.name),
    Column(_l("Fund"), lambda t: t.deal.fund.name),
    Column(_l("Due on"), lambda t: t.due_on),
    Column(_l("For"), lambda t: t.assignee.account.name),
    Column(_l("Reminder"), lambda t: str(labels.REMINDERS[t.reminder])),
    Column(_l("Done"), lambda t: t.done_at),
)


@bp.post("/deals/<uuid:deal_id>/notes")
@allow(Role.INVESTOR, load=queries.own_deal)
def add_note(deal: Deal) -> Any:
    form = NoteForm()
    if form.validate_on_submit():
        with form.field_errors():
            note = notes.add(actor=actor(), deal=deal, text=form.text.data or "", is_private=bool(form.is_private.data))
            db.session.commit()
            return redirect(url_for(".show", deal_id=deal.id, _anchor=f"note-{note.id}"), 303)
    return deal_page(deal, note_form=form)


@bp.post("/deals/notes/<uuid:note_id>/remove")
@allow(Role.INVESTOR, load=queries.own_note, may=wrote)
def remove_note(note: DealNote) -> Response:
    notes.remove(actor=actor(), note=note)
    db.session.commit()
    flash_undo(_("Removed."), url_for(".put_back_note", note_id=note.id))
    return redirect(url_for(".show", deal_id=note.deal_id), 303)


@bp.post("/deals/notes/<uuid:note_id>/put-back")
@allow(Role.INVESTOR, load=queries.own_note, may=wrote)
def put_back_note(note: DealNote) -> Response:
    notes.put_back(actor=actor(), note=note)
    db.session.commit()
    return redirect(url_for(".show", deal_id=note.deal_id), 303)


@bp.get("/deals/tasks")
@allow(Role.INVESTOR)
def tasks() -> Any:
    """What is to be done for all deals of the fund manager."""
    whose, done = request.args.get("for", "me"), request.args.get("state") == "done"
    statement = queries.tasks(actor(), mine=whose != "all", done=done)
    if wants_export():
        return export("tasks", COLUMNS, db.session.scalars(statement).unique())
    today = city_day()
    return render_template("deals/tasks.html", page=paginate(statement), mine=whose != "all", done=done, today=today)


@bp.post("/deals/<uuid:deal_id>/tasks")
@allow(Role.INVESTOR, load=queries.own_deal)
def add_task(deal: Deal) -> Any:
    form = TaskForm()
    form.offer_team(queries.team(actor()))
    if form.validate_on_submit():
        with form.field_errors():
            todo.add(actor=actor(), deal=deal, **form.values())
            db.session.commit()
            flash(_("Task added."), "success")
            return redirect(url_for(".show", deal_id=deal.id, _anchor="tasks"), 303)
    return deal_page(deal, task_form=form)


@bp.route("/deals/tasks/<uuid:task_id>/edit", methods=["GET", "POST"])
@allow(Role.INVESTOR, load=queries.own_task)
def edit_task(task: DealTask) -> Any:
    if task.done_at is not None:
        raise Conflict(_("The task is done already."))
    form = TaskForm(obj=task, data={"assignee_id": str(task.assignee_id)})
    form.offer_team(queries.team(actor()))
    if form.validate_on_submit():
        with form.field_errors():
            todo.edit(actor=actor(), task=task, **form.values())
            db.session.commit()
            flash(_("Saved."), "success")
            return redirect(url_for(".show", deal_id=task.deal_id, _anchor="tasks"), 303)
    return render_template("deals/task.html", form=form, task=task), form.status


@bp.post("/deals/tasks/<uuid:task_id>/done")
@allow(Role.INVESTOR, load=queries.own_task)
def finish_task(task: DealTask) -> Response:
    todo.finish(actor=actor(), task=task)
    db.session.commit()
    flash_undo(_("Done: %(task)s", task=task.title), url_for(".take_up_task", task_id=task.id))
    return _back(task)


@bp.post("/deals/tasks/<uuid:task_id>/not-done")
@allow(Role.INVESTOR, load=queries.own_task)
def take_up_task(task: DealTask) -> Response:
    todo.take_up(actor=actor(), task=task)
    db.session.commit()
    return _back(task)


def _back(task: DealTask) -> Response:
    if request.form.get("next") == "tasks":
        return redirect(url_for(".tasks"), 303)
    return redirect(url_for(".show", deal_id=task.deal_id, _anchor="tasks"), 303)
