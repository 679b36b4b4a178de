"""The figures of a region: all of them by zone, one of them over time, and the rows behind it."""

from typing import Any

from flask import render_template, request
from flask_babel import lazy_gettext as _l

from app.accounts.models import Role
from app.core.access import allow
from app.core.listing import Column, export, paginate, wants_export
from app.extensions import db
from app.indicators import catalogue, labels
from app.indicators.catalogue import Indicator
from app.indicators.periods import Period
from app.indicators.queries import Scope, by_carrier, by_zone, figure, figures, rows_behind, trend
from app.indicators.queries.carriers import carriers_named
from app.indicators.views import bp
from app.indicators.views.choosing import asked_indicator, asked_period, asked_region, common, earlier, region_path
from app.taxonomy.labels import region_name


@bp.get("/figures")
@allow(Role.ORGANISER)
def dashboard() -> Any:
    """Headline figures, and those of a theme for each zone."""
    region, period = asked_region(), asked_period()
    theme = next((each for each in catalogue.themes() if each.code == request.args.get("theme")), catalogue.themes()[0])
    rows = catalogue.of_theme(theme.code)
    zones = by_zone([each.code for each in rows], region, period)
    if wants_export():
        return export("figures", zone_columns(zones, region), rows)
    codes = [each.code for each in catalogue.headlines()]
    now = figures(codes, Scope(region), period)
    before = figures(codes, Scope(region), period.before())
    return render_template(
        "indicators/dashboard.html",
        region=region,
        path=region_path(region),
        theme=theme,
        themes=catalogue.themes(),
        rows=rows,
        zones=zones,
        headlines=[(each, labels.change(each, before[each.indicator.code])) for each in now.values()],
        **common(period),
    )


@bp.get("/figures/<code>")
@allow(Role.ORGANISER)
def show(code: str) -> Any:
    """One indicator: over time, by zone and by carrier."""
    indicator, region, period = asked_indicator(code), asked_region(), asked_period()
    past = earlier(period)
    carriers = by_carrier([code], Scope(region), period)
    if wants_export():
        names = carriers_named(carriers)
        columns = (
            Column(_l("Carrier name"), lambda row: names[row[0]].name),
            Column(_l("Region"), lambda row: region_name(names[row[0]].zone_code)),
            Column(labels.heading(indicator), lambda row: row[1][code].value),
        )
        return export(code, columns, carriers.items())
    return render_template(
        "indicators/show.html",
        indicator=indicator,
        region=region,
        path=region_path(region),
        past=list(zip(past, trend(code, Scope(region), past), strict=True)),
        zones=by_zone([code], region, period),
        carriers=carriers,
        names=carriers_named(carriers),
        **common(period),
    )


@bp.get("/figures/<code>/rows")
@allow(Role.ORGANISER)
def rows(code: str) -> Any:
    indicator, region, period = asked_indicator(code), asked_region(), asked_period()
    return opened(indicator, Scope(region), period, region=region, path=region_path(region), carrier=None)


def opened(indicator: Indicator, scope: Scope, period: Period, **page: Any) -> Any:
    """What a figure adds up from; a ratio leads to its two parts."""
    if indicator.is_ratio:
        parts = figures([part.code for part in indicator.parts], scope, period)
        known: dict[str, Any] = {"ratio": [parts[part.code] for part in indicator.parts], "page": None}
    else:
        statement = rows_behind(indicator, scope, period)
        if wants_export():
            return export(indicator.code, row_columns(indicator), db.session.execute(statement))
        known = {"ratio": [], "page": paginate(statement, scalars=False)}
    total = figure(indicator.code, scope, period)
    return render_template("indicators/rows.html", indicator=indicator, total=total, **known, **page, **common(period))


def row_columns(indicator: Indicator) -> tuple[Column, ...]:
    return (
        Column(_l("Region"), lambda row: region_name(row.zone)),
        Column(_l("Carrier"), lambda row: row.carrier or ""),
        Column(_l("Name"), lambda row: row.label),
        Column(_l("Day"), lambda row: row.day),
        Column(labels.heading(indicator), lambda row: catalogue.value(indicator, row.amount)),
    )


def zone_columns(zones: dict[str, dict[str, Any]], region: str) -> list[Column]:
    """A row an indicator, a column a zone; the whole comes first."""

    def value(zone: str) -> Any:
        return lambda indicator: zones[zone][indicator.code].value

    places = [zone for zone in zones if zone]
    return [
        Column(_l("Indicator"), labels.heading),
        Column(region_name(region), value("")),
        *(Column(_l("Without a zone") if zone == region else region_name(zone), value(zone)) for zone in places),
    ]
