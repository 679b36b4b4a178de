"""What agreements add to the list of what is due."""

from collections.abc import Iterable
from typing import Any

from flask import url_for
from flask_babel import ngettext
from sqlalchemy import Select, false, select

from app.accounts.actor import Actor
from app.cities import queries
from app.cities.models import CityAgreement
from app.cities.policies import spoken_for
from app.core.today import Due, due_if


def _asked(actor: Any) -> Select[Any]:
    own = spoken_for(actor) if isinstance(actor, Actor) else ""
    statement = select(CityAgreement.id)
    return statement.where(*queries.asked_of(own)) if own else statement.where(false())


@due_if(_asked)
def offers_to_answer(actor: Any) -> Iterable[Due]:
    if waiting := queries.waiting(actor):
        title = ngettext("%(num)s city offers to share profiles", "%(num)s cities offer to share profiles", waiting)
        yield Due(title, url_for("cities.agreements"), "map-pin")
