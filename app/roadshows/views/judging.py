"""A judge follows the running order and gives points, on the phone in their hand."""

import uuid
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.accounts.models import Role
from app.core.access import actor, allow
from app.extensions import db
from app.roadshows.day_forms import pitch_form
from app.roadshows.day_policies import is_on
from app.roadshows.models import Judge
from app.roadshows.queries import judging as queries
from app.roadshows.queries import stage as stage_queries
from app.roadshows.queries.judging import Turn
from app.roadshows.queries.reviews import criteria
from app.roadshows.services import judging as services
from app.roadshows.views import bp

_JUDGES = (Role.REVIEWER, Role.ORGANISER, Role.MENTOR, Role.INVESTOR)


@bp.get("/roadshows/<uuid:roadshow_id>/judging")
@allow(*_JUDGES, load=queries.own_judge)
def judging(judge: Judge) -> Any:
    """The running order with what this judge gave."""
    roadshow = judge.roadshow
    order = stage_queries.running_order(roadshow.id)
    stage = stage_queries.stage_of(roadshow)
    return render_template(
        "roadshows/day/judging.html",
        roadshow=roadshow,
        stage=stage,
        order=order,
        act=stage_queries.act(stage, order),
        given=queries.judgements_by(judge),
        barred=queries.barred(judge, [place.application for place in order]),
        takes_scores=stage.takes_scores and is_on(roadshow),
    )


@bp.route("/roadshows/<uuid:roadshow_id>/judging/<uuid:application_id>", methods=["GET", "POST"])
@allow(*_JUDGES, load=queries.own_turn)
def judge_pitch(turn: Turn) -> Any:
    """Points for one pitch; then the next one without points."""
    roadshow, rubric = turn.judge.roadshow, criteria(turn.judge.roadshow_id)
    stage = stage_queries.stage_of(roadshow)
    present = queries.judgement_of(turn.judge, turn.application.id)
    given = {f"score_{row.criterion_id}": row.points for row in present.points} if present else {}
    form = pitch_form(rubric, data={**given, "comment": present.comment if present else ""})
    if form.validate_on_submit():
        with form.field_errors():
            points = {criterion.id: form[f"score_{criterion.id}"].data for criterion in rubric}
            services.score(actor=actor(), turn=turn, points=points, comment=form.comment.data or "")
            db.session.commit()
            flash(_("Saved. You can change it until scoring is closed."), "success")
            return redirect(_next(turn), 303)
    page = render_template(
        "roadshows/day/pitch.html",
        roadshow=roadshow,
        application=turn.application,
        form=form,
        criteria=rubric,
        weight=sum(criterion.weight for criterion in rubric),
        takes_scores=stage.takes_scores and is_on(roadshow),
        is_now=stage.current_id == turn.application.id,
    )
    return page, form.status


@bp.post("/roadshows/<uuid:roadshow_id>/judging/<uuid:application_id>/conflict")
@allow(*_JUDGES, load=queries.own_turn)
def judge_conflict(turn: Turn) -> Response:
    """Not to be taken back by the judge."""
    services.declare_conflict(actor=actor(), turn=turn)
    db.session.commit()
    flash(_("Conflict declared. You do not judge this pitch."), "success")
    return redirect(url_for(".judging", roadshow_id=turn.judge.roadshow_id), 303)


def _next(turn: Turn) -> str:
    """The pitch after this one that is still without points, or the list."""
    roadshow_id: uuid.UUID = turn.judge.roadshow_id
    order = [place.application for place in stage_queries.running_order(roadshow_id)]
    done = set(queries.judgements_by(turn.judge)) | queries.barred(turn.judge, order)
    later = [row.id for row in order[order.index(turn.application) + 1 :] if row.id not in done]
    if later:
        return url_for(".judge_pitch", roadshow_id=roadshow_id, application_id=later[0])
    return url_for(".judging", roadshow_id=roadshow_id)
