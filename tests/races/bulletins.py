"""What authorities rush for."""

from typing import Any

from sqlalchemy import func, select

from app.accounts.models import Role
from app.bulletins import queries, services
from app.bulletins.models import Bulletin, BulletinState
from app.extensions import db
from tests import factories
from tests.bulletins.factories import CITY


def one_bulletin_a_quarter() -> Any:
    """Twelve authorities of a city have a draft of the same quarter and publish at once."""
    from tests.races.scenes import Rush, cookie

    published = Bulletin.state == BulletinState.PUBLISHED
    told = set(db.session.scalars(select(Bulletin.period).where(published, Bulletin.region_code == CITY)))
    quarter = next(each for each in queries.quarters() if each.code not in told)
    requests = []
    for _ in range(12):
        organiser = factories.actor(Role.ORGANISER)
        made = services.start(actor=organiser, region=CITY, quarter=quarter)
        requests.append((cookie(organiser), f"/bulletins/{made.id}/publish", {}))
    number = select(func.count()).where(published, Bulletin.region_code == CITY, Bulletin.period == quarter.code)
    return Rush(requests, 1, lambda: db.session.scalar(number) or 0)
