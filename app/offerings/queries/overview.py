"""How the requests of a region stand, agency by agency: numbers alone, because who asked what is between the two."""

import datetime as dt
import uuid
from collections import Counter
from dataclasses import dataclass, field

from sqlalchemy import case, func, select

from app.accounts.actor import Actor
from app.accounts.models import Organisation, Role
from app.core.model import utc_now
from app.extensions import db
from app.offerings.labels import GROUPS
from app.offerings.models import OPEN, Offering, RequestState, ServiceRequest
from app.projects.models import Project
from app.taxonomy.regions import overseen

# A request that nobody has answered for so many days is late.
LATE = dt.timedelta(days=7)


@dataclass
class Standing:
    """Of one agency: how many requests stand how, how many wait for too long, and since when the oldest does."""

    agency_id: uuid.UUID
    name: str
    counts: Counter[RequestState] = field(default_factory=Counter)
    late: int = 0
    oldest: dt.datetime | None = None

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def open(self) -> int:
        return sum(self.counts[state] for state in OPEN)

    @property
    def ended(self) -> int:
        """In a way other than the work being done."""
        return self.total - self.open - self.counts[RequestState.COMPLETED]


def standings(actor: Actor, *, group: str = "") -> list[Standing]:
    """Of the agencies that projects of the organiser's region asked, those with the most open requests first."""
    if not actor.is_(Role.ORGANISER):
        return []
    waits = ServiceRequest.state == RequestState.REQUESTED
    late = case((waits & (ServiceRequest.requested_at < utc_now() - LATE), 1), else_=0)
    statement = (
        select(
            Organisation.id,
            Organisation.name,
            ServiceRequest.state,
            func.count().label("number"),
            func.sum(late).label("late"),
            func.min(ServiceRequest.requested_at).label("oldest"),
        )
        .select_from(ServiceRequest)
        .join(Offering, Offering.id == ServiceRequest.offering_id)
        .join(Organisation, Organisation.id == Offering.organisation_id)
        .join(Project, Project.id == ServiceRequest.project_id)
        .where(overseen(actor, Project.region_code))
        .group_by(Organisation.id, Organisation.name, ServiceRequest.state)
    )
    if group in GROUPS:
        statement = statement.where(Offering.kind.in_(GROUPS[group][1]))
    found: dict[uuid.UUID, Standing] = {}
    for row in db.session.execute(statement):
        standing = found.setdefault(row.id, Standing(row.id, row.name))
        standing.counts[row.state] += row.number
        standing.late += int(row.late)
        if row.state == RequestState.REQUESTED:
            standing.oldest = row.oldest
    return sorted(found.values(), key=lambda row: (-row.open, -row.total, row.name))
