"""A province looks at its cities, a city at its districts: what they prepare and hold. Acting stays theirs."""

from typing import Any

from flask import render_template, request
from flask_babel import lazy_gettext as _l

from app.accounts.models import Role
from app.core.access import actor, allow
from app.core.listing import Column, export, paginate, wants_export
from app.core.shell import endpoint_url
from app.extensions import db
from app.pages import overseen as queries
from app.pages.views import bp
from app.taxonomy.labels import region_name

LABELS = {
    "roadshow": _l("Roadshows"),
    "event": _l("Events"),
    "competition": _l("Competitions"),
    "story": _l("Stories and notices"),
}
AUTHORITIES = (
    Column(_l("Authority"), lambda a: a.name),
    Column(_l("Region"), lambda a: region_name(a.region_code, full=True)),
    Column(_l("Roadshows"), lambda a: a.roadshow),
    Column(_l("Events"), lambda a: a.event),
    Column(_l("Competitions"), lambda a: a.competition),
    Column(_l("Stories and notices"), lambda a: a.story),
    Column(_l("Filed mentors"), lambda a: a.mentors),
)


@bp.get("/region")
@allow(Role.ORGANISER)
def region() -> Any:
    """The authorities inside the organiser's region, or what they do of one kind."""
    person, kind = actor(), request.args.get("show", "")
    if kind not in queries.KINDS:
        authorities = queries.authorities(person)
        if wants_export():
            return export("authorities", AUTHORITIES, authorities)
        return render_template("pages/region.html", kind="", labels=LABELS, authorities=authorities)
    chosen, statement = queries.KINDS[kind], queries.things(person, kind)
    if wants_export():
        rows = [queries.Row(*row) for row in db.session.execute(statement)]
        return export(f"{kind}-of-region", _columns(chosen), rows)
    page = paginate(statement, scalars=False)
    return render_template(
        "pages/region.html",
        kind=kind,
        labels=LABELS,
        page=page,
        rows=[queries.Row(*row) for row in page.items],
        states=chosen.states,
        link=lambda row: endpoint_url(chosen.endpoint, **{chosen.argument: row.id}),
    )


def _columns(kind: queries.Kind) -> tuple[Column, ...]:
    return (
        Column(_l("Title"), lambda row: row.title),
        Column(_l("Authority"), lambda row: row.authority),
        Column(_l("Region"), lambda row: region_name(row.region_code, full=True)),
        Column(_l("State"), lambda row: str(kind.states[row.state])),
        Column(_l("Date"), lambda row: row.day),
    )
