"""A registered entrepreneurship mentor: what they know, the texts that show it, and how many mentees they take."""

import enum
import uuid

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Organisation
from app.core.facets import Facet
from app.core.model import Id, Line, Moment, Name, Prose, enum_type, utc_now
from app.core.profiles import Profile
from app.extensions import Base


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


class Mentor(Profile, Base):
    __tablename__ = "mentor"
    __table_args__ = (
        UniqueConstraint("account_id", "organisation_id"),
        CheckConstraint("capacity BETWEEN 0 AND 50", name="capacity_in_range"),
        CheckConstraint("mentee_count >= 0 AND mentee_count <= capacity", name="mentees_within_capacity"),
        Index("ix_mentor_state_published_at", "state", "published_at"),
    )

    # None for a mentor whom the authority registered and who has not signed up yet.
    account_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    # The authority that keeps the register.
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisation.id"), index=True)

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
    def free_places(self) -> int:
        """How many more mentees fit; none while the mentor takes a pause."""
        return 0 if self.paused else self.capacity - self.mentee_count
