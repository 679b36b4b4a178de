"""Which regions an organiser answers for: the one of their authority and everything inside it.

Asked of a row by `oversees`, of a table by `overseen`; both say the same, and an authority without a region oversees
nothing.
"""

import uuid

from sqlalchemy import ColumnElement, Select, false, select
from sqlalchemy.orm import InstrumentedAttribute

from app.accounts.actor import Actor
from app.accounts.models import Organisation, OrganisationKind, Role
from app.taxonomy.labels import region_prefix


def oversees(actor: Actor, region: str) -> bool:
    own = region_prefix(actor.region_code)
    return actor.is_(Role.ORGANISER) and bool(own) and region_prefix(region).startswith(own)


def overseen(actor: Actor, region: InstrumentedAttribute[str]) -> ColumnElement[bool]:
    """Rows whose region the organiser oversees. The region of a province or city is written with zeros at its end,
    so that a prefix finds what is inside and nothing around."""
    own = region_prefix(actor.region_code)
    return region.startswith(own, autoescape=True) if actor.is_(Role.ORGANISER) and own else false()


def looks_into(actor: Actor, organisation: Organisation) -> bool:
    """An authority of a larger region looks at what the authorities inside it prepare; acting is theirs alone."""
    is_inside = organisation.region_code != actor.region_code and oversees(actor, organisation.region_code)
    return organisation.kind is OrganisationKind.AUTHORITY and is_inside


def looked_into(actor: Actor) -> Select[uuid.UUID]:
    """The authorities inside the organiser's region."""
    return select(Organisation.id).where(
        Organisation.kind == OrganisationKind.AUTHORITY,
        overseen(actor, Organisation.region_code),
        Organisation.region_code != actor.region_code,
    )
