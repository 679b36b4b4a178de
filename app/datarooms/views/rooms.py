"""The list of rooms, a room, its settings and its log."""

import uuid
from contextlib import suppress
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from app.accounts.models import Role
from app.core.access import SIGNED_IN, actor, allow
from app.core.answering import LABELS
from app.core.listing import Column, export, paginate, wants_export
from app.datarooms import labels, policies, queries, services
from app.datarooms.forms import FolderForm
from app.datarooms.models import DataRoom
from app.datarooms.sample_terms import sample_terms
from app.datarooms.views import bp
from app.extensions import db
from app.files.limits import PDF
from app.projects.models import Project
from app.projects.policies import can_edit
from app.projects.queries import visible_project

GRANTED = (
    Column(_l("Project"), lambda g: g.room.project.name),
    Column(_l("State"), lambda g: str(labels.GRANT_STATES[g.state])),
    Column(_l("Granted"), lambda g: g.granted_at),
    Column(_l("Access until"), lambda g: g.expires_at),
)
ROOMS = (
    Column(_l("Project"), lambda pair: pair[0].name),
    Column(_l("Data room"), lambda pair: str(_l("Set up")) if pair[1] else ""),
)
LOG = (
    Column(_l("Time"), lambda row: row[0].at),
    Column(_l("Name of the document"), lambda row: row[1].document.name),
    Column(_l("Version"), lambda row: row[1].number),
    Column(_l("Kind of opening"), lambda row: str(labels.HAPPENED[row[1].file.media_type == PDF])),
    Column(_l("Opened by"), lambda row: row[0].account.name),
    Column(_l("Organisation"), lambda row: row[0].organisation.name if row[0].organisation else ""),
    Column(_l("Watermark code"), lambda row: row[0].code),
)


@bp.get("/rooms")
@allow(Role.ENTREPRENEUR, *policies.READERS)
def index() -> Any:
    """A startup's rooms; the rooms that an organisation may read, could read, or asked for."""
    person = actor()
    if person.is_(Role.ENTREPRENEUR):
        rooms = queries.own_rooms(person)
        if wants_export():
            return export("data-rooms", ROOMS, rooms)
        return render_template("datarooms/mine.html", rooms=rooms)
    statement = queries.grants_to(person)
    if wants_export():
        return export("data-rooms", GRANTED, db.session.scalars(statement))
    return render_template(
        "datarooms/index.html",
        page=paginate(statement),
        requests=queries.requests_by(person),
        states=labels.GRANT_STATES,
        answer_words=LABELS,
    )


@bp.post("/projects/<uuid:project_id>/room")
@allow(Role.ENTREPRENEUR, load=visible_project, may=can_edit)
def create(project: Project) -> Response:
    room = services.open_room(actor=actor(), project=project, terms=sample_terms(project.organisation.name))
    db.session.commit()
    flash(_("The data room is set up. Nobody sees it before you grant access."), "success")
    return redirect(url_for(".show", room_id=room.id), 303)


@bp.get("/rooms/<uuid:room_id>")
@allow(Role.ENTREPRENEUR, *policies.READERS, load=queries.visible_room)
def show(room: DataRoom) -> Any:
    """Readers agree to the terms first; then they see what is there."""
    person = actor()
    owner = policies.owns(person, room)
    if not owner and not policies.has_accepted(person, room):
        return redirect(url_for(".terms", room_id=room.id), 303)
    return render_template(
        "datarooms/show.html",
        room=room,
        owner=owner,
        may_change=policies.can_change(person, room),
        shelves=queries.shelves(room),
        handed_out=policies.is_handed_out,
        opened=queries.times_opened(room) if owner else {},
        removed=queries.removed_documents(room) if owner else [],
        waiting=queries.waiting_requests(room) if owner else [],
        grant=None if owner else queries.grant_of(room.id, person.organisation_id),
        folder_form=FolderForm(formdata=None),
    )


@bp.post("/rooms/<uuid:room_id>/requests")
@allow(SIGNED_IN, load=queries.visible_room, may=policies.can_change)
def take_requests(room: DataRoom) -> Response:
    """Let funds ask for access, or not."""
    services.take_requests(actor=actor(), room=room, wanted=request.form.get("wanted") == "1")
    db.session.commit()
    flash(_("Saved."), "success")
    return redirect(url_for(".access", room_id=room.id), 303)


@bp.get("/rooms/<uuid:room_id>/log")
@allow(SIGNED_IN, load=queries.visible_room, may=policies.owns)
def log(room: DataRoom) -> Any:
    """Every opening of a document, for the project."""
    document_id, organisation_id = _asked_id("document"), _asked_id("organisation")
    statement = queries.openings(room, document_id=document_id, organisation_id=organisation_id)
    if wants_export():
        return export("data-room-log", LOG, db.session.execute(statement).unique())
    return render_template(
        "datarooms/log.html",
        room=room,
        page=paginate(statement, scalars=False),
        people=queries.people_who_opened(room),
        documents=[(row.document_id, row.document.name) for shelf in queries.shelves(room) for row in shelf.versions],
        organisations=[
            (row.organisation_id, row.organisation.name) for row in db.session.scalars(queries.grants(room))
        ],
        chosen=(document_id, organisation_id),
        happened=labels.HAPPENED,
        pdf=PDF,
    )


def _asked_id(name: str) -> uuid.UUID | None:
    with suppress(ValueError):
        return uuid.UUID(request.args.get(name, ""))
    return None
