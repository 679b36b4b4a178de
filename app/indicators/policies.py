"""Who reads and writes figures. Nobody outside: what is told to the public is published in bulletins."""

from app.accounts.actor import Actor
from app.accounts.models import Role
from app.carriers.models import Carrier
from app.carriers.policies import oversees, owns, sees_inside
from app.indicators.models import Collection, Return
from app.taxonomy import catalogue, regions


def oversees_region(actor: Actor, region: str) -> bool:
    """The region is the organiser's own, or inside it."""
    return catalogue.region(region) is not None and regions.oversees(actor, region)


def reads_carrier(actor: Actor, carrier: Carrier) -> bool:
    """Its staff, and the authority of its region."""
    return sees_inside(actor, carrier)


def collects(actor: Actor, collection: Collection) -> bool:
    """The authority that asks for a period also reminds."""
    return actor.is_(Role.ORGANISER) and actor.acts_for(collection.organisation_id)


def files_return(actor: Actor, item: Return) -> bool:
    return owns(actor, item.carrier)


def decides(actor: Actor, item: Return) -> bool:
    return oversees(actor, item.carrier)
