"""The organiser's own competitions: setting them up and making them public."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.competitions import policies
from app.competitions.forms import CompetitionForm
from app.competitions.labels import STATES
from app.competitions.models import Competition, CompetitionState
from app.competitions.queries import managed_competition, own_competitions
from app.competitions.services import setup
from app.competitions.views import bp
from app.competitions.views.common import flashed_errors, manage_page
from app.competitions.views.public import COLUMNS, state_filter
from app.core import drafts
from app.core.access import actor, allow
from app.core.errors import Conflict
from app.core.forms import form_values
from app.core.listing import export, paginate, search_words, wants_export
from app.extensions import db
from app.roadshows.policies import ORGANISING

NEW = "competition:new"


@bp.get("/competitions/managed")
@allow(*ORGANISING)
def managed() -> Any:
    filters = {"state": state_filter(*CompetitionState), "words": search_words()}
    statement = own_competitions(actor(), **filters)
    if wants_export():
        return export("competitions", COLUMNS, db.session.scalars(statement).unique())
    return render_template("competitions/manage/index.html", page=paginate(statement), filters=filters)


@bp.route("/competitions/new", methods=["GET", "POST"])
@allow(*ORGANISING)
def create() -> Any:
    person = actor()
    draft = drafts.find(person.account_id, NEW)
    form = CompetitionForm(formdata=_typed(draft), data={"region_code": person.region_code})
    if form.validate_on_submit():
        with form.field_errors():
            competition = setup.create(actor=person, **form_values(form))
            drafts.discard(person.account_id, NEW)
            db.session.commit()
            flash(_("Draft saved. Add its rounds and prizes, then open it."), "success")
            return redirect(url_for(".manage", competition_id=competition.id), 303)
    page = render_template("competitions/manage/edit.html", form=form, competition=None, draft=draft, key=NEW)
    return page, form.status


@bp.route("/competitions/<uuid:competition_id>/edit", methods=["GET", "POST"])
@allow(*ORGANISING, load=managed_competition, may=policies.can_edit)
def edit(competition: Competition) -> Any:
    person, key = actor(), f"competition:{competition.id}"
    draft = drafts.find(person.account_id, key)
    form = CompetitionForm(formdata=_typed(draft), obj=competition)
    if form.validate_on_submit():
        form.checked_version(competition.version)
        with form.field_errors():
            setup.update(actor=person, competition=competition, **form_values(form))
            drafts.discard(person.account_id, key)
            db.session.commit()
            flash(_("Saved."), "success")
            return redirect(url_for(".manage", competition_id=competition.id), 303)
    page = render_template("competitions/manage/edit.html", form=form, competition=competition, draft=draft, key=key)
    return page, form.status


@bp.get("/competitions/<uuid:competition_id>/manage")
@allow(*ORGANISING, load=managed_competition)
def manage(competition: Competition) -> Any:
    """Its rounds and prizes, and what comes next."""
    return manage_page("overview", competition)


@bp.post("/competitions/<uuid:competition_id>/move")
@allow(*ORGANISING, load=managed_competition)
def move(competition: Competition) -> Response:
    """Public, or a draft again; each is the undo of the other."""
    wanted, before = request.form.get("to", ""), competition.state
    if wanted not in set(CompetitionState):
        raise Conflict(_("The competition has moved on meanwhile."))
    to = CompetitionState(wanted)
    with flashed_errors():
        setup.move(actor=actor(), competition=competition, to=to)
        db.session.commit()
        undo = {"undo_url": url_for(".move", competition_id=competition.id), "undo_fields": {"to": before.value}}
        told: Any = {"text": _("Now: %(state)s", state=STATES[to]), **undo}
        flash(told, "success")
    return redirect(url_for(".manage", competition_id=competition.id), 303)


def _typed(draft: Any) -> Any:
    return request.form if request.method == "POST" else drafts.formdata(draft)
