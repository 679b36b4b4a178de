"""What startups and carriers rush for."""

from typing import Any

from sqlalchemy import func, select

from app.accounts.models import Role
from app.carriers.models import Tenancy
from app.carriers.services import admissions
from app.extensions import db
from tests import factories
from tests.carriers.factories import published as published_carrier
from tests.projects.factories import published as published_project


def one_carrier_at_a_time() -> Any:
    """One project asked thirty carriers for a place; all of them agree at once."""
    from tests.races.scenes import Rush, cookie

    founder, requests = factories.actor(), []
    project = published_project(founder)
    for _ in range(30):
        staff = factories.actor(Role.CARRIER_STAFF)
        asked = admissions.apply(actor=founder, carrier=published_carrier(staff), project=project)
        requests.append((cookie(staff), f"/admissions/{asked.id}/agree", {}))
    present = select(func.count()).where(Tenancy.project_id == project.id, Tenancy.left_on.is_(None))
    return Rush(requests, 1, lambda: db.session.scalar(present) or 0)
