"""The page on which cities agree to share what they publish."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from app.accounts.models import Role
from app.cities import policies, queries, services
from app.cities.forms import OfferForm
from app.cities.models import CityAgreement
from app.core.access import actor, allow
from app.core.listing import Column, export, paginate, wants_export
from app.extensions import db
from app.taxonomy.labels import region_name

bp = Blueprint("cities", __name__)


def state_of(agreement: CityAgreement) -> str:
    if agreement.holds:
        return _("In force")
    return _("Waits for an answer") if agreement.is_open else _("No longer in force")


COLUMNS = (
    Column(_l("City"), lambda a: region_name(a.first_code)),
    Column(_l("Partner city"), lambda a: region_name(a.second_code)),
    Column(_l("State"), state_of),
    Column(_l("Offered by"), lambda a: region_name(a.offered_by_code)),
    Column(_l("Offered"), lambda a: a.offered_at),
    Column(_l("Accepted"), lambda a: a.accepted_at),
    Column(_l("Ended"), lambda a: a.ended_at),
)


@bp.route("/cities", methods=["GET", "POST"])
@allow(Role.ORGANISER, Role.ADMINISTRATOR)
def agreements() -> Any:
    """What was agreed with whom; a city's own authority offers a new agreement here."""
    person = actor()
    statement = queries.agreements(person)
    if wants_export():
        return export("city-agreements", COLUMNS, db.session.scalars(statement))
    form = OfferForm(queries.askable(person))
    if form.validate_on_submit():
        with form.field_errors():
            services.offer(actor=person, city=form.city.data)
            db.session.commit()
            flash(_("Offered. The organisers of the other city are told."), "success")
            return redirect(url_for(".agreements"), 303)
    page = render_template(
        "cities/agreements.html",
        page=paginate(statement),
        form=form,
        state_of=state_of,
        policies=policies,
        own=policies.spoken_for(person),
    )
    return page, form.status


@bp.post("/cities/<uuid:agreement_id>/accept")
@allow(Role.ORGANISER, Role.ADMINISTRATOR, load=queries.visible_agreement, may=policies.answers)
def accept(agreement: CityAgreement) -> Response:
    services.accept(actor=actor(), agreement=agreement)
    db.session.commit()
    flash(_("Accepted. The lists of both cities show what the other one publishes."), "success")
    return redirect(url_for(".agreements"), 303)


@bp.post("/cities/<uuid:agreement_id>/end")
@allow(Role.ORGANISER, Role.ADMINISTRATOR, load=queries.visible_agreement, may=policies.ends)
def end(agreement: CityAgreement) -> Response:
    services.end(actor=actor(), agreement=agreement)
    db.session.commit()
    flash(_("Ended. Offer a new agreement whenever both cities want it again."), "success")
    return redirect(url_for(".agreements"), 303)
