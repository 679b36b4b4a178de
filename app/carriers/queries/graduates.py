"""Graduates: the register, their follow-ups, who gives back as a mentor, and where they settled."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection, Sequence

from sqlalchemy import Select, exists, extract, func, select
from sqlalchemy.orm import aliased

from app.accounts.actor import Actor
from app.accounts.models import Membership, Role
from app.carriers.models import (
    Carrier,
    FollowUp,
    FollowUpState,
    Graduation,
    Link,
    Settlement,
    SettlementState,
    Tenancy,
)
from app.carriers.policies import can_see_tenancy
from app.carriers.queries.carriers import of_region
from app.carriers.queries.tenancies import reads
from app.core.days import city_day
from app.extensions import db
from app.mentors.models import Mentor
from app.projects.models import Project
from app.taxonomy.labels import region_prefix


def inner_graduation(actor: Actor, graduation_id: uuid.UUID) -> Graduation | None:
    found = db.session.get(Graduation, graduation_id)
    return found if found is not None and can_see_tenancy(actor, found.tenancy) else None


def inner_follow_up(actor: Actor, follow_up_id: uuid.UUID) -> FollowUp | None:
    found = db.session.get(FollowUp, follow_up_id)
    return found if found is not None and can_see_tenancy(actor, found.graduation.tenancy) else None


def inner_settlement(actor: Actor, settlement_id: uuid.UUID) -> Settlement | None:
    found = db.session.get(Settlement, settlement_id)
    return found if found is not None and can_see_tenancy(actor, found.graduation.tenancy) else None


def graduation_of(tenancy: Tenancy) -> Graduation | None:
    return db.session.scalars(select(Graduation).where(Graduation.tenancy_id == tenancy.id)).unique().first()


def graduates(
    actor: Actor,
    *,
    carrier: Carrier | None = None,
    words: str = "",
    year: int | None = None,
    criterion: str = "",
    follow_up: str = "",
) -> Select[Graduation]:
    """Of the actor's carriers or region, or of one carrier; `follow_up` finds those with an answer missing or given."""
    statement = select(Graduation).join(Graduation.tenancy).join(Tenancy.carrier).join(Tenancy.project)
    statement = statement.where(Tenancy.carrier_id == carrier.id if carrier is not None else reads(actor))
    if words:
        statement = statement.where(Project.name.icontains(words, autoescape=True))
    if year:
        statement = statement.where(extract("year", Graduation.graduated_on) == year)
    if criterion:
        statement = statement.where(Graduation.criterion == criterion)
    waits = exists().where(FollowUp.graduation_id == Graduation.id, FollowUp.state == FollowUpState.SENT)
    if follow_up in {"missing", "answered"}:
        statement = statement.where(waits if follow_up == "missing" else ~waits)
    return statement.order_by(Graduation.graduated_on.desc(), Graduation.id)


def founders_who_mentor(rows: Collection[Graduation]) -> dict[uuid.UUID, list[str]]:
    """Graduation → published mentors among the people of its startup. One statement."""
    startups = {row.tenancy.project.organisation_id for row in rows}
    founder = aliased(Membership)
    statement = (
        select(founder.organisation_id, Mentor.name)
        .join(Mentor, Mentor.account_id == founder.account_id)
        .where(founder.organisation_id.in_(startups), founder.role == Role.ENTREPRENEUR, Mentor.state == "published")
        .order_by(Mentor.name)
        .distinct()
    )
    named: dict[uuid.UUID, list[str]] = defaultdict(list)
    for organisation_id, name in db.session.execute(statement) if startups else ():
        named[organisation_id].append(name)
    return {row.id: named[row.tenancy.project.organisation_id] for row in rows}


def is_mentor(actor: Actor) -> bool:
    return any(membership.role is Role.MENTOR for membership in actor.memberships)


def open_follow_ups(actor: Actor) -> Sequence[FollowUp]:
    """Forms that wait for the person's startup."""
    if not actor.is_(Role.ENTREPRENEUR):
        return []
    statement = select(FollowUp).join(FollowUp.graduation).join(Graduation.tenancy).join(Tenancy.project)
    statement = statement.where(Project.organisation_id == actor.organisation_id, FollowUp.state == FollowUpState.SENT)
    return db.session.scalars(statement.order_by(FollowUp.due_on, FollowUp.id)).unique().all()


def late_follow_ups(actor: Actor) -> int:
    """Forms past their day, of the carriers that the person works for."""
    if not actor.is_(Role.CARRIER_STAFF):
        return 0
    statement = select(func.count()).select_from(FollowUp)
    statement = statement.join(Graduation, Graduation.id == FollowUp.graduation_id)
    statement = statement.join(Tenancy, Tenancy.id == Graduation.tenancy_id)
    statement = statement.join(Carrier, Carrier.id == Tenancy.carrier_id)
    late = (FollowUp.state == FollowUpState.SENT, FollowUp.due_on < city_day())
    return db.session.scalar(statement.where(reads(actor), *late)) or 0


def parks(carrier: Carrier) -> Sequence[Carrier]:
    """Published parks, in which a graduate may have settled."""
    statement = select(Carrier).where(Carrier.link == Link.PARK, Carrier.state == "published", Carrier.id != carrier.id)
    return db.session.scalars(statement.order_by(Carrier.sort_key, Carrier.id)).all()


def settlements_of(actor: Actor, *, state: str = "") -> Select[Settlement]:
    """For the pages: of the actor's carriers or region, what waits first."""
    statement = _settlements().where(reads(actor))
    if state in set(SettlementState):
        statement = statement.where(Settlement.state == state)
    waits = Settlement.state == SettlementState.REPORTED
    return statement.order_by(waits.desc(), Settlement.settled_on.desc(), Settlement.id)


def settlements_to_decide(actor: Actor) -> int:
    statement = select(func.count()).select_from(Settlement)
    statement = statement.join(Graduation, Graduation.id == Settlement.graduation_id)
    statement = statement.join(Tenancy, Tenancy.id == Graduation.tenancy_id)
    statement = statement.join(Carrier, Carrier.id == Tenancy.carrier_id)
    return db.session.scalar(statement.where(of_region(actor), Settlement.state == SettlementState.REPORTED)) or 0


def settlements(
    *,
    since: dt.date | None = None,
    until: dt.date | None = None,
    region: str = "",
    carrier_id: uuid.UUID | None = None,
    confirmed: bool = True,
) -> Sequence[Settlement]:
    """What rewards to former carriers are computed from: settled in [since, until), in the carriers of a region.

    Each has its graduation, tenancy, project and former carrier loaded; only confirmed ones unless asked otherwise.
    """
    statement = _settlements()
    if confirmed:
        statement = statement.where(Settlement.state == SettlementState.CONFIRMED)
    if since:
        statement = statement.where(Settlement.settled_on >= since)
    if until:
        statement = statement.where(Settlement.settled_on < until)
    if region:
        statement = statement.where(Carrier.zone_code.startswith(region_prefix(region), autoescape=True))
    if carrier_id:
        statement = statement.where(Carrier.id == carrier_id)
    return db.session.scalars(statement.order_by(Settlement.settled_on, Settlement.id)).unique().all()


def _settlements() -> Select[Settlement]:
    return select(Settlement).join(Settlement.graduation).join(Graduation.tenancy).join(Tenancy.carrier)
