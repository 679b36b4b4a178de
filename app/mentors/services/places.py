"""A mentor's places. Whoever changes their number locks the mentor's row first and looks at it again; a constraint
refuses what slips through."""

import datetime as dt
import uuid
from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.accounts.actor import Actor
from app.core.errors import Conflict, Invalid, NotFound, require
from app.core.forms import CONSTRAINT_MESSAGES
from app.extensions import db
from app.mentors.models import CapacityChange, Mentor
from app.mentors.policies import can_edit
from app.mentors.register import today, years_after

LARGEST_CAPACITY = 50
MOST_CHANGES = 12
MOST_YEARS_AHEAD = 3

CONSTRAINT_MESSAGES["ck_mentor_mentees_within_capacity"] = ("capacity", _l("There are more mentees than that already."))


def take_place(*, mentor_id: uuid.UUID) -> Mentor:
    """Give one of the mentor's places away. For services of mentorships, which check the right."""
    mentor = locked(mentor_id)
    follow(mentor)
    if not mentor.is_published or not mentor.is_filed or mentor.paused:
        raise Conflict(_("%(name)s takes no new mentees at the moment.", name=mentor.name))
    if mentor.mentee_count >= mentor.capacity:
        raise Conflict(_("The last place with %(name)s was just given.", name=mentor.name))
    mentor.mentee_count += 1
    db.session.flush()
    return mentor


def give_back_place(*, mentor_id: uuid.UUID) -> Mentor:
    """A mentorship ended: its place is free again."""
    mentor = locked(mentor_id)
    if mentor.mentee_count == 0:
        raise Conflict(_("%(name)s has no mentee whose place could be free again.", name=mentor.name))
    mentor.mentee_count -= 1
    follow(mentor)
    db.session.flush()
    return mentor


def follow(mentor: Mentor) -> None:
    """Bring the places to what holds today: a pause that is over ends, a change that is due counts. The row is locked.

    Nobody loses a mentor to a change: while there are more mentees than the new number, the places go down with them
    and the change stays.
    """
    day = today()
    if mentor.paused and mentor.paused_until is not None and mentor.paused_until <= day:
        mentor.paused, mentor.paused_until = False, None
    due = _due_changes(mentor, day)
    if due:
        newest = due[-1]
        mentor.capacity = max(newest.capacity, mentor.mentee_count)
        for change in due:
            if change is not newest or mentor.capacity == newest.capacity:
                db.session.delete(change)
    db.session.flush()


def follow_calendar(*, mentor_id: uuid.UUID) -> None:
    """For the job."""
    follow(locked(mentor_id))


def plan_change(*, actor: Actor, mentor: Mentor, starts_on: dt.date, capacity: int) -> CapacityChange:
    """From a day to come the mentor takes another number of mentees; saying it again for a day replaces it."""
    require(can_edit(actor, mentor))
    _check_range(capacity)
    if not today() < starts_on <= years_after(today(), MOST_YEARS_AHEAD):
        raise Invalid(_("Choose a day to come within %(years)s years.", years=MOST_YEARS_AHEAD), "starts_on")
    locked(mentor.id)
    statement = select(CapacityChange).where(CapacityChange.mentor_id == mentor.id)
    known = {change.starts_on: change for change in db.session.scalars(statement)}
    change = known.get(starts_on)
    if change is None:
        if len(known) >= MOST_CHANGES:
            raise Invalid(_("At most %(most)s changes can be planned.", most=MOST_CHANGES), "starts_on")
        change = CapacityChange(mentor_id=mentor.id, starts_on=starts_on, capacity=capacity)
        db.session.add(change)
    change.capacity = capacity
    db.session.flush()
    return change


def drop_change(*, actor: Actor, change: CapacityChange) -> None:
    require(can_edit(actor, change.mentor))
    if change.starts_on <= today():
        raise Conflict(_("This change holds already. Write the number of mentees into the profile instead."))
    db.session.delete(change)
    db.session.flush()


def pause(*, actor: Actor, mentor: Mentor, until: dt.date | None = None) -> None:
    """Take no new mentees until a day, or until the mentor says otherwise. Present mentorships go on."""
    require(can_edit(actor, mentor))
    if until is not None and not today() < until <= years_after(today(), MOST_YEARS_AHEAD):
        raise Invalid(_("Choose a day to come within %(years)s years.", years=MOST_YEARS_AHEAD), "until")
    mentor = locked(mentor.id)
    mentor.paused, mentor.paused_until = True, until
    db.session.flush()


def resume(*, actor: Actor, mentor: Mentor) -> None:
    require(can_edit(actor, mentor))
    mentor = locked(mentor.id)
    if not mentor.paused:
        raise Conflict(_("You take new mentees already."))
    mentor.paused, mentor.paused_until = False, None
    db.session.flush()


def locked(mentor_id: uuid.UUID) -> Mentor:
    """The row as it is now, whatever the session read before, held until the transaction ends.

    Rows that refer to a mentor can still be added meanwhile; who adds one may hold what the holder of this waits for.
    """
    statement = select(Mentor).where(Mentor.id == mentor_id).with_for_update(of=Mentor, key_share=True)
    mentor = db.session.scalar(statement.execution_options(populate_existing=True))
    if mentor is None:
        raise NotFound
    return mentor


def set_capacity(mentor: Mentor, capacity: int | None) -> None:
    """From today on; what was planned for days to come stays."""
    capacity = _check_range(capacity)
    if capacity < mentor.mentee_count:
        raise Invalid(
            _("There are %(count)s mentees already; end a mentorship first.", count=mentor.mentee_count), "capacity"
        )
    for change in [row for row in mentor.capacity_changes if row.starts_on <= today()]:
        mentor.capacity_changes.remove(change)
    mentor.capacity = capacity


def _check_range(capacity: int | None) -> int:
    if capacity is None or not 0 <= capacity <= LARGEST_CAPACITY:
        raise Invalid(_("Write a number between 0 and %(most)s.", most=LARGEST_CAPACITY), "capacity")
    return capacity


def _due_changes(mentor: Mentor, day: dt.date) -> Sequence[CapacityChange]:
    """Read anew, whatever the session knows: the lock is held now."""
    statement = select(CapacityChange).where(CapacityChange.mentor_id == mentor.id, CapacityChange.starts_on <= day)
    ordered = statement.order_by(CapacityChange.starts_on).execution_options(populate_existing=True)
    return db.session.scalars(ordered).all()
