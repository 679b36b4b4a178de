"""Vouchers: the lists of authority and startup, issuing, and one voucher with its ledger."""

import datetime as dt
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from app.accounts.models import Role
from app.core.access import actor, allow
from app.core.days import city_day
from app.core.forms import form_ids, options
from app.core.listing import Column, export, paginate, search_words, wants_export
from app.core.money import yuan
from app.extensions import db
from app.offerings import policies
from app.offerings.forms import ReasonForm, VoucherForm
from app.offerings.labels import ENTRIES, KINDS, VOUCHER_STATES
from app.offerings.models import OfferingKind, ServiceRequest, Voucher
from app.offerings.queries import vouchers as queries
from app.offerings.queries.requests import own_request
from app.offerings.services import vouchers as services
from app.offerings.views import bp
from app.offerings.views.requests import to_request

USUAL_VALIDITY = dt.timedelta(days=365)


def kinds_of(voucher: Voucher) -> list[str]:
    return [str(KINDS[OfferingKind(kind)]) for kind in voucher.kinds]


COLUMNS = (
    Column(_l("Number"), lambda v: v.number),
    Column(_l("Startup"), lambda v: v.holder.name),
    Column(_l("Paying authority"), lambda v: v.organisation.name),
    Column(_l("Amount"), lambda v: yuan(v.amount)),
    Column(_l("Balance"), lambda v: yuan(v.balance)),
    Column(_l("Valid until"), lambda v: v.valid_until),
    Column(_l("For which services"), kinds_of),
    Column(_l("Purpose"), lambda v: v.purpose),
    Column(_l("State"), lambda v: str(VOUCHER_STATES[v.state])),
    Column(_l("Given on"), lambda v: v.issued_at),
    Column(_l("Reason"), lambda v: v.reason),
)
LEDGER = (
    Column(_l("Number"), lambda e: e.voucher.number),
    Column(_l("Time"), lambda e: e.created_at),
    Column(_l("Movement"), lambda e: str(ENTRIES[e.kind])),
    Column(_l("Amount"), lambda e: yuan(e.amount)),
    Column(_l("Agency"), lambda e: e.redemption.agency.name if e.redemption else ""),
    Column(_l("Invoice number"), lambda e: e.redemption.invoice_number if e.redemption else ""),
)


@bp.get("/vouchers")
@allow(Role.ORGANISER, Role.ENTREPRENEUR)
def vouchers() -> Any:
    """Those the authority issued, or those the startup holds."""
    person, state = actor(), request.args.get("state", "")
    statement = queries.vouchers(person, state=state)
    if wants_export():
        return export("vouchers", COLUMNS, db.session.scalars(statement).unique())
    return render_template(
        "offerings/vouchers.html", page=paginate(statement), state=state, totals=queries.totals(person)
    )


@bp.route("/vouchers/new", methods=["GET", "POST"])
@allow(Role.ORGANISER)
def issue_voucher() -> Any:
    """Look for a startup, then give it a voucher."""
    person, words = actor(), search_words()
    found = {str(row.id): row for row in queries.startups(person, words)}
    form = VoucherForm()
    form.holder_id.choices = options((row.id, row.name) for row in found.values())
    if not form.is_submitted():
        form.valid_until.data = city_day() + USUAL_VALIDITY
    if form.validate_on_submit():
        with form.field_errors():
            made = services.issue(
                actor=person,
                holder=found[form.holder_id.data],
                amount=form.amount.data,
                valid_until=form.valid_until.data,
                kinds=form.kinds.data,
                purpose=form.purpose.data or "",
            )
            db.session.commit()
            flash(_("Issued. The startup is told."), "success")
            return _to(made)
    page = render_template("offerings/voucher_new.html", form=form, words=words, found=list(found.values()))
    return page, form.status


@bp.get("/vouchers/<uuid:voucher_id>")
@allow(Role.ORGANISER, Role.ENTREPRENEUR, load=queries.own_voucher)
def voucher(voucher: Voucher) -> Any:
    if wants_export():
        return export("voucher", LEDGER, queries.entries(voucher))
    return _page(voucher, ReasonForm(formdata=None))


@bp.post("/vouchers/<uuid:voucher_id>/revoke")
@allow(Role.ORGANISER, load=queries.own_voucher)
def revoke_voucher(voucher: Voucher) -> Any:
    form = ReasonForm()
    if form.validate_on_submit():
        with form.field_errors():
            services.revoke(actor=actor(), voucher=voucher, reason=form.reason.data or "")
            db.session.commit()
            flash(_("Revoked. The startup is told."), "success")
            return _to(voucher)
    return _page(voucher, form)


@bp.post("/offerings/requests/<uuid:request_id>/voucher")
@allow(Role.ENTREPRENEUR, load=own_request, may=policies.asked)
def offer_voucher(question: ServiceRequest) -> Response:
    """The startup says with which voucher it pays."""
    chosen = next(iter(form_ids("voucher_id", most=1)), None)
    found = queries.own_voucher(actor(), chosen) if chosen else None
    services.offer(actor=actor(), request=question, voucher=found)
    db.session.commit()
    said = _("The agency may now hand in its invoice.") if found else _("No voucher pays for this.")
    flash(said, "success")
    return to_request(question)


def _page(voucher: Voucher, form: ReasonForm) -> Any:
    return render_template(
        "offerings/voucher.html",
        voucher=voucher,
        kinds=kinds_of(voucher),
        entries=queries.entries(voucher),
        redemptions=queries.of_voucher(voucher),
        form=form,
        issues=policies.issues(actor(), voucher),
    ), form.status


def _to(voucher: Voucher) -> Response:
    return redirect(url_for(".voucher", voucher_id=voucher.id), 303)
