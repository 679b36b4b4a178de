"""One deal: its page, its way through the stages, and what the project is told."""

import uuid
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.accounts.models import Role
from app.core.access import actor, allow
from app.core.errors import Conflict, EditConflict
from app.core.flashes import flash_undo
from app.core.security import local_path
from app.deals import labels
from app.deals.forms import DealForm, NoteForm, PassForm, TaskForm, TellingForm
from app.deals.history import timeline
from app.deals.models import Deal
from app.deals.queries import ledger as ledger_queries
from app.deals.queries import pipeline as queries
from app.deals.queries import rounds as round_queries
from app.deals.queries.conflicts import investing_mentors
from app.deals.services import pipeline
from app.deals.services.pipeline import MOVES
from app.deals.views import bp
from app.extensions import db
from app.projects.policies import can_see


@bp.get("/deals/<uuid:deal_id>")
@allow(Role.INVESTOR, load=queries.own_deal)
def show(deal: Deal) -> Any:
    return deal_page(deal)


def deal_page(deal: Deal, *, note_form: NoteForm | None = None, task_form: TaskForm | None = None) -> Any:
    """The page, with a form that was refused when there is one."""
    person = actor()
    team = queries.team(person)
    notes = note_form or NoteForm(formdata=None)
    tasks = task_form or TaskForm(formdata=None, data={"assignee_id": str(person.membership_id)})
    tasks.offer_team(team)
    page = render_template(
        "deals/show.html",
        deal=deal,
        sees_project=can_see(person, deal.project),
        note_form=notes,
        task_form=tasks,
        notes=queries.notes_of(person, deal),
        tasks=queries.tasks_of(deal.id),
        events=timeline(queries.events_of(deal.id)),
        entries=ledger_queries.standing(deal_id=deal.id),
        commitment=round_queries.commitment_between(deal.fund_id, deal.project_id),
        conflicts=[row for row in investing_mentors(deal.project_id) if row.fund_id == deal.fund_id],
        labels=labels,
        moves=MOVES,
    )
    return page, max(notes.status, tasks.status)


@bp.route("/deals/<uuid:deal_id>/edit", methods=["GET", "POST"])
@allow(Role.INVESTOR, load=queries.own_deal)
def edit(deal: Deal) -> Any:
    if not deal.is_open:
        raise Conflict(_("The deal is over."))
    form = DealForm(obj=deal, data={"owner_id": str(deal.owner_id)})
    form.offer_team(queries.team(actor()))
    if form.validate_on_submit():
        form.checked_version(deal.version)
        with form.field_errors():
            owner_id = uuid.UUID(form.owner_id.data)
            pipeline.change(actor=actor(), deal=deal, owner_id=owner_id, amount=form.amount.data)
            db.session.commit()
            flash(_("Saved."), "success")
            return redirect(url_for(".show", deal_id=deal.id), 303)
    return render_template("deals/edit.html", form=form, deal=deal), form.status


@bp.post("/deals/<uuid:deal_id>/move")
@allow(Role.INVESTOR, load=queries.own_deal)
def move(deal: Deal) -> Response:
    """From the menu of a card or of the deal's page; the version says which card the person looked at."""
    if request.form.get("version", str(deal.version)) != str(deal.version):
        raise EditConflict(location=url_for(".show", deal_id=deal.id))
    before = deal.stage
    pipeline.move(actor=actor(), deal=deal, to=request.form.get("to", "")[:20])
    db.session.commit()
    said = _("“%(project)s” moved to: %(stage)s.", project=deal.name, stage=labels.STAGES[deal.stage])
    flash_undo(said, url_for(".move", deal_id=deal.id), to=before.value, next=request.form.get("next", ""))
    return _back(deal)


@bp.route("/deals/<uuid:deal_id>/pass", methods=["GET", "POST"])
@allow(Role.INVESTOR, load=queries.own_deal)
def pass_on(deal: Deal) -> Any:
    if not deal.is_open:
        raise Conflict(_("The deal is over."))
    form = PassForm()
    if form.validate_on_submit():
        with form.field_errors():
            person = actor()
            pipeline.pass_on(actor=person, deal=deal, reason=form.given, note=form.note.data or "")
            if form.tell.data:
                pipeline.tell(actor=person, deal=deal, note=form.message.data or "")
            db.session.commit()
            flash_undo(_("Passed."), url_for(".reopen", deal_id=deal.id))
            return redirect(url_for(".show", deal_id=deal.id), 303)
    return render_template("deals/pass.html", form=form, deal=deal), form.status


@bp.post("/deals/<uuid:deal_id>/reopen")
@allow(Role.INVESTOR, load=queries.own_deal)
def reopen(deal: Deal) -> Response:
    pipeline.reopen(actor=actor(), deal=deal)
    db.session.commit()
    flash(_("Reopened."), "success")
    return _back(deal)


@bp.route("/deals/<uuid:deal_id>/tell", methods=["GET", "POST"])
@allow(Role.INVESTOR, load=queries.own_deal)
def tell(deal: Deal) -> Any:
    """Say to the project how it stands now."""
    form = TellingForm()
    if form.validate_on_submit():
        pipeline.tell(actor=actor(), deal=deal, note=form.message.data or "")
        db.session.commit()
        flash(_("The project is told."), "success")
        return redirect(url_for(".show", deal_id=deal.id), 303)
    return render_template("deals/tell.html", form=form, deal=deal, labels=labels), form.status


def _back(deal: Deal) -> Response:
    """To the board or the deal, wherever the menu was."""
    return redirect(local_path(request.form.get("next"), url_for(".show", deal_id=deal.id)), 303)
