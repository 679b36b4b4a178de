"""One carrier's result: every point with its origin, and what is missing for the next grade."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.accounts.models import Role
from app.carriers.models import Carrier
from app.carriers.policies import sees_inside
from app.carriers.queries import visible_carrier
from app.core.access import actor, allow
from app.core.listing import Column, export, paginate, wants_export
from app.evaluations import labels, policies
from app.evaluations.forms import AnswerForm, DecideForm, JudgeForm, grade_choices, judge_form, judged_values
from app.evaluations.models import AppealState, Result
from app.evaluations.queries import outcomes
from app.evaluations.queries import runs as reading
from app.evaluations.scoring import JUDGED, advice
from app.evaluations.services import appeals, judging
from app.evaluations.views import bp
from app.extensions import db
from app.indicators import catalogue

BOTH = (Role.CARRIER_STAFF, Role.ORGANISER)


@bp.get("/evaluations")
@allow(Role.CARRIER_STAFF)
def mine() -> Any:
    """Published results of the own carriers."""
    return _list(outcomes.own_results(actor()), None)


@bp.get("/carriers/<uuid:carrier_id>/evaluations")
@allow(*BOTH, load=visible_carrier, may=sees_inside)
def of_carrier(carrier: Carrier) -> Any:
    return _list(outcomes.results_of(carrier), carrier)


def _list(statement: Any, carrier: Carrier | None) -> Any:
    if wants_export():
        rows = db.session.scalars(statement).unique().all()
        standings, corrected = outcomes.standings_of(rows), outcomes.upheld(rows)
        columns = (
            Column(_l("Carrier name"), lambda r: r.name),
            Column(_l("Scheme"), lambda r: r.run.scheme.label),
            Column(_l("Period"), lambda r: labels.period(r.run.period)),
            Column(_l("Grade"), lambda r: labels.name(r.run.scheme.rules.grade(_grade(r, corrected)))),
            Column(_l("Points reached"), lambda r: r.total),
            Column(_l("Rank"), lambda r: r.rank),
            Column(_l("State"), lambda r: str(labels.STANDINGS[standings[r.id].state])),
        )
        return export("evaluations", columns, rows)
    page = paginate(statement, per_page=20)
    return render_template(
        "evaluations/mine.html",
        page=page,
        carrier=carrier,
        standings=outcomes.standings_of(page.items),
        corrected=outcomes.upheld(page.items),
    )


def _grade(result: Result, corrected: Any) -> str:
    return str(corrected[result.id].grade if result.id in corrected else result.grade)


@bp.get("/evaluations/results/<uuid:result_id>")
@allow(*BOTH, load=reading.visible_result)
def result(result: Result) -> Any:
    if wants_export():
        return _export(result)
    return result_page(result)


@bp.post("/evaluations/results/<uuid:result_id>/judge")
@allow(Role.ORGANISER, load=reading.visible_result, may=policies.judges)
def judge(result: Result) -> Any:
    rules = result.run.scheme.rules
    form = judge_form(rules)
    if form.validate_on_submit():
        with form.field_errors():
            judging.judge(actor=actor(), result=result, given=judged_values(form, rules))
            db.session.commit()
            flash(_("Saved."), "success")
            return redirect(url_for(".result", result_id=result.id), 303)
    return result_page(result, judging_form=form), form.status


def result_page(
    result: Result,
    *,
    judging_form: JudgeForm | None = None,
    decide_form: DecideForm | None = None,
    answer_form: AnswerForm | None = None,
) -> str:
    """The page with every form that the reader may send; one of them may hold what was just refused."""
    person, run = actor(), result.run
    rules, points = run.scheme.rules, reading.points_of(result)
    found = reading.recalled(rules, result, points)
    standing, appeal = outcomes.standing_of(result), outcomes.appeal_of(result)
    manages, reviews = policies.manages(person, run), not run.is_published and policies.judges(person, result)
    if decide_form is None and manages and appeal is not None and appeal.state is AppealState.OPEN:
        decide_form = DecideForm(formdata=None, data={"grade": result.grade})
        decide_form.grade.choices = grade_choices(rules, result.grade)
    return render_template(
        "evaluations/result.html",
        result=result,
        run=run,
        rules=rules,
        points=points,
        marks=found.marks,
        closed=found.closed,
        advice=advice(rules, found),
        standing=standing,
        appeal=appeal,
        manages=manages,
        answers=policies.answers(person, result),
        may_appeal=appeals.can_send(result),
        judging=(judging_form or _judge_form(rules, points)) if reviews else None,
        decide=decide_form,
        answer=answer_form or AnswerForm(formdata=None),
        follows=policies.reads_figures(person, result),
        sees_run=manages or policies.sees_run(person, run),
    )


def _judge_form(rules: Any, points: Any) -> JudgeForm:
    data: dict[str, Any] = {}
    for each in rules.criteria:
        if each.kind == JUDGED and each.code in points:
            data[f"points_{each.code}"] = points[each.code].points
            data[f"reason_{each.code}"] = points[each.code].reason
    return judge_form(rules, formdata=None, data=data)


def _export(result: Result) -> Any:
    rules, points = result.run.scheme.rules, reading.points_of(result)
    rows = [(each, points[each.code]) for each in rules.criteria if each.code in points]
    columns = (
        Column(_l("Criterion"), lambda row: labels.name(row[0])),
        Column(_l("Indicator"), lambda row: labels.indicator(row[1].indicator)),
        Column(_l("Figure"), lambda row: _value(row[1])),
        Column(_l("Rule"), lambda row: labels.rule(row[1].rule["kind"], row[1].indicator, row[1].rule["marks"])),
        Column(_l("Weight"), lambda row: row[1].weight),
        Column(_l("Points reached"), lambda row: row[1].points),
        Column(_l("Reason"), lambda row: row[1].reason),
    )
    return export("evaluation", columns, rows)


def _value(point: Any) -> Any:
    known = catalogue.by_code().get(point.indicator)
    return catalogue.value(known, point.figure) if known else None
