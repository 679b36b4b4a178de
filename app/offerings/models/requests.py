"""A project asks an agency for one of its offerings, and what becomes of it."""

import datetime as dt
import enum
import uuid

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.model import Fen, Id, Moment, Prose, Versioned, enum_type, utc_now
from app.extensions import Base
from app.offerings.models.offerings import Offering
from app.projects.models import Project


class RequestState(enum.StrEnum):
    REQUESTED = "requested"
    QUOTED = "quoted"
    ACCEPTED = "accepted"
    COMPLETED = "completed"
    REFUSED = "refused"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    CANCELLED = "cancelled"


OPEN = (RequestState.REQUESTED, RequestState.QUOTED, RequestState.ACCEPTED)
_OPEN = text("state IN ('requested', 'quoted', 'accepted')")
BEST_RATING = 5


class ServiceRequest(Versioned, Base):
    """The project's message, the agency's quotation, the answer to it, and the rating of what was done.

    `amount` is the price of a service or the sum of a financing product, whose `rate` is in basis points a year and
    `term` in months.
    """

    __tablename__ = "service_request"
    __table_args__ = (
        Index(
            "uq_service_request_project_id_offering_id",
            "project_id",
            "offering_id",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
        CheckConstraint("amount >= 0", name="amount_not_negative"),
        CheckConstraint("rate BETWEEN 0 AND 10000", name="rate_is_a_share"),
        CheckConstraint("term >= 1", name="term_at_least_a_month"),
        CheckConstraint("quoted_at IS NULL OR valid_until IS NOT NULL", name="quotation_has_its_day"),
        CheckConstraint(f"rating BETWEEN 1 AND {BEST_RATING}", name="rating_within_scale"),
        CheckConstraint("rating IS NULL OR state = 'completed'", name="rated_when_completed"),
        Index("ix_service_request_state_valid_until", "state", "valid_until"),
    )

    id: Mapped[Id]
    offering_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("offering.id"), index=True)
    project_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("project.id"), index=True)
    state: Mapped[RequestState] = mapped_column(enum_type(RequestState), default=RequestState.REQUESTED)
    message: Mapped[Prose] = mapped_column(default="")
    sent_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    requested_at: Mapped[Moment] = mapped_column(default=utc_now)

    amount: Mapped[Fen | None]
    rate: Mapped[int | None]
    term: Mapped[int | None]
    terms: Mapped[Prose] = mapped_column(default="")
    valid_until: Mapped[dt.date | None] = mapped_column(Date)
    quoted_at: Mapped[Moment | None]
    quoted_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))

    # Accepted, or ended in one of the other ways; whoever ended it may have said why.
    answered_at: Mapped[Moment | None]
    ended_at: Mapped[Moment | None]
    reason: Mapped[Prose] = mapped_column(default="")

    # The innovation voucher that the project wants to pay with.
    voucher_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("voucher.id"), index=True)

    rating: Mapped[int | None]
    review: Mapped[Prose] = mapped_column(default="")
    rated_at: Mapped[Moment | None]

    offering: Mapped[Offering] = relationship(lazy="joined", innerjoin=True)
    project: Mapped[Project] = relationship(lazy="joined", innerjoin=True)

    @property
    def is_open(self) -> bool:
        return self.state in OPEN
