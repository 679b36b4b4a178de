"""Reading mentors."""

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, column, not_, or_, select, table
from sqlalchemy.orm import joinedload, load_only

from app.accounts.actor import Actor
from app.accounts.models import Organisation, Role
from app.cities.sharing import standing_in
from app.core import search
from app.core.facets import briefly
from app.core.profiles import ProfileState
from app.extensions import db
from app.mentors.models import CapacityChange, Mentor, MentorConflict, MentorFacet, Standing
from app.mentors.policies import can_see, can_see_conflict, owns

ORDERS: dict[str, Any] = {
    "newest": (Mentor.published_at.desc(), Mentor.id),
    "name": (Mentor.sort_key, Mentor.id),
}
# What a list shows of a mentor, and no more than that; `read_codes` brings the codes.
TEASER = (
    load_only(
        Mentor.organisation_id,
        Mentor.name,
        Mentor.headline,
        Mentor.employer,
        Mentor.position,
        Mentor.region_code,
        Mentor.capacity,
        Mentor.mentee_count,
        Mentor.paused,
        Mentor.paused_until,
        Mentor.logo_id,
        Mentor.published_at,
        Mentor.standing,
    ),
    joinedload(Mentor.organisation).load_only(Organisation.name),
    briefly(Mentor),
)
# A project can ask for a place now.
HAS_PLACE = and_(Mentor.standing == Standing.FILED, Mentor.mentee_count < Mentor.capacity, Mentor.paused.is_(False))
# Named here as foreign keys name it, because a mentor's slice knows nothing else of projects.
_project = table(
    "project", column("id", Mentor.id.type), column("organisation_id", Mentor.id.type), column("name"), column("state")
)


def visible_mentor(actor: Actor, mentor_id: uuid.UUID) -> Mentor | None:
    mentor = db.session.get(Mentor, mentor_id)
    return mentor if mentor is not None and can_see(actor, mentor) else None


def own_mentor(actor: Actor) -> Mentor | None:
    """The one profile of the person with the authority they act for."""
    return db.session.scalar(
        select(Mentor).where(Mentor.account_id == actor.account_id, Mentor.organisation_id == actor.organisation_id)
    )


def own_mentors(actor: Actor) -> Sequence[Mentor]:
    """The profiles that the authority keeps for mentors who have not signed up."""
    statement = select(Mentor).where(Mentor.organisation_id == actor.organisation_id, Mentor.account_id.is_(None))
    return db.session.scalars(statement.order_by(Mentor.created_at.desc(), Mentor.id)).all()


def waiting_profile(actor: Actor) -> Mentor | None:
    """A profile that the authority keeps under the person's own, verified address."""
    if not actor.is_(Role.MENTOR) or actor.account is None or actor.account.email_verified_at is None:
        return None
    return db.session.scalar(
        select(Mentor)
        .where(
            Mentor.organisation_id == actor.organisation_id,
            Mentor.account_id.is_(None),
            Mentor.contact_email == actor.account.email,
        )
        .order_by(Mentor.created_at, Mentor.id)
        .limit(1)
    )


def claimable_mentor(actor: Actor, mentor_id: uuid.UUID) -> Mentor | None:
    waiting = waiting_profile(actor)
    return waiting if waiting is not None and waiting.id == mentor_id else None


def visible_conflict(actor: Actor, conflict_id: uuid.UUID) -> MentorConflict | None:
    conflict = db.session.get(MentorConflict, conflict_id, options=[joinedload(MentorConflict.mentor)])
    return conflict if conflict is not None and can_see_conflict(actor, conflict) else None


def shown_conflicts(actor: Actor, mentor: Mentor) -> list[MentorConflict]:
    """The interests that hold today and that this reader may know."""
    return [c for c in mentor.conflicts if c.ended_at is None and can_see_conflict(actor, c)]


def conflicts_between(
    mentor_ids: Sequence[uuid.UUID] | None = None, *, project_ids: Sequence[uuid.UUID]
) -> set[tuple[uuid.UUID, uuid.UUID]]:
    """(mentor, project) of every declared interest that holds: in the project, in its company, or by its name."""
    same = or_(
        MentorConflict.project_id == _project.c.id,
        MentorConflict.organisation_id == _project.c.organisation_id,
        and_(MentorConflict.project_id.is_(None), MentorConflict.name == _project.c.name),
    )
    statement = (
        select(MentorConflict.mentor_id, _project.c.id)
        .join(_project, same)
        .where(MentorConflict.ended_at.is_(None), _project.c.id.in_(project_ids))
    )
    if mentor_ids is not None:
        statement = statement.where(MentorConflict.mentor_id.in_(mentor_ids))
    return {(mentor_id, project_id) for mentor_id, project_id in db.session.execute(statement)}


def meant_by(name: str) -> tuple[uuid.UUID | None, uuid.UUID | None]:
    """(organisation, project) that a written name stands for here; only published projects, whose names are public."""
    project = db.session.execute(
        select(_project.c.id, _project.c.organisation_id)
        .where(_project.c.name == name, _project.c.state == "published")
        .order_by(_project.c.id)
        .limit(1)
    ).one_or_none()
    if project is not None:
        return project.organisation_id, project.id
    return db.session.scalar(select(Organisation.id).where(Organisation.name == name)), None


def own_change(actor: Actor, change_id: uuid.UUID) -> CapacityChange | None:
    """A dated change of the places of the person's own profile, or of one that the authority keeps."""
    change = db.session.get(CapacityChange, change_id, options=[joinedload(CapacityChange.mentor)])
    return change if change is not None and owns(actor, change.mentor) else None


def due_places(day: dt.date) -> Sequence[uuid.UUID]:
    """Mentors whose pause is over, or whose places have to follow a change."""
    changed = select(CapacityChange.mentor_id).where(CapacityChange.starts_on <= day)
    rested = and_(Mentor.paused, Mentor.paused_until <= day)
    return db.session.scalars(select(Mentor.id).where(or_(rested, Mentor.id.in_(changed))).order_by(Mentor.id)).all()


def published() -> Select[Mentor]:
    return select(Mentor).where(Mentor.state == ProfileState.PUBLISHED)


def directory(
    *,
    words: str = "",
    sectors: Sequence[str] = (),
    expertise: Sequence[str] = (),
    stages: Sequence[str] = (),
    languages: Sequence[str] = (),
    region: str = "",
    free: bool = False,
    filed: bool = True,
    hidden: Sequence[str] = (),
    order: str = "newest",
) -> Select[Mentor]:
    """The register, or with `filed=False` all published mentors; a region given by a short code prefix holds
    everything inside it. Who is not filed is found by name alone: the search knows the register."""
    statement = published()
    if filed:
        statement = statement.where(Mentor.standing == Standing.FILED)
    if hidden:
        statement = statement.where(not_(in_cities(hidden)))
    if words:
        found = Mentor.id.in_(search.matching(words, "mentor"))
        unlisted = and_(Mentor.standing != Standing.FILED, Mentor.name.icontains(words, autoescape=True))
        statement = statement.where(found if filed else or_(found, unlisted))
    for facet, codes in (("sector", sectors), ("expertise", expertise), ("stage", stages), ("language", languages)):
        if codes:
            statement = statement.where(Mentor.id.in_(with_facet(facet, codes)))
    if region:
        statement = statement.where(Mentor.region_code.startswith(region, autoescape=True))
    if free:
        statement = statement.where(HAS_PLACE)
    return statement.order_by(*ORDERS.get(order, ORDERS["newest"]))


def in_cities(codes: Sequence[str]) -> ColumnElement[bool]:
    """A mentor belongs to the city whose authority keeps them in its register."""
    return standing_in(codes, Mentor.organisation_id)


def with_facet(facet: str, codes: Sequence[str]) -> Select[uuid.UUID]:
    return select(MentorFacet.mentor_id).where(MentorFacet.facet == facet, MentorFacet.code.in_(codes))
