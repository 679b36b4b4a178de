"""Tenants: the lists of a carrier and of all that a reader looks after, one tenancy, and its service team."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from app.accounts.models import Role
from app.carriers import mentors, policies, queries
from app.carriers.forms.tenants import EndTenancyForm, ReasonForm, TeamForm, TenancyForm, key
from app.carriers.labels import LEAVE_REASONS, LINKS
from app.carriers.models import Carrier, LeaveReason, TeamRole, Tenancy
from app.carriers.queries import admissions as asking
from app.carriers.queries import tenancies as reading
from app.carriers.queries.graduates import graduation_of, is_mentor
from app.carriers.queries.resources import staff_of
from app.carriers.services import tenancies as services
from app.carriers.views import bp
from app.carriers.views.resources import INSIDE
from app.core.access import actor, allow
from app.core.days import city_day
from app.core.flashes import flash_undo
from app.core.forms import form_values
from app.core.listing import Column, export, paginate, search_words, wants_export
from app.extensions import db

WHO = (*INSIDE, Role.ENTREPRENEUR)


def _kind(tenancy: Tenancy) -> str:
    return str(_("Company") if tenancy.is_company(tenancy.left_on or city_day()) else _("Team"))


def columns(teams: dict[Any, dict[str, Any]]) -> tuple[Column, ...]:
    """What the lists export; the service team is read once for all rows."""

    def named(duty: str) -> Any:
        return lambda t: teams[t.id][duty].staff.name if duty in teams[t.id] else ""

    return (
        Column(_l("Project"), lambda t: t.project.name),
        Column(_l("Organisation"), lambda t: t.project.organisation.name),
        Column(_l("Unified social credit code"), lambda t: t.project.organisation.credit_code or ""),
        Column(_l("Company or team"), _kind),
        Column(_l("Carrier"), lambda t: t.carrier.name),
        Column(_l("Link of the chain"), lambda t: str(LINKS[t.carrier.link])),
        Column(_l("First day inside"), lambda t: t.entered_on),
        Column(_l("First day outside"), lambda t: t.left_on),
        Column(_l("Why it left"), lambda t: str(LEAVE_REASONS[t.left_reason]) if t.left_reason else ""),
        Column(_l("Room used (m²)"), lambda t: t.area),
        Column(_l("Liaison officer"), named("liaison")),
        Column(_l("Counsellor"), named("counsellor")),
        Column(_l("Mentors"), lambda t: teams[t.id].get("mentor", [])),
    )


@bp.get("/tenants")
@allow(*INSIDE)
def all_tenants() -> Any:
    """The tenants of all carriers that the person works for or oversees."""
    return _list(None)


@bp.get("/carriers/<uuid:carrier_id>/tenants")
@allow(*INSIDE, load=queries.visible_carrier, may=policies.sees_inside)
def tenants(carrier: Carrier) -> Any:
    return _list(carrier)


def _list(carrier: Carrier | None) -> Any:
    filters: dict[str, Any] = {
        "words": search_words(),
        "past": request.args.get("state") == "past",
        "kind": request.args.get("kind", ""),
        "missing": request.args.get("missing", ""),
    }
    statement = reading.tenants(actor(), carrier=carrier, carrier_id=key(request.args.get("carrier")), **filters)
    if wants_export():
        rows = db.session.scalars(statement).unique().all()
        return export("tenants", columns(reading.teams(rows)), rows)
    page = paginate(statement)
    return render_template(
        "carriers/tenants.html" if carrier else "carriers/all_tenants.html",
        carrier=carrier,
        page=page,
        filters=filters,
        teams=reading.teams(page.items),
        has_mentors=mentors.known() is not None,
        takes_in=carrier is not None and policies.takes_in(actor(), carrier),
        day=city_day(),
    )


@bp.get("/tenancies")
@allow(Role.ENTREPRENEUR)
def my_tenancies() -> Any:
    """Where the startup's projects are, and have been."""
    rows = reading.of_startup(actor())
    teams = reading.teams(rows)
    if wants_export():
        return export("tenancies", columns(teams), rows)
    return render_template("carriers/my_tenancies.html", rows=rows, teams=teams, day=city_day())


@bp.get("/tenancies/<uuid:tenancy_id>")
@allow(*WHO, load=reading.inner_tenancy)
def tenancy(tenancy: Tenancy) -> Any:
    person = actor()
    return render_template(
        "carriers/tenancy.html",
        tenancy=tenancy,
        carrier=tenancy.carrier,
        journey=reading.journey(tenancy.project_id),
        team=reading.teams([tenancy])[tenancy.id],
        past_team=reading.past_team(tenancy),
        waiting=asking.of_tenancy(tenancy),
        staff=policies.looks_after(person, tenancy),
        startup=policies.is_tenant(person, tenancy),
        has_mentors=mentors.known() is not None,
        day=city_day(),
        sees_project=tenancy.project.is_published or policies.is_tenant(person, tenancy),
        can_take_back=tenancy.left_reason in services.STAFF_REASONS,
        graduation=graduation_of(tenancy) if tenancy.left_reason is LeaveReason.GRADUATED else None,
        mentors_already=is_mentor(person),
        oversees=policies.oversees(person, tenancy.carrier),
        form=ReasonForm(formdata=None),
    )


@bp.route("/tenancies/<uuid:tenancy_id>/edit", methods=["GET", "POST"])
@allow(Role.CARRIER_STAFF, load=reading.inner_tenancy, may=policies.looks_after)
def edit_tenancy(tenancy: Tenancy) -> Any:
    form = TenancyForm(obj=tenancy)
    if form.validate_on_submit():
        form.checked_version(tenancy.version)
        with form.field_errors():
            services.describe(actor=actor(), tenancy=tenancy, **form_values(form))
            db.session.commit()
            flash(_("Saved."), "success")
            return _back(tenancy)
    return _form_page("tenancy_edit", tenancy, form)


@bp.route("/tenancies/<uuid:tenancy_id>/team", methods=["GET", "POST"])
@allow(Role.CARRIER_STAFF, load=reading.inner_tenancy, may=policies.looks_after)
def team(tenancy: Tenancy) -> Any:
    """Liaison officer and counsellor."""
    present = reading.teams([tenancy])[tenancy.id]
    given = {role.value: present[role.value].staff_id for role in TeamRole if role.value in present}
    form = TeamForm(data=given)
    staff = staff_of(tenancy.carrier_id)
    form.offer(staff)
    if form.validate_on_submit():
        with form.field_errors():
            for role in TeamRole:
                services.assign(actor=actor(), tenancy=tenancy, role=role, staff_id=form[role.value].data)
            db.session.commit()
            flash(_("Saved."), "success")
            return _back(tenancy)
    return _form_page("team", tenancy, form, staff=staff)


@bp.route("/tenancies/<uuid:tenancy_id>/end", methods=["GET", "POST"])
@allow(Role.CARRIER_STAFF, Role.ENTREPRENEUR, load=reading.inner_tenancy, may=policies.takes_part_in_tenancy)
def end_tenancy(tenancy: Tenancy) -> Any:
    """Staff say why a tenant left; a startup says that it moved out."""
    person = actor()
    form = EndTenancyForm()
    if policies.is_tenant(person, tenancy):
        del form.reason
    if form.validate_on_submit():
        with form.field_errors():
            reason = LeaveReason(form.reason.data) if "reason" in form else LeaveReason.MOVED_OUT
            services.end(actor=person, tenancy=tenancy, reason=reason, on=form.left_on.data, note=form.note.data or "")
            db.session.commit()
            if policies.looks_after(person, tenancy):
                flash_undo(_("The tenancy has ended."), url_for(".take_back", tenancy_id=tenancy.id))
            else:
                flash(_("The tenancy has ended. The carrier is told."), "success")
            return _back(tenancy)
    return _form_page("tenancy_end", tenancy, form)


@bp.post("/tenancies/<uuid:tenancy_id>/take-back")
@allow(Role.CARRIER_STAFF, load=reading.inner_tenancy, may=policies.looks_after)
def take_back(tenancy: Tenancy) -> Response:
    services.take_back(actor=actor(), tenancy=tenancy)
    db.session.commit()
    flash(_("The project is a tenant again."), "success")
    return _back(tenancy)


@bp.post("/tenancies/<uuid:tenancy_id>/confirm")
@allow(Role.ENTREPRENEUR, load=reading.inner_tenancy)
def confirm(tenancy: Tenancy) -> Response:
    services.confirm(actor=actor(), tenancy=tenancy)
    db.session.commit()
    flash(_("Confirmed."), "success")
    return _back(tenancy)


@bp.post("/tenancies/<uuid:tenancy_id>/contest")
@allow(Role.ENTREPRENEUR, load=reading.inner_tenancy)
def contest(tenancy: Tenancy) -> Response:
    services.contest(actor=actor(), tenancy=tenancy)
    db.session.commit()
    flash(_("Noted: the project was never a tenant there. The carrier is told."), "success")
    return _back(tenancy)


def _back(tenancy: Tenancy) -> Response:
    return redirect(url_for(".tenancy", tenancy_id=tenancy.id), 303)


def _form_page(name: str, tenancy: Tenancy, form: Any, **values: Any) -> Any:
    page = render_template(f"carriers/{name}.html", tenancy=tenancy, carrier=tenancy.carrier, form=form, **values)
    return page, form.status
