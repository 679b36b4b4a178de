"""An authority looks after the mentorships of its mentors: what happens in them, never what is said."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from app.accounts.actor import Actor
from app.core.model import utc_now
from app.mentors.models import Mentor
from app.mentorships.coaching.models import CoachingSession, MentorshipRating, SessionState, Side
from app.mentorships.coaching.queries.interests import with_stakes
from app.mentorships.coaching.queries.ratings import revealed
from app.mentorships.models import Mentorship
from app.projects.models import Project

# A mentorship in which nothing happened and nothing is planned for so long is silent.
SILENT_AFTER = dt.timedelta(days=30)
STATES = ("running", "ended", "silent", "missed", "conflict")
ORDERS = ("last", "newest", "hours")


@dataclass(frozen=True)
class Line:
    mentorship: Mentorship
    held: int
    minutes: int
    missed: int
    disputed: int
    last: dt.datetime | None
    next: dt.datetime | None
    stars: int | None

    @property
    def is_silent(self) -> bool:
        if self.mentorship.ended_at is not None or self.next is not None:
            return False
        return max(self.last or self.mentorship.started_at, self.mentorship.started_at) < utc_now() - SILENT_AFTER


def overview(actor: Actor, *, state: str = "", words: str = "", region: str = "", order: str = "last") -> Select[Any]:
    """Rows for `line`, of the mentors that the person's authority keeps in its register."""
    sums = _sums()
    stars = select(MentorshipRating.stars).where(
        MentorshipRating.mentorship_id == Mentorship.id, MentorshipRating.side == Side.PROJECT, revealed()
    )
    statement = (
        select(
            Mentorship,
            func.coalesce(sums.c.held, 0),
            func.coalesce(sums.c.minutes, 0),
            func.coalesce(sums.c.missed, 0),
            func.coalesce(sums.c.disputed, 0),
            sums.c.last,
            sums.c.next,
            stars.correlate(Mentorship).scalar_subquery(),
        )
        .join(Mentor, Mentor.id == Mentorship.mentor_id)
        .join(Project, Project.id == Mentorship.project_id)
        .outerjoin(sums, sums.c.mentorship_id == Mentorship.id)
        .where(Mentor.organisation_id == actor.organisation_id)
    )
    if condition := _condition(actor, state, sums):
        statement = statement.where(*condition)
    if words:
        named = [name.icontains(words, autoescape=True) for name in (Project.name, Mentor.name)]
        statement = statement.where(or_(*named))
    if region:
        statement = statement.where(Project.region_code.startswith(region, autoescape=True))
    return statement.order_by(*_order(order, sums), Mentorship.started_at.desc(), Mentorship.id)


def line(row: Any) -> Line:
    return Line(*row)


def _sums() -> Any:
    now = utc_now()

    def number(*conditions: ColumnElement[bool]) -> Any:
        return func.count(CoachingSession.id).filter(*conditions)

    held = CoachingSession.state == SessionState.HELD
    ahead = (CoachingSession.state == SessionState.BOOKED, CoachingSession.starts_at > now)
    return (
        select(
            CoachingSession.mentorship_id,
            number(held).label("held"),
            func.sum(CoachingSession.minutes).filter(held).label("minutes"),
            number(CoachingSession.state == SessionState.MISSED).label("missed"),
            number(CoachingSession.state == SessionState.DISPUTED).label("disputed"),
            func.max(CoachingSession.starts_at).filter(held).label("last"),
            func.min(CoachingSession.starts_at).filter(*ahead).label("next"),
        )
        .group_by(CoachingSession.mentorship_id)
        .subquery()
    )


def _condition(actor: Actor, state: str, sums: Any) -> list[ColumnElement[bool]]:
    running = Mentorship.ended_at.is_(None)
    before = utc_now() - SILENT_AFTER
    quiet = and_(Mentorship.started_at < before, or_(sums.c.last.is_(None), sums.c.last < before))
    if state == "conflict":
        return [Mentorship.id.in_(with_stakes(actor.organisation_id))]
    return {
        "running": [running],
        "ended": [Mentorship.ended_at.is_not(None)],
        "silent": [running, quiet, sums.c.next.is_(None)],
        "missed": [or_(sums.c.missed > 0, sums.c.disputed > 0)],
    }.get(state, [])


def _order(order: str, sums: Any) -> list[Any]:
    if order == "newest":
        return []
    if order == "hours":
        return [func.coalesce(sums.c.minutes, 0).desc()]
    # Those who have not met for longest, and those who never did, stand first.
    return [sums.c.last.is_not(None), sums.c.last]
