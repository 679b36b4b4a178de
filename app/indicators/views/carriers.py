"""The figures of one carrier, for its staff and its authority."""

from typing import Any

from flask import render_template
from flask_babel import lazy_gettext as _l

from app.accounts.models import Role
from app.carriers.models import Carrier
from app.carriers.queries import visible_carrier
from app.core.access import allow
from app.core.errors import NotFound
from app.core.listing import Column, export, wants_export
from app.indicators import catalogue, labels
from app.indicators.policies import reads_carrier
from app.indicators.queries import Scope, figures
from app.indicators.views import bp
from app.indicators.views.choosing import asked_indicator, asked_period, common
from app.indicators.views.figures import opened


@bp.get("/carriers/<uuid:carrier_id>/figures")
@allow(Role.CARRIER_STAFF, Role.ORGANISER, load=visible_carrier, may=reads_carrier)
def of_carrier(carrier: Carrier) -> Any:
    period = asked_period()
    codes = [each.code for each in catalogue.indicators() if each.of_carriers]
    now = figures(codes, Scope(carrier_id=carrier.id), period)
    before = figures(codes, Scope(carrier_id=carrier.id), period.before())
    if wants_export():
        columns = (
            Column(_l("Indicator"), lambda each: labels.heading(each.indicator)),
            Column(period.label, lambda each: each.value),
            Column(period.before().label, lambda each: before[each.indicator.code].value),
        )
        return export("figures", columns, now.values())
    themes = [
        (theme, [now[each.code] for each in catalogue.of_theme(theme.code) if each.code in now])
        for theme in catalogue.themes()
    ]
    return render_template(
        "indicators/of_carrier.html",
        carrier=carrier,
        themes=[(theme, rows) for theme, rows in themes if rows],
        before=before,
        **common(period),
    )


@bp.get("/carriers/<uuid:carrier_id>/figures/<code>")
@allow(Role.CARRIER_STAFF, Role.ORGANISER, load=visible_carrier, may=reads_carrier)
def rows_of_carrier(carrier: Carrier, code: str) -> Any:
    indicator = asked_indicator(code)
    if not indicator.of_carriers:
        raise NotFound
    return opened(indicator, Scope(carrier_id=carrier.id), asked_period(), carrier=carrier, region="", path=[])
