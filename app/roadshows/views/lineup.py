"""The organiser puts the line-up in order."""

import uuid
from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from app.core.access import actor, allow
from app.core.forms import form_ids
from app.core.listing import Column, export, wants_export
from app.extensions import db
from app.roadshows import conflicts
from app.roadshows.forms import FillForm
from app.roadshows.models import Roadshow
from app.roadshows.policies import ORGANISING, changes_late
from app.roadshows.queries.events import lineup_changes, lineup_places, managed_roadshow
from app.roadshows.queries.results import results
from app.roadshows.services import lineup as services
from app.roadshows.views import bp
from app.roadshows.views.common import flashed_errors, manage_page
from app.taxonomy import labels

_COLUMNS = (
    Column(_l("Place"), lambda place: place.position),
    Column(_l("List"), lambda place: _("Waiting list") if place.is_waiting else _("Line-up")),
    Column(_l("Project"), lambda place: place.project.name),
    Column(_l("One-line description"), lambda place: place.project.tagline),
    Column(_l("Organisation"), lambda place: place.project.organisation.name),
    Column(_l("Sectors"), lambda place: [labels.label("sector", code) for code in place.project.codes("sector")]),
    Column(_l("Financing round"), lambda place: labels.label("round", place.project.round)),
)


@bp.get("/roadshows/<uuid:roadshow_id>/lineup")
@allow(*ORGANISING, load=managed_roadshow)
def lineup(roadshow: Roadshow) -> Any:
    """The line-up, its waiting list, and what can still be added."""
    placed, waiting = lineup_places(roadshow.id), lineup_places(roadshow.id, waiting=True)
    if wants_export():
        return export("line-up", _COLUMNS, [*placed, *waiting])
    taken = {place.application_id for place in (*placed, *waiting)}
    rows = results(roadshow.id, sort="-mean")
    barred = conflicts.blocked(actor(), rows)
    return manage_page(
        "lineup",
        roadshow,
        placed=placed,
        waiting=waiting,
        scores={row.id: row for row in rows if row.id not in barred},
        free=[row for row in rows if row.id not in taken],
        form=FillForm(),
        late=changes_late(roadshow),
        history=lineup_changes(roadshow.id),
    )


@bp.post("/roadshows/<uuid:roadshow_id>/lineup/add")
@allow(*ORGANISING, load=managed_roadshow)
def add_to_lineup(roadshow: Roadshow) -> Response:
    """The ticked applications, to the line-up or to the waiting list."""
    chosen = form_ids("application")
    with flashed_errors():
        added = services.add(
            actor=actor(), roadshow=roadshow, application_ids=chosen, waiting="waiting" in request.form
        )
        db.session.commit()
        flash(_("%(count)s added.", count=added) if added else _("Tick at least one application."), "success")
    return _back(roadshow)


@bp.post("/roadshows/<uuid:roadshow_id>/lineup/fill")
@allow(*ORGANISING, load=managed_roadshow)
def fill_lineup(roadshow: Roadshow) -> Response:
    """Everything from a score on."""
    form = FillForm()
    if form.validate_on_submit():
        least, by = float(form.least.data or 0), form.by.data
        placed, waiting = services.fill(actor=actor(), roadshow=roadshow, least=least, by=by)
        db.session.commit()
        done = _("%(placed)s on the line-up, %(waiting)s on the waiting list.", placed=placed, waiting=waiting)
        flash(done, "success")
    else:
        flash(_("Write a score from 1 to 5."), "error")
    return _back(roadshow)


@bp.post("/roadshows/<uuid:roadshow_id>/lineup/<uuid:place_id>")
@allow(*ORGANISING, load=managed_roadshow)
def change_place(roadshow: Roadshow, place_id: uuid.UUID) -> Response:
    """Up, down, over to the other list, or off."""
    what: dict[str, Any] = {"actor": actor(), "roadshow": roadshow, "place_id": place_id}
    step = request.form.get("step", "")
    with flashed_errors():
        if step in {"up", "down"}:
            services.shift(**what, up=step == "up")
        elif step == "switch":
            services.switch(**what)
        elif step == "remove":
            services.remove(**what)
        db.session.commit()
    return redirect(url_for(".lineup", roadshow_id=roadshow.id, _anchor=f"place-{place_id}"), 303)


def _back(roadshow: Roadshow) -> Response:
    return redirect(url_for(".lineup", roadshow_id=roadshow.id), 303)
