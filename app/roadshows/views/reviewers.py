"""The organiser chooses reviewers and gives them their applications."""

import uuid
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from werkzeug.wrappers import Response

from app.core.access import actor, allow
from app.core.errors import Conflict, Invalid
from app.core.listing import Column, export, wants_export
from app.extensions import db
from app.roadshows import conflicts, scoring
from app.roadshows.forms import AssignForm, CapacityForm, ReviewerForm, options
from app.roadshows.labels import REVIEW_STATES
from app.roadshows.models import Review, ReviewState, Roadshow
from app.roadshows.policies import ORGANISING, takes_reviews
from app.roadshows.queries.events import managed_roadshow
from app.roadshows.queries.results import COUNTING, gaps, points, results
from app.roadshows.queries.reviews import active_reviewers, candidates, reviews_of
from app.roadshows.services import reviews as services
from app.roadshows.views import bp
from app.roadshows.views.common import flashed_errors, manage_page

_COLUMNS: tuple[Column, ...] = (
    Column(_l("Reviewer"), lambda review: review.reviewer.membership.account.name),
    Column(_l("Organisation"), lambda review: review.reviewer.membership.organisation.name),
    Column(_l("Project"), lambda review: review.application.project.name),
    Column(_l("State"), lambda review: str(REVIEW_STATES[review.state])),
    Column(_l("Assigned"), lambda review: review.assigned_at),
    Column(_l("Done"), lambda review: review.done_at),
)


@bp.get("/roadshows/<uuid:roadshow_id>/reviewers")
@allow(*ORGANISING, load=managed_roadshow)
def reviewers(roadshow: Roadshow) -> Any:
    """Who reviews, who is given what, and how far they are."""
    given = points(roadshow.id)
    known = scoring.scales(given)
    rows = results(roadshow.id, scores=scoring.scores(given, known))
    barred = conflicts.blocked(actor(), rows)
    readable = [row for row in rows if row.id not in barred]
    everything = reviews_of(roadshow.id)
    reviews = [review for review in everything if review.application_id not in barred]
    if wants_export():
        return export("reviews", (*_COLUMNS, *_score_columns(given, known)), reviews)
    return manage_page(
        "reviewers",
        roadshow,
        reviewers=active_reviewers(roadshow.id),
        reviews=reviews,
        results=readable,
        load=Counter(review.reviewer_id for review in everything if review.state in COUNTING),
        done=Counter(review.reviewer_id for review in everything if review.state is ReviewState.SCORED),
        scales=known,
        gaps=gaps(roadshow, readable),
        is_open=takes_reviews(roadshow),
        add_form=_reviewer_form(roadshow),
        assign_form=_assign_form(roadshow),
    )


@bp.post("/roadshows/<uuid:roadshow_id>/reviewers")
@allow(*ORGANISING, load=managed_roadshow)
def add_reviewer(roadshow: Roadshow) -> Response:
    form = _reviewer_form(roadshow)
    with flashed_errors():
        if form.validate_on_submit():
            services.add_reviewer(actor=actor(), roadshow=roadshow, membership_id=uuid.UUID(form.membership_id.data))
            db.session.commit()
            flash(_("The reviewer is informed."), "success")
        else:
            flash(_("Choose a reviewer from the list."), "error")
    return _back(roadshow)


@bp.post("/roadshows/<uuid:roadshow_id>/reviewers/<uuid:reviewer_id>/remove")
@allow(*ORGANISING, load=managed_roadshow)
def remove_reviewer(roadshow: Roadshow, reviewer_id: uuid.UUID) -> Response:
    services.remove_reviewer(actor=actor(), roadshow=roadshow, reviewer_id=reviewer_id)
    db.session.commit()
    flash(_("Removed. Points given so far still count."), "success")
    return _back(roadshow)


@bp.post("/roadshows/<uuid:roadshow_id>/reviewers/<uuid:reviewer_id>/capacity")
@allow(*ORGANISING, load=managed_roadshow)
def set_reviewer_capacity(roadshow: Roadshow, reviewer_id: uuid.UUID) -> Response:
    form = CapacityForm()
    with flashed_errors():
        if not form.validate_on_submit():
            raise Invalid(_("Write a whole number, or nothing for no limit."))
        services.set_capacity(actor=actor(), roadshow=roadshow, reviewer_id=reviewer_id, capacity=form.capacity.data)
        db.session.commit()
        flash(_("Saved."), "success")
    return _back(roadshow)


@bp.post("/roadshows/<uuid:roadshow_id>/assign")
@allow(*ORGANISING, load=managed_roadshow)
def assign(roadshow: Roadshow) -> Response:
    """One application to one reviewer, or everything evenly."""
    with flashed_errors():
        if "evenly" in request.form:
            made, missing = services.assign_evenly(actor=actor(), roadshow=roadshow)
            done = ngettext("%(num)s review assigned.", "%(num)s reviews assigned.", made)
            if missing:
                done += " " + ngettext(
                    "%(num)s could not be given to anybody; below it says why.",
                    "%(num)s could not be given to anybody; below it says why.",
                    missing,
                )
            db.session.commit()
            flash(done, "warning" if missing else "success")
        else:
            _assign_one(roadshow)
    return _back(roadshow)


@bp.post("/roadshows/<uuid:roadshow_id>/reviews/<uuid:review_id>/unassign")
@allow(*ORGANISING, load=managed_roadshow)
def unassign(roadshow: Roadshow, review_id: uuid.UUID) -> Response:
    services.unassign(actor=actor(), roadshow=roadshow, review_id=review_id)
    db.session.commit()
    flash(_("Taken away."), "success")
    return _back(roadshow)


def _assign_one(roadshow: Roadshow) -> None:
    form = _assign_form(roadshow)
    if not form.validate_on_submit():
        raise Conflict(_("Choose an application and a reviewer from the lists."))
    services.assign(
        actor=actor(),
        roadshow=roadshow,
        application_id=uuid.UUID(form.application_id.data),
        reviewer_id=uuid.UUID(form.reviewer_id.data),
    )
    db.session.commit()
    flash(_("Assigned."), "success")


def _reviewer_form(roadshow: Roadshow) -> ReviewerForm:
    asked = {reviewer.membership_id for reviewer in active_reviewers(roadshow.id)}
    form = ReviewerForm()
    form.membership_id.choices = options(
        (row.id, f"{row.account.name} · {row.role_label} · {row.organisation.name}")
        for row in candidates(roadshow)
        if row.id not in asked
    )
    return form


def _assign_form(roadshow: Roadshow) -> AssignForm:
    form = AssignForm()
    rows = results(roadshow.id, sort="name")
    form.application_id.choices = options((row.id, row.name) for row in rows)
    form.reviewer_id.choices = options((row.id, row.membership.account.name) for row in active_reviewers(roadshow.id))
    return form


def _score_columns(given: Sequence[scoring.Point], known: Mapping[uuid.UUID, scoring.Scale]) -> tuple[Column, ...]:
    by_pair = {(point.application_id, point.reviewer_id): point for point in given}

    def mean(review: Review) -> float | None:
        point = by_pair.get((review.application_id, review.reviewer_id))
        return round(point.value, 2) if point else None

    def z(review: Review) -> float | None:
        point = by_pair.get((review.application_id, review.reviewer_id))
        found = scoring.z_score(point, known[point.reviewer_id]) if point else None
        return None if found is None else round(found, 2)

    return (
        Column(_l("Weighted mean"), mean),
        Column(_l("z-score"), z),
        Column(_l("Comment"), lambda review: review.comment),
        Column(_l("Advice to the applicant"), lambda review: review.remark),
    )


def _back(roadshow: Roadshow) -> Response:
    return redirect(url_for(".reviewers", roadshow_id=roadshow.id), 303)
