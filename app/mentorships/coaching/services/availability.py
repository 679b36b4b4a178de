"""A mentor says when they have time."""

import datetime as dt
from collections.abc import Mapping, Sequence

from flask_babel import gettext as _

from app.accounts.actor import Actor
from app.core.errors import Conflict, Invalid, require
from app.extensions import db
from app.mentors.models import Mentor
from app.mentorships.coaching.models import Availability, AvailabilityException, WeeklyHours
from app.mentorships.coaching.models.availability import DAY_MINUTES
from app.mentorships.coaching.policies import plans_time
from app.mentorships.coaching.queries.slots import availability_of
from app.mentorships.coaching.slots import Span

MOST_EXCEPTIONS = 60


def set_availability(
    *,
    actor: Actor,
    mentor: Mentor,
    hours: Mapping[int, Sequence[Span]],
    slot_minutes: int,
    notice_hours: int,
    place: str = "",
    video_url: str = "",
    is_honoured: bool = True,
) -> Availability:
    """The hours of the week by weekday, and how projects book them."""
    require(plans_time(actor, mentor))
    availability = _own(mentor)
    availability.slot_minutes, availability.notice_hours = slot_minutes, notice_hours
    availability.place, availability.video_url, availability.is_honoured = place, video_url, is_honoured
    wanted = {(weekday, begins): ends for weekday, spans in hours.items() for begins, ends in spans}
    for row in list(availability.hours):
        if (ends := wanted.pop((row.weekday, row.begins), None)) is None:
            availability.hours.remove(row)
        else:
            row.ends = ends
    availability.hours += [
        WeeklyHours(weekday=weekday, begins=begins, ends=ends) for (weekday, begins), ends in sorted(wanted.items())
    ]
    db.session.flush()
    return availability


def add_exception(
    *,
    actor: Actor,
    mentor: Mentor,
    first_day: dt.date,
    last_day: dt.date,
    spans: Sequence[Span] = (),
    is_available: bool = False,
) -> list[AvailabilityException]:
    """Away, or there besides the weekly hours, on these days; without hours the whole day."""
    require(plans_time(actor, mentor))
    if last_day < first_day:
        raise Invalid(_("The last day is before the first one."), "last_day")
    if is_available and not spans:
        raise Invalid(_("Say at which hours you have time."), "hours")
    availability = _own(mentor)
    if len(availability.exceptions) >= MOST_EXCEPTIONS:
        raise Conflict(_("%(most)s exceptions are enough; remove old ones first.", most=MOST_EXCEPTIONS))
    made = [
        AvailabilityException(
            first_day=first_day, last_day=last_day, begins=begins, ends=ends, is_available=is_available
        )
        for begins, ends in spans or [(0, DAY_MINUTES)]
    ]
    availability.exceptions += made
    db.session.flush()
    return made


def remove_exception(*, actor: Actor, mentor: Mentor, exception: AvailabilityException) -> None:
    require(plans_time(actor, mentor))
    db.session.delete(exception)
    db.session.flush()


def _own(mentor: Mentor) -> Availability:
    """The mentor's row; the first time it is made."""
    found = availability_of(mentor.id)
    if found is None:
        found = Availability(mentor_id=mentor.id, hours=[], exceptions=[])
        db.session.add(found)
        db.session.flush()
    return found
