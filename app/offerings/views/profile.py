"""The directory, an offering, and the agency's editing."""

from functools import partial
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from app.accounts.models import Role
from app.core import drafts
from app.core import profile_pages as pages
from app.core.access import PUBLIC, actor, allow
from app.core.facets import briefly, read_codes
from app.core.forms import form_values, query_values
from app.core.listing import Column, export, paginate, search_words, wants_export
from app.core.money import yuan
from app.core.profiles import STATE_LABELS
from app.extensions import db
from app.offerings import policies
from app.offerings.forms import OfferingForm
from app.offerings.labels import COLLATERAL, GROUPS, KINDS
from app.offerings.models import Offering
from app.offerings.queries import offerings as queries
from app.offerings.queries.requests import open_of
from app.offerings.services import offerings as services
from app.offerings.views import bp
from app.taxonomy import labels


def _percent(points: int | None) -> float | None:
    return None if points is None else points / 100


COLUMNS = (
    Column(_l("Name of the offering"), lambda o: o.name),
    Column(_l("Kind"), lambda o: str(KINDS[o.kind])),
    Column(_l("Agency"), lambda o: o.organisation_name),
    Column(_l("One-line description"), lambda o: o.tagline),
    Column(_l("Price"), lambda o: o.price),
    Column(_l("Innovation vouchers are accepted"), lambda o: o.takes_vouchers),
    Column(_l("Smallest amount"), lambda o: yuan(o.amount_min)),
    Column(_l("Largest amount"), lambda o: yuan(o.amount_max)),
    Column(_l("Shortest term in months"), lambda o: o.term_min),
    Column(_l("Longest term in months"), lambda o: o.term_max),
    Column(_l("Lowest rate a year"), lambda o: _percent(o.rate_min)),
    Column(_l("Highest rate a year"), lambda o: _percent(o.rate_max)),
    Column(_l("Security"), lambda o: str(COLLATERAL[o.collateral]) if o.collateral else ""),
    Column(_l("Least revenue of the last year"), lambda o: yuan(o.revenue_min)),
    Column(_l("Sectors"), lambda o: [labels.label("sector", code) for code in o.codes("sector")]),
    Column(_l("Stages"), lambda o: [labels.label("stage", code) for code in o.codes("stage")]),
    Column(_l("Regions"), lambda o: [labels.region_name(code, full=True) for code in o.codes("region")]),
)


@bp.get("/offerings")
@allow(PUBLIC)
def index() -> Any:
    """The directory of services and financing products."""
    group = request.args.get("group", "")
    filters: dict[str, Any] = {
        "words": search_words(),
        "group": group if group in GROUPS else "",
        "kind": request.args.get("kind", ""),
        "sector": next(iter(query_values("sector")), ""),
        "stage": next(iter(query_values("stage")), ""),
        "region": labels.region_prefix(request.args.get("region", "")[:6]),
        "vouchers": request.args.get("vouchers") == "yes",
        "order": request.args.get("sort", "newest"),
    }
    statement = queries.directory(**filters).options(briefly(Offering))
    if wants_export():
        rows = db.session.scalars(statement).all()
        read_codes(rows)
        return export("offerings", COLUMNS, rows)
    page = paginate(statement, per_page=20)
    read_codes(page.items)
    ratings = queries.ratings([row.id for row in page.items])
    return render_template("offerings/index.html", page=page, filters=filters, ratings=ratings)


@bp.get("/offerings/mine")
@allow(Role.AGENCY_STAFF)
def mine() -> Any:
    statement = queries.own(actor()).options(briefly(Offering))
    if wants_export():
        rows = db.session.scalars(statement).all()
        read_codes(rows)
        state = Column(_l("State"), lambda o: str(STATE_LABELS[o.state]))
        return export("my-offerings", [*COLUMNS, state], rows)
    page = paginate(statement)
    ratings = queries.ratings([row.id for row in page.items])
    return render_template("offerings/mine.html", page=page, states=STATE_LABELS, ratings=ratings)


@bp.get("/offerings/<uuid:offering_id>")
@allow(PUBLIC, load=queries.visible_offering)
def show(offering: Offering) -> Any:
    person = actor()
    return render_template(
        "offerings/show.html",
        offering=offering,
        owner=policies.owns(person, offering),
        states=STATE_LABELS,
        rating=queries.ratings([offering.id]).get(offering.id),
        others=queries.of_agency(offering),
        asked=open_of(person, offering) if person.is_(Role.ENTREPRENEUR) else [],
    )


@bp.route("/offerings/new", methods=["GET", "POST"])
@allow(Role.AGENCY_STAFF)
def create() -> Any:
    person, key = actor(), "offering:new"
    draft = drafts.find(person.account_id, key)
    form = OfferingForm(formdata=drafts.typed(draft))
    if form.validate_on_submit():
        with form.field_errors():
            offering = services.create(actor=person, **form_values(form))
            drafts.discard(person.account_id, key)
            db.session.commit()
            flash(_("Draft saved. Publish it when it is ready."), "success")
            return redirect(url_for(".show", offering_id=offering.id), 303)
    return render_template("offerings/edit.html", form=form, offering=None, draft=draft, key=key), form.status


@bp.route("/offerings/<uuid:offering_id>/edit", methods=["GET", "POST"])
@allow(Role.AGENCY_STAFF, load=queries.own_offering, may=policies.can_edit)
def edit(offering: Offering) -> Any:
    person, key = actor(), f"offering:{offering.id}"
    draft = drafts.find(person.account_id, key)
    form = OfferingForm(formdata=drafts.typed(draft), obj=offering, data=offering.codes_by_field(services.FACETS))
    if form.validate_on_submit():
        form.checked_version(offering.version)
        with form.field_errors():
            services.update(actor=person, offering=offering, **form_values(form))
            drafts.discard(person.account_id, key)
            db.session.commit()
            flash(_("Saved."), "success")
            return redirect(url_for(".show", offering_id=offering.id), 303)
    newer = drafts.is_outdated(draft, form, offering)
    return render_template(
        "offerings/edit.html", form=form, offering=offering, draft=draft, key=key, newer=newer
    ), form.status


@bp.post("/offerings/<uuid:offering_id>/publish")
@allow(Role.AGENCY_STAFF, load=queries.own_offering)
def publish(offering: Offering) -> Response:
    said = _("Published. It now stands in the directory.")
    return pages.publish(offering, partial(services.publish, actor=actor(), offering=offering), said)


@bp.post("/offerings/<uuid:offering_id>/archive")
@allow(Role.AGENCY_STAFF, load=queries.own_offering)
def archive(offering: Offering) -> Response:
    return pages.archive(offering, partial(services.archive, actor=actor(), offering=offering))


@bp.post("/offerings/<uuid:offering_id>/restore")
@allow(Role.AGENCY_STAFF, load=queries.own_offering)
def restore(offering: Offering) -> Response:
    return pages.restore(offering, partial(services.restore, actor=actor(), offering=offering))
