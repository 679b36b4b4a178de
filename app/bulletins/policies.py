"""Who reads and who writes a bulletin."""

from sqlalchemy import select

from app.accounts.actor import Actor
from app.accounts.models import Role
from app.bulletins.models import Bulletin
from app.carriers.models import Carrier
from app.core.profiles import ProfileState
from app.extensions import db
from app.indicators.policies import oversees_region
from app.taxonomy import catalogue
from app.taxonomy.regions import looks_into, oversees


def writes(actor: Actor, bulletin: Bulletin) -> bool:
    """The organisers of the authority that tells it."""
    return actor.is_(Role.ORGANISER) and actor.acts_for(bulletin.organisation_id)


def can_edit(actor: Actor, bulletin: Bulletin) -> bool:
    return writes(actor, bulletin) and bulletin.is_draft


def can_read(actor: Actor, bulletin: Bulletin) -> bool:
    """The authority of a larger region also sees what one inside it prepares."""
    if not bulletin.is_published:
        return writes(actor, bulletin) or looks_into(actor, bulletin.organisation)
    inside = oversees(actor, bulletin.region_code) or bulletin.region_code in around(actor)
    return not bulletin.is_internal or writes(actor, bulletin) or inside


def opens_rows(actor: Actor, bulletin: Bulletin) -> bool:
    """The pages of figures show the rows behind to the authority of the region."""
    return oversees_region(actor, bulletin.region_code)


def around(actor: Actor) -> set[str]:
    """The regions that the person's authority or carriers lie in: their internal bulletins are theirs to read."""
    if actor.is_(Role.ORGANISER):
        zones = {actor.region_code}
    elif actor.is_(Role.CARRIER_STAFF):
        own = Carrier.organisation_id == actor.organisation_id
        statement = select(Carrier.zone_code).where(own, Carrier.state == ProfileState.PUBLISHED).distinct()
        zones = set(db.session.scalars(statement))
    else:
        return set()
    return {region.code for zone in zones for region in catalogue.region_path(zone)}
