"""The organiser's console of the day, the screen on stage, and the judges with their points."""

import uuid
from collections.abc import Sequence
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from app.core.access import actor, allow
from app.core.errors import Conflict
from app.core.flashes import flash_undo
from app.core.forms import form_values
from app.core.listing import Column, export, wants_export
from app.core.mail import absolute_url
from app.core.model import utc_now
from app.core.qr import qr_code
from app.extensions import db
from app.roadshows import conflicts
from app.roadshows.day_forms import JudgeForm, StageForm
from app.roadshows.day_policies import is_on
from app.roadshows.forms import options
from app.roadshows.labels import QUESTION_STATES
from app.roadshows.models import QuestionState, Roadshow
from app.roadshows.policies import ORGANISING
from app.roadshows.queries import judging as judging_queries
from app.roadshows.queries import people as people_queries
from app.roadshows.queries import stage as queries
from app.roadshows.queries.events import managed_roadshow
from app.roadshows.queries.reviews import criteria
from app.roadshows.services import judging as judging_services
from app.roadshows.services import questions as question_services
from app.roadshows.services import stage as services
from app.roadshows.services.stage import Step
from app.roadshows.views import bp
from app.roadshows.views.common import manage_page

_QUESTIONS = (
    Column(_l("Question"), lambda row: row.question.text),
    Column(_l("To whom"), lambda row: row.question.application.project.name if row.question.application else ""),
    Column(_l("Asked by"), lambda row: row.question.attendee.name),
    Column(_l("Organisation"), lambda row: row.question.attendee.affiliation),
    Column(_l("Votes"), lambda row: row.votes),
    Column(_l("State"), lambda row: str(QUESTION_STATES[row.question.state])),
    Column(_l("Asked"), lambda row: row.question.asked_at),
)


@bp.get("/roadshows/<uuid:roadshow_id>/control")
@allow(*ORGANISING, load=managed_roadshow)
def control(roadshow: Roadshow) -> Any:
    """Who is on stage, the clock, the questions."""
    if wants_export():
        return export("questions", _QUESTIONS, queries.questions(roadshow.id, states=tuple(QuestionState)))
    if "HX-Request" in request.headers:
        return render_template("roadshows/day/_control.html", **_state(roadshow))
    return _control_page(roadshow, StageForm(formdata=None, obj=queries.stage_of(roadshow)))


@bp.post("/roadshows/<uuid:roadshow_id>/control/step")
@allow(*ORGANISING, load=managed_roadshow)
def steer(roadshow: Roadshow) -> Any:
    """A button beside the clock, or the call for one project."""
    door: dict[str, Any] = {"actor": actor(), "roadshow": roadshow, "seen": request.form.get("seen", "")}
    wanted = request.form.get("step", "")
    if called := request.form.get("call"):
        try:
            services.call(**door, application_id=uuid.UUID(called))
        except ValueError as error:
            raise Conflict(_("This project is no longer on the line-up.")) from error
    elif wanted in set(Step):
        services.steer(**door, step=Step(wanted))
    else:
        raise Conflict(_("The roadshow has moved on meanwhile."))
    return _steered(roadshow)


@bp.post("/roadshows/<uuid:roadshow_id>/control/switch")
@allow(*ORGANISING, load=managed_roadshow)
def switch(roadshow: Roadshow) -> Any:
    """Questions, votes or points: on or off."""
    services.switch(actor=actor(), roadshow=roadshow, name=request.form.get("name", ""), on="on" in request.form)
    return _steered(roadshow)


@bp.post("/roadshows/<uuid:roadshow_id>/control/settings")
@allow(*ORGANISING, load=managed_roadshow)
def arrange(roadshow: Roadshow) -> Any:
    """Minutes, and the line for everybody."""
    form = StageForm()
    if form.validate_on_submit():
        with form.field_errors():
            services.arrange(actor=actor(), roadshow=roadshow, **form_values(form))
            db.session.commit()
            flash(_("Saved."), "success")
            return redirect(url_for(".control", roadshow_id=roadshow.id), 303)
    return _control_page(roadshow, form)


@bp.post("/roadshows/<uuid:roadshow_id>/questions/<uuid:question_id>")
@allow(*ORGANISING, load=managed_roadshow)
def moderate(roadshow: Roadshow, question_id: uuid.UUID) -> Any:
    wanted = request.form.get("state", "")
    if wanted not in set(QuestionState):
        raise Conflict(_("This question is no longer open."))
    question_services.moderate(actor=actor(), roadshow=roadshow, question_id=question_id, state=QuestionState(wanted))
    return _steered(roadshow)


@bp.get("/roadshows/<uuid:roadshow_id>/screen")
@allow(*ORGANISING, load=managed_roadshow)
def screen(roadshow: Roadshow) -> Any:
    """For the wall behind the stage."""
    state = _state(roadshow)
    template = "_screen" if "HX-Request" in request.headers else "screen"
    url = absolute_url("roadshows.live", roadshow_id=roadshow.id)
    return render_template(f"roadshows/day/{template}.html", url=url, qr=qr_code(url), **state)


@bp.route("/roadshows/<uuid:roadshow_id>/judges", methods=["GET", "POST"])
@allow(*ORGANISING, load=managed_roadshow)
def judges(roadshow: Roadshow) -> Any:
    """Who judges, what they gave so far, and the release of what it adds up to."""
    if wants_export():
        return export("points", *_sheet(roadshow))
    form = _judge_form(roadshow)
    if form.validate_on_submit():
        with form.field_errors():
            judging_services.add_judge(
                actor=actor(), roadshow=roadshow, membership_id=uuid.UUID(form.membership_id.data)
            )
            db.session.commit()
            flash(_("Asked to judge, with a ticket."), "success")
            return redirect(url_for(".judges", roadshow_id=roadshow.id), 303)
    page = manage_page(
        "judges",
        roadshow,
        form=form,
        stage=queries.stage_of(roadshow),
        is_on=is_on(roadshow),
        judges=judging_queries.judges_of(roadshow.id),
        given=_given(roadshow),
        rows=judging_queries.standings(roadshow.id),
        barred=_barred(roadshow),
    )
    return page, form.status


@bp.post("/roadshows/<uuid:roadshow_id>/judges/<uuid:judge_id>/remove")
@allow(*ORGANISING, load=managed_roadshow)
def remove_judge(roadshow: Roadshow, judge_id: uuid.UUID) -> Response:
    judge = judging_services.remove_judge(actor=actor(), roadshow=roadshow, judge_id=judge_id)
    told = _("%(name)s no longer judges; their points do not count.", name=judge.membership.account.name)
    undo = {"membership_id": str(judge.membership_id)}
    db.session.commit()
    flash_undo(told, url_for(".judges", roadshow_id=roadshow.id), **undo)
    return redirect(url_for(".judges", roadshow_id=roadshow.id), 303)


@bp.post("/roadshows/<uuid:roadshow_id>/results/release")
@allow(*ORGANISING, load=managed_roadshow)
def release_results(roadshow: Roadshow) -> Response:
    judging_services.release(actor=actor(), roadshow=roadshow)
    db.session.commit()
    flash_undo(_("Released. Everybody can read the results."), url_for(".withhold_results", roadshow_id=roadshow.id))
    return redirect(url_for(".judges", roadshow_id=roadshow.id), 303)


@bp.post("/roadshows/<uuid:roadshow_id>/results/withhold")
@allow(*ORGANISING, load=managed_roadshow)
def withhold_results(roadshow: Roadshow) -> Response:
    judging_services.withhold(actor=actor(), roadshow=roadshow)
    db.session.commit()
    flash(_("Taken back: the results are only yours again."), "success")
    return redirect(url_for(".judges", roadshow_id=roadshow.id), 303)


def _state(roadshow: Roadshow) -> dict[str, Any]:
    stage, order = queries.stage_of(roadshow), queries.running_order(roadshow.id)
    return {
        "roadshow": roadshow,
        "stage": stage,
        "order": order,
        "act": queries.act(stage, order),
        "left": stage.seconds_left(utc_now()),
        "is_on": is_on(roadshow),
        "presence": people_queries.presence(roadshow.id),
        "questions": queries.questions(roadshow.id, states=tuple(QuestionState)),
    }


def _control_page(roadshow: Roadshow, form: StageForm) -> Any:
    state = _state(roadshow)
    return manage_page("control", state.pop("roadshow"), form=form, **state), form.status


def _steered(roadshow: Roadshow) -> Any:
    db.session.commit()
    if "HX-Request" in request.headers:
        return render_template("roadshows/day/_control.html", **_state(roadshow))
    return redirect(url_for(".control", roadshow_id=roadshow.id), 303)


def _judge_form(roadshow: Roadshow) -> JudgeForm:
    asked = {judge.membership_id for judge in judging_queries.judges_of(roadshow.id)}
    form = JudgeForm()
    form.membership_id.choices = options(
        (row.id, f"{row.account.name} · {row.role_label} · {row.organisation.name}")
        for row in judging_queries.candidates(roadshow)
        if row.id not in asked
    )
    return form


def _barred(roadshow: Roadshow) -> set[uuid.UUID]:
    """What this organiser must not judge, they do not see judged either."""
    return conflicts.blocked(actor(), [place.application for place in queries.running_order(roadshow.id)])


def _given(roadshow: Roadshow) -> dict[tuple[uuid.UUID, uuid.UUID], Any]:
    """(judge, application) → the weighted mean of their points, or the state where there are none."""
    weights = {criterion.id: criterion.weight for criterion in criteria(roadshow.id)}
    whole = sum(weights.values())
    found = {}
    for key, row in judging_queries.judgements_of(roadshow.id).items():
        sums = sum(points.points * weights.get(points.criterion_id, 0) for points in row.points)
        found[key] = {
            "state": row.state,
            "mean": sums / whole if row.points and whole else None,
            "comment": row.comment,
        }
    return found


def _sheet(roadshow: Roadshow) -> tuple[Sequence[Column], Sequence[Any]]:
    """One line a pitch, one column a judge."""
    given, barred = _given(roadshow), _barred(roadshow)

    def by(judge_id: uuid.UUID) -> Any:
        def value(row: judging_queries.Standing) -> Any:
            found = given.get((judge_id, row.place.application_id))
            return round(found["mean"], 2) if found and found["mean"] is not None else None

        return value

    columns = [
        Column(_("Project"), lambda row: row.place.project.name),
        *(Column(judge.membership.account.name, by(judge.id)) for judge in judging_queries.judges_of(roadshow.id)),
        Column(_("Judges' mean"), lambda row: round(row.mean, 2) if row.mean is not None else None),
        Column(_("Audience votes"), lambda row: row.votes),
    ]
    rows = [row for row in judging_queries.standings(roadshow.id) if row.place.application_id not in barred]
    return columns, rows
