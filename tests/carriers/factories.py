from typing import Any

from app.accounts.actor import Actor
from app.carriers import services
from app.carriers.models import Carrier


def carrier(staff: Actor, **values: Any) -> Carrier:
    return services.create(
        actor=staff,
        **{
            "name": "南湖孵化器",
            "tagline": "给硬科技团队的第一间实验室",
            "summary": "面向柔性电子与机器人团队。",
            "link": "incubator",
            "kinds": ["general"],
            "ownership": "state",
            "region_code": "330402",
            "total_area": 50_000,
            "incubation_area": 35_000,
            **values,
        },
    )


def published(staff: Actor, **values: Any) -> Carrier:
    made = carrier(staff, **values)
    services.publish(actor=staff, carrier=made)
    return made
