"""A registered entrepreneurship mentor: what they know, the texts that show it, how many mentees they take, and how the
authority that keeps the register filed them."""

import datetime as dt
import enum
import uuid

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Account, Organisation
from app.core.facets import Facet
from app.core.model import Id, Json, Line, Moment, Name, Prose, Timestamps, Versioned, enum_type, utc_now
from app.core.profiles import Profile
from app.extensions import Base
from app.files.models import File


class TextKind(enum.StrEnum):
    EXPERIENCE = "experience"
    CASE = "case"
    OTHER = "other"


class ConflictRelation(enum.StrEnum):
    INVESTMENT = "investment"
    POSITION = "position"
    FAMILY = "family"
    COMPETITOR = "competitor"
    OTHER = "other"


class Standing(enum.StrEnum):
    """How a mentor stands in the register; only those filed are shown there, recommended and asked."""

    UNFILED = "unfiled"
    FILED = "filed"
    SUSPENDED = "suspended"
    EXPIRED = "expired"


class FilingKind(enum.StrEnum):
    FIRST = "first"
    RENEWAL = "renewal"


class FilingState(enum.StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    APPROVED = "approved"
    REJECTED = "rejected"


class EvidenceKind(enum.StrEnum):
    QUALIFICATION = "qualification"
    APPOINTMENT = "appointment"
    RECORD = "record"
    RECOMMENDATION = "recommendation"
    OTHER = "other"


class FilingStep(enum.StrEnum):
    """What happened to a mentor's filing. `carried_over`: published before there were filings."""

    SUBMITTED = "submitted"
    TAKEN_BACK = "taken_back"
    RETURNED = "returned"
    APPROVED = "approved"
    REJECTED = "rejected"
    ENTERED = "entered"
    CARRIED_OVER = "carried_over"
    SUSPENDED = "suspended"
    REINSTATED = "reinstated"
    EXPIRED = "expired"


class MentorFacet(Facet, Base):
    """facet: `sector`, `stage`, `expertise` or `language`."""

    __tablename__ = "mentor_facet"
    __unaudited__ = "part of its mentor, whose change is audited"

    mentor_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("mentor.id", ondelete="CASCADE"), primary_key=True)


class MentorText(Base):
    """One piece of evidence of the expertise: a job that was held, a company that was coached."""

    __tablename__ = "mentor_text"

    id: Mapped[Id]
    mentor_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("mentor.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    kind: Mapped[TextKind] = mapped_column(enum_type(TextKind))
    title: Mapped[Name] = mapped_column(default="")
    text: Mapped[Prose] = mapped_column(default="")


class MentorConflict(Base):
    """An interest that the mentor declared. One that ended stays, because past matches refer to it."""

    __tablename__ = "mentor_conflict"

    id: Mapped[Id]
    mentor_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("mentor.id", ondelete="CASCADE"), index=True)
    # The name is what was written; the two ids say what it was found to mean here.
    name: Mapped[Name]
    organisation_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    project_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("project.id"), index=True)
    relation: Mapped[ConflictRelation] = mapped_column(enum_type(ConflictRelation))
    note: Mapped[Prose] = mapped_column(default="")
    created_at: Mapped[Moment] = mapped_column(default=utc_now)
    ended_at: Mapped[Moment | None]

    mentor: Mapped["Mentor"] = relationship(back_populates="conflicts")


class CapacityChange(Base):
    """From this day on the mentor takes so many mentees at a time. It is gone once the places have followed it."""

    __tablename__ = "mentor_capacity_change"
    __table_args__ = (
        UniqueConstraint("mentor_id", "starts_on"),
        CheckConstraint("capacity BETWEEN 0 AND 50", name="capacity_in_range"),
        Index("ix_mentor_capacity_change_starts_on", "starts_on"),
    )

    id: Mapped[Id]
    mentor_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("mentor.id", ondelete="CASCADE"))
    starts_on: Mapped[dt.date] = mapped_column(Date)
    capacity: Mapped[int]

    mentor: Mapped["Mentor"] = relationship(back_populates="capacity_changes")


class Mentor(Profile, Base):
    __tablename__ = "mentor"
    __table_args__ = (
        UniqueConstraint("account_id", "organisation_id"),
        CheckConstraint("capacity BETWEEN 0 AND 50", name="capacity_in_range"),
        CheckConstraint("mentee_count >= 0 AND mentee_count <= capacity", name="mentees_within_capacity"),
        CheckConstraint(
            "standing = 'unfiled' OR (filing_number IS NOT NULL AND filed_on IS NOT NULL AND filed_until IS NOT NULL)",
            name="standing_has_filing",
        ),
        CheckConstraint("filed_on <= filed_until", name="filed_period_in_order"),
        Index("ix_mentor_state_standing_published_at", "state", "standing", "published_at"),
    )

    # None for a mentor whom the authority registered and who has not signed up yet.
    account_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    # The authority that keeps the register.
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisation.id"), index=True)

    standing: Mapped[Standing] = mapped_column(enum_type(Standing), default=Standing.UNFILED)
    # Given once and kept; the two days bound the present period, in the city's calendar.
    filing_number: Mapped[str | None] = mapped_column(String(24), unique=True)
    filed_on: Mapped[dt.date | None] = mapped_column(Date)
    filed_until: Mapped[dt.date | None] = mapped_column(Date)

    headline: Mapped[Line] = mapped_column(default="")
    bio: Mapped[Prose] = mapped_column(default="")
    employer: Mapped[Name] = mapped_column(default="")
    position: Mapped[Name] = mapped_column(default="")
    region_code: Mapped[str] = mapped_column(String(6), default="", index=True)

    # As of today; never below the mentees there are, so a planned smaller one follows them down.
    capacity: Mapped[int] = mapped_column(default=3)
    mentee_count: Mapped[int] = mapped_column(default=0)
    paused: Mapped[bool] = mapped_column(default=False)
    # The day on which a pause is over; None for one without an end.
    paused_until: Mapped[dt.date | None] = mapped_column(Date)

    contact_phone: Mapped[str] = mapped_column(String(20), default="", info={"secret": True})
    contact_email: Mapped[str] = mapped_column(String(254), default="", info={"secret": True})
    contact_wechat: Mapped[str] = mapped_column(String(40), default="", info={"secret": True})

    organisation: Mapped[Organisation] = relationship(lazy="joined", innerjoin=True)
    facets: Mapped[list[MentorFacet]] = relationship(lazy="selectin", cascade="all, delete-orphan")
    # Long, and shown on one mentor's page only: lists do without them.
    texts: Mapped[list[MentorText]] = relationship(
        order_by=(MentorText.position, MentorText.id), cascade="all, delete-orphan"
    )
    conflicts: Mapped[list[MentorConflict]] = relationship(
        order_by=(MentorConflict.created_at, MentorConflict.id),
        cascade="all, delete-orphan",
        back_populates="mentor",
    )

    capacity_changes: Mapped[list[CapacityChange]] = relationship(
        order_by=CapacityChange.starts_on, cascade="all, delete-orphan", back_populates="mentor"
    )

    @property
    def is_filed(self) -> bool:
        return self.standing is Standing.FILED

    @property
    def free_places(self) -> int:
        """How many more mentees fit; none while the mentor takes a pause or is not filed."""
        return 0 if self.paused or not self.is_filed else self.capacity - self.mentee_count


class FilingEvidence(Base):
    """A file that proves what the statement says; the mentor and the authority read it, nobody else."""

    __tablename__ = "mentor_filing_evidence"

    id: Mapped[Id]
    filing_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("mentor_filing.id", ondelete="CASCADE"), index=True)
    file_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("file.id"), unique=True)
    kind: Mapped[EvidenceKind] = mapped_column(enum_type(EvidenceKind))
    created_at: Mapped[Moment] = mapped_column(default=utc_now)

    file: Mapped[File] = relationship(lazy="joined", innerjoin=True)


_OPEN = text("state IN ('draft', 'submitted', 'returned')")


class Filing(Timestamps, Versioned, Base):
    """A mentor's application to be filed, or to be filed for another period. One at a time is open."""

    __tablename__ = "mentor_filing"
    __table_args__ = (
        Index("uq_mentor_filing_mentor_id", "mentor_id", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index("ix_mentor_filing_mentor_id_created_at", "mentor_id", "created_at"),
        Index("ix_mentor_filing_state_submitted_at", "state", "submitted_at"),
    )

    id: Mapped[Id]
    mentor_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("mentor.id", ondelete="CASCADE"))
    kind: Mapped[FilingKind] = mapped_column(enum_type(FilingKind))
    state: Mapped[FilingState] = mapped_column(enum_type(FilingState), default=FilingState.DRAFT)
    statement: Mapped[Prose] = mapped_column(default="", info={"secret": True})
    # Purpose → version of the text that was agreed to, at `submitted_at`.
    consents: Mapped[Json] = mapped_column(default=dict)
    submitted_at: Mapped[Moment | None]
    decided_at: Mapped[Moment | None]
    decided_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    reason: Mapped[Prose] = mapped_column(default="")

    mentor: Mapped[Mentor] = relationship(lazy="joined", innerjoin=True)
    evidence: Mapped[list[FilingEvidence]] = relationship(
        order_by=(FilingEvidence.created_at, FilingEvidence.id), cascade="all, delete-orphan"
    )

    @property
    def can_be_changed(self) -> bool:
        return self.state in {FilingState.DRAFT, FilingState.RETURNED}


class FilingEvent(Base):
    """A step in the history of a mentor's filing. Steps are added and never changed."""

    __tablename__ = "mentor_filing_event"
    __table_args__ = (Index("ix_mentor_filing_event_mentor_id_at", "mentor_id", "at"),)

    id: Mapped[Id]
    mentor_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("mentor.id", ondelete="CASCADE"))
    filing_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("mentor_filing.id", ondelete="CASCADE"))
    step: Mapped[FilingStep] = mapped_column(enum_type(FilingStep))
    at: Mapped[Moment] = mapped_column(default=utc_now)
    # None where the calendar decided.
    by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    reason: Mapped[Prose] = mapped_column(default="")
    # The last day of the period that the step began.
    until: Mapped[dt.date | None] = mapped_column(Date)

    by: Mapped[Account | None] = relationship(lazy="joined")
