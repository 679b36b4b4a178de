"""What the sides said in the end, as far as it is revealed."""

import datetime as dt
import uuid
from collections.abc import Sequence

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import aliased

from app.core.model import utc_now
from app.extensions import db
from app.mentorships.coaching.models import RATING_DAYS, MentorshipRating, Side
from app.mentorships.models import Mentorship


def ratings_of(mentorship: Mentorship) -> dict[Side, MentorshipRating]:
    """Both, whoever reads; a page shows the other side's only when it is revealed."""
    rows = db.session.scalars(select(MentorshipRating).where(MentorshipRating.mentorship_id == mentorship.id)).unique()
    return {row.side: row for row in rows}


def revealed() -> ColumnElement[bool]:
    """`policies.is_revealed` for statements over ratings joined with their mentorship."""
    other = aliased(MentorshipRating)
    both = select(func.count()).where(other.mentorship_id == Mentorship.id).scalar_subquery()
    return or_(both == len(Side), Mentorship.ended_at <= utc_now() - dt.timedelta(days=RATING_DAYS))


def shown_testimonials(mentor_id: uuid.UUID) -> Sequence[MentorshipRating]:
    """What stands on the mentor's public profile: public for the writer, agreed to by the mentor, and revealed."""
    statement = (
        select(MentorshipRating)
        .join(Mentorship, Mentorship.id == MentorshipRating.mentorship_id)
        .where(
            Mentorship.mentor_id == mentor_id,
            MentorshipRating.side == Side.PROJECT,
            MentorshipRating.is_public,
            MentorshipRating.agreed_at.is_not(None),
            MentorshipRating.testimonial != "",
            revealed(),
        )
        .order_by(Mentorship.ended_at.desc(), MentorshipRating.id)
    )
    return db.session.scalars(statement).unique().all()
