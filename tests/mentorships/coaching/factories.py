import datetime as dt
from typing import Any, NamedTuple

from app.accounts.actor import Actor
from app.accounts.models import Membership, OrganisationKind, Role
from app.core.model import utc_now
from app.extensions import db
from app.funds.models import Fund
from app.mentors.models import Mentor
from app.mentorships import services
from app.mentorships.coaching.models import CoachingSession, MentorshipRating, SessionState, Side, Turnout
from app.mentorships.coaching.queries.slots import city_zone
from app.mentorships.coaching.services.availability import set_availability
from app.mentorships.models import Mentorship
from app.projects.models import Project
from tests import factories
from tests.funds.factories import published as published_fund
from tests.mentorships.factories import pair, request

HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
EVERY_DAY = {weekday: [(9 * 60, 17 * 60)] for weekday in range(7)}


class Pair(NamedTuple):
    owner: Actor
    project: Project
    coach: Actor
    mentor: Mentor
    mentorship: Mentorship


def running(**mentor_values: Any) -> Pair:
    """A mentorship between an entrepreneur's project and a mentor."""
    owner, project, coach, mentor = pair(**mentor_values)
    made = services.accept(actor=coach, request=request(owner, project, mentor))
    return Pair(owner, project, coach, mentor, made)


def ended(days: int = 1, **mentor_values: Any) -> Pair:
    """One that ended so many days ago."""
    found = running(**mentor_values)
    services.end(actor=found.owner, mentorship=found.mentorship)
    found.mentorship.ended_at = utc_now() - days * DAY
    db.session.flush()
    return found


def open_hours(found: Pair, **values: Any) -> None:
    """The mentor can be booked from nine to five on every day, an hour each, without notice."""
    given = {"hours": EVERY_DAY, "slot_minutes": 60, "notice_hours": 0, **values}
    set_availability(actor=found.coach, mentor=found.mentor, **given)


def at(hour: int, days: int = 1) -> dt.datetime:
    """An hour of the city, so many days from now."""
    day = (utc_now().astimezone(city_zone()) + days * DAY).date()
    return dt.datetime.combine(day, dt.time(hour), city_zone()).astimezone(dt.UTC)


def session(found: Pair, *, days: float = 1, minutes: int = 60, **values: Any) -> CoachingSession:
    """A row as it is, so many days from now; in the past it was held and both said so."""
    starts_at = utc_now() + dt.timedelta(days=days)
    past = {"mentor_report": Turnout.BOTH, "project_report": Turnout.BOTH} if days < 0 and "state" not in values else {}
    given = {
        "mentorship_id": found.mentorship.id,
        "starts_at": starts_at,
        "ends_at": starts_at + dt.timedelta(minutes=minutes),
        "minutes": minutes,
        "state": SessionState.HELD if days < 0 else SessionState.BOOKED,
        "proposed_by": Side.PROJECT,
        "attendee_id": found.owner.account_id,
        **past,
        **values,
    }
    row = CoachingSession(**given)
    row.mentorship = found.mentorship
    return factories.save(row)


def rating(found: Pair, stars: int, side: Side = Side.PROJECT, **values: Any) -> MentorshipRating:
    row = MentorshipRating(mentorship_id=found.mentorship.id, side=side, stars=stars, **values)
    row.mentorship = found.mentorship
    return factories.save(row)


def investor(found: Pair, **fund_values: Any) -> tuple[Actor, Fund]:
    """The mentor also works for a fund manager."""
    manager = factories.organisation(OrganisationKind.FUND_MANAGER)
    joined = Membership(account_id=found.coach.account_id, organisation_id=manager.id, role=Role.INVESTOR)
    actor = Actor(found.coach.account, factories.save(joined))
    return actor, published_fund(actor, **fund_values)
