"""Roadshows as the races need them."""

import datetime as dt
import uuid
from typing import Any

from app.accounts.actor import Actor
from app.accounts.models import Role
from app.core.model import utc_now
from app.roadshows.models import EventMode, Roadshow, RoadshowState
from app.roadshows.services import applications, setup
from app.roadshows.services.moves import move
from tests import factories
from tests.projects.factories import published

DAY = dt.timedelta(days=1)


def roadshow(organiser: Actor | None = None, **values: Any) -> Roadshow:
    """An open roadshow in a week."""
    organiser = organiser or factories.actor(Role.ORGANISER)
    now = utc_now()
    made = setup.create(
        actor=organiser,
        **{
            "title": "路演",
            "summary": "早期项目",
            "venue": "路演厅",
            "mode": EventMode.ON_SITE,
            "starts_at": now + 7 * DAY,
            "ends_at": now + 7 * DAY + DAY / 8,
            "apply_from": now - DAY,
            "apply_until": now + 5 * DAY,
            "capacity": 10,
            "seats": 30,
            "organisation_seats": 3,
            **values,
        },
    )
    move(actor=organiser, roadshow=made, to=RoadshowState.OPEN)
    return made


def applied_roadshow(*, capacity: int, applications: int) -> tuple[Roadshow, Actor, list[uuid.UUID]]:
    """A roadshow with so many sent applications."""
    organiser = factories.actor(Role.ORGANISER)
    made = roadshow(organiser, capacity=capacity)
    return made, organiser, [_apply(made) for _ in range(applications)]


def _apply(made: Roadshow) -> uuid.UUID:
    owner = factories.actor()
    application = applications.start(actor=owner, roadshow=made, project=published(owner), consent=True)
    applications.save_pitch(actor=owner, application=application, wants="见投资人", presenter="创始人")
    applications.send(actor=owner, application=application)
    return application.id
