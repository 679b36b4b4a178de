"""The organiser's own roadshows, and the applications to one of them."""

from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.accounts.models import Role
from app.core.access import actor, allow
from app.core.listing import Column, export, paginate, wants_export
from app.extensions import db
from app.roadshows import conflicts
from app.roadshows.forms import FeedbackForm
from app.roadshows.labels import ATTENDANCE, OUTCOMES, STATES
from app.roadshows.models import Application, Roadshow, RoadshowState
from app.roadshows.policies import ORGANISING
from app.roadshows.queries.applications import managed_application
from app.roadshows.queries.events import application_counts, lineup_places, managed_roadshow, own_roadshows
from app.roadshows.queries.reviews import Result, criteria, results, reviews_for, sectors_of
from app.roadshows.services import applications as services
from app.roadshows.views import bp
from app.roadshows.views.common import manage_page
from app.roadshows.views.events import COLUMNS
from app.roadshows.views.reviews import dossier
from app.taxonomy import labels


@bp.get("/roadshows/managed")
@allow(*ORGANISING, Role.REVIEWER)
def managed() -> Any:
    """The roadshows that the person's organisation runs; for a reviewer, what there is to review."""
    person = actor()
    if person.is_(Role.REVIEWER):
        return redirect(url_for(".my_reviews"), 303)
    state = request.args.get("state", "")
    statement = own_roadshows(person, state=state if state in set(RoadshowState) else "")
    if wants_export():
        return export("roadshows", COLUMNS, db.session.scalars(statement).unique())
    page = paginate(statement)
    counts = application_counts([roadshow.id for roadshow in page.items])
    return render_template("roadshows/manage/index.html", page=page, counts=counts, states=STATES, state=state)


@bp.get("/roadshows/<uuid:roadshow_id>/manage")
@allow(*ORGANISING, load=managed_roadshow)
def manage(roadshow: Roadshow) -> Any:
    """Where it stands and what comes next."""
    return manage_page("overview", roadshow, criteria=criteria(roadshow.id), lineup=lineup_places(roadshow.id))


@bp.get("/roadshows/<uuid:roadshow_id>/applications")
@allow(*ORGANISING, load=managed_roadshow)
def applications(roadshow: Roadshow) -> Any:
    """All sent applications with their points, without those that the reader must not judge."""
    sort = request.args.get("sort", "")
    rows = results(roadshow.id, sort=sort)
    barred = conflicts.blocked(actor(), rows)
    readable = [row for row in rows if row.id not in barred]
    if wants_export():
        return export("applications", _columns(readable), readable)
    return manage_page("applications", roadshow, results=readable, barred=len(barred), sort=sort)


@bp.route("/roadshows/<uuid:roadshow_id>/applications/<uuid:application_id>", methods=["GET", "POST"])
@allow(*ORGANISING, load=managed_application)
def application(application: Application) -> Any:
    """One application with the whole project, its reviews, and the feedback that the applicant gets."""
    form = FeedbackForm(obj=application)
    if form.validate_on_submit():
        with form.field_errors():
            services.release_feedback(actor=actor(), application=application, feedback=form.feedback.data)
            db.session.commit()
            flash(_("Released. The applicant can read it now."), "success")
            return redirect(request.path, 303)
    page = manage_page(
        "application",
        application.roadshow,
        application=application,
        form=form,
        reviews=reviews_for(application.id),
        criteria=criteria(application.roadshow_id),
        **dossier(application.project),
    )
    return page, form.status


def _points(name: str) -> Any:
    def value(row: Result) -> float | None:
        found = getattr(row, name)
        return None if found is None else round(float(found), 2)

    return value


def _columns(rows: Sequence[Result]) -> tuple[Column, ...]:
    sectors = sectors_of([row.project_id for row in rows])
    return (
        Column(_l("Project"), lambda row: row.name),
        Column(_l("Organisation"), lambda row: row.organisation),
        Column(_l("Sectors"), lambda row: [labels.label("sector", code) for code in sectors[row.project_id]]),
        Column(_l("Weighted mean"), _points("mean")),
        Column(_l("Reviews"), lambda row: row.reviews),
        Column(_l("Assigned"), lambda row: row.assigned),
        Column(_l("Spread"), _points("spread")),
        Column(_l("Outcome"), lambda row: str(OUTCOMES[row.outcome]) if row.outcome else ""),
        Column(_l("What do you want from this roadshow?"), lambda row: row.wants),
        Column(_l("Who presents"), lambda row: row.presenter),
        Column(_l("How you take part"), lambda row: str(ATTENDANCE[row.attendance])),
        Column(_l("Sent"), lambda row: row.sent_at),
    )
