"""Measured service: which sessions and ratings count, and what they add up to."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, and_, case, exists, func, not_, or_, select

from app.accounts.models import Membership
from app.core.model import utc_now
from app.core.profiles import ProfileState
from app.extensions import db
from app.mentors.models import Mentor, Standing
from app.mentors.queries import in_cities
from app.mentorships.coaching.models import (
    REPORT_DAYS,
    Availability,
    CoachingSession,
    MentorshipRating,
    SessionState,
    Side,
)
from app.mentorships.coaching.queries.ratings import revealed
from app.mentorships.coaching.queries.slots import city_zone
from app.mentorships.models import Mentorship
from app.projects.models import Project

# The method of the honour list; its page states these numbers.
LEAST_SESSIONS = 3
LEAST_RATINGS = 3
PRIOR_RATINGS = 5
ORDERS = ("hours", "sessions", "mentees", "rating")


_SUMS = (
    func.count(CoachingSession.id).label("sessions"),
    func.sum(CoachingSession.minutes).label("minutes"),
    func.count(Mentorship.project_id.distinct()).label("mentees"),
)


@dataclass(frozen=True)
class Service:
    """What a mentor did in a year. `rating` is None below the least number of ratings."""

    mentor: Mentor
    sessions: int
    minutes: int
    mentees: int
    ratings: int
    rating: float | None

    @property
    def hours(self) -> float:
        return self.minutes / 60


def counts() -> ColumnElement[bool]:
    """The project says that both came, or has not denied it while it could."""
    final = CoachingSession.ends_at <= utc_now() - dt.timedelta(days=REPORT_DAYS)
    confirmed = or_(CoachingSession.project_report.is_not(None), final)
    return and_(CoachingSession.state == SessionState.HELD, confirmed)


def between_strangers() -> ColumnElement[bool]:
    """Nobody is honoured for coaching their own company. For statements over mentorship, mentor and project."""
    inside = exists().where(
        Membership.account_id == Mentor.account_id, Membership.organisation_id == Project.organisation_id
    )
    return ~inside


def honours(year: int, *, region: str = "", order: str = "hours", but: Sequence[str] = ()) -> Select[Any]:
    """Rows (Mentor, sessions, minutes, mentees, ratings, rating) of those who held enough sessions in the year, but
    for the cities left out."""
    done, rated = _sessions_of(year), _ratings_of(year)
    number, stars = func.coalesce(rated.c.number, 0), func.coalesce(rated.c.stars, 0)
    shrunken = (PRIOR_RATINGS * mean_rating() + stars) / (PRIOR_RATINGS + number)
    rating = case((number >= LEAST_RATINGS, shrunken), else_=None)
    columns = {"hours": done.c.minutes, "sessions": done.c.sessions, "mentees": done.c.mentees, "rating": rating}
    hidden = select(Availability.mentor_id).where(Availability.is_honoured.is_(False))
    statement = (
        select(Mentor)
        .add_columns(done.c.sessions, done.c.minutes, done.c.mentees, number.label("ratings"), rating.label("rating"))
        .join(done, done.c.mentor_id == Mentor.id)
        .outerjoin(rated, rated.c.mentor_id == Mentor.id)
        .where(Mentor.state == ProfileState.PUBLISHED, Mentor.standing == Standing.FILED)
        .where(done.c.sessions >= LEAST_SESSIONS, Mentor.id.not_in(hidden))
    )
    if but:
        statement = statement.where(not_(in_cities(but)))
    if region:
        statement = statement.where(Mentor.region_code.startswith(region, autoescape=True))
    first = columns[order if order in ORDERS else "hours"]
    return statement.order_by(first.is_(None), first.desc(), done.c.minutes.desc(), Mentor.sort_key, Mentor.id)


def service(row: Any) -> Service:
    mentor, sessions, minutes, mentees, ratings, rating = row
    return Service(mentor, sessions, minutes, mentees, ratings, float(rating) if rating is not None else None)


def years() -> list[int]:
    """From this year back to the first session that counts."""
    this = utc_now().astimezone(city_zone()).year
    first = db.session.scalar(select(func.min(CoachingSession.starts_at)).where(counts()))
    return list(range(this, (first.astimezone(city_zone()).year if first else this) - 1, -1))


def mean_rating() -> float:
    """Over everybody and all years; what few ratings are drawn towards."""
    stars = func.coalesce(func.avg(_rated().subquery().c.stars), 3.0)
    return float(db.session.scalar(select(stars)) or 0)


def of_mentor(mentor: Mentor) -> tuple[int, int, int]:
    """(sessions, minutes, mentees) of all years, for the mentor's profile."""
    row = db.session.execute(_held(*_SUMS).where(Mentorship.mentor_id == mentor.id)).one()
    return row[0], row[1] or 0, row[2]


def _held(*columns: Any) -> Select[Any]:
    statement = select(*columns).select_from(CoachingSession)
    statement = statement.join(Mentorship, Mentorship.id == CoachingSession.mentorship_id)
    statement = statement.join(Mentor, Mentor.id == Mentorship.mentor_id)
    return statement.join(Project, Project.id == Mentorship.project_id).where(counts(), between_strangers())


def _sessions_of(year: int) -> Subquery:
    since, until = _bounds(year)
    statement = _held(Mentorship.mentor_id, *_SUMS).group_by(Mentorship.mentor_id)
    return statement.where(CoachingSession.starts_at >= since, CoachingSession.starts_at < until).subquery()


def _rated() -> Any:
    """What projects gave, once open, for mentorships in which a session counts."""
    statement = select(Mentorship.mentor_id, MentorshipRating.stars)
    statement = statement.join(Mentorship, Mentorship.id == MentorshipRating.mentorship_id)
    met = MentorshipRating.mentorship_id.in_(_held(CoachingSession.mentorship_id))
    return statement.where(MentorshipRating.side == Side.PROJECT, revealed(), met)


def _ratings_of(year: int) -> Subquery:
    since, until = _bounds(year)
    rated = _rated().where(Mentorship.ended_at >= since, Mentorship.ended_at < until).subquery()
    number, stars = func.count().label("number"), func.sum(rated.c.stars).label("stars")
    return select(rated.c.mentor_id, number, stars).group_by(rated.c.mentor_id).subquery()


def _bounds(year: int) -> tuple[dt.datetime, dt.datetime]:
    zone = city_zone()
    return dt.datetime(year, 1, 1, tzinfo=zone), dt.datetime(year + 1, 1, 1, tzinfo=zone)
