"""A startup project: what it does, what it needs, and who may read which part."""

import uuid

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Organisation
from app.core.facets import Facet
from app.core.model import Code, Fen, Line, Name, Prose
from app.core.profiles import Profile
from app.extensions import Base


class ProjectFacet(Facet, Base):
    """facet: `sector`, `need` (expertise wanted) or `language`."""

    __tablename__ = "project_facet"
    __unaudited__ = "part of its project, whose change is audited"

    project_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("project.id", ondelete="CASCADE"), primary_key=True)


class Project(Profile, Base):
    __tablename__ = "project"
    __table_args__ = (
        CheckConstraint("amount_sought >= 0", name="amount_sought_not_negative"),
        CheckConstraint("equity_offered BETWEEN 0 AND 10000", name="equity_offered_is_a_share"),
        Index("ix_project_state_published_at", "state", "published_at"),
    )

    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    created_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))

    tagline: Mapped[Line] = mapped_column(default="")
    summary: Mapped[Prose] = mapped_column(default="")
    problem: Mapped[Prose] = mapped_column(default="")
    solution: Mapped[Prose] = mapped_column(default="")
    market: Mapped[Prose] = mapped_column(default="")
    traction: Mapped[Prose] = mapped_column(default="")
    team: Mapped[Prose] = mapped_column(default="")
    website: Mapped[Line] = mapped_column(default="")

    region_code: Mapped[str] = mapped_column(String(6), default="", index=True)
    # Research elsewhere, production here: the second location of an offshore project.
    second_region_code: Mapped[str] = mapped_column(String(6), default="")
    stage: Mapped[Code] = mapped_column(default="")

    need: Mapped[Prose] = mapped_column(default="")
    round: Mapped[Code] = mapped_column(default="", index=True)
    amount_sought: Mapped[Fen | None]
    equity_offered: Mapped[int | None]

    cap_table: Mapped[Prose] = mapped_column(default="", info={"secret": True})
    contact_name: Mapped[Name] = mapped_column(default="", info={"secret": True})
    contact_phone: Mapped[str] = mapped_column(String(20), default="", info={"secret": True})
    contact_email: Mapped[str] = mapped_column(String(254), default="", info={"secret": True})

    deck_id: Mapped[uuid.UUID | None]

    organisation: Mapped[Organisation] = relationship(lazy="joined", innerjoin=True)
    facets: Mapped[list[ProjectFacet]] = relationship(lazy="selectin", cascade="all, delete-orphan")

    @property
    def home_region(self) -> str:
        """Where it belongs: its own region, or its company's."""
        return self.region_code or self.organisation.region_code
