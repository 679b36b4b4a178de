"""Graduates: the register, graduating a tenant, the yearly figures, and settling in a local park."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from app.accounts.models import Role
from app.carriers import policies, queries
from app.carriers.forms.graduates import FollowUpForm, GraduateForm, SettlementForm
from app.carriers.forms.tenants import ReasonForm
from app.carriers.labels import CRITERIA, MARKETS, SETTLEMENT_STATES
from app.carriers.models import Carrier, Criterion, FollowUp, Graduation, Settlement, Tenancy
from app.carriers.queries import graduates as reading
from app.carriers.queries.tenancies import inner_tenancy
from app.carriers.services import graduates as services
from app.carriers.services import settlements
from app.carriers.views import bp
from app.carriers.views.resources import INSIDE
from app.core.access import actor, allow
from app.core.days import city_day
from app.core.flashes import flash_undo
from app.core.forms import form_values
from app.core.listing import Column, export, paginate, search_words, wants_export
from app.core.money import yuan
from app.extensions import db
from app.taxonomy import labels

SETTLEMENTS = (
    Column(_l("Graduates"), lambda s: s.graduation.tenancy.project.name),
    Column(_l("Organisation"), lambda s: s.graduation.tenancy.project.organisation.name),
    Column(_l("Former carrier"), lambda s: s.graduation.tenancy.carrier.name),
    Column(_l("Graduated on"), lambda s: s.graduation.graduated_on),
    Column(_l("Park"), lambda s: s.park_name),
    Column(_l("Region"), lambda s: labels.region_name(s.region_code, full=True)),
    Column(_l("Settled on"), lambda s: s.settled_on),
    Column(_l("State"), lambda s: str(SETTLEMENT_STATES[s.state])),
    Column(_l("Reason"), lambda s: s.reason),
)


def _latest(graduation: Graduation) -> Any:
    """The newest year with figures."""
    return next((row for row in graduation.follow_ups if row.answered_at), None)


def _columns(mentors: dict[Any, list[str]]) -> tuple[Column, ...]:
    def of_year(read: Any) -> Any:
        return lambda g: read(row) if (row := _latest(g)) else None

    return (
        Column(_l("Project"), lambda g: g.tenancy.project.name),
        Column(_l("Organisation"), lambda g: g.tenancy.project.organisation.name),
        Column(_l("Carrier"), lambda g: g.tenancy.carrier.name),
        Column(_l("First day inside"), lambda g: g.tenancy.entered_on),
        Column(_l("Graduated on"), lambda g: g.graduated_on),
        Column(_l("Graduation criterion"), lambda g: str(CRITERIA[g.criterion])),
        Column(_l("Evidence"), lambda g: g.evidence),
        Column(_l("Amount (CNY)"), lambda g: yuan(g.figure)),
        Column(_l("Year of the figures"), of_year(lambda f: f.year)),
        Column(_l("Operating"), of_year(lambda f: _("Yes") if f.is_operating else _("No"))),
        Column(_l("Revenue (CNY)"), of_year(lambda f: yuan(f.revenue))),
        Column(_l("People employed"), of_year(lambda f: f.jobs)),
        Column(_l("Where it is now"), of_year(lambda f: labels.region_name(f.region_code, full=True))),
        Column(_l("Listed"), of_year(lambda f: str(MARKETS[f.market]))),
        Column(_l("Park"), lambda g: g.settlement.park_name if g.settlement else ""),
        Column(_l("Founders who mentor"), lambda g: mentors[g.id]),
    )


@bp.get("/graduates")
@allow(*INSIDE)
def all_graduates() -> Any:
    return _list(None)


@bp.get("/carriers/<uuid:carrier_id>/graduates")
@allow(*INSIDE, load=queries.visible_carrier, may=policies.sees_inside)
def graduates(carrier: Carrier) -> Any:
    return _list(carrier)


def _list(carrier: Carrier | None) -> Any:
    year, criterion = request.args.get("year", ""), request.args.get("criterion", "")
    filters: dict[str, Any] = {
        "words": search_words(),
        "year": int(year) if year.isascii() and year.isdigit() and len(year) == 4 else None,
        "criterion": criterion if criterion in set(Criterion) else "",
        "follow_up": request.args.get("follow_up", ""),
    }
    statement = reading.graduates(actor(), carrier=carrier, **filters)
    if wants_export():
        rows = db.session.scalars(statement).unique().all()
        return export("graduates", _columns(reading.founders_who_mentor(rows)), rows)
    page = paginate(statement)
    return render_template(
        "carriers/graduates.html" if carrier else "carriers/all_graduates.html",
        carrier=carrier,
        page=page,
        filters=filters,
        mentors=reading.founders_who_mentor(page.items),
        years=range(city_day().year, city_day().year - 10, -1),
        latest=_latest,
        day=city_day(),
    )


@bp.route("/tenancies/<uuid:tenancy_id>/graduate", methods=["GET", "POST"])
@allow(Role.CARRIER_STAFF, load=inner_tenancy, may=policies.looks_after)
def graduate(tenancy: Tenancy) -> Any:
    form = GraduateForm()
    if form.validate_on_submit():
        with form.field_errors():
            graduation = services.graduate(
                actor=actor(),
                tenancy=tenancy,
                criterion=Criterion(form.criterion.data),
                evidence=form.evidence.data or "",
                on=form.graduated_on.data,
                figure=form.figure.data,
            )
            db.session.commit()
            flash_undo(
                _("Graduated. The startup is told."), url_for(".take_graduation_back", graduation_id=graduation.id)
            )
            return _back(tenancy)
    page = render_template("carriers/graduate.html", form=form, tenancy=tenancy, carrier=tenancy.carrier)
    return page, form.status


@bp.post("/graduations/<uuid:graduation_id>/take-back")
@allow(Role.CARRIER_STAFF, load=reading.inner_graduation, may=policies.keeps_graduation)
def take_graduation_back(graduation: Graduation) -> Response:
    tenancy = graduation.tenancy
    services.take_back(actor=actor(), graduation=graduation)
    db.session.commit()
    flash(_("The project is a tenant again."), "success")
    return _back(tenancy)


@bp.route("/follow-ups/<uuid:follow_up_id>", methods=["GET", "POST"])
@allow(Role.ENTREPRENEUR, Role.CARRIER_STAFF, load=reading.inner_follow_up, may=policies.answers_follow_up)
def follow_up(row: FollowUp) -> Any:
    """The graduate's figures of a year."""
    tenancy = row.graduation.tenancy
    form = FollowUpForm(obj=row)
    if form.validate_on_submit():
        form.checked_version(row.version)
        with form.field_errors():
            services.answer(actor=actor(), follow_up=row, **form_values(form))
            db.session.commit()
            flash(_("Thank you. The figures are kept."), "success")
            return _back(tenancy)
    page = render_template("carriers/follow_up.html", form=form, row=row, tenancy=tenancy, carrier=tenancy.carrier)
    return page, form.status


@bp.get("/settlements")
@allow(*INSIDE)
def all_settlements() -> Any:
    """Graduates that settled in local parks."""
    state = request.args.get("state", "")
    statement = reading.settlements_of(actor(), state=state)
    if wants_export():
        return export("settlements", SETTLEMENTS, db.session.scalars(statement).unique())
    return render_template("carriers/settlements.html", page=paginate(statement), state=state)


@bp.route("/graduations/<uuid:graduation_id>/settlement", methods=["GET", "POST"])
@allow(*INSIDE, load=reading.inner_graduation, may=policies.reports_settlement)
def report_settlement(graduation: Graduation) -> Any:
    tenancy = graduation.tenancy
    form = SettlementForm()
    form.offer(reading.parks(tenancy.carrier))
    if form.validate_on_submit():
        with form.field_errors():
            settlements.report(actor=actor(), graduation=graduation, **form_values(form))
            db.session.commit()
            flash(_("Entered."), "success")
            return _back(tenancy)
    page = render_template("carriers/settlement.html", form=form, tenancy=tenancy, carrier=tenancy.carrier)
    return page, form.status


@bp.post("/settlements/<uuid:settlement_id>/confirm")
@allow(Role.ORGANISER, load=reading.inner_settlement, may=policies.decides_settlement)
def confirm_settlement(settlement: Settlement) -> Response:
    settlements.confirm(actor=actor(), settlement=settlement)
    db.session.commit()
    flash(_("Confirmed. The carrier is told."), "success")
    return _back(settlement.graduation.tenancy)


@bp.post("/settlements/<uuid:settlement_id>/reject")
@allow(Role.ORGANISER, load=reading.inner_settlement, may=policies.decides_settlement)
def reject_settlement(settlement: Settlement) -> Response:
    form = ReasonForm()
    if form.validate_on_submit():
        with form.field_errors():
            settlements.reject(actor=actor(), settlement=settlement, reason=form.reason.data or "")
            db.session.commit()
            flash(_("Not confirmed. The carrier is told."), "success")
            return _back(settlement.graduation.tenancy)
    errors = [*form.form_errors, *(error for field in form for error in field.errors)]
    flash(str(errors[0]) if errors else _("That did not work."), "error")
    return _back(settlement.graduation.tenancy)


@bp.post("/settlements/<uuid:settlement_id>/withdraw")
@allow(Role.CARRIER_STAFF, load=reading.inner_settlement)
def withdraw_settlement(settlement: Settlement) -> Response:
    tenancy = settlement.graduation.tenancy
    settlements.withdraw(actor=actor(), settlement=settlement)
    db.session.commit()
    flash(_("Withdrawn."), "success")
    return _back(tenancy)


def _back(tenancy: Tenancy) -> Response:
    return redirect(url_for(".tenancy", tenancy_id=tenancy.id), 303)
