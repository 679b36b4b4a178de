"""What all kinds of events have in common: roadshows, salons, forums and training classes.

Each kind is a table of its own with the field's own word, since each adds rules of its own; what is the same about all
of them is written once, here.
"""

import enum
import uuid

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from app.accounts.models import Organisation
from app.core.i18n import bilingual
from app.core.model import Id, Line, Moment, Name, Prose, Timestamps, Versioned, enum_type


class EventMode(enum.StrEnum):
    ON_SITE = "on_site"
    ONLINE = "online"
    BOTH = "both"


class Attendance(enum.StrEnum):
    """How one takes part in an event that is held on site and online at once."""

    ON_SITE = "on_site"
    ONLINE = "online"


class EventCore(Timestamps, Versioned):
    """Who runs it, what it is about, when and where, and its seats.

    `seats_taken` stands beside `seats`, so that the database itself refuses one too many.
    """

    id: Mapped[Id]
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    created_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))

    title: Mapped[Name]
    title_en: Mapped[Name] = mapped_column(default="")
    summary: Mapped[Prose] = mapped_column(default="")
    mode: Mapped[EventMode] = mapped_column(enum_type(EventMode), default=EventMode.ON_SITE)
    venue: Mapped[Line] = mapped_column(default="")
    # Only those who come get the address of the live room.
    online_url: Mapped[Line] = mapped_column(default="", info={"secret": True})
    replay_url: Mapped[Line] = mapped_column(default="")
    region_code: Mapped[str] = mapped_column(String(6), default="", index=True)
    starts_at: Mapped[Moment]
    ends_at: Mapped[Moment]
    seats: Mapped[int] = mapped_column(default=100)
    seats_taken: Mapped[int] = mapped_column(default=0)

    @declared_attr
    def organisation(cls) -> Mapped[Organisation]:
        return relationship(lazy="joined", innerjoin=True)

    @property
    def label(self) -> str:
        return bilingual(self.title, self.title_en)

    def attendance(self, wanted: str | None) -> Attendance:
        """How somebody takes part: only an event in both forms leaves a choice."""
        if self.mode is EventMode.BOTH:
            return Attendance(wanted or Attendance.ON_SITE)
        return Attendance.ONLINE if self.mode is EventMode.ONLINE else Attendance.ON_SITE
