"""The list, the feed, and a bulletin as page and spreadsheet."""

from decimal import Decimal
from typing import Any

from flask import Response, render_template, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.bulletins import document, policies, queries
from app.bulletins.labels import AUDIENCES, FIGURE_PARTS, heading, period_label
from app.bulletins.models import Bulletin, BulletinFigure
from app.bulletins.views import bp
from app.core.access import PUBLIC, actor, allow
from app.core.i18n import bilingual
from app.core.listing import Column, export, paginate, wants_export
from app.core.mail import absolute_url
from app.core.text import clean
from app.extensions import db
from app.indicators.catalogue import SCALES
from app.indicators.labels import ORIGINS
from app.taxonomy.labels import region_name

IN_FEED = 20
LISTED = (
    Column(_l("Title"), lambda b: b.title),
    Column(_l("Title in English"), lambda b: b.title_en),
    Column(_l("Region"), lambda b: region_name(b.region_code)),
    Column(_l("Quarter"), lambda b: period_label(b.period)),
    Column(_l("Who reads it"), lambda b: str(AUDIENCES[b.audience])),
    Column(_l("Published on"), lambda b: b.published_at),
    Column(_l("Correction number"), lambda b: b.number),
)


def _exact(name: str) -> Any:
    """An amount as spreadsheets count: yuan, square metres, percent, or the number."""

    def value(row: BulletinFigure) -> Decimal | int | None:
        amount, scale = getattr(row, name), SCALES[row.unit]
        return amount if amount is None or scale == 1 else Decimal(amount) / scale

    return value


FIGURES = (
    Column(_l("Part of the bulletin"), lambda row: str(FIGURE_PARTS[row.part])),
    Column(_l("Indicator"), heading),
    Column(_l("Region"), lambda row: row.place_label),
    Column(_l("Quarter"), lambda row: row.period),
    Column(_l("Figure"), _exact("amount")),
    Column(_l("Quarter before"), _exact("previous")),
    Column(_l("Same quarter last year"), _exact("year_before")),
    Column(_l("Target of the year"), _exact("target")),
    Column(_l("Reached of it"), _exact("reached")),
    Column(_l("Reached (%)"), lambda row: row.percent),
    Column(_l("Rank"), lambda row: row.rank),
    Column(_l("Rows behind"), lambda row: row.rows),
    Column(_l("Where it comes from"), lambda row: str(ORIGINS.get(row.provenance.get("origin"), ""))),
    Column(
        _l("Definition"),
        lambda row: bilingual(row.provenance.get("definition", ""), row.provenance.get("definition_en", "")),
    ),
)


@bp.get("/bulletins")
@allow(PUBLIC)
def index() -> Any:
    """What is published and the reader may read, the last quarter first."""
    person, year = actor(), clean(request.args.get("year", ""))[:4]
    regions = queries.regions_told(person)
    asked = clean(request.args.get("region", ""))[:6]
    region = asked if asked in regions else ""
    statement = queries.readable(person, region=region, year=year if year.isascii() and year.isdigit() else "")
    if wants_export():
        return export("bulletins", LISTED, db.session.scalars(statement))
    page = paginate(statement, per_page=20)
    return render_template(
        "bulletins/index.html",
        page=page,
        corrected=queries.corrected([each.id for each in page.items]),
        regions=regions,
        region=region,
        year=year,
        years=sorted({quarter.year for quarter in queries.quarters()}, reverse=True),
    )


@bp.get("/bulletins.atom")
@allow(PUBLIC)
def feed() -> Response:
    """The newest that everybody reads, to subscribe to."""
    bulletins = db.session.scalars(queries.public().limit(IN_FEED)).all()
    content = render_template("bulletins/feed.xml", bulletins=bulletins, absolute_url=absolute_url)
    return Response(content, mimetype="application/atom+xml")


@bp.get("/bulletins/<uuid:bulletin_id>")
@allow(PUBLIC, load=queries.visible_bulletin)
def show(bulletin: Bulletin) -> Any:
    """A draft shows its authority what readers will see."""
    person, known = actor(), document.read(bulletin)
    if wants_export():
        return export(_("Bulletin %(period)s", period=bulletin.period), FIGURES, known.rows)
    newer = queries.correction_of(bulletin) if bulletin.is_published else None
    older = db.session.get(Bulletin, bulletin.corrects_id) if bulletin.corrects_id else None
    return render_template(
        "bulletins/show.html",
        bulletin=bulletin,
        document=known,
        charts=document,
        newer=newer if newer is not None and policies.can_read(person, newer) else None,
        older=older if older is not None and policies.can_read(person, older) else None,
        writes=policies.writes(person, bulletin),
        opens=policies.opens_rows(person, bulletin),
    )
