"""Which authority a carrier belongs to."""

import uuid
from collections.abc import Sequence

from sqlalchemy import exists, select

from app.accounts.models import Membership, Organisation, OrganisationKind, Role
from app.carriers.models import Carrier
from app.extensions import db
from app.taxonomy import catalogue


def nearest_authorities(carrier: Carrier) -> Sequence[uuid.UUID]:
    """Those with organisers in the smallest region around the carrier: its district's before its city's."""
    codes = [region.code for region in catalogue.region_path(carrier.zone_code)]
    organised = exists().where(
        Membership.organisation_id == Organisation.id,
        Membership.role == Role.ORGANISER,
        Membership.ended_at.is_(None),
    )
    statement = (
        select(Organisation.id, Organisation.region_code)
        .where(Organisation.kind == OrganisationKind.AUTHORITY, Organisation.region_code.in_(codes), organised)
        .order_by(Organisation.id)
    )
    rows = db.session.execute(statement).all()
    nearest = max((codes.index(row.region_code) for row in rows), default=0)
    return [row.id for row in rows if codes.index(row.region_code) == nearest]
