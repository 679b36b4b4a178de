from typing import Any

from app.accounts.actor import Actor
from app.accounts.models import Role
from app.mentors import services
from app.mentors.models import Mentor
from tests import factories


def mentor(owner: Actor | None = None, **values: Any) -> Mentor:
    return services.create(
        actor=owner or factories.actor(Role.MENTOR),
        **{
            "name": "沈若水",
            "headline": "帮硬件团队从样机走到量产",
            "bio": "做了二十年电子产品。",
            "expertise": ["financing"],
            "sectors": ["robotics"],
            "stages": ["seed"],
            "region_code": "330402",
            "capacity": 2,
            **values,
        },
    )


def published(owner: Actor | None = None, **values: Any) -> Mentor:
    owner = owner or factories.actor(Role.MENTOR)
    made = mentor(owner, **values)
    services.publish(actor=owner, mentor=made)
    return made
