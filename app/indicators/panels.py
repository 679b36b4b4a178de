"""What figures add to carriers' pages and to the list of what is due."""

from typing import Any

from flask import render_template

from app.accounts.actor import Actor
from app.carriers.models import Carrier
from app.core.panels import panel
from app.indicators.policies import reads_carrier


@panel("carrier.actions", order=60)
def figures_of_carrier(actor: Any, carrier: Carrier) -> str:
    if not isinstance(actor, Actor) or not reads_carrier(actor, carrier):
        return ""
    return render_template("indicators/_carrier_panel.html", carrier=carrier)
