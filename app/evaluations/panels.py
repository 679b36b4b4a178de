"""What evaluations add to carriers' pages and to the list of what is due."""

from collections.abc import Iterable
from typing import Any

from flask import render_template, url_for
from flask_babel import format_date, ngettext
from flask_babel import gettext as _

from app.accounts.actor import Actor
from app.carriers.models import Carrier
from app.carriers.policies import sees_inside
from app.core.days import city_day
from app.core.panels import panel
from app.core.today import Due, due_if
from app.evaluations.queries import outcomes
from app.extensions import db


@panel("carrier.actions", order=65)
def evaluations_of_carrier(actor: Any, carrier: Carrier) -> str:
    if not isinstance(actor, Actor) or not carrier.published_at or not sees_inside(actor, carrier):
        return ""
    return render_template("evaluations/_carrier_panel.html", carrier=carrier)


@due_if(outcomes.to_rectify)
def rectifications(actor: Any) -> Iterable[Due]:
    for standing in db.session.scalars(outcomes.to_rectify(actor)).unique():
        assert standing.due_on is not None
        title = _("Put right what the evaluation of “%(carrier)s” found wanting", carrier=standing.result.carrier.name)
        note = _("Due on %(day)s", day=format_date(standing.due_on, "medium"))
        soon = (standing.due_on - city_day()).days <= 14
        url = url_for("evaluations.result", result_id=standing.result_id)
        yield Due(title, url, "alert-triangle", note, urgent=soon)


@due_if(outcomes.reports_to_answer)
def reports(actor: Any) -> Iterable[Due]:
    waiting = db.session.scalars(outcomes.reports_to_answer(actor)).unique().all()
    title = ngettext(
        "%(num)s report of a rectification waits for you",
        "%(num)s reports of rectifications wait for you",
        len(waiting),
    )
    url = url_for("evaluations.result", result_id=waiting[0].result_id)
    yield Due(title, url, "clipboard-check", waiting[0].result.carrier.name, urgent=True)


@due_if(lambda actor: outcomes.overdue(actor, city_day()))
def overdue(actor: Any) -> Iterable[Due]:
    late = db.session.scalars(outcomes.overdue(actor, city_day())).unique().all()
    title = ngettext("%(num)s rectification is overdue", "%(num)s rectifications are overdue", len(late))
    url = url_for("evaluations.result", result_id=late[0].result_id)
    yield Due(title, url, "alert-triangle", late[0].result.carrier.name)


@due_if(outcomes.appeals_to_decide)
def appeals(actor: Any) -> Iterable[Due]:
    waiting = db.session.scalars(outcomes.appeals_to_decide(actor)).unique().all()
    title = ngettext("%(num)s appeal waits for your decision", "%(num)s appeals wait for your decision", len(waiting))
    url = url_for("evaluations.result", result_id=waiting[0].result_id)
    yield Due(title, url, "gavel", waiting[0].result.carrier.name, urgent=True)


@due_if(outcomes.runs_to_judge)
def judging(actor: Any) -> Iterable[Due]:
    for run in db.session.scalars(outcomes.runs_to_judge(actor)).unique():
        title = _("Judge carriers: %(scheme)s", scheme=run.scheme.label)
        yield Due(title, url_for("evaluations.run", run_id=run.id), "clipboard-list", run.period)
