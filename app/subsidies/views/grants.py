"""Grants of seed money: the list, reporting one, and what the authority decides about it."""

import datetime as dt
import uuid
from contextlib import suppress
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from app.accounts.models import Role
from app.carriers.models import Carrier, Tenancy
from app.carriers.queries import own_carriers
from app.core.access import actor, allow
from app.core.days import city_day
from app.core.listing import Column, export, paginate, wants_export
from app.core.money import yuan
from app.extensions import db
from app.subsidies import policies
from app.subsidies.forms import GrantForm, ReasonForm
from app.subsidies.labels import GRANT_STATES
from app.subsidies.models import SeedGrant
from app.subsidies.queries import grants as queries
from app.subsidies.services import grants as services
from app.subsidies.views import bp

BOTH = (Role.CARRIER_STAFF, Role.ORGANISER)
YEARS_SHOWN = 6
COLUMNS = (
    Column(_l("Carrier name"), lambda g: g.carrier.name),
    Column(_l("Company"), lambda g: g.tenancy.project.name),
    Column(_l("Amount"), lambda g: yuan(g.amount)),
    Column(_l("Paid on"), lambda g: g.granted_on),
    Column(_l("Purpose"), lambda g: g.purpose),
    Column(_l("State"), lambda g: str(GRANT_STATES[g.state])),
    Column(_l("Reason"), lambda g: g.reason),
)


def chosen_year() -> int | None:
    text = request.args.get("year", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) == 4 else None


def recent_years() -> list[tuple[str, str]]:
    this = city_day().year
    return [(str(year), str(year)) for year in range(this, this - YEARS_SHOWN, -1)]


@bp.get("/grants")
@allow(*BOTH)
def grants() -> Any:
    """Of the carriers that the person works for, or of the organiser's region."""
    person, state, year = actor(), request.args.get("state", ""), chosen_year()
    carrier = _carrier()
    carrier_id = carrier.id if carrier else None
    statement = queries.grants(person, state=state, year=year, carrier_id=carrier_id)
    if wants_export():
        return export("seed-money", COLUMNS, db.session.scalars(statement).unique())
    return render_template(
        "subsidies/grants.html",
        page=paginate(statement, per_page=20),
        state=state,
        year=year,
        years=recent_years(),
        carrier=carrier,
        totals=queries.totals(person, year=year, carrier_id=carrier_id),
        reporting=_reporting(carrier),
    )


@bp.route("/carriers/<uuid:carrier_id>/grants/new", methods=["GET", "POST"])
@allow(Role.CARRIER_STAFF, load=queries.granting_carrier, may=policies.reports_grants)
def report_grant(carrier: Carrier) -> Any:
    form = GrantForm(data={"granted_on": city_day()})
    tenancies = queries.recipients(carrier)
    form.tenancy_id.choices = [("", _("Please choose")), *((str(row.id), _named(row)) for row in tenancies)]
    if form.validate_on_submit():
        with form.field_errors():
            made = services.report(
                actor=actor(),
                carrier=carrier,
                tenancy_id=form.tenancy_id.data,
                amount=form.amount.data,
                granted_on=form.granted_on.data,
                upload=form.evidence.data,
                purpose=form.purpose.data or "",
            )
            db.session.commit()
            flash(_("Reported. The authority is asked to confirm it."), "success")
            return _to(made)
    return render_template("subsidies/grant_new.html", form=form, carrier=carrier, tenancies=tenancies), form.status


@bp.get("/grants/<uuid:grant_id>")
@allow(*BOTH, load=queries.inner_grant)
def grant(grant: SeedGrant) -> Any:
    return _page(grant)


@bp.post("/grants/<uuid:grant_id>/withdraw")
@allow(Role.CARRIER_STAFF, load=queries.inner_grant, may=policies.reported)
def withdraw_grant(grant: SeedGrant) -> Response:
    services.withdraw(actor=actor(), grant=grant)
    db.session.commit()
    flash(_("Withdrawn."), "success")
    return _to(grant)


@bp.post("/grants/<uuid:grant_id>/confirm")
@allow(Role.ORGANISER, load=queries.inner_grant, may=policies.decides_grant)
def confirm_grant(grant: SeedGrant) -> Response:
    services.confirm(actor=actor(), grant=grant)
    db.session.commit()
    flash(_("Confirmed. It counts from now on."), "success")
    return redirect(url_for(".grants", state="reported"), 303)


@bp.post("/grants/<uuid:grant_id>/reject")
@allow(Role.ORGANISER, load=queries.inner_grant, may=policies.decides_grant)
def reject_grant(grant: SeedGrant) -> Any:
    form = ReasonForm()
    if form.validate_on_submit():
        with form.field_errors():
            services.reject(actor=actor(), grant=grant, reason=form.reason.data or "")
            db.session.commit()
            flash(_("Not confirmed. The carrier is told."), "success")
            return redirect(url_for(".grants", state="reported"), 303)
    return _page(grant, reject=form)


@bp.post("/grants/<uuid:grant_id>/revoke")
@allow(Role.ORGANISER, load=queries.inner_grant, may=policies.decides_grant)
def revoke_grant(grant: SeedGrant) -> Any:
    form = ReasonForm()
    if form.validate_on_submit():
        with form.field_errors():
            services.revoke(actor=actor(), grant=grant, reason=form.reason.data or "")
            db.session.commit()
            flash(_("Revoked. The next statement of its year takes it into account."), "success")
            return _to(grant)
    return _page(grant, revoke=form)


def _page(grant: SeedGrant, **sent: Any) -> Any:
    person = actor()
    forms: dict[str, Any] = {name: ReasonForm(formdata=None) for name in ("reject", "revoke")} | sent
    for name, form in forms.items():
        form.reason.id = f"{name}-reason"
    status = max((form.status for form in sent.values()), default=200)
    return render_template(
        "subsidies/grant.html",
        grant=grant,
        forms_of=forms,
        reported=policies.reported(person, grant),
        decides=policies.decides_grant(person, grant),
    ), status


def _carrier() -> Carrier | None:
    """The one whose grants are asked for, if the person reads them."""
    with suppress(ValueError):
        found = queries.granting_carrier(actor(), uuid.UUID(request.args.get("carrier", "")))
        return found if found is not None and policies.sees_inside(actor(), found) else None
    return None


def _reporting(carrier: Carrier | None) -> list[Carrier]:
    """For which carriers the person may report."""
    candidates = [carrier] if carrier else list(own_carriers(actor()))
    return [row for row in candidates if policies.reports_grants(actor(), row)]


def _named(tenancy: Tenancy) -> str:
    if tenancy.left_on is None:
        return tenancy.project.name
    return _("%(project)s (until %(day)s)", project=tenancy.project.name, day=tenancy.left_on - dt.timedelta(1))


def _to(grant: SeedGrant) -> Response:
    return redirect(url_for(".grant", grant_id=grant.id), 303)
