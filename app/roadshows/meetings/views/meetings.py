"""A person's meetings: the list to print, calendar files, and the page of one meeting."""

import uuid
from typing import Any

from flask import Response, render_template, request
from flask_babel import format_date, format_time
from flask_babel import lazy_gettext as _l

from app.accounts.models import Role
from app.core.access import actor, allow
from app.core.listing import Column, export, paginate, wants_export
from app.extensions import db
from app.funds.policies import reach as fund_reach
from app.funds.policies import readable_fields as fund_fields
from app.projects.policies import reach as project_reach
from app.projects.policies import readable_fields as project_fields
from app.roadshows.forms import options
from app.roadshows.meetings import calendar, labels
from app.roadshows.meetings.forms import ActionForm, NoteForm, OutcomeForm, PersonForm
from app.roadshows.meetings.models import Meeting, Side
from app.roadshows.meetings.policies import own_side, takes_part
from app.roadshows.meetings.queries import meetings as queries
from app.roadshows.meetings.services.holding import colleagues
from app.roadshows.meetings.views import bp

BOTH = (Role.ENTREPRENEUR, Role.INVESTOR)
_COLUMNS = (
    Column(_l("Date"), lambda row: format_date(row.slot.starts_at, "medium") if row.slot else ""),
    Column(_l("Begins"), lambda row: format_time(row.slot.starts_at, "HH:mm") if row.slot else ""),
    Column(_l("Ends"), lambda row: format_time(row.slot.ends_at, "HH:mm") if row.slot else ""),
    Column(_l("Place"), calendar.place),
    Column(_l("Project"), lambda row: row.project.name),
    Column(_l("For the project"), lambda row: row.project_person.name),
    Column(_l("Fund"), lambda row: row.fund.name),
    Column(_l("For the fund"), lambda row: row.fund_person.name),
    Column(_l("Roadshow"), lambda row: row.roadshow.label),
    Column(_l("Why it has no place"), lambda row: str(labels.REASONS.get(row.reason, ""))),
)


@bp.get("/meetings")
@allow(*BOTH)
def index() -> Any:
    """What is to come, or (`?time=past`) what was; `?who=me` only where the person comes in person."""
    person, past = actor(), request.args.get("time") == "past"
    filters: dict[str, Any] = {"roadshow_id": _roadshow(), "only_own": request.args.get("who") == "me"}
    statement = queries.agenda(person, past=past, **filters)
    waiting = [] if past else db.session.scalars(queries.without_time(person, **filters)).unique().all()
    if wants_export():
        return export("meetings", _COLUMNS, [*db.session.scalars(statement).unique(), *waiting])
    page = paginate(statement)
    return render_template(
        "roadshows/meetings/index.html",
        page=page,
        past=past,
        filters=filters,
        waiting=waiting,
        roadshow_choices=[(row.id, row.label) for row in queries.roadshows_of(person)],
        told=queries.outcomes_of([row.id for row in page.items]) if past else {},
        side=queries.side(person),
    )


@bp.get("/meetings.ics")
@allow(*BOTH)
def calendar_file() -> Response:
    """All meetings to come, for a calendar elsewhere."""
    coming = db.session.scalars(queries.agenda(actor(), roadshow_id=_roadshow(), only_own=True)).unique()
    return _file(calendar.file(coming), "meetings.ics")


@bp.get("/meetings/<uuid:meeting_id>")
@allow(*BOTH, load=queries.visible_meeting, may=takes_part)
def show(meeting: Meeting) -> Any:
    """Whom one meets and why, and what is written about it."""
    return page(meeting)


@bp.get("/meetings/<uuid:meeting_id>/meeting.ics")
@allow(*BOTH, load=queries.visible_meeting, may=takes_part)
def event_file(meeting: Meeting) -> Response:
    return _file(calendar.file([meeting]), "meeting.ics")


def page(meeting: Meeting, **forms: Any) -> str:
    """The page of a meeting with the forms that were sent and have errors."""
    person = actor()
    side = own_side(person, meeting)
    assert side
    outcomes = queries.outcomes_of([meeting.id])
    mine, theirs = outcomes.get((meeting.id, side)), outcomes.get((meeting.id, side.other))
    made: dict[str, Any] = {
        "note_form": NoteForm(formdata=None),
        "action_form": ActionForm(formdata=None, data={"side": side}),
        "outcome_form": OutcomeForm(formdata=None, obj=mine),
        "person_form": PersonForm(formdata=None),
        **forms,
    }
    made["action_form"].side.choices = sides(meeting)
    made["person_form"].account_id.choices = others(meeting, side)
    return render_template(
        "roadshows/meetings/show.html",
        meeting=meeting,
        side=side,
        place=calendar.place(meeting),
        project_fields=project_fields(meeting.project, project_reach(person, meeting.project)),
        fund_fields=fund_fields(meeting.fund, fund_reach(person, meeting.fund)),
        notes=queries.notes_of(person, meeting.id),
        actions=queries.actions_of(meeting.id),
        mine=mine,
        theirs=theirs,
        **made,
    )


def sides(meeting: Meeting) -> Any:
    return options([(Side.PROJECT, meeting.project.name), (Side.FUND, meeting.fund.name)])


def others(meeting: Meeting, side: Side) -> Any:
    """Who could come instead."""
    return options(
        (row.account_id, row.account.name) for row in colleagues(meeting, side) if row.account_id not in meeting.people
    )


def _roadshow() -> uuid.UUID | None:
    try:
        return uuid.UUID(request.args.get("roadshow", ""))
    except ValueError:
        return None


def _file(content: bytes, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, mimetype="text/calendar", headers=headers)
