"""A roadshow and the series it belongs to."""

import enum
import uuid

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Organisation
from app.core.facets import Facet, HasFacets
from app.core.i18n import bilingual
from app.core.model import Id, Line, Moment, Name, Prose, Timestamps, Versioned, enum_type
from app.events.core import EventCore
from app.events.rhythm import Every, Rhythm
from app.extensions import Base


class RoadshowState(enum.StrEnum):
    DRAFT = "draft"
    OPEN = "open"
    LINEUP_FIXED = "lineup_fixed"
    PUBLISHED = "published"
    HELD = "held"
    CLOSED = "closed"


class RoadshowSeries(Timestamps, Versioned, Base):
    __tablename__ = "roadshow_series"
    __table_args__ = (
        CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday_of_a_week"),
        CheckConstraint("week BETWEEN 1 AND 4 OR week = -1", name="week_of_a_month"),
    )

    id: Mapped[Id]
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    name: Mapped[Name]
    name_en: Mapped[Name] = mapped_column(default="")
    # When it comes again; a series without a rhythm says it in words.
    every: Mapped[Every | None] = mapped_column(enum_type(Every))
    weekday: Mapped[int | None]
    week: Mapped[int | None]
    cadence: Mapped[Line] = mapped_column(default="")

    organisation: Mapped[Organisation] = relationship(lazy="joined", innerjoin=True)

    @property
    def label(self) -> str:
        return bilingual(self.name, self.name_en)

    @property
    def rhythm(self) -> Rhythm | None:
        return Rhythm(self.every, self.weekday, self.week or 1) if self.every and self.weekday is not None else None

    @property
    def when(self) -> str:
        return str(self.rhythm or self.cadence)


class RoadshowFacet(Facet, Base):
    """facet: `sector` (a theme) or `round` (wanted)."""

    __tablename__ = "roadshow_facet"
    __unaudited__ = "part of its roadshow, whose change is audited"

    roadshow_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("roadshow.id", ondelete="CASCADE"), primary_key=True)


class Roadshow(EventCore, HasFacets, Base):
    """The two counts are kept with the limits they must not pass, so that the database itself refuses one too many."""

    __tablename__ = "roadshow"
    __table_args__ = (
        CheckConstraint("lineup_count BETWEEN 0 AND capacity", name="lineup_within_capacity"),
        CheckConstraint("seats_taken BETWEEN 0 AND seats", name="seats_not_overbooked"),
        CheckConstraint("capacity > 0", name="capacity_positive"),
        CheckConstraint("organisation_seats > 0", name="organisation_seats_positive"),
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        CheckConstraint("apply_until > apply_from", name="apply_until_after_from"),
        Index("ix_roadshow_state_starts_at", "state", "starts_at"),
    )

    series_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("roadshow_series.id"), index=True)
    state: Mapped[RoadshowState] = mapped_column(enum_type(RoadshowState), default=RoadshowState.DRAFT)

    eligibility: Mapped[Prose] = mapped_column(default="")
    apply_from: Mapped[Moment]
    apply_until: Mapped[Moment]

    capacity: Mapped[int] = mapped_column(default=12)
    lineup_count: Mapped[int] = mapped_column(default=0)
    organisation_seats: Mapped[int] = mapped_column(default=3)
    reviews_wanted: Mapped[int] = mapped_column(default=2)
    # How many requests for a 1:1 meeting a project or a fund may have waiting.
    meeting_quota: Mapped[int] = mapped_column(default=10, server_default="10")
    # Reviewers do not learn whose project they judge.
    is_blind: Mapped[bool] = mapped_column(default=False)
    # Projects apply themselves; otherwise the organiser enters them, or an earlier round sends them on.
    by_application: Mapped[bool] = mapped_column(default=True)
    # Whoever waits longest takes the place of a project that drops out late, without being asked for it.
    moves_up: Mapped[bool] = mapped_column(default=True)

    series: Mapped[RoadshowSeries | None] = relationship(lazy="joined")
    facets: Mapped[list[RoadshowFacet]] = relationship(lazy="selectin", cascade="all, delete-orphan")

    @property
    def is_public(self) -> bool:
        return self.state is not RoadshowState.DRAFT

    @property
    def shows_lineup(self) -> bool:
        return self.state in {RoadshowState.PUBLISHED, RoadshowState.HELD, RoadshowState.CLOSED}

    @property
    def lineup_is_fixed(self) -> bool:
        return self.shows_lineup or self.state is RoadshowState.LINEUP_FIXED
