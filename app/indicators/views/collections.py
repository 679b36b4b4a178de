"""Who has filed: an authority asks for a period, and follows what comes."""

import datetime as dt
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from app.accounts.models import Role
from app.core.access import actor, allow
from app.core.days import city_day
from app.core.errors import Invalid
from app.core.listing import Column, export, paginate, wants_export
from app.extensions import db
from app.indicators import periods, policies
from app.indicators.forms import CollectionForm, DueForm
from app.indicators.labels import RETURN_STATES
from app.indicators.models import Collection
from app.indicators.queries import returns as reading
from app.indicators.services import collections as services
from app.indicators.views import bp
from app.indicators.views.choosing import period_choices
from app.indicators.views.returns import period_label
from app.taxonomy.labels import region_name

COLUMNS = (
    Column(_l("Carrier name"), lambda r: r.carrier.name),
    Column(_l("Region"), lambda r: region_name(r.carrier.zone_code)),
    Column(_l("State"), lambda r: str(RETURN_STATES[r.state])),
    Column(_l("Filed"), lambda r: r.revision),
)


@bp.get("/collections")
@allow(Role.ORGANISER)
def collections() -> Any:
    page = paginate(reading.collections(actor()), per_page=20)
    return render_template(
        "indicators/collections.html",
        page=page,
        counts=reading.counts(actor(), page.items),
        period_label=period_label,
        today=city_day(),
        may_ask=policies.oversees_region(actor(), actor().region_code),
    )


@bp.route("/collections/new", methods=["GET", "POST"])
@allow(Role.ORGANISER)
def create_collection() -> Any:
    suggested = periods.latest("quarter")
    form = CollectionForm(data={"period": suggested.code, "due_on": city_day() + dt.timedelta(15)})
    form.period.choices = period_choices(suggested)
    if form.validate_on_submit():
        with form.field_errors():
            period = periods.parse(form.period.data)
            if period is None or form.due_on.data is None:
                raise Invalid(_("Choose a period."), "period")
            made = services.open_collection(
                actor=actor(), period=period, due_on=form.due_on.data, note=form.note.data or ""
            )
            db.session.commit()
            flash(_("The carriers are asked and told."), "success")
            return redirect(url_for(".collection", collection_id=made.id), 303)
    return render_template("indicators/collection_new.html", form=form), form.status


@bp.get("/collections/<uuid:collection_id>")
@allow(Role.ORGANISER, load=reading.visible_collection)
def collection(collection: Collection) -> Any:
    state = request.args.get("state", "")
    statement = reading.of_collection(actor(), collection, state=state)
    if wants_export():
        return export("returns", COLUMNS, db.session.scalars(statement).unique())
    return _page(collection, DueForm(obj=collection, formdata=None), state)


@bp.post("/collections/<uuid:collection_id>/remind")
@allow(Role.ORGANISER, load=reading.visible_collection, may=policies.collects)
def remind(collection: Collection) -> Response:
    number = services.remind(actor=actor(), collection=collection)
    db.session.commit()
    flash(_("Reminded: %(number)s. Nobody is reminded twice a day.", number=number), "success")
    return redirect(url_for(".collection", collection_id=collection.id), 303)


@bp.post("/collections/<uuid:collection_id>/postpone")
@allow(Role.ORGANISER, load=reading.visible_collection, may=policies.collects)
def postpone(collection: Collection) -> Any:
    form = DueForm()
    if form.validate_on_submit():
        with form.field_errors():
            services.postpone(actor=actor(), collection=collection, due_on=form.due_on.data or city_day())
            db.session.commit()
            flash(_("Saved."), "success")
            return redirect(url_for(".collection", collection_id=collection.id), 303)
    return _page(collection, form, ""), form.status


def _page(collection: Collection, form: DueForm, state: str) -> str:
    return render_template(
        "indicators/collection.html",
        collection=collection,
        page=paginate(reading.of_collection(actor(), collection, state=state)),
        counts=reading.counts(actor(), [collection])[collection.id],
        state=state,
        form=form,
        label=period_label(collection.period),
        collects=policies.collects(actor(), collection),
    )
