"""The prizes of a competition, the best one first."""

from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _

from app.competitions import policies
from app.competitions.models import Competition
from app.competitions.queries import managed_competition
from app.competitions.services import setup
from app.competitions.views import bp
from app.competitions.views.common import manage_page
from app.core.access import actor, allow
from app.core.errors import Invalid
from app.core.money import input_money, parse_fen
from app.core.text import clean
from app.extensions import db
from app.roadshows.policies import ORGANISING

NAMES = ("name", "name_en", "places", "amount")
EMPTY_ROWS = 3
MOST = 30


@bp.route("/competitions/<uuid:competition_id>/prizes", methods=["GET", "POST"])
@allow(*ORGANISING, load=managed_competition, may=policies.can_edit)
def prizes(competition: Competition) -> Any:
    """A table to fill in; empty rows stand ready for more."""
    posted = request.method == "POST"
    rows = _rows() if posted else [_row(prize) for prize in competition.prizes]
    errors: list[str] = []
    if posted and "more" not in request.form:
        try:
            setup.set_prizes(actor=actor(), competition=competition, prizes=[_prize(row) for row in rows])
            db.session.commit()
            flash(_("Saved."), "success")
            return redirect(url_for(".manage", competition_id=competition.id), 303)
        except Invalid as error:
            db.session.rollback()
            errors.append(error.message)
    rows += [dict.fromkeys(NAMES, "")] * EMPTY_ROWS
    return manage_page("prizes", competition, rows=rows, errors=errors), 422 if errors else 200


def _row(prize: Any) -> dict[str, Any]:
    return {"name": prize.name, "name_en": prize.name_en, "places": prize.places, "amount": input_money(prize.amount)}


def _rows() -> list[dict[str, Any]]:
    """The rows as typed; the columns of the form are repeated fields."""
    columns = [request.form.getlist(name)[:MOST] for name in NAMES]
    rows = [dict(zip(NAMES, map(clean, cells), strict=True)) for cells in zip(*columns, strict=False)]
    return [row for row in rows if any(row.values())]


def _prize(row: dict[str, Any]) -> dict[str, Any]:
    name, places = row["name"][:120], row["places"] or "1"
    if not name:
        raise Invalid(_("Give every prize a name."))
    if not (places.isascii() and places.isdigit() and 1 <= int(places[:6]) <= 1000):
        raise Invalid(_("How many there are of “%(name)s” must be a whole number from 1 to 1,000.", name=name[:40]))
    try:
        amount = parse_fen(row["amount"])
    except ValueError as error:
        raise Invalid(_("Write an amount such as 3,000,000 or 300万.")) from error
    return {"name": name, "name_en": row["name_en"][:120], "places": int(places), "amount": amount}
