"""Tenants: who asks whom for a place, who is inside which carrier from which day, and who looks after them."""

import datetime as dt
import enum
import uuid
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.carriers.models.carriers import Carrier
from app.carriers.models.resources import CarrierStaff
from app.core.answering import Answerable
from app.core.areas import Hundredths
from app.core.model import Id, Moment, Prose, Timestamps, Versioned, enum_type
from app.extensions import Base
from app.projects.models import Project

_PENDING = text("state = 'pending'")
_PRESENT = text("left_on IS NULL")
_ACTING = text("ended_on IS NULL")


class AdmissionOrigin(enum.StrEnum):
    """Who asks: the receiving carrier, the project, or the carrier that hands its tenant over."""

    CARRIER = "carrier"
    PROJECT = "project"
    HAND_OVER = "hand_over"


class LeaveReason(enum.StrEnum):
    GRADUATED = "graduated"
    HANDED_OVER = "handed_over"
    MOVED_OUT = "moved_out"
    DISMISSED = "dismissed"
    CLOSED_DOWN = "closed_down"
    # The startup says that it never was a tenant.
    CONTESTED = "contested"


class TeamRole(enum.StrEnum):
    LIAISON = "liaison"
    COUNSELLOR = "counsellor"


class Admission(Answerable, Base):
    """A place for a project in a carrier. It needs the yes of both; whoever asks has given theirs.

    With `tenancy_id` it moves a tenant on from its present carrier.
    """

    __tablename__ = "admission"
    __table_args__ = (
        Index(
            "uq_admission_project_id_carrier_id",
            "project_id",
            "carrier_id",
            unique=True,
            sqlite_where=_PENDING,
            postgresql_where=_PENDING,
        ),
        Index("ix_admission_state_expires_at", "state", "expires_at"),
    )

    id: Mapped[Id]
    project_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("project.id"), index=True)
    carrier_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("carrier.id"), index=True)
    tenancy_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("tenancy.id"), index=True)
    origin: Mapped[AdmissionOrigin] = mapped_column(enum_type(AdmissionOrigin))
    # Who asks.
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    sent_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    # The first day inside, and since when the project is a company; a team is none.
    starts_on: Mapped[dt.date]
    registered_on: Mapped[dt.date | None]
    carrier_agreed_at: Mapped[Moment | None]
    project_agreed_at: Mapped[Moment | None]

    project: Mapped[Project] = relationship(lazy="joined", innerjoin=True)
    carrier: Mapped[Carrier] = relationship(lazy="joined", innerjoin=True)
    tenancy: Mapped["Tenancy | None"] = relationship()


class Tenancy(Timestamps, Versioned, Base):
    """A project inside a carrier, from `entered_on` until the day before `left_on`. A project has one at a time."""

    __tablename__ = "tenancy"
    __table_args__ = (
        Index(
            "uq_tenancy_project_id",
            "project_id",
            unique=True,
            sqlite_where=_PRESENT,
            postgresql_where=_PRESENT,
        ),
        CheckConstraint("left_on >= entered_on", name="leaves_after_it_enters"),
        CheckConstraint("(left_on IS NULL) = (left_reason IS NULL)", name="leaves_for_a_reason"),
        CheckConstraint("area >= 0", name="area_not_negative"),
        Index("ix_tenancy_carrier_id_left_on", "carrier_id", "left_on"),
    )

    id: Mapped[Id]
    project_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("project.id"), index=True)
    carrier_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("carrier.id"))
    # The tenancy that was handed over.
    previous_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("tenancy.id"), unique=True)
    entered_on: Mapped[dt.date]
    left_on: Mapped[dt.date | None]
    left_reason: Mapped[LeaveReason | None] = mapped_column(enum_type(LeaveReason))
    leave_note: Mapped[Prose] = mapped_column(default="")
    # Since when it is a company; until then it is a team.
    registered_on: Mapped[dt.date | None]
    area: Mapped[Decimal | None] = mapped_column(Hundredths)
    # When the startup agreed; None while nobody acts for it who could.
    agreed_at: Mapped[Moment | None]

    project: Mapped[Project] = relationship(lazy="joined", innerjoin=True)
    carrier: Mapped[Carrier] = relationship(lazy="joined", innerjoin=True)

    @property
    def is_present(self) -> bool:
        return self.left_on is None

    def is_company(self, day: dt.date) -> bool:
        return self.registered_on is not None and self.registered_on <= day


class ServiceAssignment(Base):
    """A member of the carrier's staff looks after a tenant, as liaison officer or counsellor; one of each at a time."""

    __tablename__ = "service_assignment"
    __table_args__ = (
        Index(
            "uq_service_assignment_tenancy_id_role",
            "tenancy_id",
            "role",
            unique=True,
            sqlite_where=_ACTING,
            postgresql_where=_ACTING,
        ),
        CheckConstraint("ended_on >= started_on", name="ends_after_it_begins"),
    )

    id: Mapped[Id]
    tenancy_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("tenancy.id"), index=True)
    staff_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("carrier_staff.id"), index=True)
    role: Mapped[TeamRole] = mapped_column(enum_type(TeamRole))
    started_on: Mapped[dt.date]
    ended_on: Mapped[dt.date | None]

    staff: Mapped[CarrierStaff] = relationship(lazy="joined", innerjoin=True)
    tenancy: Mapped[Tenancy] = relationship()
