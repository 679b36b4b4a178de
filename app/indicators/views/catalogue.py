"""Which indicators there are, and what each one means."""

from typing import Any

from flask import render_template
from flask_babel import lazy_gettext as _l

from app.accounts.models import Role
from app.core.access import allow
from app.core.listing import Column, export, wants_export
from app.indicators import catalogue, labels
from app.indicators.views import bp

_THEMES = {theme.code: theme for theme in catalogue.themes()}
COLUMNS = (
    Column(_l("Code"), lambda i: i.code),
    Column(_l("Theme"), lambda i: _THEMES[i.theme].name),
    Column(_l("Indicator"), lambda i: i.name),
    Column(_l("Unit"), lambda i: str(labels.EXACT_UNITS[i.unit])),
    Column(_l("Told of"), lambda i: str(labels.LEVELS[i.level])),
    Column(_l("Over time"), lambda i: str(labels.RULES[i.rule])),
    Column(_l("Where it comes from"), lambda i: str(labels.ORIGINS[labels.origin(i)])),
    Column(_l("Definition"), lambda i: i.definition),
)


@bp.get("/indicators")
@allow(Role.ORGANISER, Role.CARRIER_STAFF)
def index() -> Any:
    if wants_export():
        return export("indicators", COLUMNS, catalogue.indicators())
    groups = [(theme, catalogue.of_theme(theme.code)) for theme in catalogue.themes()]
    return render_template("indicators/index.html", groups=groups, version=catalogue.version())
