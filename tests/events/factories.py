"""Events with people, made through the services."""

import datetime as dt
from typing import Any

from app.accounts.actor import Actor
from app.accounts.models import Role
from app.core.model import utc_now
from app.events.models import Event, EventKind, EventState
from app.events.services import setup
from tests import factories

HOUR = dt.timedelta(hours=1)


def event(organiser: Actor | None = None, **values: Any) -> Event:
    begins = utc_now() + dt.timedelta(days=3)
    return setup.create(
        actor=organiser or factories.actor(Role.ORGANISER),
        **{
            "kind": EventKind.SALON,
            "title": "创始人沙龙",
            "title_en": "Founders' salon",
            "summary": "聊聊第一批客户。",
            "speakers": "莫老师",
            "venue": "禾城书房",
            "region_code": "330402",
            "sectors": ["robotics"],
            "starts_at": begins,
            "ends_at": begins + 2 * HOUR,
            "register_until": begins - HOUR,
            "seats": 2,
            **values,
        },
    )


def opened(organiser: Actor, **values: Any) -> Event:
    made = event(organiser, **values)
    setup.move(actor=organiser, event=made, to=EventState.OPEN)
    return made


def begun(made: Event) -> Event:
    """As if its beginning were an hour ago."""
    shift = made.starts_at - utc_now() + HOUR
    for name in setup.MOMENTS:
        setattr(made, name, getattr(made, name) - shift)
    return made


def held(organiser: Actor, made: Event) -> Event:
    begun(made)
    setup.move(actor=organiser, event=made, to=EventState.HELD)
    return made
