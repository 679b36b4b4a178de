"""What follows from a published result: how the carrier stands, what it puts right, and its appeal."""

import datetime as dt
import enum
import uuid
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.areas import Hundredths
from app.core.model import Code, Id, Moment, Prose, Timestamps, Versioned, enum_type, utc_now
from app.evaluations.models.runs import Result
from app.extensions import Base
from app.files.models import File


class StandingState(enum.StrEnum):
    """Reported: the carrier says that it has put things right, and waits for the answer."""

    EXCELLENT = "excellent"
    QUALIFIED = "qualified"
    RECTIFICATION = "rectification"
    REPORTED = "reported"
    DELISTED = "delisted"


class AppealState(enum.StrEnum):
    OPEN = "open"
    UPHELD = "upheld"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


OPEN_STANDING = (StandingState.RECTIFICATION, StandingState.REPORTED)


class Standing(Timestamps, Versioned, Base):
    """Begins with the grade of the result; every later step is taken here, so the result stays as it was published."""

    __tablename__ = "evaluation_standing"
    __table_args__ = (
        CheckConstraint("state NOT IN ('rectification', 'reported') OR due_on IS NOT NULL", name="rectified_by_a_day"),
        CheckConstraint("state <> 'reported' OR reported_at IS NOT NULL", name="reported_at_a_time"),
        Index("ix_evaluation_standing_state_due_on", "state", "due_on"),
    )

    id: Mapped[Id]
    result_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("evaluation_result.id"), unique=True)
    state: Mapped[StandingState] = mapped_column(enum_type(StandingState))
    due_on: Mapped[dt.date | None]
    # What the carrier says it did.
    report: Mapped[Prose] = mapped_column(default="")
    reported_at: Mapped[Moment | None]
    reported_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    # What the authority answered last.
    reason: Mapped[Prose] = mapped_column(default="")
    decided_at: Mapped[Moment | None]
    decided_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))

    result: Mapped[Result] = relationship(lazy="joined", innerjoin=True)


class Appeal(Versioned, Base):
    """One a result. Upheld, it carries the decision that stands beside the published result."""

    __tablename__ = "evaluation_appeal"
    __table_args__ = (
        CheckConstraint("state <> 'upheld' OR grade <> ''", name="upheld_with_a_grade"),
        CheckConstraint("total >= 0", name="total_not_negative"),
        CheckConstraint("state NOT IN ('upheld', 'rejected') OR decided_at IS NOT NULL", name="decided_at_a_time"),
    )

    id: Mapped[Id]
    result_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("evaluation_result.id"), unique=True)
    state: Mapped[AppealState] = mapped_column(enum_type(AppealState), default=AppealState.OPEN, index=True)
    text: Mapped[Prose]
    sent_at: Mapped[Moment] = mapped_column(default=utc_now)
    sent_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    decided_at: Mapped[Moment | None]
    decided_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    reason: Mapped[Prose] = mapped_column(default="")
    # The correcting decision.
    total: Mapped[Decimal | None] = mapped_column(Hundredths)
    grade: Mapped[Code] = mapped_column(default="")

    result: Mapped[Result] = relationship(lazy="joined", innerjoin=True)
    documents: Mapped[list["AppealDocument"]] = relationship(
        lazy="selectin", order_by="AppealDocument.id", cascade="all, delete-orphan"
    )


class AppealDocument(Base):
    """What the carrier shows for its appeal, as an upload."""

    __tablename__ = "evaluation_appeal_document"

    id: Mapped[Id]
    appeal_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("evaluation_appeal.id", ondelete="CASCADE"), index=True)
    file_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("file.id"), unique=True)

    file: Mapped[File] = relationship(lazy="joined", innerjoin=True)
