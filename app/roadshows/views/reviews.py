"""A reviewer's list and the review form."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.accounts.models import Role
from app.core.access import actor, allow
from app.core.text import clean
from app.extensions import db
from app.projects.fields import FIELDS
from app.projects.models import Project
from app.projects.policies import reach, readable_fields
from app.roadshows.blind import dossier as blind_dossier
from app.roadshows.blind import numbers
from app.roadshows.forms import review_form
from app.roadshows.models import Application, Review
from app.roadshows.policies import takes_reviews
from app.roadshows.queries.reviews import criteria, own_review
from app.roadshows.queries.reviews import my_reviews as reviews_of_member
from app.roadshows.services import reviews as services
from app.roadshows.views import bp


@bp.get("/reviews")
@allow(Role.REVIEWER, Role.ORGANISER)
def my_reviews() -> Any:
    reviews = reviews_of_member(actor())
    blind = [review.application_id for review in reviews if review.application.roadshow.is_blind]
    return render_template("roadshows/reviews/mine.html", reviews=reviews, numbers=numbers(blind))


@bp.route("/reviews/<uuid:review_id>", methods=["GET", "POST"])
@allow(Role.REVIEWER, Role.ORGANISER, load=own_review)
def review(review: Review) -> Any:
    """Read the application and give points, or step back."""
    rubric = criteria(review.application.roadshow_id)
    given = {f"score_{row.criterion_id}": row.score for row in review.scores}
    form = review_form(rubric, data={**given, "comment": review.comment, "remark": review.remark})
    is_open = takes_reviews(review.application.roadshow)
    if form.validate_on_submit():
        with form.field_errors():
            scores = {criterion.id: form[f"score_{criterion.id}"].data for criterion in rubric}
            words = {"comment": form.comment.data or "", "remark": form.remark.data or ""}
            services.score(actor=actor(), review=review, scores=scores, **words)
            db.session.commit()
            flash(_("Saved. You can change it until the line-up is fixed."), "success")
            return redirect(url_for(".my_reviews"), 303)
    return render_template(
        "roadshows/reviews/review.html",
        form=form,
        review=review,
        criteria=rubric,
        weight=sum(criterion.weight for criterion in rubric),
        is_open=is_open,
        **_readable(review.application),
    ), form.status


@bp.post("/reviews/<uuid:review_id>/abstain")
@allow(Role.REVIEWER, Role.ORGANISER, load=own_review)
def abstain(review: Review) -> Response:
    services.abstain(actor=actor(), review=review, comment="")
    db.session.commit()
    flash(_("You abstain. You can still give points until the line-up is fixed."), "success")
    return redirect(url_for(".my_reviews"), 303)


@bp.post("/reviews/<uuid:review_id>/conflict")
@allow(Role.REVIEWER, Role.ORGANISER, load=own_review)
def declare_conflict(review: Review) -> Response:
    """Not to be taken back by the reviewer: after it, the application is closed to them."""
    services.declare_conflict(actor=actor(), review=review, comment=clean(request.form.get("comment", ""))[:300])
    db.session.commit()
    flash(_("Conflict declared. You no longer see this application."), "success")
    return redirect(url_for(".my_reviews"), 303)


def _readable(application: Application) -> dict[str, Any]:
    """The application as its reviewer may read it."""
    if application.roadshow.is_blind:
        return {"blind": blind_dossier(application)}
    return {"blind": None, "application": application, **dossier(application.project)}


def dossier(project: Project) -> dict[str, Any]:
    """What the reader may read of the project: all of it when its owner applied, as that consents to it."""
    longer = ("summary", "problem", "solution", "market", "traction", "team", "need", "cap_table")
    shown = readable_fields(project, reach(actor(), project))
    texts = [
        (field.label, getattr(project, field.name)) for field in FIELDS if field.name in longer and field.name in shown
    ]
    return {"fields": texts, "shown": shown}
