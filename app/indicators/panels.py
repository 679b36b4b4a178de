"""What figures add to carriers' pages and to the list of what is due."""

from collections.abc import Iterable
from typing import Any

from flask import render_template, url_for
from flask_babel import ngettext

from app.accounts.actor import Actor
from app.accounts.models import Role
from app.carriers.models import Carrier
from app.core.days import city_day
from app.core.panels import panel
from app.core.today import Due, due
from app.indicators.policies import reads_carrier
from app.indicators.queries import returns


@panel("carrier.actions", order=60)
def figures_of_carrier(actor: Any, carrier: Carrier) -> str:
    if not isinstance(actor, Actor) or not reads_carrier(actor, carrier):
        return ""
    return render_template("indicators/_carrier_panel.html", carrier=carrier)


@due
def returns_to_file(actor: Any) -> Iterable[Due]:
    if isinstance(actor, Actor) and (waiting := returns.to_file(actor)):
        title = ngettext("%(num)s return is to be filed", "%(num)s returns are to be filed", len(waiting))
        one = len(waiting) == 1
        url = url_for("indicators.return_edit", return_id=waiting[0].id) if one else url_for("indicators.returns")
        late = waiting[0].collection.due_on <= city_day()
        yield Due(title, url, "file-spreadsheet", note=waiting[0].collection.due_on.isoformat(), urgent=late)


@due
def returns_to_decide(actor: Any) -> Iterable[Due]:
    if isinstance(actor, Actor) and actor.is_(Role.ORGANISER) and (waiting := returns.to_decide(actor)):
        title = ngettext("%(num)s return waits for acceptance", "%(num)s returns wait for acceptance", waiting)
        yield Due(title, url_for("indicators.collections"), "file-spreadsheet")
