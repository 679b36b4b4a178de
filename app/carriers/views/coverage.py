"""Which links of the chain each region has, and the carriers that an organiser oversees."""

import datetime as dt
from typing import Any

from flask import current_app, render_template, request
from flask_babel import lazy_gettext as _l

from app.carriers.labels import LINKS
from app.carriers.models import CHAIN
from app.carriers.queries import coverage as reading
from app.carriers.views import bp
from app.core.access import PUBLIC, actor, allow
from app.core.days import city_day
from app.core.listing import Column, export, wants_export
from app.taxonomy import catalogue, labels


def _number(link: Any) -> Any:
    return lambda row: row.cells[link].number


COLUMNS = (
    Column(_l("Region"), lambda row: labels.region_name(row.region_code, full=True)),
    *(Column(LINKS[link], _number(link)) for link in CHAIN),
    Column(_l("All carriers"), lambda row: row.number),
    Column(_l("Area for incubation (m²)"), lambda row: row.area),
    Column(_l("Missing links"), lambda row: [str(LINKS[link]) for link in row.gaps]),
)


@bp.get("/carriers/coverage")
@allow(PUBLIC)
def coverage() -> Any:
    """A table and a map of tiles, on any day; published carriers alone, whoever reads."""
    day = _day(request.args.get("on", ""))
    region = _region(request.args.get("region", ""), day)
    rows = reading.coverage(day, region)
    if wants_export():
        return export("coverage", COLUMNS, rows)
    return render_template(
        "carriers/coverage.html",
        rows=rows,
        total=reading.total(rows, region),
        chain=CHAIN,
        day=day,
        today=city_day(),
        region=region,
        path=catalogue.region_path(region),
        most=max((cell.number for row in rows for cell in row.cells.values()), default=0),
    )


def _day(text: str) -> dt.date:
    """A day of the past; what nobody can read, and the future, are today."""
    try:
        day = dt.date.fromisoformat(text[:10])
    except ValueError:
        return city_day()
    return min(max(day, dt.date(1980, 1, 1)), city_day())


def _region(text: str, day: dt.date) -> str:
    """The region asked for; else the reader's city, the installation's, or the one with most carriers."""
    if "region" in request.args:
        return text[:6] if catalogue.region_children(text[:6]) or catalogue.region(text[:6]) else ""
    for code in (actor().region_code, current_app.config["REGION"]):
        if code and catalogue.region(code):
            return catalogue.city_of(code) or code
    return reading.home_city(day)
