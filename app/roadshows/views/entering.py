"""Entering projects of the directory for owners who do not use the platform yet."""

from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import ngettext

from app.cities.sharing import hidden_from
from app.core.access import actor, allow
from app.core.forms import form_ids, query_values
from app.core.listing import paginate, search_words
from app.extensions import db
from app.projects.models import Project
from app.projects.queries import directory
from app.roadshows.models import Application, ApplicationState, Roadshow
from app.roadshows.policies import ORGANISING
from app.roadshows.queries.events import managed_roadshow
from app.roadshows.services.entering import enter
from app.roadshows.views import bp
from app.roadshows.views.common import manage_page


@bp.route("/roadshows/<uuid:roadshow_id>/projects", methods=["GET", "POST"])
@allow(*ORGANISING, load=managed_roadshow)
def enter_projects(roadshow: Roadshow) -> Any:
    """Published projects that have not applied, to be ticked."""
    if request.method == "POST":
        new = enter(actor=actor(), roadshow=roadshow, project_ids=form_ids("project"))
        db.session.commit()
        flash(ngettext("%(num)s project entered.", "%(num)s projects entered.", new), "success")
        return redirect(url_for(".applications", roadshow_id=roadshow.id), 303)
    filters: dict[str, Any] = {
        "words": search_words(),
        "sectors": query_values("sector"),
        "rounds": query_values("round"),
        "hidden": hidden_from(roadshow.organisation.region_code),
    }
    applied = db.select(Application.project_id).where(
        Application.roadshow_id == roadshow.id, Application.state == ApplicationState.SENT
    )
    statement = directory(**filters).where(Project.id.not_in(applied))
    return manage_page("enter", roadshow, page=paginate(statement, per_page=100), filters=filters)
