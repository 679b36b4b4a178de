"""The investment ledger of a fund."""

import uuid
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.accounts.models import Role
from app.core.access import actor, allow
from app.core.days import city_day
from app.core.errors import Conflict
from app.core.listing import Column, export, paginate, wants_export
from app.core.money import yuan
from app.deals import labels
from app.deals.forms import RecordForm, ReverseForm
from app.deals.models import EntryKind, LedgerEntry
from app.deals.queries import ledger as queries
from app.deals.services import ledger as services
from app.deals.views import bp
from app.extensions import db
from app.funds.models import Fund
from app.funds.queries import own_funds, sub_funds
from app.taxonomy import labels as words

COLUMNS = (
    Column(_l("Date"), lambda e: e.made_on),
    Column(_l("Company or sub-fund"), lambda e: e.company),
    Column(_l("How"), lambda e: str(labels.ENTRY_KINDS[e.kind])),
    Column(_l("Amount (CNY)"), lambda e: yuan(e.amount)),
    Column(_l("Instrument"), lambda e: str(labels.INSTRUMENTS[e.instrument])),
    Column(_l("Share acquired (%)"), lambda e: None if e.share is None else e.share / 100),
    Column(_l("Financing round"), lambda e: words.label("round", e.round)),
    Column(_l("Note"), lambda e: e.note),
    Column(_l("Correction"), lambda e: _state(e)),
    Column(_l("Entered by"), lambda e: e.created_by.name if e.created_by else ""),
    Column(_l("Entered"), lambda e: e.created_at),
)


def _state(entry: LedgerEntry) -> str:
    if entry.reverses_id is not None:
        return _("Reverses an entry")
    return _("Reversed") if entry.reversed_by else ""


@bp.get("/ledger")
@allow(Role.INVESTOR)
def ledgers() -> Any:
    """The funds of the manager; with one fund its ledger."""
    funds = own_funds(actor())
    if len(funds) == 1:
        return redirect(url_for(".ledger", fund_id=funds[0].id), 303)
    return render_template("deals/ledgers.html", funds=funds)


@bp.get("/funds/<uuid:fund_id>/ledger")
@allow(Role.INVESTOR, load=queries.own_fund)
def ledger(fund: Fund) -> Any:
    kind, year = request.args.get("kind", ""), request.args.get("year", "")
    statement = queries.entries(
        fund,
        kinds=[EntryKind(kind)] if kind in set(EntryKind) else [],
        year=int(year) if year.isascii() and year.isdigit() and len(year) == 4 else None,
    )
    if wants_export():
        return export("ledger", COLUMNS, db.session.scalars(statement).unique())
    totals = queries.totals(fund)
    return render_template(
        "deals/ledger.html",
        fund=fund,
        page=paginate(statement),
        totals=totals,
        invested=sum(totals.values()),
        received=queries.received(fund) if fund.parent_fund_id else [],
        years=queries.years(fund),
        labels=labels,
    )


@bp.route("/funds/<uuid:fund_id>/ledger/new", methods=["GET", "POST"])
@allow(Role.INVESTOR, load=queries.own_fund)
def record(fund: Fund) -> Any:
    """An investment without a deal: in a company that is not here, or in a sub-fund."""
    below = sub_funds(fund)
    form = RecordForm(data=_proposed(fund))
    form.offer_sub_funds(below)
    if form.validate_on_submit():
        with form.field_errors():
            services.record(
                actor=actor(),
                fund=fund,
                investment=form.investment(),
                company=form.company.data or "",
                sub_fund=next((one for one in below if str(one.id) == form.sub_fund_id.data), None),
                sectors=form.sectors.data or [],
            )
            db.session.commit()
            flash(_("Entered in the ledger. The fund's remaining capital follows."), "success")
            return redirect(url_for(".ledger", fund_id=fund.id), 303)
    page = render_template("deals/record.html", form=form, fund=fund, sub_funds=below, hints=labels.ENTRY_KIND_HINTS)
    return page, form.status


@bp.route("/ledger/<uuid:entry_id>/reverse", methods=["GET", "POST"])
@allow(Role.INVESTOR, load=queries.own_entry)
def reverse(entry: LedgerEntry) -> Any:
    """Correct an entry by one that takes it back; the form for the right one opens next."""
    if entry.reverses_id is not None or entry.reversed_by is not None:
        raise Conflict(_("This entry was reversed already, or reverses another one."))
    form = ReverseForm()
    if form.validate_on_submit():
        with form.field_errors():
            services.reverse(actor=actor(), entry=entry, reason=form.note.data or "")
            db.session.commit()
            flash(_("Reversed. Enter what is right, or leave it at that."), "success")
            return redirect(_entry_anew(entry), 303)
    return render_template("deals/reverse.html", form=form, entry=entry, labels=labels), form.status


def _entry_anew(entry: LedgerEntry) -> str:
    if entry.deal_id:
        return url_for(".invest", deal_id=entry.deal_id, like=entry.id)
    return url_for(".record", fund_id=entry.fund_id, like=entry.id)


def _proposed(fund: Fund) -> dict[str, Any]:
    entry = queries.own_entry(actor(), key) if (key := asked_id(request.args.get("like"))) else None
    if entry is None or entry.fund_id != fund.id:
        return {"made_on": city_day()}
    return {**said_before(entry), "company": entry.company, "sub_fund_id": str(entry.sub_fund_id or "")}


def said_before(entry: LedgerEntry) -> dict[str, Any]:
    """The fields of a form that corrects an entry."""
    names = ("amount", "made_on", "share", "round", "note")
    kept = {name: getattr(entry, name) for name in names}
    return {**kept, "kind": entry.kind.value, "instrument": entry.instrument.value}


def asked_id(text: str | None) -> uuid.UUID | None:
    try:
        return uuid.UUID(text or "")
    except ValueError:
        return None
