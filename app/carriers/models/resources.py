"""What a carrier works with: technical platforms, funds, and staff with their training, each from a day to a day."""

import datetime as dt
import enum
import uuid
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from app.carriers.models.carriers import Carrier
from app.core.model import Code, Fen, Id, Name, Prose, Versioned, enum_type
from app.extensions import Base


class PlatformMode(enum.StrEnum):
    OWN = "own"
    JOINT = "joint"
    SHARED = "shared"


class FundMode(enum.StrEnum):
    SET_UP = "set_up"
    COOPERATING = "cooperating"


class TrainingLevel(enum.StrEnum):
    JUNIOR = "junior"
    INTERMEDIATE = "intermediate"
    SENIOR = "senior"


class Resource(Versioned):
    """Something a carrier has until the day before `ended_on`; what has ended stays for statistics."""

    id: Mapped[Id]
    carrier_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("carrier.id"), index=True)
    name: Mapped[Name]
    started_on: Mapped[dt.date]
    ended_on: Mapped[dt.date | None]

    @declared_attr
    def carrier(cls) -> Mapped[Carrier]:
        return relationship(lazy="joined", innerjoin=True)


class CarrierPlatform(Resource, Base):
    """A technical service platform: testing, prototyping, computing."""

    __tablename__ = "carrier_platform"
    __table_args__ = (
        CheckConstraint("ended_on >= started_on", name="ends_after_it_begins"),
        CheckConstraint("equipment_value >= 0", name="equipment_value_not_negative"),
    )

    mode: Mapped[PlatformMode] = mapped_column(enum_type(PlatformMode))
    partner: Mapped[Name] = mapped_column(default="")
    description: Mapped[Prose] = mapped_column(default="")
    equipment_value: Mapped[Fen | None]


class CarrierFund(Resource, Base):
    """A fund that the carrier set up inside, or one that it works with. Only staff and authority read its size."""

    __tablename__ = "carrier_fund"
    __table_args__ = (
        CheckConstraint("ended_on >= started_on", name="ends_after_it_begins"),
        CheckConstraint("size >= 0", name="size_not_negative"),
    )

    mode: Mapped[FundMode] = mapped_column(enum_type(FundMode))
    fund_type: Mapped[Code] = mapped_column(default="")
    size: Mapped[Fen | None]
    # The fund of the directory that the name was found to mean.
    fund_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("fund.id"), index=True)


class CarrierStaff(Resource, Base):
    """Somebody who works for the carrier, with an account here or without."""

    __tablename__ = "carrier_staff"
    __table_args__ = (CheckConstraint("ended_on >= started_on", name="ends_after_it_begins"),)

    position: Mapped[Name] = mapped_column(default="")
    account_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"), index=True)

    trainings: Mapped[list["StaffTraining"]] = relationship(
        lazy="selectin", order_by="StaffTraining.completed_on", cascade="all, delete-orphan"
    )

    @property
    def training(self) -> "StaffTraining | None":
        """The highest level that was completed."""
        order = tuple(TrainingLevel)
        return max(self.trainings, key=lambda row: order.index(row.level), default=None)


class StaffTraining(Base):
    """A level of the professional training that somebody completed on a day."""

    __tablename__ = "staff_training"
    __table_args__ = (UniqueConstraint("staff_id", "level"),)

    id: Mapped[Id]
    staff_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("carrier_staff.id", ondelete="CASCADE"))
    level: Mapped[TrainingLevel] = mapped_column(enum_type(TrainingLevel))
    completed_on: Mapped[dt.date]


# The kinds of resources by the word that stands for them in addresses.
RESOURCES: dict[str, Any] = {"platforms": CarrierPlatform, "funds": CarrierFund, "staff": CarrierStaff}
