from typing import Any

from app.accounts.actor import Actor
from app.projects import services
from app.projects.models import Project


def project(owner: Actor, **values: Any) -> Project:
    return services.create(
        actor=owner,
        **{
            "name": "柔性电子皮肤",
            "tagline": "给机器人装上触觉",
            "summary": "面向协作机器人的柔性压力传感器。",
            "sectors": ["robotics"],
            "region_code": "330402",
            **values,
        },
    )


def published(owner: Actor, **values: Any) -> Project:
    made = project(owner, **values)
    services.publish(actor=owner, project=made)
    return made
