"""The organiser's page: match a whole line-up, look at the plan, adjust it, send the invitations."""

import uuid
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice

from app.core.access import actor, allow
from app.core.errors import Invalid
from app.core.flashes import flash_undo
from app.core.forms import form_values
from app.core.jobs import progress_of
from app.core.listing import Column, export, wants_export
from app.extensions import db
from app.recommendations import labels, phrases, planned, plantable, queries
from app.recommendations.forms import RuleForm, RunForm
from app.recommendations.models import Assignment, Kind, MatchRun, PairRule, Rule
from app.recommendations.services import invitations, planning, rules
from app.recommendations.views import bp
from app.roadshows.models import Roadshow
from app.roadshows.policies import ORGANISING
from app.roadshows.queries.events import counts, lineup_places, managed_roadshow
from app.roadshows.services.moves import MOVES, is_forward


@bp.get("/roadshows/<uuid:roadshow_id>/matches")
@allow(*ORGANISING, load=managed_roadshow)
def roadshow(roadshow: Roadshow) -> Any:
    """The newest plan of a roadshow, and the form for the next one."""
    run = planned.newest_run(roadshow.id)
    if wants_export():
        return _export(run)
    return _page(roadshow, run, RunForm(formdata=None, data=run.parameters if run else planning.DEFAULTS))


@bp.post("/roadshows/<uuid:roadshow_id>/matches")
@allow(*ORGANISING, load=managed_roadshow)
def start(roadshow: Roadshow) -> Any:
    form = RunForm()
    if form.validate_on_submit():
        with form.field_errors():
            here = url_for(".roadshow", roadshow_id=roadshow.id)
            run = planning.start_run(actor=actor(), roadshow=roadshow, location=here, **form_values(form))
            db.session.commit()
            if run.job_id and run.job and run.job.account_id == actor().account_id:
                return redirect(url_for("pages.job", job_id=run.job_id), 303)
            flash(_("A colleague's run is under way. Its result appears here."), "info")
            return redirect(here, 303)
    return _page(roadshow, planned.newest_run(roadshow.id), form), form.status


@bp.get("/plans/<uuid:run_id>")
@allow(*ORGANISING, load=queries.managed_run)
def plan(run: MatchRun) -> Any:
    """An earlier plan."""
    if wants_export():
        return _export(run)
    assert run.roadshow is not None
    newest = planned.newest_run(run.roadshow.id)
    if newest is not None and newest.id == run.id:
        return redirect(url_for(".roadshow", roadshow_id=run.roadshow_id), 303)
    return _page(run.roadshow, run, None)


@bp.post("/roadshows/<uuid:roadshow_id>/rules")
@allow(*ORGANISING, load=managed_roadshow)
def decide(roadshow: Roadshow) -> Response:
    """Pin or forbid a pair; the next run keeps to it."""
    here = redirect(url_for(".roadshow", roadshow_id=roadshow.id, _anchor="rules"), 303)
    try:
        made = rules.decide(
            actor=actor(),
            roadshow=roadshow,
            project_id=uuid.UUID(request.form.get("project_id", "")),
            candidate_id=uuid.UUID(request.form.get("candidate_id", "")),
            rule=Rule(request.form.get("rule", "")),
            why=_why(),
        )
        db.session.commit()
    except Invalid as error:
        db.session.rollback()
        flash(error.message, "error")
        return here
    except ValueError:
        db.session.rollback()
        flash(_("Choose a project, a mentor or fund, and a rule."), "error")
        return here
    text = _("Pinned. The next run keeps the pair.") if made.rule is Rule.PIN else _("Forbidden from the next run on.")
    flash_undo(text, url_for(".lift", rule_id=made.id))
    return here


def _why() -> str:
    form = RuleForm()
    return str(form.why.data or "")[:200]


def managed_rule(actor: Any, rule_id: uuid.UUID) -> PairRule | None:
    rule = db.session.get(PairRule, rule_id)
    return rule if rule is not None and managed_roadshow(actor, rule.roadshow_id) is not None else None


@bp.post("/rules/<uuid:rule_id>/lift")
@allow(*ORGANISING, load=managed_rule)
def lift(rule: PairRule) -> Response:
    roadshow_id = rule.roadshow_id
    values = {
        "project_id": rule.project_id,
        "candidate_id": rule.candidate_id,
        "rule": rule.rule.value,
        "why": rule.why,
    }
    rules.lift(actor=actor(), rule=rule)
    db.session.commit()
    flash_undo(_("The rule is lifted."), url_for(".decide", roadshow_id=roadshow_id), **values)
    return redirect(url_for(".roadshow", roadshow_id=roadshow_id, _anchor="rules"), 303)


@bp.post("/plans/<uuid:run_id>/invite")
@allow(*ORGANISING, load=queries.managed_run)
def invite(run: MatchRun) -> Response:
    """Send the invitations of the plan; who was asked already is not asked again."""
    job = invitations.start_sending(
        actor=actor(), run=run, location=url_for(".roadshow", roadshow_id=run.roadshow_id), message=_message()
    )
    db.session.commit()
    return redirect(url_for("pages.job", job_id=job.id), 303)


def _message() -> str:
    from app.core.text import clean

    return clean(request.form.get("message", ""))[:2000]


def _page(roadshow: Roadshow, run: MatchRun | None, form: RunForm | None) -> str:
    running = planned.newest_run(roadshow.id, finished=False)
    running = running if running is not None and running.state in {"queued", "running"} else None
    found = plantable.table(run) if run is not None else None
    moves = [(state, is_forward(roadshow.state, state)) for state in MOVES[roadshow.state]]
    return render_template(
        "recommendations/plan.html",
        roadshow=roadshow,
        counts=counts(roadshow),
        moves=moves,
        run=run,
        form=form,
        running=running,
        progress=progress_of(running.job) if running is not None and running.job else None,
        found=found,
        rules=plantable.shown_rules(roadshow.id),
        rule_form=_rule_form(roadshow) if form is not None else None,
        history=planned.runs(roadshow.id)[:10],
        words=labels,
    )


def _rule_form(roadshow: Roadshow) -> RuleForm:
    form = RuleForm(formdata=None)
    form.project_id.choices = [
        SelectChoice(str(place.project_id), place.project.name) for place in lineup_places(roadshow.id)
    ]
    form.candidate_id.choices = plantable.choices(roadshow)
    return form


def _export(run: MatchRun | None) -> Response:
    """The plan as a table: a line a pair, and a line a place that stays empty."""
    lines = list(planned.lines_of(run.id)) if run is not None else []
    names = plantable.names_of(lines)

    def reason(line: Assignment) -> str:
        return phrases.shortage(line.shortage, line.candidate_kind.value) if line.shortage else ""

    columns = (
        Column(_l("Project"), lambda line: names.get(line.project_id, "")),
        Column(_l("Kind"), lambda line: _("Mentor") if line.candidate_kind is Kind.MENTOR else _("Fund")),
        Column(_l("Mentor or fund"), lambda line: names.get(line.candidate_id, "")),
        Column(_l("Score"), lambda line: line.score),
        Column(_l("Match"), lambda line: str(labels.BANDS[line.band]) if line.band else ""),
        Column(_l("Pinned"), lambda line: _("yes") if line.is_pinned else ""),
        Column(_l("State"), lambda line: str(plantable.state_label(line))),
        Column(_l("Why empty"), reason),
    )
    return export("plan", columns, lines)


@bp.get("/plans/<uuid:run_id>/progress")
@allow(*ORGANISING, load=queries.managed_run)
def progress(run: MatchRun) -> Any:
    """The bar of a run that somebody of the organisation started; htmx asks every two seconds."""
    bar = progress_of(run.job) if run.job is not None and run.state == "running" else None
    response = render_template("recommendations/_progress.html", run=run, progress=bar)
    return response, 200, {"HX-Refresh": "true"} if run.state == "done" else {}
