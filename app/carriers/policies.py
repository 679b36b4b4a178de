"""Who may do what with a carrier, and how far into it a reader reaches."""

from app.accounts.actor import Actor
from app.accounts.models import Role
from app.carriers.fields import FIELDS
from app.carriers.models import Accreditation, Carrier, Resource
from app.core.profiles import readable
from app.core.visibility import Visibility
from app.taxonomy.labels import region_prefix


def owns(actor: Actor, carrier: Carrier) -> bool:
    """The carrier is operated by the organisation the person acts for."""
    return actor.is_(Role.CARRIER_STAFF) and actor.acts_for(carrier.organisation_id)


def oversees(actor: Actor, carrier: Carrier) -> bool:
    """The carrier belongs to the region of the authority the person organises for."""
    prefix = region_prefix(actor.region_code)
    return actor.is_(Role.ORGANISER) and bool(prefix) and carrier.zone_code.startswith(prefix)


def can_see(actor: Actor, carrier: Carrier) -> bool:
    """What is published has a public page; its authority also keeps sight of what was archived."""
    if carrier.is_published or owns(actor, carrier):
        return True
    return carrier.is_archived and carrier.published_at is not None and oversees(actor, carrier)


def can_edit(actor: Actor, carrier: Carrier) -> bool:
    return owns(actor, carrier) and not carrier.is_archived


def can_publish(actor: Actor, carrier: Carrier) -> bool:
    return owns(actor, carrier)


def sees_inside(actor: Actor, carrier: Carrier) -> bool:
    """Its staff and its authority read what a carrier works with and whom it looks after."""
    return owns(actor, carrier) or oversees(actor, carrier)


def can_edit_resource(actor: Actor, resource: Resource) -> bool:
    return can_edit(actor, resource.carrier)


def can_hand_in(actor: Actor, carrier: Carrier) -> bool:
    """Staff hand accreditations in, the authority enters its own."""
    return carrier.is_published and sees_inside(actor, carrier)


def can_edit_accreditation(actor: Actor, accreditation: Accreditation) -> bool:
    return owns(actor, accreditation.carrier)


def decides(actor: Actor, accreditation: Accreditation) -> bool:
    return oversees(actor, accreditation.carrier)


def reach(actor: Actor, carrier: Carrier) -> Visibility:
    """The most private visibility this reader sees of the carrier."""
    if owns(actor, carrier) or oversees(actor, carrier):
        return Visibility.AGREED
    return Visibility.SIGNED_IN if actor.is_signed_in else Visibility.PUBLIC


def readable_fields(carrier: Carrier, within: Visibility) -> frozenset[str]:
    """The names of the fields a reader of this reach may read; every page, list, export and search asks here."""
    return readable(FIELDS, carrier, within)
