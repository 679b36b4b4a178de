"""Who speaks for a city."""

from app.accounts.actor import Actor
from app.accounts.models import Role
from app.cities.models import CityAgreement
from app.taxonomy import catalogue
from app.taxonomy.regions import oversees


def spoken_for(actor: Actor) -> str:
    """The city whose own authority the person organises for; a district's or a province's speaks for none."""
    code = actor.region_code
    return code if actor.is_(Role.ORGANISER) and catalogue.city_of(code) == code else ""


def reads(actor: Actor, agreement: CityAgreement) -> bool:
    """Both cities with their districts, the province above them, and the administrators."""
    if actor.is_(Role.ADMINISTRATOR):
        return True
    home = catalogue.city_of(actor.region_code)
    return actor.is_(Role.ORGANISER) and any(home == code or oversees(actor, code) for code in agreement.codes)


def answers(actor: Actor, agreement: CityAgreement) -> bool:
    return spoken_for(actor) == agreement.asked_code


def ends(actor: Actor, agreement: CityAgreement) -> bool:
    """Either city: to take the offer back, to decline it, or to end what was agreed."""
    return spoken_for(actor) in agreement.codes
