"""Invoices paid with vouchers: handed in by the agency, confirmed by the startup, paid by the authority."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from app.accounts.models import Role
from app.core.access import actor, allow
from app.core.forms import CONSTRAINT_MESSAGES
from app.core.listing import Column, export, paginate, wants_export
from app.core.money import yuan
from app.extensions import db
from app.files.models import FileKind
from app.files.services import store
from app.offerings import policies
from app.offerings.forms import InvoiceForm, ReasonForm
from app.offerings.labels import REDEMPTION_STATES
from app.offerings.models import ServiceRequest, Voucher, VoucherRedemption
from app.offerings.queries import vouchers as queries
from app.offerings.queries.requests import own_request
from app.offerings.services import vouchers as services
from app.offerings.views import bp

CONSTRAINT_MESSAGES["uq_voucher_redemption_agency_id_invoice_number"] = (
    "invoice_number",
    _l("An invoice of this number was handed in already."),
)
COLUMNS = (
    Column(_l("Invoice number"), lambda r: r.invoice_number),
    Column(_l("Agency"), lambda r: r.agency.name),
    Column(_l("Startup"), lambda r: r.voucher.holder.name),
    Column(_l("Offering"), lambda r: r.request.offering.name),
    Column(_l("Innovation voucher"), lambda r: r.voucher.number),
    Column(_l("Amount"), lambda r: yuan(r.amount)),
    Column(_l("State"), lambda r: str(REDEMPTION_STATES[r.state])),
    Column(_l("Handed in"), lambda r: r.submitted_at),
    Column(_l("Confirmed"), lambda r: r.confirmed_at),
    Column(_l("Ended"), lambda r: r.ended_at),
    Column(_l("Note"), lambda r: r.note),
)


@bp.get("/vouchers/invoices")
@allow(Role.ORGANISER, Role.ENTREPRENEUR, Role.AGENCY_STAFF)
def redemptions() -> Any:
    """Of the agency, the startup or the authority."""
    state = request.args.get("state", "")
    statement = queries.redemptions(actor(), state=state)
    if wants_export():
        return export("voucher-invoices", COLUMNS, db.session.scalars(statement).unique())
    return render_template("offerings/redemptions.html", page=paginate(statement), state=state)


@bp.route("/offerings/requests/<uuid:request_id>/invoice", methods=["GET", "POST"])
@allow(Role.AGENCY_STAFF, load=own_request)
def submit_invoice(question: ServiceRequest) -> Any:
    """The agency hands in its invoice."""
    person, form = actor(), InvoiceForm()
    if form.validate_on_submit():
        with form.field_errors():
            owner = person.organisation_id
            kept = store(actor=person, upload=form.file.data, kind=FileKind.ATTACHMENT, organisation_id=owner)
            made = services.submit(
                actor=person,
                request=question,
                amount=form.amount.data,
                invoice_number=form.invoice_number.data or "",
                invoice_id=kept.id,
            )
            db.session.commit()
            flash(_("Handed in. The startup is asked to confirm it."), "success")
            return _to(made)
    voucher = db.session.get(Voucher, question.voucher_id) if question.voucher_id else None
    return render_template("offerings/invoice.html", form=form, question=question, voucher=voucher), form.status


@bp.get("/vouchers/invoices/<uuid:redemption_id>")
@allow(Role.ORGANISER, Role.ENTREPRENEUR, Role.AGENCY_STAFF, load=queries.own_redemption)
def redemption(redemption: VoucherRedemption) -> Any:
    return _page(redemption)


@bp.post("/vouchers/invoices/<uuid:redemption_id>/confirm")
@allow(Role.ENTREPRENEUR, load=queries.own_redemption, may=policies.confirms)
def confirm_invoice(redemption: VoucherRedemption) -> Response:
    services.confirm(actor=actor(), redemption=redemption)
    db.session.commit()
    flash(_("Confirmed. The authority is asked to pay the agency."), "success")
    return _to(redemption)


@bp.post("/vouchers/invoices/<uuid:redemption_id>/refuse")
@allow(Role.ENTREPRENEUR, Role.ORGANISER, load=queries.own_redemption, may=policies.refuses)
def refuse_invoice(redemption: VoucherRedemption) -> Any:
    form = ReasonForm()
    if form.validate_on_submit():
        with form.field_errors():
            services.refuse(actor=actor(), redemption=redemption, reason=form.reason.data or "")
            db.session.commit()
            flash(_("Refused. The agency is told."), "success")
            return _to(redemption)
    return _page(redemption, refuse=form)


@bp.post("/vouchers/invoices/<uuid:redemption_id>/withdraw")
@allow(Role.AGENCY_STAFF, load=queries.own_redemption)
def withdraw_invoice(redemption: VoucherRedemption) -> Response:
    services.withdraw(actor=actor(), redemption=redemption)
    db.session.commit()
    flash(_("Withdrawn."), "success")
    return _to(redemption)


@bp.post("/vouchers/invoices/<uuid:redemption_id>/pay")
@allow(Role.ORGANISER, load=queries.own_redemption)
def pay_invoice(redemption: VoucherRedemption) -> Any:
    form = ReasonForm()
    if form.validate_on_submit():
        with form.field_errors():
            services.pay(actor=actor(), redemption=redemption, reference=form.reason.data or "")
            db.session.commit()
            flash(_("Paid. Agency and startup are told."), "success")
            return _to(redemption)
    return _page(redemption, pay=form)


def _page(redemption: VoucherRedemption, **sent: Any) -> Any:
    person = actor()
    forms: dict[str, Any] = {name: ReasonForm(formdata=None) for name in ("refuse", "pay")} | sent
    for name, form in forms.items():
        form.reason.id = f"{name}-reason"
    forms["pay"].reason.label.text = _("Reference of the payment")
    status = max((form.status for form in sent.values()), default=200)
    return render_template(
        "offerings/redemption.html",
        redemption=redemption,
        forms_of=forms,
        redeems=policies.redeems(person, redemption),
        confirms=policies.confirms(person, redemption),
        pays=policies.pays(person, redemption),
    ), status


def _to(redemption: VoucherRedemption) -> Response:
    return redirect(url_for(".redemption", redemption_id=redemption.id), 303)
