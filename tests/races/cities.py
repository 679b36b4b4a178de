"""What cities rush for."""

from typing import Any

from sqlalchemy import func, select

from app.accounts.models import Organisation, Role
from app.cities.models import CityAgreement
from app.extensions import db
from app.taxonomy import catalogue
from tests.cities.factories import actor


def one_agreement() -> Any:
    """Two cities offer each other an agreement, ten organisers each, all at once; one offer waits."""
    from tests.races.scenes import Rush, cookie

    taken = set(db.session.scalars(select(Organisation.region_code)))
    first, second = [city.code for city in catalogue.regions() if city.level == "city" and city.code not in taken][:2]
    requests = [
        (cookie(actor(Role.ORGANISER, own)), "/cities", {"city": other})
        for own, other in ((first, second), (second, first))
        for _number in range(10)
    ]
    live = select(func.count()).where(CityAgreement.first_code == first, CityAgreement.second_code == second)
    return Rush(requests, 1, lambda: db.session.scalar(live) or 0)
