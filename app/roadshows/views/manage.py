"""The organiser's own roadshows, and the applications to one of them."""

import uuid
from collections.abc import Sequence
from typing import Any

from flask import flash, get_template_attribute, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from markupsafe import Markup
from werkzeug.wrappers import Response

from app.accounts.models import Role
from app.core.access import actor, allow
from app.core.i18n import remembered
from app.core.listing import Column, export, paginate, wants_export
from app.core.shell import url_maker
from app.extensions import db
from app.roadshows import conflicts, scoring
from app.roadshows.forms import FeedbackForm
from app.roadshows.labels import ATTENDANCE, OUTCOMES, STATES
from app.roadshows.models import Application, Roadshow, RoadshowState
from app.roadshows.policies import ORGANISING
from app.roadshows.queries.applications import managed_application
from app.roadshows.queries.events import application_counts, lineup_places, managed_roadshow, own_roadshows
from app.roadshows.queries.results import Result, points, results, reviewers_without_scale, sectors_of
from app.roadshows.queries.reviews import criteria, remarks, reviews_for
from app.roadshows.services import feedback
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
    given = points(roadshow.id)
    scales = scoring.scales(given)
    rows = results(roadshow.id, sort=sort, scores=scoring.scores(given, scales))
    barred = conflicts.blocked(actor(), rows)
    readable = [row for row in rows if row.id not in barred] if barred else rows
    if wants_export():
        return export("applications", _columns(readable), readable)
    address = url_maker("roadshows.application", "application_id", roadshow_id=roadshow.id)
    return manage_page(
        "applications",
        roadshow,
        lines=[_line(row[3:], address(row.id)) for row in readable],
        barred=len(barred),
        sort=sort,
        unscaled=reviewers_without_scale(roadshow.id, scales),
    )


@remembered
def _line(shown: tuple[Any, ...], url: str) -> Markup:
    """A line of the table, drawn once for all who may read it; `shown` is a result from its name on."""
    nobody = uuid.UUID(int=0)
    draw = get_template_attribute("roadshows/manage/_result.html", "row")
    line: Markup = draw(Result(nobody, nobody, nobody, *shown), url)
    return line


@bp.route("/roadshows/<uuid:roadshow_id>/applications/<uuid:application_id>", methods=["GET", "POST"])
@allow(*ORGANISING, load=managed_application)
def application(application: Application) -> Any:
    """One application with the whole project, its reviews, and the feedback that the applicant gets."""
    form = FeedbackForm(obj=application)
    advice = remarks([application.id]).get(application.id, [])
    if request.method == "GET" and not application.feedback and advice:
        form.feedback.data = feedback.as_list(advice)
    if form.validate_on_submit():
        with form.field_errors():
            words = {"feedback": form.feedback.data or "", "shows_points": form.shows_points.data}
            feedback.release(actor=actor(), application=application, **words)
            db.session.commit()
            flash(_("Released. The applicant can read it now."), "success")
            return redirect(request.path, 303)
    given = points(application.roadshow_id)
    known = scoring.scales(given)
    page = manage_page(
        "application",
        application.roadshow,
        application=application,
        form=form,
        reviews=reviews_for(application.id),
        given={point.reviewer_id: point.value for point in given if point.application_id == application.id},
        z_scores={
            point.reviewer_id: scoring.z_score(point, known[point.reviewer_id])
            for point in given
            if point.application_id == application.id
        },
        criteria=criteria(application.roadshow_id),
        **dossier(application.project),
    )
    return page, form.status


@bp.post("/roadshows/<uuid:roadshow_id>/feedback")
@allow(*ORGANISING, load=managed_roadshow)
def release_all_feedback(roadshow: Roadshow) -> Response:
    """The reviewers' advice to all who have no feedback yet."""
    released, without = feedback.release_all(
        actor=actor(), roadshow=roadshow, shows_points="shows_points" in request.form
    )
    db.session.commit()
    done = ngettext("Feedback released to %(num)s applicant.", "Feedback released to %(num)s applicants.", released)
    if without:
        done += " " + ngettext(
            "%(num)s has no advice from reviewers; write to them one by one.",
            "%(num)s have no advice from reviewers; write to them one by one.",
            without,
        )
    flash(done, "success" if released else "warning")
    return redirect(url_for(".applications", roadshow_id=roadshow.id), 303)


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
        Column(_l("Normalised score"), _points("normalised")),
        Column(_l("Reviews"), lambda row: row.reviews),
        Column(_l("Assigned"), lambda row: row.assigned),
        Column(_l("Spread"), _points("spread")),
        Column(_l("Outcome"), lambda row: str(OUTCOMES[row.outcome]) if row.outcome else ""),
        Column(_l("What do you want from this roadshow?"), lambda row: row.wants),
        Column(_l("Who presents"), lambda row: row.presenter),
        Column(_l("How you take part"), lambda row: str(ATTENDANCE[row.attendance])),
        Column(_l("Sent"), lambda row: row.sent_at),
    )
