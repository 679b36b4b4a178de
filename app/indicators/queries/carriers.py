"""The carriers that figures are of."""

import uuid
from collections.abc import Iterable
from typing import Any

from sqlalchemy import select

from app.carriers.models import Carrier
from app.extensions import db


def carriers_named(carrier_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, Any]:
    """id, name, link and zone_code of each, in the order of their names."""
    statement = (
        select(Carrier.id, Carrier.name, Carrier.link, Carrier.zone_code)
        .where(Carrier.id.in_(list(carrier_ids)))
        .order_by(Carrier.sort_key, Carrier.id)
    )
    return {row.id: row for row in db.session.execute(statement)}
