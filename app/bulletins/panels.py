"""What bulletins add to the list of what is due."""

from collections.abc import Iterable
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import Select, exists, literal, select

from app.accounts.actor import Actor
from app.accounts.models import Role
from app.bulletins.queries import is_told
from app.carriers.models import Carrier
from app.core.profiles import ProfileState
from app.core.today import Due, due_if
from app.indicators import periods
from app.taxonomy.labels import region_prefix


def quarter_untold(actor: Any) -> Select[Any]:
    """The last quarter has no bulletin, and the organiser's region has carriers to tell of."""
    own = actor.region_code if isinstance(actor, Actor) and actor.is_(Role.ORGANISER) else ""
    inside = Carrier.zone_code.startswith(region_prefix(own), autoescape=True)
    carriers = exists().where(inside, Carrier.state == ProfileState.PUBLISHED)
    told = is_told(own, periods.latest("quarter").code).exists()
    return select(literal(1)).where(literal(bool(own)), carriers, ~told)


@due_if(quarter_untold)
def bulletin_to_write(_actor: Any) -> Iterable[Due]:
    quarter = periods.latest("quarter")
    yield Due(
        _("%(quarter)s is over and has no bulletin yet", quarter=quarter.label),
        url_for("bulletins.create", period=quarter.code),
        "report-analytics",
    )
