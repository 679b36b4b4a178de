"""What the two sides give each other, and what each says in the end."""

import datetime as dt
import uuid

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.model import Id, Moment, Prose, Timestamps, enum_type, utc_now
from app.extensions import Base
from app.files.models import File
from app.mentorships.coaching.models.steps import Side
from app.mentorships.models import Mentorship

# So long after the end each side may rate without knowing what the other says.
RATING_DAYS = 14


class MentorshipFile(Base):
    """An upload that both sides read."""

    __tablename__ = "mentorship_file"

    id: Mapped[Id]
    mentorship_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("mentorship.id"), index=True)
    file_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("file.id"), unique=True)
    side: Mapped[Side] = mapped_column(enum_type(Side))
    created_at: Mapped[Moment] = mapped_column(default=utc_now)
    removed_at: Mapped[Moment | None]

    mentorship: Mapped[Mentorship] = relationship(lazy="joined", innerjoin=True)
    file: Mapped[File] = relationship(lazy="joined", innerjoin=True)


class MentorshipRating(Timestamps, Base):
    """One side of the end. Nobody but its writer reads it before it is revealed (`policies.is_revealed`).

    A project may make its testimonial public; it then stands on the mentor's profile once the mentor agrees.
    """

    __tablename__ = "mentorship_rating"
    __table_args__ = (
        UniqueConstraint("mentorship_id", "side"),
        CheckConstraint("stars BETWEEN 1 AND 5", name="stars_in_range"),
    )

    id: Mapped[Id]
    mentorship_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("mentorship.id"))
    side: Mapped[Side] = mapped_column(enum_type(Side))
    author_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"), index=True)
    stars: Mapped[int] = mapped_column(info={"secret": True})
    testimonial: Mapped[Prose] = mapped_column(default="", info={"secret": True})
    is_public: Mapped[bool] = mapped_column(default=False)
    agreed_at: Mapped[Moment | None]

    mentorship: Mapped[Mentorship] = relationship(lazy="joined", innerjoin=True)


def deadline_for_rating(mentorship: Mentorship) -> dt.datetime | None:
    """None while the mentorship runs."""
    return mentorship.ended_at + dt.timedelta(days=RATING_DAYS) if mentorship.ended_at else None
