"""What is due in a person's mentorships."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from sqlalchemy import func, or_, select

from app.accounts.actor import Actor
from app.accounts.models import Role
from app.core.model import utc_now
from app.extensions import db
from app.mentors.models import Mentor
from app.mentorships.coaching.models import (
    OPEN_SESSION,
    RATING_DAYS,
    REPORT_DAYS,
    ActionItem,
    CoachingSession,
    MentorshipRating,
    SessionState,
    Side,
    StepState,
    deadline_for_rating,
)
from app.mentorships.coaching.policies import can_rate
from app.mentorships.coaching.queries.overview import overview
from app.mentorships.coaching.queries.pages import mine
from app.mentorships.coaching.queries.slots import city_zone
from app.mentorships.models import Mentorship
from app.projects.models import Project

AHEAD = dt.timedelta(days=7)
NEAR = dt.timedelta(days=3)


@dataclass
class Sessions:
    answer: list[CoachingSession] = field(default_factory=list)
    ahead: list[CoachingSession] = field(default_factory=list)
    report: list[CoachingSession] = field(default_factory=list)


def open_sessions(actor: Actor) -> Sessions:
    """In one statement; what nobody can answer or report any more is left out."""
    now, side = utc_now(), _side(actor)
    statement = (
        select(CoachingSession)
        .join(Mentorship, Mentorship.id == CoachingSession.mentorship_id)
        .join(Mentor, Mentor.id == Mentorship.mentor_id)
        .join(Project, Project.id == Mentorship.project_id)
        .where(mine(actor), CoachingSession.state.in_(OPEN_SESSION))
        .where(CoachingSession.starts_at > now - dt.timedelta(days=REPORT_DAYS))
        .where(or_(CoachingSession.starts_at > now, CoachingSession.state == SessionState.BOOKED))
        .order_by(CoachingSession.starts_at, CoachingSession.id)
    )
    found = Sessions()
    for session in db.session.scalars(statement).unique():
        if session.state is SessionState.PROPOSED and session.proposed_by is not side:
            found.answer.append(session)
        elif session.state is SessionState.BOOKED and session.starts_at <= now:
            found.report.append(session)
        elif session.state is SessionState.BOOKED and session.starts_at <= now + AHEAD:
            found.ahead.append(session)
    return found


def near_actions(actor: Actor) -> Sequence[ActionItem]:
    """The side's own open actions whose day is near or over."""
    until = (utc_now() + NEAR).astimezone(city_zone()).date()
    statement = (
        select(ActionItem)
        .join(Mentorship, Mentorship.id == ActionItem.mentorship_id)
        .join(Mentor, Mentor.id == Mentorship.mentor_id)
        .join(Project, Project.id == Mentorship.project_id)
        .where(mine(actor), Mentorship.ended_at.is_(None), ActionItem.owner == _side(actor))
        .where(ActionItem.state == StepState.OPEN, ActionItem.due_on <= until)
        .order_by(ActionItem.due_on, ActionItem.id)
    )
    return db.session.scalars(statement).unique().all()


def to_rate(actor: Actor) -> Iterator[tuple[Mentorship, dt.datetime]]:
    """Mentorships that ended lately and that the side has not rated."""
    rated = select(MentorshipRating.mentorship_id).where(MentorshipRating.side == _side(actor))
    statement = (
        select(Mentorship)
        .join(Mentor, Mentor.id == Mentorship.mentor_id)
        .join(Project, Project.id == Mentorship.project_id)
        .where(mine(actor), Mentorship.ended_at > utc_now() - dt.timedelta(days=RATING_DAYS))
        .where(Mentorship.id.not_in(rated))
        .order_by(Mentorship.ended_at, Mentorship.id)
    )
    for mentorship in db.session.scalars(statement).unique():
        until = deadline_for_rating(mentorship)
        if until is not None and can_rate(actor, mentorship):
            yield mentorship, until


def silent(actor: Actor) -> int:
    rows = overview(actor, state="silent").order_by(None).subquery()
    return db.session.scalar(select(func.count()).select_from(rows)) or 0


def end_of_day(day: dt.date | None) -> dt.datetime | None:
    return dt.datetime.combine(day, dt.time(23, 59), city_zone()) if day else None


def _side(actor: Actor) -> Side:
    return Side.MENTOR if actor.is_(Role.MENTOR) else Side.PROJECT
