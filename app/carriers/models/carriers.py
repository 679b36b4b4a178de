"""A carrier: its link of the chain, its level and kind, who operates it, how large it is, and since when."""

import datetime as dt
import enum
import uuid
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Organisation
from app.core.areas import Hundredths
from app.core.facets import Facet
from app.core.model import Code, Codes, Id, Line, Name, Prose, enum_type
from app.core.profiles import Profile
from app.extensions import Base

_CURRENT = text("valid_until IS NULL")


class Link(enum.StrEnum):
    """The links of the incubation chain, in the order in which a company passes them."""

    MAKERSPACE = "makerspace"
    INCUBATOR = "incubator"
    ACCELERATOR = "accelerator"
    PARK = "park"


class Level(enum.StrEnum):
    """The highest first."""

    NATIONAL = "national"
    PROVINCIAL = "provincial"
    MUNICIPAL = "municipal"
    COUNTY = "county"


class CarrierKind(enum.StrEnum):
    GENERAL = "general"
    SPECIALISED = "specialised"
    OFFSHORE = "offshore"
    DEMONSTRATION = "demonstration"
    BENCHMARK = "benchmark"


class Ownership(enum.StrEnum):
    STATE = "state"
    PRIVATE = "private"
    MIXED = "mixed"


CHAIN = tuple(Link)
# An authority makes a carrier a model for others; the rest a carrier says of itself.
AWARDED = frozenset({CarrierKind.DEMONSTRATION, CarrierKind.BENCHMARK})


class CarrierFacet(Facet, Base):
    """facet: `kind` or `sector` (industries it serves besides the leading one)."""

    __tablename__ = "carrier_facet"
    __unaudited__ = "part of its carrier, whose change is audited"

    carrier_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("carrier.id", ondelete="CASCADE"), primary_key=True)


class Measured:
    """What statistics count a carrier by; the carrier has it as it is, its periods as it was."""

    link: Mapped[Link] = mapped_column(enum_type(Link))
    ownership: Mapped[Ownership | None] = mapped_column(enum_type(Ownership))
    # The one industry of a specialised carrier.
    leading_sector: Mapped[Code] = mapped_column(default="")
    # Where it stands, and the zone whose carrier it is: the same, but for an offshore one.
    region_code: Mapped[str] = mapped_column(String(6), default="")
    zone_code: Mapped[str] = mapped_column(String(6), default="")
    total_area: Mapped[Decimal | None] = mapped_column(Hundredths)
    incubation_area: Mapped[Decimal | None] = mapped_column(Hundredths)


class Carrier(Measured, Profile, Base):
    __tablename__ = "carrier"
    __table_args__ = (
        CheckConstraint("total_area >= 0 AND incubation_area >= 0", name="areas_not_negative"),
        CheckConstraint("incubation_area <= total_area", name="incubation_within_total"),
        Index("ix_carrier_state_published_at", "state", "published_at"),
        Index("ix_carrier_region_code", "region_code"),
        Index("ix_carrier_zone_code", "zone_code"),
    )

    # The operator.
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    created_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    # The highest level of its accreditations in force; kept here for lists.
    level: Mapped[Level | None] = mapped_column(enum_type(Level), index=True)
    # The home zone of an offshore carrier.
    home_region_code: Mapped[str] = mapped_column(String(6), default="")
    opened_on: Mapped[dt.date | None]

    tagline: Mapped[Line] = mapped_column(default="")
    address: Mapped[Line] = mapped_column(default="")
    summary: Mapped[Prose] = mapped_column(default="")
    services: Mapped[Prose] = mapped_column(default="")
    conditions: Mapped[Prose] = mapped_column(default="")
    website: Mapped[Line] = mapped_column(default="")

    contact_name: Mapped[Name] = mapped_column(default="", info={"secret": True})
    contact_phone: Mapped[str] = mapped_column(String(20), default="", info={"secret": True})
    contact_email: Mapped[str] = mapped_column(String(254), default="", info={"secret": True})

    organisation: Mapped[Organisation] = relationship(lazy="joined", innerjoin=True)
    facets: Mapped[list[CarrierFacet]] = relationship(lazy="selectin", cascade="all, delete-orphan")


class CarrierPeriod(Measured, Base):
    """A time during which a carrier was in the network with these figures: from a day on, until the day before another.

    What was true on any past day is read from here, so that last year's figures can be computed again.
    """

    __tablename__ = "carrier_period"
    __table_args__ = (
        CheckConstraint("valid_until > valid_from", name="ends_after_it_begins"),
        Index(
            "uq_carrier_period_carrier_id",
            "carrier_id",
            unique=True,
            sqlite_where=_CURRENT,
            postgresql_where=_CURRENT,
        ),
        Index("ix_carrier_period_valid_from_valid_until", "valid_from", "valid_until"),
    )

    id: Mapped[Id]
    carrier_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("carrier.id"), index=True)
    valid_from: Mapped[dt.date]
    valid_until: Mapped[dt.date | None]
    kinds: Mapped[Codes] = mapped_column(default=list)
