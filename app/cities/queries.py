"""Reading agreements."""

import uuid
from collections.abc import Sequence

from sqlalchemy import ColumnElement, Select, false, func, or_, select, true

from app.accounts.actor import Actor
from app.accounts.models import Role
from app.cities.known import cities
from app.cities.models import CityAgreement
from app.cities.policies import reads, spoken_for
from app.extensions import db
from app.taxonomy import catalogue
from app.taxonomy.regions import overseen


def visible_agreement(actor: Actor, agreement_id: uuid.UUID) -> CityAgreement | None:
    agreement = db.session.get(CityAgreement, agreement_id)
    return agreement if agreement is not None and reads(actor, agreement) else None


def agreements(actor: Actor) -> Select[CityAgreement]:
    """Those that the person may read: live ones first, then the newest."""
    statement = select(CityAgreement).where(_readable(actor))
    return statement.order_by(CityAgreement.ended_at.is_not(None), CityAgreement.offered_at.desc(), CityAgreement.id)


def live_with(city: str) -> Sequence[CityAgreement]:
    statement = select(CityAgreement).where(
        or_(CityAgreement.first_code == city, CityAgreement.second_code == city), CityAgreement.ended_at.is_(None)
    )
    return db.session.scalars(statement.order_by(CityAgreement.id)).all()


def askable(actor: Actor) -> list[str]:
    """The cities to which the person's city may offer an agreement."""
    own = spoken_for(actor)
    if not own:
        return []
    bound = {agreement.other(own) for agreement in live_with(own)}
    return [city for city in cities(fresh=True) if city != own and city not in bound]


def waiting(actor: Actor) -> int:
    """How many offers wait for the person's city."""
    own = spoken_for(actor)
    if not own:
        return 0
    return db.session.scalar(select(func.count()).select_from(CityAgreement).where(*asked_of(own))) or 0


def asked_of(city: str) -> tuple[ColumnElement[bool], ...]:
    """Offers to this city that it has not answered."""
    return (
        or_(CityAgreement.first_code == city, CityAgreement.second_code == city),
        CityAgreement.offered_by_code != city,
        CityAgreement.accepted_at.is_(None),
        CityAgreement.ended_at.is_(None),
    )


def _readable(actor: Actor) -> ColumnElement[bool]:
    if actor.is_(Role.ADMINISTRATOR):
        return true()
    if not actor.is_(Role.ORGANISER):
        return false()
    either = (CityAgreement.first_code, CityAgreement.second_code)
    home = catalogue.city_of(actor.region_code)
    return or_(*(code == home for code in either), *(overseen(actor, code) for code in either))
