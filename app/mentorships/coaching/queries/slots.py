"""When a mentor can be booked."""

import datetime as dt
import uuid
from zoneinfo import ZoneInfo

from flask import current_app
from sqlalchemy import select

from app.accounts.actor import Actor
from app.accounts.models import Account, Membership, Role
from app.core.booking import busy
from app.core.model import utc_now
from app.extensions import db
from app.mentorships.coaching.models import Availability, AvailabilityException
from app.mentorships.coaching.policies import plans_time
from app.mentorships.coaching.slots import free_slots
from app.mentorships.models import Mentorship

# So far ahead times are offered.
HORIZON = 27


def availability_of(mentor_id: uuid.UUID) -> Availability | None:
    return db.session.get(Availability, mentor_id)


def own_exception(actor: Actor, exception_id: uuid.UUID) -> AvailabilityException | None:
    exception = db.session.get(AvailabilityException, exception_id)
    availability = availability_of(exception.mentor_id) if exception is not None else None
    return exception if availability is not None and plans_time(actor, availability.mentor) else None


def city_zone() -> ZoneInfo:
    return ZoneInfo(current_app.config["TIME_ZONE"])


def today() -> dt.date:
    """The day it is in the city."""
    return utc_now().astimezone(city_zone()).date()


def slots_for(
    mentorship: Mentorship, attendee_id: uuid.UUID | None, *, now: dt.datetime | None = None
) -> list[dt.datetime]:
    """Times of the next weeks at which the mentor and whoever comes for the project are both free."""
    availability = availability_of(mentorship.mentor_id)
    if availability is None:
        return []
    now, zone = now or utc_now(), city_zone()
    first = now.astimezone(zone).date()
    days = [first + dt.timedelta(days=number) for number in range(HORIZON + 1)]
    people = [one for one in (mentorship.mentor.account_id, attendee_id) if one]
    spans = busy(people, now, now + dt.timedelta(days=HORIZON + 1))
    taken = [span for found in spans.values() for span in found]
    earliest = now + dt.timedelta(hours=availability.notice_hours)
    return free_slots(availability, taken, days, zone, earliest)


def people_of(mentorship: Mentorship) -> list[Account]:
    """Who may come for the project."""
    members = (
        select(Account)
        .join(Membership, Membership.account_id == Account.id)
        .where(
            Membership.organisation_id == mentorship.project.organisation_id,
            Membership.role == Role.ENTREPRENEUR,
            Membership.ended_at.is_(None),
        )
        .order_by(Account.name, Account.id)
    )
    return list(db.session.scalars(members))
