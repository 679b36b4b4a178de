"""Offering, accepting and ending an agreement. Whoever changes one locks its row and looks again."""

from collections.abc import Callable

from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError

from app.accounts.actor import Actor
from app.cities import notices
from app.cities.models import CityAgreement
from app.cities.policies import answers, ends, spoken_for
from app.cities.queries import askable
from app.core.errors import Conflict, Invalid, require
from app.core.model import utc_now
from app.extensions import db

# Higher slices bring together, or take apart, what an agreement that began or ended concerns.
CHANGED: list[Callable[[Actor, CityAgreement], None]] = []


def offer(*, actor: Actor, city: str) -> CityAgreement:
    own = spoken_for(actor)
    require(bool(own))
    if city not in askable(actor):
        raise Invalid(_("Choose a city that your city has no agreement with."), "city")
    first, second = sorted((own, city))
    agreement = CityAgreement(first_code=first, second_code=second, offered_by_code=own, offered_by_id=actor.account_id)
    try:
        with db.session.begin_nested():
            db.session.add(agreement)
    except IntegrityError as error:
        raise Conflict(_("The other city was faster: there is an offer already.")) from error
    notices.offered(agreement)
    return agreement


def accept(*, actor: Actor, agreement: CityAgreement) -> None:
    require(answers(actor, agreement))
    _lock(agreement)
    if not agreement.is_open:
        raise Conflict(_("This offer is no longer open."))
    agreement.accepted_at, agreement.accepted_by_id = utc_now(), actor.account_id
    db.session.flush()
    _follow(actor, agreement)
    notices.accepted(agreement)


def end(*, actor: Actor, agreement: CityAgreement) -> None:
    """Take an offer back, decline it, or end what was agreed: from the next request on the lists stand apart again."""
    require(ends(actor, agreement))
    _lock(agreement)
    if agreement.ended_at is not None:
        raise Conflict(_("This agreement has ended already."))
    held = agreement.holds
    agreement.ended_at, agreement.ended_by_id = utc_now(), actor.account_id
    db.session.flush()
    if held:
        _follow(actor, agreement)
    notices.ended(agreement, by=spoken_for(actor), held=held)


def _follow(actor: Actor, agreement: CityAgreement) -> None:
    for follow in CHANGED:
        follow(actor, agreement)


def _lock(agreement: CityAgreement) -> None:
    db.session.refresh(agreement, with_for_update=True)
