"""Pages of carriers: the directory, a profile, and the operator's own editing."""

from functools import partial
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from app.accounts.models import Role
from app.carriers import policies, queries, services
from app.carriers.fields import FIELDS, TEASER, completeness
from app.carriers.forms import CarrierForm, VisibilityForm
from app.carriers.labels import FUND_MODES, KINDS, LEVELS, LINKS, OWNERSHIPS, PLATFORM_MODES
from app.carriers.models import Carrier
from app.carriers.queries.resources import shown
from app.carriers.queries.tenancies import numbers_of
from app.carriers.views import bp
from app.core import drafts
from app.core import profile_pages as pages
from app.core.access import PUBLIC, actor, allow
from app.core.facets import read_codes
from app.core.forms import form_values, query_values
from app.core.listing import Column, export, paginate, search_words, wants_export
from app.core.profiles import STATE_LABELS
from app.extensions import db
from app.files.forms import UploadForm
from app.taxonomy import labels

COLUMNS = (
    Column(_l("Carrier name"), lambda c: c.name),
    Column(_l("One-line description"), lambda c: c.tagline),
    Column(_l("Link of the chain"), lambda c: str(LINKS[c.link])),
    Column(_l("Level"), lambda c: str(LEVELS[c.level]) if c.level else ""),
    Column(_l("Kind"), lambda c: [str(KINDS[code]) for code in c.codes("kind")]),
    Column(_l("Leading industry"), lambda c: labels.label("sector", c.leading_sector)),
    Column(_l("Region"), lambda c: labels.region_name(c.region_code, full=True)),
    Column(_l("Home zone"), lambda c: labels.region_name(c.home_region_code, full=True)),
    Column(_l("Operator"), lambda c: c.organisation.name),
    Column(_l("Ownership of the operator"), lambda c: str(OWNERSHIPS[c.ownership]) if c.ownership else ""),
    Column(_l("Total area (m²)"), lambda c: c.total_area),
    Column(_l("Area for incubation (m²)"), lambda c: c.incubation_area),
    Column(_l("Opened on"), lambda c: c.opened_on),
)
# What a profile shows of the carrier's resources: names and what they offer, never the size of a fund.
PUBLIC_RESOURCES = (
    ("platforms", _l("Technical platforms"), PLATFORM_MODES),
    ("funds", _l("Funds"), FUND_MODES),
)


@bp.get("/carriers")
@allow(PUBLIC)
def index() -> Any:
    """The directory of published carriers: teasers only, whoever reads."""
    filters: dict[str, Any] = {
        "words": search_words(),
        "links": query_values("link"),
        "levels": query_values("level"),
        "kinds": query_values("kind"),
        "sectors": query_values("sector"),
        "region": labels.region_prefix(request.args.get("region", "")[:6]),
        "order": request.args.get("sort", "newest"),
    }
    statement = queries.directory(**filters).options(*queries.TEASER)
    if wants_export():
        rows = db.session.scalars(statement).all()
        read_codes(rows)
        return export("carriers", COLUMNS, rows)
    page = paginate(statement)
    read_codes(page.items)
    return render_template("carriers/index.html", page=page, filters=filters)


@bp.get("/carriers/mine")
@allow(Role.CARRIER_STAFF)
def mine() -> Any:
    carriers = queries.own_carriers(actor())
    if wants_export():
        state = Column(_l("State"), lambda c: str(STATE_LABELS[c.state]))
        return export("my-carriers", [*COLUMNS, state], carriers)
    scores = {carrier.id: completeness(carrier) for carrier in carriers}
    return render_template("carriers/mine.html", carriers=carriers, completeness=scores, states=STATE_LABELS)


@bp.get("/carriers/<uuid:carrier_id>")
@allow(PUBLIC, load=queries.visible_carrier)
def show(carrier: Carrier) -> Any:
    person = actor()
    owner = policies.owns(person, carrier)
    reach = pages.seen_as(policies.reach(person, carrier), owner=owner)
    readable = policies.readable_fields(carrier, reach)
    return render_template(
        "carriers/show.html",
        carrier=carrier,
        fields=[field for field in FIELDS if field.name in readable],
        hidden=len(FIELDS) - len(readable),
        shown_resources=[
            (kind, shown(carrier, kind) if kind in readable else [], label, words)
            for kind, label, words in PUBLIC_RESOURCES
        ],
        numbers=numbers_of(carrier),
        owner=owner,
        inner=policies.sees_inside(person, carrier),
        reach=reach,
        completeness=completeness(carrier) if owner else None,
        states=STATE_LABELS,
    )


@bp.route("/carriers/new", methods=["GET", "POST"])
@allow(Role.CARRIER_STAFF)
def create() -> Any:
    person, key = actor(), "carrier:new"
    draft = drafts.find(person.account_id, key)
    form = CarrierForm(formdata=drafts.typed(draft), data={"region_code": person.region_code})
    del form.since
    if form.validate_on_submit():
        with form.field_errors():
            carrier = services.create(actor=person, **form_values(form))
            drafts.discard(person.account_id, key)
            db.session.commit()
            flash(_("Draft saved. Publish it when it is ready."), "success")
            return redirect(url_for(".show", carrier_id=carrier.id), 303)
    return render_template("carriers/edit.html", form=form, carrier=None, draft=draft, key=key), form.status


@bp.route("/carriers/<uuid:carrier_id>/edit", methods=["GET", "POST"])
@allow(Role.CARRIER_STAFF, load=queries.visible_carrier, may=policies.can_edit)
def edit(carrier: Carrier) -> Any:
    person, key = actor(), f"carrier:{carrier.id}"
    draft = drafts.find(person.account_id, key)
    form = CarrierForm(formdata=drafts.typed(draft), obj=carrier, data=carrier.codes_by_field(services.FACETS))
    if form.validate_on_submit():
        form.checked_version(carrier.version)
        with form.field_errors():
            services.update(actor=person, carrier=carrier, **form_values(form))
            drafts.discard(person.account_id, key)
            db.session.commit()
            flash(_("Saved."), "success")
            return redirect(url_for(".show", carrier_id=carrier.id), 303)
    newer = drafts.is_outdated(draft, form, carrier)
    page = render_template("carriers/edit.html", form=form, carrier=carrier, draft=draft, key=key, newer=newer)
    return page, form.status


@bp.route("/carriers/<uuid:carrier_id>/visibility", methods=["GET", "POST"])
@allow(Role.CARRIER_STAFF, load=queries.visible_carrier, may=policies.can_edit)
def visibility(carrier: Carrier) -> Any:
    """Who reads which field."""
    form = VisibilityForm(data=dict(carrier.visibility))

    def choose() -> None:
        services.set_visibility(actor=actor(), carrier=carrier, choices=form_values(form))

    return pages.submit(form, carrier, choose) or pages.form_page(
        "visibility", form, carrier, fields=FIELDS, teaser=TEASER
    )


@bp.route("/carriers/<uuid:carrier_id>/files/<any(logo):kind>", methods=["GET", "POST"])
@allow(Role.CARRIER_STAFF, load=queries.visible_carrier, may=policies.can_edit)
def upload(carrier: Carrier, kind: str) -> Any:
    """The logo."""
    form = UploadForm(kind=kind)

    def attach() -> None:
        file_id = form.received(actor=actor(), kind=kind, organisation_id=carrier.organisation_id)
        services.set_file(actor=actor(), carrier=carrier, kind=kind, file_id=file_id)

    title, hint = _("Logo"), _("Everybody sees the logo.")
    return pages.submit(form, carrier, attach) or pages.form_page(
        "upload", form, carrier, kind=kind, title=title, hint=hint
    )


@bp.post("/carriers/<uuid:carrier_id>/publish")
@allow(Role.CARRIER_STAFF, load=queries.visible_carrier, may=policies.can_publish)
def publish(carrier: Carrier) -> Response:
    said = _("Published. The carrier now stands in the directory.")
    return pages.publish(carrier, partial(services.publish, actor=actor(), carrier=carrier), said)


@bp.post("/carriers/<uuid:carrier_id>/archive")
@allow(Role.CARRIER_STAFF, load=queries.visible_carrier, may=policies.can_publish)
def archive(carrier: Carrier) -> Response:
    return pages.archive(carrier, partial(services.archive, actor=actor(), carrier=carrier))


@bp.post("/carriers/<uuid:carrier_id>/restore")
@allow(Role.CARRIER_STAFF, load=queries.visible_carrier, may=policies.can_publish)
def restore(carrier: Carrier) -> Response:
    return pages.restore(carrier, partial(services.restore, actor=actor(), carrier=carrier))
