"""The rubric, who reviews, and what they found."""

import enum
import uuid

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Membership
from app.core.i18n import bilingual
from app.core.model import Id, Line, Moment, Name, Prose, enum_type, utc_now
from app.extensions import Base
from app.roadshows.models.applications import Application
from app.roadshows.models.events import Roadshow


class ReviewState(enum.StrEnum):
    ASSIGNED = "assigned"
    SCORED = "scored"
    ABSTAINED = "abstained"
    CONFLICT = "conflict"


class ReviewCriterion(Base):
    __tablename__ = "review_criterion"
    __table_args__ = (CheckConstraint("weight > 0", name="weight_positive"),)

    id: Mapped[Id]
    roadshow_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("roadshow.id"), index=True)
    name: Mapped[Name]
    name_en: Mapped[Name] = mapped_column(default="")
    hint: Mapped[Line] = mapped_column(default="")
    weight: Mapped[int]
    position: Mapped[int]

    @property
    def label(self) -> str:
        return bilingual(self.name, self.name_en)


class Reviewer(Base):
    """A membership that was asked to review for one roadshow."""

    __tablename__ = "reviewer"
    __table_args__ = (
        UniqueConstraint("roadshow_id", "membership_id"),
        CheckConstraint("capacity >= 0", name="capacity_not_negative"),
    )

    id: Mapped[Id]
    roadshow_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("roadshow.id"))
    membership_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("membership.id"), index=True)
    # How many reviews they take at most; as many as there are when nothing is said.
    capacity: Mapped[int | None]
    added_at: Mapped[Moment] = mapped_column(default=utc_now)
    removed_at: Mapped[Moment | None]

    roadshow: Mapped[Roadshow] = relationship(lazy="joined", innerjoin=True)
    membership: Mapped[Membership] = relationship(lazy="joined", innerjoin=True)


class Review(Base):
    """One reviewer's task to judge one application, and the judgement."""

    __tablename__ = "review"
    __table_args__ = (UniqueConstraint("application_id", "reviewer_id"),)

    id: Mapped[Id]
    application_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("application.id"))
    reviewer_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("reviewer.id"), index=True)
    state: Mapped[ReviewState] = mapped_column(enum_type(ReviewState), default=ReviewState.ASSIGNED)
    comment: Mapped[Prose] = mapped_column(default="")
    # What the applicant may read, without the reviewer's name; the comment stays with the organiser.
    remark: Mapped[Prose] = mapped_column(default="")
    assigned_at: Mapped[Moment] = mapped_column(default=utc_now)
    done_at: Mapped[Moment | None]

    application: Mapped[Application] = relationship(lazy="joined", innerjoin=True)
    reviewer: Mapped[Reviewer] = relationship(lazy="joined", innerjoin=True)
    scores: Mapped[list["ReviewScore"]] = relationship(lazy="selectin", cascade="all, delete-orphan")


class ReviewScore(Base):
    __tablename__ = "review_score"
    __table_args__ = (CheckConstraint("score BETWEEN 1 AND 5", name="score_from_1_to_5"),)

    review_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("review.id", ondelete="CASCADE"), primary_key=True)
    criterion_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("review_criterion.id"), primary_key=True)
    score: Mapped[int]
