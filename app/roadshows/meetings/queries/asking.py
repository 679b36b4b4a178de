"""Requests for meetings, as both sides see them, and whom each side can ask."""

import uuid
from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import joinedload, lazyload

from app.accounts.actor import Actor
from app.accounts.models import Role
from app.core.answering import AnswerState
from app.core.profiles import ProfileState
from app.events.core import Attendance
from app.extensions import db
from app.funds.models import Fund
from app.projects.models import Project
from app.roadshows.meetings.models import Meeting, MeetingRequest, Side
from app.roadshows.meetings.policies import meets_here, own_side
from app.roadshows.models import Application, LineupPlace, Registration, RegistrationState, Roadshow
from app.roadshows.queries.events import visible_roadshow

Pair = tuple[uuid.UUID, uuid.UUID]


def own_request(actor: Actor, request_id: uuid.UUID) -> MeetingRequest | None:
    """A request that the person's side asked or is asked."""
    request = db.session.get(MeetingRequest, request_id)
    return request if request is not None and own_side(actor, request) is not None else None


def joined_roadshow(actor: Actor, roadshow_id: uuid.UUID) -> Roadshow | None:
    """A roadshow at which the person may meet somebody: a project on its line-up, or a fund."""
    roadshow = visible_roadshow(actor, roadshow_id)
    if roadshow is None or not meets_here(actor, roadshow):
        return None
    return roadshow if actor.is_(Role.INVESTOR) or own_projects(actor, roadshow_id) else None


def received(actor: Actor) -> Select[MeetingRequest]:
    return _requests(actor, mine=False)


def sent(actor: Actor) -> Select[MeetingRequest]:
    return _requests(actor, mine=True)


def pending_received(actor: Actor) -> int:
    """How many requests wait for this person's side."""
    waiting = received(actor).where(MeetingRequest.state == AnswerState.PENDING).order_by(None)
    return db.session.scalar(waiting.with_only_columns(func.count(MeetingRequest.id))) or 0


def standing(
    roadshow_id: uuid.UUID, project_id: uuid.UUID, fund_id: uuid.UUID
) -> tuple[Meeting | None, Sequence[MeetingRequest]]:
    """The meeting that a project and a fund have agreed to, and all that they asked each other, newest first."""
    same = {"roadshow_id": roadshow_id, "project_id": project_id, "fund_id": fund_id}
    meeting = db.session.scalar(select(Meeting).filter_by(**same).where(Meeting.cancelled_at.is_(None)))
    requests = select(MeetingRequest).filter_by(**same).order_by(MeetingRequest.asked_at.desc(), MeetingRequest.id)
    return meeting, db.session.scalars(requests).unique().all()


def newest_requests(
    roadshow_id: uuid.UUID, *, fund_ids: Collection[uuid.UUID] = (), project_ids: Collection[uuid.UUID] = ()
) -> dict[Pair, MeetingRequest]:
    """(fund, project) → the last that these funds or projects asked or were asked."""
    mine: ColumnElement[bool] = MeetingRequest.fund_id.in_(fund_ids) | MeetingRequest.project_id.in_(project_ids)
    statement = select(MeetingRequest).where(MeetingRequest.roadshow_id == roadshow_id, mine)
    statement = statement.options(lazyload("*")).order_by(MeetingRequest.asked_at, MeetingRequest.id)
    return {(row.fund_id, row.project_id): row for row in db.session.scalars(statement)}


def own_projects(actor: Actor, roadshow_id: uuid.UUID) -> Sequence[Project]:
    """The person's projects on the line-up."""
    if not actor.is_(Role.ENTREPRENEUR):
        return []
    statement = (
        select(Project)
        .join(LineupPlace, LineupPlace.project_id == Project.id)
        .where(_placed(roadshow_id), Project.organisation_id == actor.organisation_id)
    )
    return db.session.scalars(statement.order_by(LineupPlace.position, Project.id)).unique().all()


def registered_attendance(actor: Actor, roadshow_id: uuid.UUID) -> Attendance | None:
    """How the person's side takes part, as its registration or application says."""
    if actor.is_(Role.INVESTOR):
        statement = select(Registration.attendance).where(
            Registration.roadshow_id == roadshow_id, Registration.organisation_id == actor.organisation_id
        )
    else:
        statement = (
            select(Application.attendance)
            .join(LineupPlace, LineupPlace.application_id == Application.id)
            .join(Project, Project.id == Application.project_id)
            .where(_placed(roadshow_id), Project.organisation_id == actor.organisation_id)
        )
    return db.session.scalars(statement.limit(1)).first()


def is_on_lineup(roadshow_id: uuid.UUID, project_id: uuid.UUID) -> bool:
    """On it, and still published: a project that its owner took down is asked by nobody."""
    statement = select(LineupPlace.id).join(Project, Project.id == LineupPlace.project_id)
    statement = statement.where(_placed(roadshow_id), Project.id == project_id, Project.state == ProfileState.PUBLISHED)
    return db.session.scalar(statement) is not None


def comes(roadshow_id: uuid.UUID, fund: Fund) -> bool:
    return db.session.scalar(_coming(roadshow_id).where(Fund.id == fund.id).with_only_columns(Fund.id)) is not None


def coming_funds(roadshow_id: uuid.UUID) -> Sequence[Fund]:
    """The published funds of the managers that have a seat."""
    statement = _coming(roadshow_id).options(joinedload(Fund.organisation))
    return db.session.scalars(statement.order_by(Fund.sort_key, Fund.id)).unique().all()


def quota_left(roadshow: Roadshow, asker_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, int]:
    """How many more requests each of these projects or funds may send now."""
    statement = (
        select(MeetingRequest.asker_id, func.count())
        .where(
            MeetingRequest.roadshow_id == roadshow.id,
            MeetingRequest.asker_id.in_(asker_ids),
            MeetingRequest.state == AnswerState.PENDING,
        )
        .group_by(MeetingRequest.asker_id)
    )
    used: dict[uuid.UUID, int] = dict(db.session.execute(statement).all())
    return {asker_id: max(0, roadshow.meeting_quota - used.get(asker_id, 0)) for asker_id in asker_ids}


def _requests(actor: Actor, *, mine: bool) -> Select[MeetingRequest]:
    """What the person's side asked, or was asked, newest first; nothing for those who are on neither side."""
    side = {Role.ENTREPRENEUR.value: Side.PROJECT, Role.INVESTOR.value: Side.FUND}.get(actor.role)
    model: type[Project] | type[Fund] = Project if side is Side.PROJECT else Fund
    statement = select(MeetingRequest).join(
        model, model.id == (MeetingRequest.project_id if side is Side.PROJECT else MeetingRequest.fund_id)
    )
    if side is None:
        return statement.where(MeetingRequest.id.is_(None))
    asked_by = side if mine else side.other
    statement = statement.where(model.organisation_id == actor.organisation_id, MeetingRequest.asked_by == asked_by)
    return statement.order_by(MeetingRequest.asked_at.desc(), MeetingRequest.id)


def _coming(roadshow_id: uuid.UUID) -> Select[Fund]:
    registered = select(Registration.organisation_id).where(
        Registration.roadshow_id == roadshow_id, Registration.state == RegistrationState.CONFIRMED
    )
    return select(Fund).where(Fund.state == ProfileState.PUBLISHED, Fund.organisation_id.in_(registered))


def _placed(roadshow_id: uuid.UUID) -> ColumnElement[bool]:
    return (LineupPlace.roadshow_id == roadshow_id) & LineupPlace.is_waiting.is_(False)
