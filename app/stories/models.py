"""What an authority tells the city: stories of founders, mentors and investors, and notices."""

import datetime as dt
import enum
import uuid

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Organisation
from app.core.i18n import bilingual
from app.core.model import Id, Line, Moment, Name, Prose, Timestamps, Versioned, enum_type, utc_now
from app.extensions import Base


class StoryKind(enum.StrEnum):
    STORY = "story"
    NOTICE = "notice"


class StoryState(enum.StrEnum):
    DRAFT = "draft"
    PUBLISHED = "published"
    ARCHIVED = "archived"


class Story(Timestamps, Versioned, Base):
    """Published ones appear when `appears_at` has come: publishing for a later moment is scheduling."""

    __tablename__ = "story"
    __table_args__ = (Index("ix_story_state_appears_at", "state", "appears_at"),)

    id: Mapped[Id]
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    created_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    kind: Mapped[StoryKind] = mapped_column(enum_type(StoryKind), default=StoryKind.STORY)
    state: Mapped[StoryState] = mapped_column(enum_type(StoryState), default=StoryState.DRAFT)
    title: Mapped[Name]
    title_en: Mapped[Name] = mapped_column(default="")
    summary: Mapped[Line] = mapped_column(default="")
    summary_en: Mapped[Line] = mapped_column(default="")
    body: Mapped[Prose] = mapped_column(default="")
    body_en: Mapped[Prose] = mapped_column(default="")
    picture_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("file.id"), index=True)
    # What the picture shows, for whoever does not see it.
    picture_text: Mapped[Line] = mapped_column(default="")
    appears_at: Mapped[Moment | None]

    organisation: Mapped[Organisation] = relationship(lazy="joined", innerjoin=True)

    @property
    def label(self) -> str:
        return bilingual(self.title, self.title_en)

    @property
    def lead(self) -> str:
        return bilingual(self.summary, self.summary_en)

    @property
    def text(self) -> str:
        return bilingual(self.body, self.body_en)

    @property
    def is_scheduled(self) -> bool:
        return self.state is StoryState.PUBLISHED and self.appears_at is not None and self.appears_at > utc_now()

    @property
    def is_public(self) -> bool:
        return self.state is StoryState.PUBLISHED and self.appears_at is not None and self.appears_at <= utc_now()

    @property
    def day(self) -> dt.datetime:
        """What the list is ordered by: when it appeared, or was begun."""
        return self.appears_at or self.created_at
