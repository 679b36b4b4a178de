"""Setting a roadshow up: text and dates, rubric, states."""

import datetime as dt
import uuid
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.core import drafts
from app.core.access import actor, allow
from app.core.errors import Conflict, Invalid
from app.core.forms import form_values
from app.core.text import clean
from app.extensions import db
from app.roadshows import policies
from app.roadshows.forms import RoadshowForm
from app.roadshows.labels import STATES
from app.roadshows.models import Roadshow, RoadshowState
from app.roadshows.policies import ORGANISING
from app.roadshows.queries.events import managed_roadshow
from app.roadshows.queries.reviews import criteria
from app.roadshows.queries.series import own_series
from app.roadshows.services import moves, series, setup
from app.roadshows.views import bp
from app.roadshows.views.common import flashed_errors, manage_page

EMPTY_ROWS = 2


@bp.route("/roadshows/new", methods=["GET", "POST"])
@allow(*ORGANISING)
def create() -> Any:
    """A new roadshow; `?like=` takes over an earlier one with its rubric, `&on=` its dates too, moved to that day."""
    person = actor()
    draft = drafts.find(person.account_id, "roadshow:new")
    model = _earlier(request.args.get("like", ""))
    form = RoadshowForm(formdata=_typed(draft), obj=model, data=_facets(model) if model else _defaults(person))
    form.offer_series(own_series(person))
    if model and draft is None and request.method == "GET":
        on = _date(request.args.get("on", ""))
        fresh = series.next_one(model, on) if on else dict.fromkeys(setup.MOMENTS)
        for name, value in fresh.items():
            form[name].data = value
    if form.validate_on_submit():
        with form.field_errors():
            roadshow = setup.create(actor=person, like=model, **_values(form))
            drafts.discard(person.account_id, "roadshow:new")
            db.session.commit()
            flash(_("Draft saved. Check the rubric, then open it for applications."), "success")
            return redirect(url_for(".manage", roadshow_id=roadshow.id), 303)
    return render_template(
        "roadshows/manage/edit.html", form=form, roadshow=None, draft=draft, key="roadshow:new"
    ), form.status


@bp.route("/roadshows/<uuid:roadshow_id>/edit", methods=["GET", "POST"])
@allow(*ORGANISING, load=managed_roadshow, may=policies.can_edit)
def edit(roadshow: Roadshow) -> Any:
    person, key = actor(), f"roadshow:{roadshow.id}"
    draft = drafts.find(person.account_id, key)
    form = RoadshowForm(formdata=_typed(draft), obj=roadshow, data=_facets(roadshow))
    form.offer_series(own_series(person))
    if form.validate_on_submit():
        form.checked_version(roadshow.version)
        with form.field_errors():
            setup.update(actor=person, roadshow=roadshow, **_values(form))
            drafts.discard(person.account_id, key)
            db.session.commit()
            flash(_("Saved."), "success")
            return redirect(url_for(".manage", roadshow_id=roadshow.id), 303)
    return render_template(
        "roadshows/manage/edit.html", form=form, roadshow=roadshow, draft=draft, key=key
    ), form.status


@bp.route("/roadshows/<uuid:roadshow_id>/rubric", methods=["GET", "POST"])
@allow(*ORGANISING, load=managed_roadshow)
def rubric(roadshow: Roadshow) -> Any:
    """The criteria with their weights; two empty rows stand ready for more."""
    present = criteria(roadshow.id)
    rows = _rows() if request.method == "POST" else [_row(criterion) for criterion in present]
    errors: list[str] = []
    if request.method == "POST" and "more" not in request.form:
        try:
            setup.set_rubric(actor=actor(), roadshow=roadshow, criteria=_criteria(rows))
            db.session.commit()
            flash(_("Saved."), "success")
            return redirect(url_for(".rubric", roadshow_id=roadshow.id), 303)
        except Invalid as error:
            db.session.rollback()
            errors.append(error.message)
    rows += [{"id": "", "name": "", "name_en": "", "hint": "", "weight": ""}] * EMPTY_ROWS
    total = sum(criterion.weight for criterion in present)
    page = manage_page("rubric", roadshow, rows=rows, errors=errors, criteria=present, total=total)
    return page, 422 if errors else 200


@bp.post("/roadshows/<uuid:roadshow_id>/move")
@allow(*ORGANISING, load=managed_roadshow)
def move(roadshow: Roadshow) -> Response:
    """To the next state or back; going back is the undo of going on."""
    wanted, before = request.form.get("to", ""), roadshow.state
    if wanted not in set(RoadshowState):
        raise Conflict(_("The roadshow has moved on meanwhile."))
    to = RoadshowState(wanted)
    with flashed_errors():
        moves.move(actor=actor(), roadshow=roadshow, to=to)
        db.session.commit()
        undo = {"undo_url": url_for(".move", roadshow_id=roadshow.id), "undo_fields": {"to": before.value}}
        told: Any = {"text": _("Now: %(state)s", state=STATES[to]), **(undo if before in moves.MOVES[to] else {})}
        flash(told, "success")
    return redirect(url_for(".manage", roadshow_id=roadshow.id), 303)


def _values(form: RoadshowForm) -> dict[str, Any]:
    values = form_values(form)
    values["series_id"] = uuid.UUID(values["series_id"]) if values["series_id"] else None
    return values


def _facets(roadshow: Roadshow) -> dict[str, Any]:
    return {field: roadshow.codes(facet) for field, facet in setup.FACETS.items()}


def _defaults(person: Any) -> dict[str, Any]:
    numbers = {"capacity": 12, "reviews_wanted": 2, "seats": 100, "organisation_seats": 3}
    return {"region_code": person.region_code, **numbers}


def _earlier(text: str) -> Roadshow | None:
    try:
        return managed_roadshow(actor(), uuid.UUID(text))
    except ValueError:
        return None


def _date(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def _typed(draft: Any) -> Any:
    return request.form if request.method == "POST" else drafts.formdata(draft)


def _row(criterion: Any) -> dict[str, Any]:
    return {name: getattr(criterion, name) for name in ("id", "name", "name_en", "hint", "weight")}


def _rows() -> list[dict[str, Any]]:
    """The rows as typed; the columns of the form are repeated fields."""
    names = ("id", "name", "name_en", "hint", "weight")
    columns = [request.form.getlist(name)[:50] for name in names]
    rows = [dict(zip(names, map(clean, cells), strict=True)) for cells in zip(*columns, strict=False)]
    return [row for row in rows if row["name"] or row["name_en"] or row["weight"]]


def _criteria(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    found = []
    for row in rows:
        if not row["name"]:
            raise Invalid(_("Give every criterion a name."))
        if not (row["weight"].isascii() and row["weight"].isdigit() and 1 <= int(row["weight"][:6]) <= 1000):
            raise Invalid(_("The weight of “%(name)s” must be a whole number from 1 to 1,000.", name=row["name"][:40]))
        try:
            key = uuid.UUID(row["id"]) if row["id"] else None
        except ValueError:
            key = None
        found.append({**row, "id": key, "weight": int(row["weight"]), "name": row["name"][:120]})
    return [{**row, "name_en": row["name_en"][:120], "hint": row["hint"][:300]} for row in found]
