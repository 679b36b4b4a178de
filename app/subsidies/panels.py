"""What subsidies add to carriers' pages and to the list of what is due."""

from collections.abc import Iterable
from typing import Any

from flask import render_template, url_for
from flask_babel import ngettext

from app.accounts.actor import Actor
from app.accounts.models import Role
from app.carriers.models import Carrier
from app.carriers.policies import sees_inside
from app.core.panels import panel
from app.core.today import Due, due
from app.subsidies.models import StatementState
from app.subsidies.queries import grants, statements


@panel("carrier.actions", order=70)
def seed_money_of_carrier(actor: Any, carrier: Carrier) -> str:
    if not isinstance(actor, Actor) or not sees_inside(actor, carrier):
        return ""
    return render_template("subsidies/_carrier_panel.html", carrier=carrier)


@due
def grants_to_confirm(actor: Any) -> Iterable[Due]:
    if isinstance(actor, Actor) and actor.is_(Role.ORGANISER) and (waiting := grants.waiting(actor)):
        title = ngettext("Confirm %(num)s grant of seed money", "Confirm %(num)s grants of seed money", waiting)
        yield Due(title, url_for("subsidies.grants", state="reported"), "coins")


@due
def statements_to_decide(actor: Any) -> Iterable[Due]:
    """Objections first; what a colleague computed and the carrier confirmed waits for approval."""
    if not isinstance(actor, Actor) or not actor.is_(Role.ORGANISER):
        return
    if waiting := statements.number_in(actor, StatementState.OBJECTED):
        title = ngettext(
            "%(num)s carrier objects to its statement", "%(num)s carriers object to their statements", waiting
        )
        yield Due(title, url_for("subsidies.index", state="objected"), "alert-circle", urgent=True)
    if waiting := statements.number_in(actor, StatementState.CONFIRMED, but_mine=True):
        title = ngettext("Approve %(num)s statement of subsidies", "Approve %(num)s statements of subsidies", waiting)
        yield Due(title, url_for("subsidies.index", state="confirmed"), "receipt")


@due
def statements_to_confirm(actor: Any) -> Iterable[Due]:
    if not isinstance(actor, Actor) or not actor.is_(Role.CARRIER_STAFF):
        return
    if waiting := statements.number_in(actor, StatementState.SENT):
        title = ngettext("Check %(num)s statement of subsidies", "Check %(num)s statements of subsidies", waiting)
        yield Due(title, url_for("subsidies.index", state="sent"), "receipt", urgent=True)
