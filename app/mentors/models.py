"""A registered entrepreneurship mentor: what they know, the texts that show it, and how many mentees they take."""

import enum
import uuid

from sqlalchemy import CheckConstraint, Enum, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Organisation
from app.core.facets import Facet, HasFacets
from app.core.model import Id, Json, Line, Moment, Name, Prose, Timestamps, Versioned, utc_now
from app.extensions import Base


def _enum(kind: type[enum.StrEnum]) -> Enum:
    return Enum(kind, native_enum=False, length=20, values_callable=lambda members: [m.value for m in members])


class MentorState(enum.StrEnum):
    DRAFT = "draft"
    PUBLISHED = "published"
    ARCHIVED = "archived"


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
    kind: Mapped[TextKind] = mapped_column(_enum(TextKind))
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
    relation: Mapped[ConflictRelation] = mapped_column(_enum(ConflictRelation))
    note: Mapped[Prose] = mapped_column(default="")
    created_at: Mapped[Moment] = mapped_column(default=utc_now)
    ended_at: Mapped[Moment | None]

    mentor: Mapped["Mentor"] = relationship(back_populates="conflicts")


class Mentor(Timestamps, Versioned, HasFacets, Base):
    __tablename__ = "mentor"
    __table_args__ = (
        UniqueConstraint("account_id", "organisation_id"),
        CheckConstraint("capacity BETWEEN 0 AND 50", name="capacity_in_range"),
        CheckConstraint("mentee_count >= 0 AND mentee_count <= capacity", name="mentees_within_capacity"),
        Index("ix_mentor_state_published_at", "state", "published_at"),
    )

    id: Mapped[Id]
    # None for a mentor whom the authority registered and who has not signed up yet.
    account_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    # The authority that keeps the register.
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    state: Mapped[MentorState] = mapped_column(_enum(MentorState), default=MentorState.DRAFT)

    name: Mapped[Name]
    sort_key: Mapped[str] = mapped_column(String(200), default="", index=True)
    headline: Mapped[Line] = mapped_column(default="")
    bio: Mapped[Prose] = mapped_column(default="")
    employer: Mapped[Name] = mapped_column(default="")
    position: Mapped[Name] = mapped_column(default="")
    region_code: Mapped[str] = mapped_column(String(6), default="", index=True)

    capacity: Mapped[int] = mapped_column(default=3)
    mentee_count: Mapped[int] = mapped_column(default=0)
    paused: Mapped[bool] = mapped_column(default=False)

    contact_phone: Mapped[str] = mapped_column(String(20), default="", info={"secret": True})
    contact_email: Mapped[str] = mapped_column(String(254), default="", info={"secret": True})
    contact_wechat: Mapped[str] = mapped_column(String(40), default="", info={"secret": True})

    visibility: Mapped[Json] = mapped_column(default=dict)
    ranked: Mapped[bool] = mapped_column(default=True)
    logo_id: Mapped[uuid.UUID | None]
    published_at: Mapped[Moment | None]
    archived_at: Mapped[Moment | None]
    # Set by imports, so that the same file loaded again changes the same rows.
    source_key: Mapped[str | None] = mapped_column(String(200), unique=True)

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

    @property
    def is_published(self) -> bool:
        return self.state is MentorState.PUBLISHED

    @property
    def free_places(self) -> int:
        """How many more mentees fit; none while the mentor takes a pause."""
        return 0 if self.paused else self.capacity - self.mentee_count
