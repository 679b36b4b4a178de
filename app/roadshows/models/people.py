"""The people who come, one by one: their tickets, and who of them is there."""

import enum
import uuid

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Account
from app.core.model import Id, Moment, Name, Timestamps, enum_type, utc_now
from app.events.core import Attendance
from app.extensions import Base
from app.roadshows.models.applications import Application
from app.roadshows.models.attendance import Registration
from app.roadshows.models.events import Roadshow

_HAS_ACCOUNT = text("account_id IS NOT NULL")


class AttendeeKind(enum.StrEnum):
    INVESTOR = "investor"
    PRESENTER = "presenter"
    JUDGE = "judge"
    GUEST = "guest"


class CheckInMethod(enum.StrEnum):
    SCAN = "scan"
    CODE = "code"
    NAME = "name"
    ONLINE = "online"


class Attendee(Timestamps, Base):
    """One person with a ticket. They come with a registration, with an application, or by themselves.

    A party's `places` stand in each row, so that the database can refuse one person too many: the positions of a party
    are unique and end there. An account is a person, and a person comes once.
    """

    __tablename__ = "attendee"
    __table_args__ = (
        UniqueConstraint("registration_id", "position"),
        UniqueConstraint("application_id", "position"),
        CheckConstraint("registration_id IS NULL OR application_id IS NULL", name="one_party"),
        CheckConstraint("position BETWEEN 1 AND places", name="position_within_places"),
        Index(
            "uq_attendee_roadshow_id_account_id",
            "roadshow_id",
            "account_id",
            unique=True,
            sqlite_where=_HAS_ACCOUNT,
            postgresql_where=_HAS_ACCOUNT,
        ),
        Index("ix_attendee_roadshow_id_sort_key", "roadshow_id", "sort_key"),
    )

    id: Mapped[Id]
    roadshow_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("roadshow.id"))
    registration_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("registration.id"))
    application_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("application.id"))
    account_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"), index=True)
    kind: Mapped[AttendeeKind] = mapped_column(enum_type(AttendeeKind))
    name: Mapped[Name]
    # What the badge says under the name.
    affiliation: Mapped[Name] = mapped_column(default="")
    sort_key: Mapped[str] = mapped_column(String(300), default="")
    attendance: Mapped[Attendance] = mapped_column(enum_type(Attendance), default=Attendance.ON_SITE)
    position: Mapped[int] = mapped_column(default=1)
    places: Mapped[int] = mapped_column(default=1)
    # Half of the ticket; the other half is signed (`roadshows/tickets.py`). Another person on the place gets another.
    code: Mapped[str] = mapped_column(String(8), unique=True, info={"secret": True})

    roadshow: Mapped[Roadshow] = relationship(lazy="joined", innerjoin=True)
    registration: Mapped[Registration | None] = relationship()
    application: Mapped[Application | None] = relationship()
    account: Mapped[Account | None] = relationship()
    check_in: Mapped["CheckIn | None"] = relationship(back_populates="attendee", lazy="joined")


class CheckIn(Base):
    """The person is there. Taking it back deletes the row; the audit log keeps both."""

    __tablename__ = "check_in"
    __table_args__ = (UniqueConstraint("attendee_id"), Index("ix_check_in_roadshow_id_at", "roadshow_id", "at"))

    id: Mapped[Id]
    roadshow_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("roadshow.id"))
    attendee_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("attendee.id"))
    # Who stood at the desk; nobody when the person came in online.
    by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    method: Mapped[CheckInMethod] = mapped_column(enum_type(CheckInMethod))
    at: Mapped[Moment] = mapped_column(default=utc_now)

    attendee: Mapped[Attendee] = relationship(back_populates="check_in")
    by: Mapped[Account | None] = relationship(lazy="joined")
