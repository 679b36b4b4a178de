"""The check-in desk: by camera, by typed code, by name; several helpers at once."""

import uuid
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.core.access import actor, allow
from app.core.errors import Conflict, Invalid
from app.core.flashes import flash_undo
from app.core.listing import search_words
from app.core.text import clean
from app.extensions import db
from app.roadshows.day_forms import GuestForm
from app.roadshows.day_policies import is_on
from app.roadshows.models import CheckIn, Roadshow
from app.roadshows.policies import ORGANISING
from app.roadshows.queries import people as queries
from app.roadshows.queries.events import managed_roadshow
from app.roadshows.services import desk as services
from app.roadshows.views import bp
from app.roadshows.views.common import manage_page

# A helper types three letters rather than scroll.
MOST_LISTED = 30


@bp.get("/roadshows/<uuid:roadshow_id>/desk")
@allow(*ORGANISING, load=managed_roadshow)
def desk(roadshow: Roadshow) -> Any:
    """The desk of one helper."""
    return manage_page("desk", roadshow, form=GuestForm(), is_on=is_on(roadshow), **_state(roadshow), **_list(roadshow))


@bp.get("/roadshows/<uuid:roadshow_id>/desk/state")
@allow(*ORGANISING, load=managed_roadshow)
def desk_state(roadshow: Roadshow) -> Any:
    """The counter and who came in last, for all helpers."""
    return render_template("roadshows/day/_desk_state.html", roadshow=roadshow, **_state(roadshow))


@bp.get("/roadshows/<uuid:roadshow_id>/desk/list")
@allow(*ORGANISING, load=managed_roadshow)
def desk_list(roadshow: Roadshow) -> Any:
    return render_template("roadshows/day/_desk_list.html", roadshow=roadshow, is_on=is_on(roadshow), **_list(roadshow))


@bp.post("/roadshows/<uuid:roadshow_id>/desk/check-in")
@allow(*ORGANISING, load=managed_roadshow)
def check_in(roadshow: Roadshow) -> Any:
    """A ticket, or a person found on the list; the answer stands on the desk."""
    try:
        row = _admit(roadshow)
        db.session.commit()
    except services.AlreadyHere as here:
        return _refused(roadshow, here, check_in=here.check_in)
    except (Invalid, Conflict) as error:
        return _refused(roadshow, error)
    if not _by_htmx():
        flash_undo(
            _("%(name)s is checked in.", name=row.attendee.name),
            url_for(".undo_check_in", roadshow_id=roadshow.id, attendee_id=row.attendee_id),
        )
        return redirect(_desk(roadshow), 303)
    return _answer(roadshow, entered=_entered(row))


@bp.post("/roadshows/<uuid:roadshow_id>/desk/<uuid:attendee_id>/undo")
@allow(*ORGANISING, load=managed_roadshow)
def undo_check_in(roadshow: Roadshow, attendee_id: uuid.UUID) -> Any:
    """It was somebody else."""
    try:
        attendee = services.undo(actor=actor(), roadshow=roadshow, attendee_id=attendee_id)
        db.session.commit()
    except Conflict as error:
        return _refused(roadshow, error)
    told = _("Taken back: %(name)s is not here.", name=attendee.name)
    if _by_htmx():
        return _answer(roadshow, told=told)
    flash(told, "success")
    return redirect(_desk(roadshow), 303)


def _admit(roadshow: Roadshow) -> CheckIn:
    if chosen := request.form.get("attendee"):
        try:
            return services.check_in(actor=actor(), roadshow=roadshow, attendee_id=uuid.UUID(chosen))
        except ValueError as error:
            raise Conflict(_("This person is no longer on the list.")) from error
    return services.check_in_by_code(actor=actor(), roadshow=roadshow, text=clean(request.form.get("code", ""))[:500])


def _refused(roadshow: Roadshow, error: Invalid | Conflict, *, check_in: CheckIn | None = None) -> Any:
    """The refusal in place, so that the queue moves on; a page of its own only for what no desk caused."""
    told, entered = str(error), _entered(check_in)
    db.session.rollback()
    if _by_htmx():
        return _answer(roadshow, told=told, entered=entered, refused=True)
    page = manage_page(
        "desk",
        roadshow,
        form=GuestForm(formdata=None),
        is_on=is_on(roadshow),
        told=told,
        entered=entered,
        refused=True,
        **_state(roadshow),
        **_list(roadshow),
    )
    return page, error.status


def _answer(roadshow: Roadshow, **values: Any) -> Response:
    """What the desk says, for one helper; the counters and the list load anew by themselves.

    A refusal is an answer of the desk like any other: with another status htmx would also report it as a failure.
    """
    page = render_template("roadshows/day/_desk_result.html", roadshow=roadshow, **values)
    return Response(page, 200, {"HX-Trigger": "desk-changed"}, content_type="text/html; charset=utf-8")


def _entered(row: CheckIn | None) -> dict[str, Any] | None:
    """Who came when, at whose hand, kept beyond the rollback."""
    if row is None:
        return None
    attendee = row.attendee
    return {
        "attendee_id": attendee.id,
        "name": attendee.name,
        "affiliation": attendee.affiliation,
        "kind": attendee.kind,
        "at": row.at,
        "by": row.by.name if row.by else "",
    }


def _state(roadshow: Roadshow) -> dict[str, Any]:
    return {"presence": queries.presence(roadshow.id), "latest": queries.latest(roadshow.id)}


def _list(roadshow: Roadshow) -> dict[str, Any]:
    """What the helper looks for; without words, who is still missing."""
    words = search_words()
    statement = queries.coming(roadshow.id, words=words, here="" if words else "no")
    rows = db.session.scalars(statement.limit(MOST_LISTED + 1)).all()
    return {"words": words, "attendees": rows[:MOST_LISTED], "more": len(rows) > MOST_LISTED}


def _by_htmx() -> bool:
    return "HX-Request" in request.headers


def _desk(roadshow: Roadshow) -> str:
    return url_for(".desk", roadshow_id=roadshow.id)
