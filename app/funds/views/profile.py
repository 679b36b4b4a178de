"""Pages of funds: the directory, a mandate, and the manager's own editing."""

from functools import partial
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from app.accounts.models import Role
from app.cities import sharing
from app.core import drafts, teasers
from app.core import profile_pages as pages
from app.core.access import PUBLIC, actor, allow
from app.core.forms import form_values, query_values
from app.core.listing import Column, export, search_words, wants_export
from app.core.money import parse_fen, yuan
from app.core.profiles import STATE_LABELS
from app.extensions import db
from app.files.forms import UploadForm
from app.funds import policies, queries, services
from app.funds.fields import FIELDS, TEASER, completeness
from app.funds.forms import FundForm, VisibilityForm
from app.funds.models import Fund
from app.funds.views import bp
from app.taxonomy import labels

MOST_SHOWN = 8


def _codes(facet: str) -> Any:
    return lambda fund: [labels.label(facet, code) for code in labels.ordered(facet, fund.codes(facet))]


COLUMNS = (
    Column(_l("Fund name"), lambda f: f.name),
    Column(_l("Fund manager"), lambda f: f.organisation_name),
    Column(_l("Fund type"), lambda f: labels.label("fund_type", f.fund_type)),
    Column(_l("One-line description"), lambda f: f.tagline),
    Column(_l("Rounds"), _codes("round")),
    Column(_l("Smallest ticket (CNY)"), lambda f: yuan(f.ticket_min)),
    Column(_l("Largest ticket (CNY)"), lambda f: yuan(f.ticket_max)),
    Column(_l("Sectors wanted"), _codes("sector")),
    Column(_l("Regions"), lambda f: [labels.region_name(code, full=True) for code in f.codes("region")]),
    Column(_l("Leads rounds"), lambda f: _("Yes") if f.leads else _("No")),
    Column(_l("Follows other investors"), lambda f: _("Yes") if f.follows else _("No")),
    Column(_l("Deals planned per year"), lambda f: f.deals_per_year),
)


@bp.get("/funds")
@allow(PUBLIC)
def index() -> Any:
    """The directory of published funds: mandates only, whoever reads."""
    cities = sharing.reach(actor(), request.args.get("city", ""))
    filters: dict[str, Any] = {
        "words": search_words(),
        "types": query_values("type"),
        "rounds": query_values("round"),
        "sectors": query_values("sector"),
        "region": labels.region_prefix(request.args.get("region", "")[:6]),
        "ticket": _amount(request.args.get("ticket", "")),
        "hidden": cities.hidden,
        "order": request.args.get("sort", "newest"),
    }
    statement = queries.shown(queries.directory(**filters))
    if wants_export():
        return export("funds", COLUMNS, teasers.all_of(statement, queries.Teaser))
    page = teasers.page_of(statement, queries.Teaser)
    return render_template("funds/index.html", page=page, filters=filters, cities=cities)


@bp.get("/funds/mine")
@allow(Role.INVESTOR)
def mine() -> Any:
    funds = queries.own_funds(actor())
    if wants_export():
        state = Column(_l("State"), lambda f: str(STATE_LABELS[f.state]))
        return export("my-funds", [*COLUMNS, state], funds)
    counts = queries.investment_counts([fund.id for fund in funds])
    scores = {fund.id: completeness(fund, has_portfolio=fund.id in counts) for fund in funds}
    return render_template("funds/mine.html", funds=funds, completeness=scores, counts=counts, states=STATE_LABELS)


@bp.get("/funds/<uuid:fund_id>")
@allow(PUBLIC, load=queries.visible_fund)
def show(fund: Fund) -> Any:
    person = actor()
    owner = policies.owns(person, fund)
    reach = pages.seen_as(policies.reach(person, fund), owner=owner)
    readable = policies.readable_fields(fund, reach)
    everything = owner and not request.args.get("as")
    count = queries.investment_counts([fund.id], everything=everything).get(fund.id, 0)
    portfolio = queries.portfolio(fund, everything=everything).limit(MOST_SHOWN)
    recent = db.session.scalars(portfolio).all() if "portfolio" in readable else []
    return render_template(
        "funds/show.html",
        fund=fund,
        fields=[field for field in FIELDS if field.name in readable],
        hidden=len(FIELDS) - len(readable),
        owner=owner,
        reach=reach,
        parent=fund.parent_fund if fund.parent_fund and policies.can_see(person, fund.parent_fund) else None,
        sub_funds=queries.sub_funds(fund) if fund.fund_type == queries.FUND_OF_FUNDS else [],
        investments=recent,
        investment_count=count,
        completeness=completeness(fund, has_portfolio=count > 0) if owner else None,
        states=STATE_LABELS,
    )


@bp.route("/funds/new", methods=["GET", "POST"])
@allow(Role.INVESTOR)
def create() -> Any:
    person, key = actor(), "fund:new"
    draft = drafts.find(person.account_id, key)
    form = FundForm(formdata=drafts.typed(draft), data={"capacity": 10})
    form.offer_parents(queries.possible_parents(person))
    if form.validate_on_submit():
        with form.field_errors():
            fund = services.create(actor=person, **form_values(form))
            drafts.discard(person.account_id, key)
            db.session.commit()
            flash(_("Draft saved. Publish it when it is ready."), "success")
            return redirect(url_for(".show", fund_id=fund.id), 303)
    return render_template("funds/edit.html", form=form, fund=None, draft=draft, key=key), form.status


@bp.route("/funds/<uuid:fund_id>/edit", methods=["GET", "POST"])
@allow(Role.INVESTOR, load=queries.visible_fund, may=policies.can_edit)
def edit(fund: Fund) -> Any:
    person, key = actor(), f"fund:{fund.id}"
    draft = drafts.find(person.account_id, key)
    form = FundForm(formdata=drafts.typed(draft), obj=fund, data=fund.codes_by_field(services.FACETS))
    form.offer_parents(queries.possible_parents(person, fund))
    if form.validate_on_submit():
        form.checked_version(fund.version)
        with form.field_errors():
            services.update(actor=person, fund=fund, **form_values(form))
            drafts.discard(person.account_id, key)
            db.session.commit()
            flash(_("Saved."), "success")
            return redirect(url_for(".show", fund_id=fund.id), 303)
    newer = drafts.is_outdated(draft, form, fund)
    return render_template("funds/edit.html", form=form, fund=fund, draft=draft, key=key, newer=newer), form.status


@bp.route("/funds/<uuid:fund_id>/visibility", methods=["GET", "POST"])
@allow(Role.INVESTOR, load=queries.visible_fund, may=policies.can_edit)
def visibility(fund: Fund) -> Any:
    """Who reads which field."""
    form = VisibilityForm(data=dict(fund.visibility))

    def choose() -> None:
        services.set_visibility(actor=actor(), fund=fund, choices=form_values(form))

    return pages.submit(form, fund, choose) or pages.form_page("visibility", form, fund, fields=FIELDS, teaser=TEASER)


@bp.route("/funds/<uuid:fund_id>/files/<any(logo):kind>", methods=["GET", "POST"])
@allow(Role.INVESTOR, load=queries.visible_fund, may=policies.can_edit)
def upload(fund: Fund, kind: str) -> Any:
    """The logo."""
    form = UploadForm(kind=kind)

    def attach() -> None:
        file_id = form.received(actor=actor(), kind=kind, organisation_id=fund.organisation_id)
        services.set_file(actor=actor(), fund=fund, kind=kind, file_id=file_id)

    title = _("Logo")
    hint = _("Everybody sees the logo.")
    return pages.submit(form, fund, attach) or pages.form_page("upload", form, fund, kind=kind, title=title, hint=hint)


@bp.post("/funds/<uuid:fund_id>/publish")
@allow(Role.INVESTOR, load=queries.visible_fund, may=policies.can_publish)
def publish(fund: Fund) -> Response:
    said = _("Published. The fund now stands in the directory.")
    return pages.publish(fund, partial(services.publish, actor=actor(), fund=fund), said)


@bp.post("/funds/<uuid:fund_id>/archive")
@allow(Role.INVESTOR, load=queries.visible_fund, may=policies.can_publish)
def archive(fund: Fund) -> Response:
    return pages.archive(fund, partial(services.archive, actor=actor(), fund=fund))


@bp.post("/funds/<uuid:fund_id>/restore")
@allow(Role.INVESTOR, load=queries.visible_fund, may=policies.can_publish)
def restore(fund: Fund) -> Response:
    return pages.restore(fund, partial(services.restore, actor=actor(), fund=fund))


def _amount(text: str) -> int | None:
    """An amount that nobody can read filters nothing."""
    try:
        return parse_fen(text)
    except ValueError:
        return None
