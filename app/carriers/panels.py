"""What carriers add to the list of what is due."""

from collections.abc import Iterable
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.accounts.actor import Actor
from app.accounts.models import Role
from app.carriers import queries
from app.carriers.queries import accreditations
from app.core.today import Due, Step, due, steps


@due
def accreditations_to_decide(actor: Any) -> Iterable[Due]:
    if isinstance(actor, Actor) and actor.is_(Role.ORGANISER) and (waiting := accreditations.waiting(actor)):
        title = ngettext(
            "%(num)s accreditation waits for your decision", "%(num)s accreditations wait for your decision", waiting
        )
        yield Due(title, url_for("carriers.accreditations_of_region", state="submitted"), "certificate", urgent=True)


@steps
def first_steps(actor: Any) -> Iterable[Step]:
    """A new operator describes its carrier, then publishes it."""
    if isinstance(actor, Actor) and actor.is_(Role.CARRIER_STAFF):
        carriers = queries.own_carriers(actor)
        published = any(carrier.published_at for carrier in carriers)
        where = url_for("carriers.show", carrier_id=carriers[0].id) if carriers else url_for("carriers.create")
        yield Step(_("Describe your carrier"), url_for("carriers.create"), bool(carriers))
        yield Step(_("Publish it"), where, published)
