"""Platforms, funds and staff of a carrier: three lists of one shape, read by its staff and its authority."""

from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from app.accounts.models import Role
from app.carriers import policies, queries
from app.carriers.forms.resources import CarrierFundForm, EndForm, PlatformForm, StaffForm
from app.carriers.labels import FUND_MODES, PLATFORM_MODES, TRAININGS
from app.carriers.models import Carrier, CarrierStaff, Resource
from app.carriers.queries import resources as reading
from app.carriers.services import resources as services
from app.carriers.views import bp
from app.core.access import actor, allow
from app.core.flashes import flash_undo
from app.core.forms import BaseForm, form_values
from app.core.listing import Column, export, paginate, wants_export
from app.core.money import yuan
from app.extensions import db
from app.taxonomy import labels

INSIDE = (Role.CARRIER_STAFF, Role.ORGANISER)
_SINCE, _UNTIL = Column(_l("Since"), lambda r: r.started_on), Column(_l("Until"), lambda r: r.ended_on)


@dataclass(frozen=True)
class Kind:
    """What differs between the three."""

    heading: Any
    add: Any
    empty: Any
    icon: str
    form: type[BaseForm]
    columns: tuple[Column, ...]


def _training(staff: CarrierStaff) -> str:
    return str(TRAININGS[staff.training.level]) if staff.training else ""


KINDS = {
    "platforms": Kind(
        _l("Technical platforms"),
        _l("Add a platform"),
        _l("Testing, prototyping, computing: what tenants may use, your own or a partner's."),
        "microscope",
        PlatformForm,
        (
            Column(_l("Platform name"), lambda r: r.name),
            Column(_l("Who runs it"), lambda r: str(PLATFORM_MODES[r.mode])),
            Column(_l("Partner"), lambda r: r.partner),
            Column(_l("What it offers tenants"), lambda r: r.description),
            Column(_l("Value of the equipment (CNY)"), lambda r: yuan(r.equipment_value)),
            _SINCE,
            _UNTIL,
        ),
    ),
    "funds": Kind(
        _l("Funds"),
        _l("Add a fund"),
        _l("Funds that you set up or that work with you. The seven-ones standard counts their size."),
        "building-bank",
        CarrierFundForm,
        (
            Column(_l("Fund name"), lambda r: r.name),
            Column(_l("How the carrier is part of it"), lambda r: str(FUND_MODES[r.mode])),
            Column(_l("Fund type"), lambda r: labels.label("fund_type", r.fund_type)),
            Column(_l("Fund size (CNY)"), lambda r: yuan(r.size)),
            _SINCE,
            _UNTIL,
        ),
    ),
    "staff": Kind(
        _l("Staff"),
        _l("Add somebody"),
        _l("Liaison officers and counsellors of tenants are chosen from this list; their training is counted."),
        "users",
        StaffForm,
        (
            Column(_l("Full name"), lambda r: r.name),
            Column(_l("Position"), lambda r: r.position),
            Column(_l("Training"), _training),
            Column(_l("Completed on"), lambda r: r.training.completed_on if r.training else None),
            _SINCE,
            _UNTIL,
        ),
    ),
}
PART = "any(platforms, funds, staff):kind"


@bp.get(f"/carriers/<uuid:carrier_id>/<{PART}>")
@allow(*INSIDE, load=queries.visible_carrier, may=policies.sees_inside)
def resources(carrier: Carrier, kind: str) -> Any:
    ended = request.args.get("state") == "ended"
    statement = reading.resources(carrier, kind, ended=ended)
    if wants_export():
        return export(kind, KINDS[kind].columns, db.session.scalars(statement).unique())
    return render_template(
        "carriers/resources.html",
        carrier=carrier,
        kind=kind,
        words=KINDS[kind],
        page=paginate(statement),
        ended=ended,
        may_edit=policies.can_edit(actor(), carrier),
    )


@bp.route(f"/carriers/<uuid:carrier_id>/<{PART}>/new", methods=["GET", "POST"])
@allow(Role.CARRIER_STAFF, load=queries.visible_carrier, may=policies.can_edit)
def add_resource(carrier: Carrier, kind: str) -> Any:
    form = _form(kind, carrier)
    if form.validate_on_submit():
        with form.field_errors():
            services.add(actor=actor(), carrier=carrier, kind=kind, **form_values(form))
            db.session.commit()
            flash(_("Added."), "success")
            return redirect(url_for(".resources", carrier_id=carrier.id, kind=kind), 303)
    return _page(carrier, kind, form)


@bp.route(f"/carriers/<{PART}>/<uuid:resource_id>/edit", methods=["GET", "POST"])
@allow(Role.CARRIER_STAFF, load=reading.inner_resource, may=policies.can_edit_resource)
def edit_resource(resource: Resource) -> Any:
    carrier, kind = resource.carrier, kind_of(resource)
    form = _form(kind, carrier, obj=resource)
    if form.validate_on_submit():
        form.checked_version(resource.version)
        with form.field_errors():
            services.edit(actor=actor(), resource=resource, **form_values(form))
            db.session.commit()
            flash(_("Saved."), "success")
            return redirect(url_for(".resources", carrier_id=carrier.id, kind=kind), 303)
    return _page(carrier, kind, form, resource)


@bp.post(f"/carriers/<{PART}>/<uuid:resource_id>/end")
@allow(Role.CARRIER_STAFF, load=reading.inner_resource, may=policies.can_edit_resource)
def end_resource(resource: Resource) -> Any:
    carrier, kind = resource.carrier, kind_of(resource)
    form = EndForm()
    if form.validate_on_submit():
        with form.field_errors():
            services.end(actor=actor(), resource=resource, on=form.ended_on.data)
            db.session.commit()
            flash_undo(_("Ended."), url_for(".reopen_resource", kind=kind, resource_id=resource.id))
            return redirect(url_for(".resources", carrier_id=carrier.id, kind=kind), 303)
    return _page(carrier, kind, _form(kind, carrier, obj=resource, formdata=None), resource, ending=form)


@bp.post(f"/carriers/<{PART}>/<uuid:resource_id>/reopen")
@allow(Role.CARRIER_STAFF, load=reading.inner_resource, may=policies.can_edit_resource)
def reopen_resource(resource: Resource) -> Response:
    services.reopen(actor=actor(), resource=resource)
    db.session.commit()
    return redirect(url_for(".resources", carrier_id=resource.carrier_id, kind=kind_of(resource)), 303)


def kind_of(resource: Any) -> str:
    return {"carrier_platform": "platforms", "carrier_fund": "funds"}.get(resource.__tablename__, "staff")


def _form(kind: str, carrier: Carrier, **values: Any) -> Any:
    form = KINDS[kind].form(**values)
    if isinstance(form, StaffForm):
        form.offer_colleagues(reading.colleagues(carrier))
    return form


def _page(carrier: Carrier, kind: str, form: Any, resource: Any = None, ending: EndForm | None = None) -> Any:
    ending = ending or EndForm(formdata=None)
    page = render_template(
        "carriers/resource.html",
        carrier=carrier,
        kind=kind,
        words=KINDS[kind],
        form=form,
        resource=resource,
        ending=ending,
    )
    return page, 422 if form.errors or ending.errors else 200
