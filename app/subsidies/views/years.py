"""The rules, and what an authority sets for a year."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.accounts.models import Role
from app.core.access import actor, allow
from app.core.days import city_day
from app.extensions import db
from app.subsidies import rules
from app.subsidies.forms import YearForm, year_form
from app.subsidies.models import SubsidyYear
from app.subsidies.queries import statements as queries
from app.subsidies.services import statements as computing
from app.subsidies.services import years as services
from app.subsidies.views import bp


@bp.get("/subsidies/rules")
@allow(Role.ORGANISER, Role.CARRIER_STAFF)
def show_rules() -> Any:
    """What is paid for what, and where that is written."""
    return render_template("subsidies/rules.html", rules=rules.rules(), version=rules.version())


@bp.route("/subsidies/years/new", methods=["GET", "POST"])
@allow(Role.ORGANISER)
def open_year() -> Any:
    known = queries.years(actor())
    usual = {name: getattr(known[0], name) for name in rules.defaults()} if known else rules.defaults()
    year = city_day().year
    form = year_form(opened=False, data={"year": year + any(row.year == year for row in known), **usual})
    if form.validate_on_submit():
        with form.field_errors():
            made = services.open_year(actor=actor(), year=form.year.data, budget=form.budget.data, **_parameters(form))
            db.session.commit()
            flash(_("The year is open. Compute the statements when its grants are confirmed."), "success")
            return _to(made)
    return render_template("subsidies/year_edit.html", form=form, year=None, begun=False), form.status


@bp.route("/subsidies/years/<uuid:year_id>/edit", methods=["GET", "POST"])
@allow(Role.ORGANISER, load=queries.own_year)
def edit_year(year: SubsidyYear) -> Any:
    form, begun = year_form(opened=True, obj=year), queries.is_begun(year)
    if form.validate_on_submit():
        form.checked_version(year.version)
        with form.field_errors():
            given = {} if begun else _parameters(form)
            services.change(actor=actor(), year=year, budget=form.budget.data, **given)
            db.session.commit()
            flash(_("Saved."), "success")
            return _to(year)
    return render_template("subsidies/year_edit.html", form=form, year=year, begun=begun), form.status


@bp.post("/subsidies/years/<uuid:year_id>/compute")
@allow(Role.ORGANISER, load=queries.own_year)
def compute(year: SubsidyYear) -> Response:
    made = computing.compute(actor=actor(), year=year)
    db.session.commit()
    if made:
        flash(_("%(number)s statements computed. Look at them, then submit them.", number=len(made)), "success")
    else:
        flash(_("Nothing has changed: no carrier has anything to come."), "info")
    return _to(year)


@bp.post("/subsidies/years/<uuid:year_id>/send")
@allow(Role.ORGANISER, load=queries.own_year)
def send_all(year: SubsidyYear) -> Response:
    number = computing.send_all(actor=actor(), year=year)
    db.session.commit()
    flash(_("%(number)s statements submitted. The carriers are told.", number=number), "success")
    return _to(year)


def _parameters(form: YearForm) -> dict[str, Any]:
    return {name: form[name].data for name in rules.defaults()}


def _to(year: SubsidyYear) -> Response:
    return redirect(url_for(".index", year=year.year), 303)
