"""A carrier's returns: the list, one of them, filling it in, and filing it."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from app.accounts.models import Role
from app.core.access import actor, allow
from app.core.flashes import flash_undo
from app.core.listing import Column, export, paginate, wants_export
from app.extensions import db
from app.indicators import catalogue, checks, policies, sheets
from app.indicators.forms import ReasonForm, ReturnForm, SheetForm, amounts, remarks, return_form, typed
from app.indicators.labels import RETURN_STATES
from app.indicators.models import Return, ReturnState
from app.indicators.periods import parse
from app.indicators.queries import Scope, figures
from app.indicators.queries import returns as reading
from app.indicators.services import returns as services
from app.indicators.views import bp

BOTH = (Role.CARRIER_STAFF, Role.ORGANISER)
# What the platform knows by itself, to hold a return against.
KNOWN = ("area_total", "area_incubation", "tenants", "teams", "graduates", "funds")


def period_label(code: str) -> str:
    period = parse(code)
    return period.label if period else code


COLUMNS = (
    Column(_l("Carrier name"), lambda r: r.carrier.name),
    Column(_l("Period"), lambda r: period_label(r.period)),
    Column(_l("Due on"), lambda r: r.collection.due_on),
    Column(_l("State"), lambda r: str(RETURN_STATES[r.state])),
)


@bp.get("/returns")
@allow(Role.CARRIER_STAFF)
def returns() -> Any:
    """Of the carriers that the person works for, what is to be filed first."""
    state = request.args.get("state", "")
    statement = reading.own_returns(actor(), state=state)
    if wants_export():
        return export("returns", COLUMNS, db.session.scalars(statement).unique())
    return render_template(
        "indicators/returns.html", page=paginate(statement, per_page=20), state=state, period_label=period_label
    )


@bp.get("/returns/<uuid:return_id>")
@allow(*BOTH, load=reading.visible_return)
def return_show(item: Return) -> Any:
    return _show(item, ReasonForm(formdata=None))


@bp.get("/returns/<uuid:return_id>/print")
@allow(*BOTH, load=reading.visible_return)
def return_print(item: Return) -> Any:
    """A sheet of paper to sign."""
    return render_template("indicators/return_print.html", **_page(item))


@bp.get("/returns/<uuid:return_id>/sheet")
@allow(*BOTH, load=reading.visible_return)
def return_sheet(item: Return) -> Response:
    written: Response = sheets.written(item, reading.shown_figures(actor(), item), reading.figures_before(item))
    return written


@bp.route("/returns/<uuid:return_id>/edit", methods=["GET", "POST"])
@allow(Role.CARRIER_STAFF, load=reading.visible_return, may=policies.files_return)
def return_edit(item: Return) -> Any:
    """Keep what is filled in, or file it."""
    form = _form(item)
    if form.validate_on_submit():
        form.checked_version(item.version)
        with form.field_errors():
            services.save(
                actor=actor(), item=item, values=amounts(form, _codes(item)), remarks=remarks(form, _codes(item))
            )
            if form.send.data:
                services.submit(actor=actor(), item=item, cause=form.cause.data or "")
            db.session.commit()
            if form.send.data:
                flash_undo(_("Filed. The authority is told."), url_for(".return_take_back", return_id=item.id))
                return redirect(url_for(".return_show", return_id=item.id), 303)
            flash(_("Saved. Nobody else sees it before you file it."), "success")
            return redirect(url_for(".return_edit", return_id=item.id), 303)
    elif not form.is_submitted() and not item.is_open:
        return redirect(url_for(".return_show", return_id=item.id), 303)
    return _edit(item, form, SheetForm(formdata=None))


@bp.post("/returns/<uuid:return_id>/upload")
@allow(Role.CARRIER_STAFF, load=reading.visible_return, may=policies.files_return)
def return_upload(item: Return) -> Any:
    """Fill the form from a spreadsheet; with an error in it nothing changes, and each is told with its line."""
    form = SheetForm()
    problems: list[sheets.Problem] = []
    if form.validate_on_submit():
        with form.field_errors():
            sheet = sheets.read(item, form.file.data, form.file.data.filename or "")
            problems = sheet.problems
            if not problems:
                services.save(actor=actor(), item=item, values=sheet.values, remarks=sheet.remarks)
                db.session.commit()
                flash(
                    _("%(number)s figures read. Look at them, then file the return.", number=len(sheet.values)),
                    "success",
                )
                return redirect(url_for(".return_edit", return_id=item.id), 303)
    page, _status = _edit(item, _form(item, formdata=None), form, problems)
    return page, 422


@bp.post("/returns/<uuid:return_id>/take-back")
@allow(Role.CARRIER_STAFF, load=reading.visible_return, may=policies.files_return)
def return_take_back(item: Return) -> Response:
    services.take_back(actor=actor(), item=item)
    db.session.commit()
    flash(_("Taken back. It is yours to change again."), "success")
    return redirect(url_for(".return_edit", return_id=item.id), 303)


@bp.post("/returns/<uuid:return_id>/correct")
@allow(Role.CARRIER_STAFF, load=reading.visible_return, may=policies.files_return)
def return_correct(item: Return) -> Response:
    services.correct(actor=actor(), item=item)
    db.session.commit()
    flash_undo(
        _("Change what was wrong and file it again. Until then the accepted figures count."),
        url_for(".return_drop_correction", return_id=item.id),
    )
    return redirect(url_for(".return_edit", return_id=item.id), 303)


@bp.post("/returns/<uuid:return_id>/drop-correction")
@allow(Role.CARRIER_STAFF, load=reading.visible_return, may=policies.files_return)
def return_drop_correction(item: Return) -> Response:
    services.drop_correction(actor=actor(), item=item)
    db.session.commit()
    return redirect(url_for(".return_show", return_id=item.id), 303)


@bp.post("/returns/<uuid:return_id>/accept")
@allow(Role.ORGANISER, load=reading.visible_return, may=policies.decides)
def return_accept(item: Return) -> Response:
    services.accept(actor=actor(), item=item)
    db.session.commit()
    flash(_("Accepted. The figures count from now on."), "success")
    return redirect(url_for(".collection", collection_id=item.collection_id, state="submitted"), 303)


@bp.post("/returns/<uuid:return_id>/send-back")
@allow(Role.ORGANISER, load=reading.visible_return, may=policies.decides)
def return_send_back(item: Return) -> Any:
    form = ReasonForm()
    if form.validate_on_submit():
        with form.field_errors():
            services.send_back(actor=actor(), item=item, reason=form.reason.data or "")
            db.session.commit()
            flash(_("Sent back. The carrier is told what to mend."), "success")
            return redirect(url_for(".collection", collection_id=item.collection_id, state="submitted"), 303)
    return _show(item, form), form.status


def _codes(item: Return) -> list[str]:
    return [each.code for each in catalogue.chosen(item.collection.codes)]


def _form(item: Return, **more: Any) -> ReturnForm:
    data: dict[str, Any] = {"version": str(item.version)}
    for indicator in catalogue.chosen(item.collection.codes):
        data[indicator.code] = typed(indicator, item.draft.get(indicator.code))
        data[f"remark_{indicator.code}"] = item.remarks.get(indicator.code) or ""
    return return_form(item.collection.codes, data=data, **more)


def _edit(item: Return, form: ReturnForm, sheet: SheetForm, problems: Any = ()) -> tuple[str, int]:
    before = reading.figures_before(item)
    page = render_template(
        "indicators/return_edit.html",
        item=item,
        form=form,
        sheet=sheet,
        problems=problems,
        indicators=catalogue.chosen(item.collection.codes),
        before=before,
        found=checks.conspicuous(item.draft, before),
        known=_known(item),
        label=period_label(item.period),
    )
    return page, form.status


def _show(item: Return, form: ReasonForm) -> str:
    return render_template("indicators/return_show.html", form=form, **_page(item))


def _page(item: Return) -> dict[str, Any]:
    person = actor()
    shown, before = reading.shown_figures(person, item), reading.figures_before(item)
    values = {code: amount for code, (amount, _remark) in shown.items()}
    return {
        "item": item,
        "label": period_label(item.period),
        "indicators": catalogue.chosen(item.collection.codes),
        "figures": shown,
        "before": before,
        "found": checks.conspicuous(values, before),
        "known": _known(item),
        "revisions": reading.revisions(item),
        "files": policies.files_return(person, item),
        "decides": policies.decides(person, item) and item.state is ReturnState.SUBMITTED,
    }


def _known(item: Return) -> Any:
    period = parse(item.period)
    assert period is not None
    return list(figures(KNOWN, Scope(carrier_id=item.carrier_id), period).values())
