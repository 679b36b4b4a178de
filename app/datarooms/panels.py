"""What data rooms add to a project's page and to the list of what is due."""

from collections.abc import Iterable
from typing import Any

from flask import render_template, url_for
from flask_babel import ngettext

from app.accounts.actor import Actor
from app.accounts.models import Role
from app.core.panels import panel
from app.core.today import Due, due
from app.datarooms import policies, queries
from app.datarooms.models import DataRoom
from app.projects.models import Project
from app.projects.policies import can_edit, owns


@panel("project", order=40, of=DataRoom.project_id)
def room_of_project(actor: Any, project: Project, has_room: bool) -> str:
    """For the project: its room or how to get one. For a fund: the way in, or to ask for it."""
    if not isinstance(actor, Actor) or not (owns(actor, project) or actor.is_(*policies.READERS)):
        return ""
    room = queries.room_of(project.id) if has_room else None
    if owns(actor, project):
        waiting = len(queries.waiting_requests(room)) if room else 0
        return render_template(
            "datarooms/_own_panel.html", room=room, project=project, waiting=waiting, may=can_edit(actor, project)
        )
    if room is None:
        return ""
    grant = queries.grant_of(room.id, actor.organisation_id)
    return render_template(
        "datarooms/_reader_panel.html",
        room=room,
        grant=grant,
        may_ask=policies.can_ask(actor, project) and room.takes_requests,
        asked=queries.last_request(room.id, actor.organisation_id),
    )


@due
def requests_for_access(actor: Any) -> Iterable[Due]:
    if isinstance(actor, Actor) and actor.is_(Role.ENTREPRENEUR) and (waiting := queries.pending_for(actor)):
        title = ngettext("%(num)s fund asks for your data room", "%(num)s funds ask for your data room", waiting)
        yield Due(title, url_for("datarooms.index"), "folder", urgent=True)
