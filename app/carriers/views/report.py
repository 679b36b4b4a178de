"""The carriers that somebody works for or oversees, side by side: how full, how well looked after, how accredited."""

from typing import Any

from flask import render_template
from flask_babel import lazy_gettext as _l

from app.carriers import mentors
from app.carriers.labels import LEVELS, LINKS
from app.carriers.queries import tenancies
from app.carriers.queries.carriers import overseen
from app.carriers.views import bp
from app.carriers.views.resources import INSIDE
from app.core.access import actor, allow
from app.core.facets import read_codes
from app.core.listing import Column, export, wants_export
from app.core.profiles import STATE_LABELS
from app.taxonomy import labels


def columns(counts: Any) -> tuple[Column, ...]:
    def number(name: str) -> Any:
        return lambda c: counts[c.id][name]

    return (
        Column(_l("Carrier name"), lambda c: c.name),
        Column(_l("Operator"), lambda c: c.organisation.name),
        Column(_l("Link of the chain"), lambda c: str(LINKS[c.link])),
        Column(_l("Level"), lambda c: str(LEVELS[c.level]) if c.level else ""),
        Column(_l("Region"), lambda c: labels.region_name(c.zone_code, full=True)),
        Column(_l("State"), lambda c: str(STATE_LABELS[c.state])),
        Column(_l("Total area (m²)"), lambda c: c.total_area),
        Column(_l("Area for incubation (m²)"), lambda c: c.incubation_area),
        Column(_l("Tenants"), number("all")),
        Column(_l("Without a liaison officer"), number("liaison")),
        Column(_l("Without a counsellor"), number("counsellor")),
        *((Column(_l("Without a mentor"), number("mentor")),) if mentors.known() else ()),
    )


@bp.get("/carriers/report")
@allow(*INSIDE)
def report() -> Any:
    """How the service teams cover the tenants, carrier by carrier."""
    carriers = overseen(actor())
    counts = tenancies.missing_counts(actor())
    if wants_export():
        return export("carriers", columns(counts), carriers)
    read_codes(carriers)
    total = {name: sum(row[name] for row in counts.values()) for name in ("all", *tenancies.DUTIES)}
    return render_template(
        "carriers/report.html",
        carriers=carriers,
        counts=counts,
        total=total,
        has_mentors=mentors.known() is not None,
        states=STATE_LABELS,
    )
