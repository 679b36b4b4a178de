"""A mentor's places. Whoever changes their number locks the mentor's row first and looks at it again; a constraint
refuses what slips through."""

import uuid

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.core.errors import Conflict, Invalid, NotFound
from app.core.forms import CONSTRAINT_MESSAGES
from app.extensions import db
from app.mentors.models import Mentor

LARGEST_CAPACITY = 50

CONSTRAINT_MESSAGES["ck_mentor_mentees_within_capacity"] = ("capacity", _l("There are more mentees than that already."))


def take_place(*, mentor_id: uuid.UUID) -> Mentor:
    """Give one of the mentor's places away. For services of mentorships, which check the right."""
    mentor = locked(mentor_id)
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
    db.session.flush()
    return mentor


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
    if capacity is None or not 0 <= capacity <= LARGEST_CAPACITY:
        raise Invalid(_("Write a number between 0 and %(most)s.", most=LARGEST_CAPACITY), "capacity")
    if capacity < mentor.mentee_count:
        raise Invalid(
            _("There are %(count)s mentees already; end a mentorship first.", count=mentor.mentee_count), "capacity"
        )
    mentor.capacity = capacity
