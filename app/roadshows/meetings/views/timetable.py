"""The organiser's timetable: computed, looked at, published."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import format_date, format_time, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from app.core.access import actor, allow
from app.core.forms import BaseForm
from app.core.jobs import progress_of
from app.core.listing import Column, export, wants_export
from app.extensions import db
from app.roadshows.meetings.labels import REASONS
from app.roadshows.meetings.legality import troubles
from app.roadshows.meetings.models import Timetable
from app.roadshows.meetings.policies import can_set_up
from app.roadshows.meetings.queries import board as boards
from app.roadshows.meetings.queries.board import Board, Item
from app.roadshows.meetings.queries.timetables import agreed, history, last_published, managed_timetable, open_timetable
from app.roadshows.meetings.services import adjusting, computing, publishing
from app.roadshows.meetings.views import bp
from app.roadshows.models import Roadshow
from app.roadshows.policies import ORGANISING
from app.roadshows.queries.events import managed_roadshow
from app.roadshows.views.common import manage_page


class PublishForm(BaseForm):
    """Nothing but its button, and the version that whoever presses it has seen."""


@bp.get("/roadshows/<uuid:roadshow_id>/timetable")
@allow(*ORGANISING, load=managed_roadshow)
def timetable(roadshow: Roadshow) -> Any:
    """The open draft with what it changes, or (`?shown=published`, or without a draft) what is in force."""
    opened = open_timetable(roadshow.id)
    draft = opened if opened is not None and opened.is_draft else None
    shows_draft = draft is not None and request.args.get("shown") != "published"
    board = boards.draft(draft) if draft is not None and shows_draft else boards.published(roadshow)
    if wants_export():
        return export("timetable", _columns(board), [*board.placed, *board.unplaced])
    form = PublishForm(formdata=None, data={"version": draft.version} if draft else None)
    return manage_page(
        "meetings_timetable",
        roadshow,
        board=board,
        draft=draft,
        opened=opened,
        shows_draft=shows_draft,
        by_person=request.args.get("view") == "people",
        troubles=troubles(board) if not shows_draft else [],
        progress=progress_of(opened.job) if opened is not None and opened.job is not None and not draft else None,
        agreed=agreed(roadshow),
        published=last_published(roadshow.id),
        history=history(roadshow.id),
        can_set_up=can_set_up(actor(), roadshow),
        form=form,
    )


@bp.post("/roadshows/<uuid:roadshow_id>/timetable/compute")
@allow(*ORGANISING, load=managed_roadshow, may=can_set_up)
def compute(roadshow: Roadshow) -> Response:
    here = url_for(".timetable", roadshow_id=roadshow.id)
    made = computing.start(actor=actor(), roadshow=roadshow, location=here)
    db.session.commit()
    if made.job is not None and made.job.account_id == actor().account_id:
        return redirect(url_for("pages.job", job_id=made.job_id), 303)
    flash(_("A colleague's run is under way. Its result appears here."), "info")
    return redirect(here, 303)


@bp.get("/timetables/<uuid:timetable_id>/progress")
@allow(*ORGANISING, load=managed_timetable)
def progress(timetable: Timetable) -> Any:
    """The bar of a run that somebody of the organisation started; htmx asks every two seconds."""
    bar = progress_of(timetable.job) if timetable.job is not None else None
    page = render_template("roadshows/meetings/_progress.html", timetable=timetable, progress=bar)
    return page, 200, {"HX-Refresh": "true"} if timetable.is_draft else {}


@bp.post("/roadshows/<uuid:roadshow_id>/timetable/adjust")
@allow(*ORGANISING, load=managed_roadshow, may=can_set_up)
def adjust(roadshow: Roadshow) -> Response:
    """A draft of what is in force, to be changed by hand."""
    adjusting.begin(actor=actor(), roadshow=roadshow)
    db.session.commit()
    return redirect(url_for(".timetable", roadshow_id=roadshow.id), 303)


@bp.post("/timetables/<uuid:timetable_id>/publish")
@allow(*ORGANISING, load=managed_timetable)
def publish(timetable: Timetable) -> Response:
    PublishForm().checked_version(timetable.version)
    changed = publishing.publish(actor=actor(), timetable=timetable)
    db.session.commit()
    told = ngettext("Published. %(num)s meeting changed.", "Published. %(num)s meetings changed.", changed)
    flash(told, "success")
    return redirect(url_for(".timetable", roadshow_id=timetable.roadshow_id), 303)


@bp.post("/timetables/<uuid:timetable_id>/discard")
@allow(*ORGANISING, load=managed_timetable)
def discard(timetable: Timetable) -> Response:
    adjusting.discard(actor=actor(), timetable=timetable)
    db.session.commit()
    flash(_("The draft is thrown away. What was published stays."), "success")
    return redirect(url_for(".timetable", roadshow_id=timetable.roadshow_id), 303)


def _columns(board: Board) -> tuple[Column, ...]:
    def slot(item: Item) -> Any:
        return board.slot_of[item.place[0]] if item.place else None

    return (
        Column(_l("Date"), lambda item: format_date(slot(item).starts_at, "medium") if slot(item) else ""),
        Column(_l("Begins"), lambda item: format_time(slot(item).starts_at, "HH:mm") if slot(item) else ""),
        Column(_l("Ends"), lambda item: format_time(slot(item).ends_at, "HH:mm") if slot(item) else ""),
        Column(_l("Room"), lambda item: board.room_of[item.place[1]].name if item.place else ""),
        Column(_l("Project"), lambda item: item.project),
        Column(_l("For the project"), lambda item: item.names[0]),
        Column(_l("Fund"), lambda item: item.fund),
        Column(_l("For the fund"), lambda item: item.names[1]),
        Column(_l("Why it has no place"), lambda item: str(REASONS.get(item.reason, ""))),
    )
