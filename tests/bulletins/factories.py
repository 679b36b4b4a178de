"""A region with carriers that reported, and bulletins of its last quarter."""

import datetime as dt

from app.accounts.actor import Actor
from app.bulletins import services
from app.bulletins.models import Bulletin
from app.carriers.models import Carrier
from app.indicators import periods
from app.indicators.periods import Period
from tests.carriers.factories import published
from tests.indicators.factories import entered

CITY, NORTH, SOUTH = "330400", "330402", "330411"


def last() -> Period:
    return periods.latest("quarter")


def reported(staff: Actor, *, zone: str = NORTH, **amounts: tuple[int, ...]) -> Carrier:
    """A carrier with accepted figures of the last quarters, the last one first."""
    made = published(staff, name=f"{zone}孵化器", region_code=zone, opened_on=dt.date(2018, 1, 1))
    for back in range(max(map(len, amounts.values()), default=0)):
        known = {code: values[back] for code, values in amounts.items() if back < len(values)}
        entered(made, last().before(back), **known)
    return made


def draft(organiser: Actor, *, region: str = CITY, headlines: tuple[str, ...] = (), **values: object) -> Bulletin:
    made = services.start(actor=organiser, region=region, quarter=last())
    if headlines:
        made.headlines = list(headlines)
        services.recount(actor=organiser, bulletin=made)
    if values:
        services.write(actor=organiser, bulletin=made, **values)
    return made


def told(organiser: Actor, **values: object) -> Bulletin:
    made = draft(organiser, **values)  # type: ignore[arg-type]
    assert services.publish(actor=organiser, bulletin=made)
    return made
