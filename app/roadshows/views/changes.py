"""The line-up after it was fixed: late withdrawals, replacements and another order."""

import uuid
from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from app.core.access import actor, allow
from app.core.errors import Conflict, Invalid
from app.core.text import clean
from app.extensions import db
from app.roadshows.models import Roadshow
from app.roadshows.policies import ORGANISING
from app.roadshows.queries.events import lineup_places, managed_roadshow
from app.roadshows.services import changes
from app.roadshows.views import bp
from app.roadshows.views.common import flashed_errors


@bp.post("/roadshows/<uuid:roadshow_id>/lineup/<uuid:place_id>/take-off")
@allow(*ORGANISING, load=managed_roadshow)
def take_off_lineup(roadshow: Roadshow, place_id: uuid.UUID) -> Response:
    with flashed_errors():
        changes.take_off(
            actor=actor(),
            roadshow=roadshow,
            place_id=place_id,
            reason=clean(request.form.get("reason", ""))[:1000],
            successor_id=_chosen("successor_id"),
        )
        db.session.commit()
        flash(_("Changed. Everybody it concerns is told."), "success")
    return _back(roadshow)


@bp.post("/roadshows/<uuid:roadshow_id>/lineup/<uuid:place_id>/move-up")
@allow(*ORGANISING, load=managed_roadshow)
def move_up_lineup(roadshow: Roadshow, place_id: uuid.UUID) -> Response:
    with flashed_errors():
        changes.move_up(actor=actor(), roadshow=roadshow, place_id=place_id)
        db.session.commit()
        flash(_("Changed. Everybody it concerns is told."), "success")
    return _back(roadshow)


@bp.post("/roadshows/<uuid:roadshow_id>/lineup/join")
@allow(*ORGANISING, load=managed_roadshow)
def join_lineup(roadshow: Roadshow) -> Response:
    """An application that was not chosen, after all."""
    with flashed_errors():
        if (application_id := _chosen("application_id")) is None:
            raise Invalid(_("Choose an application from the list."))
        changes.join(actor=actor(), roadshow=roadshow, application_id=application_id)
        db.session.commit()
        flash(_("Changed. Everybody it concerns is told."), "success")
    return _back(roadshow)


@bp.post("/roadshows/<uuid:roadshow_id>/lineup/order")
@allow(*ORGANISING, load=managed_roadshow)
def reorder_lineup(roadshow: Roadshow) -> Response:
    """The numbers that were written beside the projects; the same number twice keeps the order they had."""
    places = lineup_places(roadshow.id)
    numbers = {place.id: _number(request.form.get(f"number_{place.id}", ""), place.position) for place in places}
    order = sorted(numbers, key=lambda key: (numbers[key], [place.id for place in places].index(key)))
    moved = changes.reorder(actor=actor(), roadshow=roadshow, order=order)
    db.session.commit()
    done: Any = ngettext(
        "%(num)s project pitches at another time and is told.",
        "%(num)s projects pitch at another time and are told.",
        moved,
    )
    flash(done if moved else _("The order is as it was."), "success")
    return _back(roadshow)


def _chosen(name: str) -> uuid.UUID | None:
    text = request.form.get(name, "")
    try:
        return uuid.UUID(text) if text else None
    except ValueError as error:
        raise Conflict(_("Choose an application from the list.")) from error


def _number(text: str, otherwise: int) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else otherwise


def _back(roadshow: Roadshow) -> Response:
    return redirect(url_for(".lineup", roadshow_id=roadshow.id), 303)
