"""What startups and carriers rush for."""

from typing import Any
from urllib.parse import urlencode

from sqlalchemy import func, select

from app.accounts.models import Role
from app.carriers.models import Tenancy
from app.core.model import new_id, utc_now
from app.extensions import db
from tests import factories
from tests.carriers.factories import published as published_carrier
from tests.projects.factories import published as published_project


def one_carrier_at_a_time() -> Any:
    """Thirty carriers enter, at once, the project of a startup that nobody acts for, whom nobody could ask."""
    from tests.races.scenes import Rush, cookie

    founder, requests = factories.actor(), []
    project = published_project(founder, name=f"无人认领{new_id().hex}")
    founder.membership.ended_at = utc_now()
    for _ in range(30):
        staff = factories.actor(Role.CARRIER_STAFF)
        path = f"/carriers/{published_carrier(staff).id}/tenants/new?{urlencode({'q': project.name})}"
        requests.append((cookie(staff), path, {"project_id": str(project.id)}))
    present = select(func.count()).where(Tenancy.project_id == project.id, Tenancy.left_on.is_(None))
    return Rush(requests, 1, lambda: db.session.scalar(present) or 0)
