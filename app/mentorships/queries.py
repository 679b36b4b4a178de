"""Requests and mentorships, from every side."""

import uuid
from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, Subquery, and_, func, or_, select

from app.accounts.actor import Actor
from app.accounts.models import Role
from app.cities.sharing import put_before
from app.core.answering import AnswerState
from app.extensions import db
from app.mentors.models import Mentor, MentorFacet
from app.mentors.queries import HAS_PLACE, conflicts_between, in_cities, published
from app.mentorships.models import MOST_PENDING, MentorRequest, Mentorship, MentorWish, RequestOrigin
from app.mentorships.policies import answers, sent, takes_part
from app.projects.models import Project
from app.roadshows.policies import ORGANISING


def own_request(actor: Actor, request_id: uuid.UUID) -> MentorRequest | None:
    """A request that the person received or sent."""
    request = db.session.get(MentorRequest, request_id)
    return request if request is not None and (answers(actor, request) or sent(actor, request)) else None


def own_mentorship(actor: Actor, mentorship_id: uuid.UUID) -> Mentorship | None:
    mentorship = db.session.get(Mentorship, mentorship_id)
    return mentorship if mentorship is not None and takes_part(actor, mentorship) else None


def received(actor: Actor) -> Select[MentorRequest]:
    """What this mentor was asked, newest first; nothing for other roles."""
    statement = select(MentorRequest).join(MentorRequest.mentor).where(_mine_as_mentor(actor))
    return statement.order_by(MentorRequest.asked_at.desc(), MentorRequest.id)


def sent_by(actor: Actor) -> Select[MentorRequest]:
    statement = select(MentorRequest).where(_sent_by(actor))
    return statement.order_by(MentorRequest.asked_at.desc(), MentorRequest.id)


def pending_received(actor: Actor) -> int:
    statement = select(func.count()).select_from(MentorRequest).join(Mentor, Mentor.id == MentorRequest.mentor_id)
    statement = statement.where(_mine_as_mentor(actor), MentorRequest.state == AnswerState.PENDING)
    return db.session.scalar(statement) or 0


class Quota(NamedTuple):
    """A project with how many more mentors it may ask now, how many it wants and how many it has."""

    project: Project
    left: int
    wanted: int
    present: int


def quotas(actor: Actor) -> list[Quota]:
    """The person's published projects."""
    if not actor.is_(Role.ENTREPRENEUR):
        return []
    pending = (
        select(MentorRequest.project_id, func.count().label("pending"))
        .where(MentorRequest.state == AnswerState.PENDING, MentorRequest.origin == RequestOrigin.PROJECT)
        .group_by(MentorRequest.project_id)
        .subquery()
    )
    present = _present()
    statement = (
        select(
            Project,
            MOST_PENDING - func.coalesce(pending.c.pending, 0),
            func.coalesce(MentorWish.wanted, 1),
            func.coalesce(present.c.present, 0),
        )
        .outerjoin(pending, pending.c.project_id == Project.id)
        .outerjoin(MentorWish, MentorWish.project_id == Project.id)
        .outerjoin(present, present.c.project_id == Project.id)
        .where(Project.organisation_id == actor.organisation_id, Project.state == "published")
        .order_by(Project.sort_key, Project.id)
    )
    return [Quota(*row) for row in db.session.execute(statement).unique()]


def _present() -> Subquery:
    """(project, how many mentors it has now)."""
    counted = select(Mentorship.project_id, func.count().label("present")).where(Mentorship.ended_at.is_(None))
    return counted.group_by(Mentorship.project_id).subquery()


def wanting(project_ids: Collection[uuid.UUID]) -> list[uuid.UUID]:
    """Those of the projects that are published and have fewer mentors than they want."""
    if not project_ids:
        return []
    present = _present()
    statement = (
        select(Project.id)
        .outerjoin(MentorWish, MentorWish.project_id == Project.id)
        .outerjoin(present, present.c.project_id == Project.id)
        .where(Project.id.in_(project_ids), Project.state == "published")
        .where(func.coalesce(present.c.present, 0) < func.coalesce(MentorWish.wanted, 1))
    )
    return list(db.session.scalars(statement.order_by(Project.id)))


def known_mentors(project_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, set[uuid.UUID]]:
    """Project → the mentors whom it asked already, or who work with it."""
    found: dict[uuid.UUID, set[uuid.UUID]] = {project_id: set() for project_id in project_ids}
    for model in (MentorRequest, Mentorship) if project_ids else ():
        statement = select(model.project_id, model.mentor_id).where(model.project_id.in_(project_ids))
        for project_id, mentor_id in db.session.execute(statement):
            found[project_id].add(mentor_id)
    return found


def last_in_vain(actor: Actor) -> Sequence[MentorRequest]:
    """The newest request of each of the person's projects, where it came to nothing."""
    newest = (
        select(MentorRequest.project_id, func.max(MentorRequest.asked_at).label("at"))
        .where(MentorRequest.origin == RequestOrigin.PROJECT)
        .group_by(MentorRequest.project_id)
        .subquery()
    )
    statement = select(MentorRequest).join(
        newest, and_(newest.c.project_id == MentorRequest.project_id, newest.c.at == MentorRequest.asked_at)
    )
    statement = statement.where(_sent_by(actor), MentorRequest.state.in_((AnswerState.DECLINED, AnswerState.EXPIRED)))
    return db.session.scalars(statement.order_by(MentorRequest.asked_at.desc(), MentorRequest.id)).unique().all()


def colleagues(request: MentorRequest, words: str = "", *, most: int = 8) -> Sequence[Mentor]:
    """Mentors with a free place whom the project could ask instead, those who know most of what it needs first.

    Without words to look for, only those who know something of it.
    """
    project = request.project
    needs = and_(MentorFacet.facet == "expertise", MentorFacet.code.in_(project.codes("need")))
    sectors = and_(MentorFacet.facet == "sector", MentorFacet.code.in_(project.codes("sector")))
    shared = (
        select(func.count()).where(MentorFacet.mentor_id == Mentor.id, or_(needs, sectors)).correlate(Mentor)
    ).scalar_subquery()
    known = known_mentors([project.id])[project.id] | {
        mentor_id for mentor_id, _project in conflicts_between(project_ids=[project.id])
    }
    statement = published().where(HAS_PLACE, Mentor.account_id.is_not(None), Mentor.id.not_in(known))
    statement = statement.where(put_before(project.home_region, in_cities))
    if words:
        statement = statement.where(
            or_(Mentor.name.icontains(words, autoescape=True), Mentor.headline.icontains(words, autoescape=True))
        )
    else:
        statement = statement.where(shared > 0)
    ordered = statement.order_by(shared.desc(), Mentor.sort_key, Mentor.id).limit(most)
    return db.session.scalars(ordered).unique().all()


def between(mentor_id: uuid.UUID, project_ids: Sequence[uuid.UUID]) -> Sequence[MentorRequest]:
    """All requests of these projects to a mentor, newest first."""
    statement = select(MentorRequest).where(
        MentorRequest.mentor_id == mentor_id, MentorRequest.project_id.in_(project_ids)
    )
    return db.session.scalars(statement.order_by(MentorRequest.asked_at.desc(), MentorRequest.id)).unique().all()


def mentorships(actor: Actor, *, ended: bool = False) -> Select[Mentorship]:
    """The person's own, as mentor or as the project's side."""
    statement = select(Mentorship).join(Mentorship.mentor).join(Mentorship.project)
    mine = [_mine_as_mentor(actor)]
    if actor.is_(Role.ENTREPRENEUR):
        mine = [Project.organisation_id == actor.organisation_id]
    over = Mentorship.ended_at.is_not(None) if ended else Mentorship.ended_at.is_(None)
    return statement.where(or_(*mine), over).order_by(Mentorship.started_at.desc(), Mentorship.id)


def mentors_of(project_id: uuid.UUID) -> Sequence[Mentorship]:
    """The present mentors of a project."""
    statement = select(Mentorship).where(Mentorship.project_id == project_id, Mentorship.ended_at.is_(None))
    return db.session.scalars(statement.order_by(Mentorship.started_at, Mentorship.id)).unique().all()


def mentored_projects() -> Select[uuid.UUID]:
    """The projects that a mentor coaches now."""
    return select(Mentorship.project_id).where(Mentorship.ended_at.is_(None))


def names_of_mentors(project_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, list[str]]:
    """Project → its present mentors, the longest there first; names are in the public register."""
    statement = (
        select(Mentorship.project_id, Mentor.name)
        .join(Mentor, Mentor.id == Mentorship.mentor_id)
        .where(Mentorship.project_id.in_(project_ids), Mentorship.ended_at.is_(None))
        .order_by(Mentorship.started_at, Mentorship.id)
    )
    found: dict[uuid.UUID, list[str]] = defaultdict(list)
    for project_id, name in db.session.execute(statement):
        found[project_id].append(name)
    return found


def active(project_id: uuid.UUID, mentor_id: uuid.UUID) -> Mentorship | None:
    return db.session.scalar(
        select(Mentorship).where(
            Mentorship.project_id == project_id, Mentorship.mentor_id == mentor_id, Mentorship.ended_at.is_(None)
        )
    )


def _mine_as_mentor(actor: Actor) -> ColumnElement[bool]:
    if not actor.is_(Role.MENTOR):
        return Mentor.id.is_(None)
    return and_(Mentor.account_id == actor.account_id, Mentor.organisation_id == actor.organisation_id)


def _sent_by(actor: Actor) -> ColumnElement[bool]:
    origin = RequestOrigin.ORGANISER if actor.is_(*ORGANISING) else RequestOrigin.PROJECT
    if not actor.is_(*ORGANISING, Role.ENTREPRENEUR):
        return MentorRequest.id.is_(None)
    return and_(MentorRequest.organisation_id == actor.organisation_id, MentorRequest.origin == origin)
