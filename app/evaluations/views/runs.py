"""Runs: begun, computed, judged, published."""

import datetime as dt
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from app.accounts.models import Role
from app.carriers.labels import LINKS
from app.core.access import actor, allow
from app.core.days import city_day
from app.core.errors import Invalid
from app.core.listing import Column, export, paginate, wants_export
from app.evaluations import labels, policies
from app.evaluations.forms import PublishForm, ReviewersForm, RunForm
from app.evaluations.models import Run
from app.evaluations.queries import runs as reading
from app.evaluations.queries import schemes as reading_schemes
from app.evaluations.services import publishing
from app.evaluations.services import runs as services
from app.evaluations.views import bp
from app.extensions import db
from app.indicators import catalogue, periods
from app.indicators.labels import heading
from app.indicators.views.choosing import period_choices
from app.taxonomy.labels import region_name

APPEAL_DAYS, RECTIFY_DAYS = 15, 90


@bp.get("/evaluations/runs")
@allow(Role.ORGANISER)
def runs() -> Any:
    statement = reading.runs(actor())
    if wants_export():
        columns = (
            Column(_l("Scheme"), lambda r: r.scheme.label),
            Column(_l("Period"), lambda r: labels.period(r.period)),
            Column(_l("Region"), lambda r: region_name(r.region_code)),
            Column(_l("State"), lambda r: str(labels.RUN_STATES[r.state])),
        )
        return export("evaluations", columns, db.session.scalars(statement).unique())
    page = paginate(statement, per_page=20)
    return render_template("evaluations/runs.html", page=page, counts=reading.counts(page.items))


@bp.route("/evaluations/runs/new", methods=["GET", "POST"])
@allow(Role.ORGANISER)
def create_run() -> Any:
    schemes = reading_schemes.selectable(actor())
    latest = periods.latest("year")
    form = RunForm(data={"period": latest.code, "scheme_id": request.args.get("scheme", "")})
    form.scheme_id.choices = [(str(each.id), _scheme_label(each)) for each in schemes]
    form.period.choices = period_choices(latest)
    if form.validate_on_submit():
        with form.field_errors():
            chosen = next((each for each in schemes if str(each.id) == form.scheme_id.data), None)
            period = periods.parse(form.period.data)
            if chosen is None or period is None:
                raise Invalid(_("Choose a scheme."), "scheme_id")
            made = services.create(actor=actor(), scheme=chosen, period=period, links=form.links.data or chosen.links)
            db.session.commit()
            flash(_("Computed. Nobody outside sees it before it is published."), "success")
            return redirect(url_for(".run", run_id=made.id), 303)
    return render_template("evaluations/run_new.html", form=form, schemes=schemes), form.status


@bp.get("/evaluations/runs/<uuid:run_id>")
@allow(Role.ORGANISER, load=reading.visible_run)
def run(run: Run) -> Any:
    if wants_export():
        return _export(run)
    return _page(run, _publish_form(run), _reviewers_form(run))


@bp.post("/evaluations/runs/<uuid:run_id>/compute")
@allow(Role.ORGANISER, load=reading.visible_run, may=policies.manages)
def compute_run(run: Run) -> Response:
    number = services.compute(actor=actor(), run=run)
    db.session.commit()
    flash(_("Computed from the present figures: %(number)s carriers.", number=number), "success")
    return redirect(url_for(".run", run_id=run.id), 303)


@bp.post("/evaluations/runs/<uuid:run_id>/reviewers")
@allow(Role.ORGANISER, load=reading.visible_run, may=policies.manages)
def assign_reviewers(run: Run) -> Any:
    form = _reviewers_form(run, fresh=False)
    if form.validate_on_submit():
        with form.field_errors():
            services.assign(actor=actor(), run=run, membership_ids=form.chosen)
            db.session.commit()
            flash(_("Saved."), "success")
            return redirect(url_for(".run", run_id=run.id), 303)
    return _page(run, _publish_form(run), form), form.status


@bp.post("/evaluations/runs/<uuid:run_id>/publish")
@allow(Role.ORGANISER, load=reading.visible_run, may=policies.manages)
def publish_run(run: Run) -> Any:
    form = PublishForm()
    if form.validate_on_submit():
        with form.field_errors():
            publishing.publish(
                actor=actor(),
                run=run,
                seen=form.seen.data or "",
                appeal_until=form.appeal_until.data,
                rectify_until=form.rectify_until.data,
            )
            db.session.commit()
            flash(_("Published. The carriers are told, and the list is open to everybody."), "success")
            return redirect(url_for(".run", run_id=run.id), 303)
    return _page(run, form, _reviewers_form(run)), form.status


@bp.post("/evaluations/runs/<uuid:run_id>/discard")
@allow(Role.ORGANISER, load=reading.visible_run, may=policies.manages)
def discard_run(run: Run) -> Response:
    services.discard(actor=actor(), run=run)
    db.session.commit()
    flash(_("Removed."), "success")
    return redirect(url_for(".runs"), 303)


def _scheme_label(scheme: Any) -> str:
    return str(_("%(name)s, edition %(edition)s", name=scheme.label, edition=scheme.edition))


def _publish_form(run: Run) -> PublishForm:
    days = {"appeal_until": APPEAL_DAYS, "rectify_until": RECTIFY_DAYS}
    data = {name: city_day() + dt.timedelta(number) for name, number in days.items()}
    return PublishForm(formdata=None, data=data | {"seen": "" if run.is_published else publishing.mark(run)})


def _reviewers_form(run: Run, *, fresh: bool = True) -> ReviewersForm:
    if run.is_published:
        return ReviewersForm(formdata=None)
    data = {"reviewers": [str(row.membership_id) for row in reading.reviewers(run)]}
    form = ReviewersForm(formdata=None, data=data) if fresh else ReviewersForm()
    form.reviewers.choices = [
        (str(row.id), f"{row.account.name} · {row.organisation.name}") for row in reading.candidates(run)
    ]
    return form


def _page(run: Run, publish: PublishForm, reviewers: ReviewersForm) -> str:
    rules, grade = run.scheme.rules, request.args.get("grade", "")
    every = reading.lines(run)
    tally = {each.code: sum(line.grade == each.code for line in every) for each in rules.grades}
    return render_template(
        "evaluations/run.html",
        run=run,
        rules=rules,
        lines=[line for line in every if not grade or line.grade == grade],
        tally=tally,
        grade=grade,
        lacking=reading.unjudged_by_result(run) if not run.is_published else {},
        obstacle=publishing.obstacle(run) if not run.is_published else "",
        publish=publish,
        reviewers=reviewers,
        has_judged=reading.has_judged(rules),
        manages=policies.manages(actor(), run),
    )


def _export(run: Run) -> Any:
    """A line a carrier: its grade and every figure with its points."""
    rules, points = run.scheme.rules, reading.points(run)
    columns = [
        Column(_l("Rank"), lambda line: line.result.rank),
        Column(_l("Carrier name"), lambda line: line.result.name),
        Column(_l("Link"), lambda line: str(LINKS[line.result.link])),
        Column(_l("Region"), lambda line: region_name(line.result.zone_code)),
        Column(_l("Grade"), lambda line: labels.name(rules.grade(line.grade))),
        Column(_l("Points reached"), lambda line: line.result.total),
    ]
    for each in rules.criteria:
        if each.indicator:
            columns.append(Column(heading(catalogue.by_code()[each.indicator]), _figure(points, each.code)))
        columns.append(Column(f"{labels.name(each)} ({labels.points(each.weight)})", _points(points, each.code)))
    return export("evaluation", columns, reading.lines(run))


def _figure(points: Any, code: str) -> Any:
    def value(line: Any) -> Any:
        row = points[line.result.id].get(code)
        return catalogue.value(catalogue.by_code()[row.indicator], row.figure) if row else None

    return value


def _points(points: Any, code: str) -> Any:
    def value(line: Any) -> Any:
        row = points[line.result.id].get(code)
        return row.points if row else None

    return value
