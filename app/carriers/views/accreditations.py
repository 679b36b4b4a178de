"""Accreditations: of a carrier, and all that an organiser's region has."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from app.accounts.models import Role
from app.carriers import policies, queries
from app.carriers.forms.resources import AccreditationForm, DocumentForm, RevokeForm
from app.carriers.labels import ACCREDITATION_STATES, LEVELS, TITLES
from app.carriers.models import Accreditation, Carrier
from app.carriers.queries import accreditations as reading
from app.carriers.services import accreditations as services
from app.carriers.views import bp
from app.carriers.views.resources import INSIDE
from app.core.access import actor, allow
from app.core.days import city_day
from app.core.flashes import flash_undo
from app.core.forms import form_values
from app.core.listing import Column, export, paginate, wants_export
from app.extensions import db
from app.taxonomy import labels

COLUMNS = (
    Column(_l("Carrier name"), lambda a: a.carrier.name),
    Column(_l("Region"), lambda a: labels.region_name(a.carrier.zone_code, full=True)),
    Column(_l("Accredited as"), lambda a: str(TITLES[a.title])),
    Column(_l("Level"), lambda a: str(LEVELS[a.level])),
    Column(_l("Document number"), lambda a: a.number),
    Column(_l("Issued by"), lambda a: a.issuer),
    Column(_l("Issued on"), lambda a: a.issued_on),
    Column(_l("Valid until"), lambda a: a.expires_on),
    Column(_l("State"), lambda a: str(ACCREDITATION_STATES[a.state])),
    Column(_l("Reason"), lambda a: a.reason),
    Column(_l("Revoked from"), lambda a: a.revoked_on),
)


@bp.get("/accreditations")
@allow(Role.ORGANISER)
def accreditations_of_region() -> Any:
    """What waits for a decision, and what was decided."""
    state = request.args.get("state", "")
    statement = reading.in_region(actor(), state=state)
    if wants_export():
        return export("accreditations", COLUMNS, db.session.scalars(statement).unique())
    return render_template("carriers/accreditations.html", page=paginate(statement), state=state, day=city_day())


@bp.get("/carriers/<uuid:carrier_id>/accreditations")
@allow(*INSIDE, load=queries.visible_carrier, may=policies.sees_inside)
def accreditations(carrier: Carrier) -> Any:
    rows = reading.of_carrier(carrier)
    if wants_export():
        return export("accreditations", COLUMNS, rows)
    return render_template(
        "carriers/accredited.html",
        carrier=carrier,
        rows=rows,
        form=RevokeForm(formdata=None),
        owner=policies.owns(actor(), carrier),
        decides=policies.oversees(actor(), carrier),
        may_hand_in=policies.can_hand_in(actor(), carrier),
        day=city_day(),
    )


@bp.route("/carriers/<uuid:carrier_id>/accreditations/new", methods=["GET", "POST"])
@allow(*INSIDE, load=queries.visible_carrier, may=policies.can_hand_in)
def add_accreditation(carrier: Carrier) -> Any:
    """Staff hand one in, the authority enters its own."""
    person = actor()
    hands_in = policies.owns(person, carrier)
    form = AccreditationForm()
    if form.validate_on_submit():
        with form.field_errors():
            write = services.submit if hands_in else services.grant
            found = write(actor=person, carrier=carrier, **form_values(form))
            db.session.commit()
            said = _("Handed in. Add the notice or certificate.") if hands_in else _("Entered. It counts from now on.")
            flash(said, "success")
            return redirect(url_for(".add_document", accreditation_id=found.id), 303)
    page = render_template(
        "carriers/accreditation.html", form=form, carrier=carrier, accreditation=None, owner=hands_in
    )
    return page, form.status


@bp.route("/carriers/accreditations/<uuid:accreditation_id>/edit", methods=["GET", "POST"])
@allow(Role.CARRIER_STAFF, load=reading.inner_accreditation, may=policies.can_edit_accreditation)
def edit_accreditation(accreditation: Accreditation) -> Any:
    form = AccreditationForm(obj=accreditation)
    carrier = accreditation.carrier
    if form.validate_on_submit():
        form.checked_version(accreditation.version)
        with form.field_errors():
            services.edit(actor=actor(), accreditation=accreditation, **form_values(form))
            db.session.commit()
            flash(_("Saved."), "success")
            return _back(carrier)
    page = render_template(
        "carriers/accreditation.html", form=form, carrier=carrier, accreditation=accreditation, owner=True
    )
    return page, form.status


@bp.route("/carriers/accreditations/<uuid:accreditation_id>/documents", methods=["GET", "POST"])
@allow(*INSIDE, load=reading.inner_accreditation)
def add_document(accreditation: Accreditation) -> Any:
    carrier, form = accreditation.carrier, DocumentForm()
    if form.validate_on_submit():
        with form.field_errors():
            services.add_document(actor=actor(), accreditation=accreditation, upload=form.file.data)
            db.session.commit()
            flash(_("Added."), "success")
            return redirect(url_for(".add_document", accreditation_id=accreditation.id), 303)
    page = render_template("carriers/documents.html", form=form, carrier=carrier, accreditation=accreditation)
    return page, form.status


@bp.post("/carriers/documents/<uuid:document_id>/remove")
@allow(Role.CARRIER_STAFF, load=reading.inner_document)
def remove_document(pair: Any) -> Response:
    accreditation, document = pair
    services.remove_document(actor=actor(), accreditation=accreditation, document=document)
    db.session.commit()
    flash(_("Removed."), "success")
    return redirect(url_for(".add_document", accreditation_id=accreditation.id), 303)


@bp.post("/carriers/accreditations/<uuid:accreditation_id>/withdraw")
@allow(Role.CARRIER_STAFF, load=reading.inner_accreditation, may=policies.can_edit_accreditation)
def withdraw_accreditation(accreditation: Accreditation) -> Response:
    services.withdraw(actor=actor(), accreditation=accreditation)
    db.session.commit()
    flash(_("Withdrawn."), "success")
    return _back(accreditation.carrier)


@bp.post("/carriers/accreditations/<uuid:accreditation_id>/accept")
@allow(Role.ORGANISER, load=reading.inner_accreditation, may=policies.decides)
def accept_accreditation(accreditation: Accreditation) -> Any:
    form = RevokeForm()
    with form.field_errors():
        services.accept(actor=actor(), accreditation=accreditation)
        db.session.commit()
        flash(_("Accredited. It counts from now on."), "success")
        return _back(accreditation.carrier)
    return _refused(accreditation.carrier, form)


@bp.post("/carriers/accreditations/<uuid:accreditation_id>/decline")
@allow(Role.ORGANISER, load=reading.inner_accreditation, may=policies.decides)
def decline_accreditation(accreditation: Accreditation) -> Any:
    form = RevokeForm()
    if form.validate_on_submit():
        with form.field_errors():
            services.decline(actor=actor(), accreditation=accreditation, reason=form.reason.data or "")
            db.session.commit()
            flash(_("Sent back. The carrier is told."), "success")
            return _back(accreditation.carrier)
    return _refused(accreditation.carrier, form)


@bp.post("/carriers/accreditations/<uuid:accreditation_id>/revoke")
@allow(Role.ORGANISER, load=reading.inner_accreditation, may=policies.decides)
def revoke_accreditation(accreditation: Accreditation) -> Any:
    form = RevokeForm()
    if form.validate_on_submit():
        with form.field_errors():
            services.revoke(
                actor=actor(),
                accreditation=accreditation,
                reason=form.reason.data or "",
                on=form.revoked_on.data,
            )
            db.session.commit()
            undo = url_for(".reinstate_accreditation", accreditation_id=accreditation.id)
            flash_undo(_("Revoked. The carrier is told."), undo)
            return _back(accreditation.carrier)
    return _refused(accreditation.carrier, form)


@bp.post("/carriers/accreditations/<uuid:accreditation_id>/reinstate")
@allow(Role.ORGANISER, load=reading.inner_accreditation, may=policies.decides)
def reinstate_accreditation(accreditation: Accreditation) -> Response:
    services.reinstate(actor=actor(), accreditation=accreditation)
    db.session.commit()
    return _back(accreditation.carrier)


def _back(carrier: Carrier) -> Response:
    return redirect(url_for(".accreditations", carrier_id=carrier.id), 303)


def _refused(carrier: Carrier, form: RevokeForm) -> Response:
    """The small forms of a list say what is wrong on top of it."""
    errors = [*form.form_errors, *(error for field in form for error in field.errors)]
    flash(str(errors[0]) if errors else _("That did not work."), "error")
    return _back(carrier)
