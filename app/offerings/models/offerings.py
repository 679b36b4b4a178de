"""What agencies offer: services and financing products, with the conditions under which they do."""

import enum
import uuid

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Organisation
from app.core.facets import Facet
from app.core.model import Fen, Line, Name, Prose, enum_type
from app.core.profiles import Profile
from app.extensions import Base


class OfferingKind(enum.StrEnum):
    LEGAL = "legal"
    IP = "ip"
    ACCOUNTING = "accounting"
    TESTING = "testing"
    TECHNOLOGY_TRANSFER = "technology_transfer"
    PLATFORM = "platform"
    TRAINING = "training"
    CONSULTING = "consulting"
    CREDIT = "credit"
    GUARANTEE = "guarantee"
    IP_PLEDGE = "ip_pledge"
    LEASING = "leasing"
    CONVERTIBLE_BOND = "convertible_bond"
    CROWDFUNDING = "crowdfunding"
    TALENT_LOAN = "talent_loan"


FINANCING = (
    OfferingKind.CREDIT,
    OfferingKind.GUARANTEE,
    OfferingKind.IP_PLEDGE,
    OfferingKind.LEASING,
    OfferingKind.CONVERTIBLE_BOND,
    OfferingKind.CROWDFUNDING,
    OfferingKind.TALENT_LOAN,
)
SERVICES = tuple(kind for kind in OfferingKind if kind not in FINANCING)


class Collateral(enum.StrEnum):
    NONE = "none"
    IP = "ip"
    RECEIVABLES = "receivables"
    EQUIPMENT = "equipment"
    REAL_ESTATE = "real_estate"
    GUARANTOR = "guarantor"
    EQUITY = "equity"


class OfferingFacet(Facet, Base):
    """facet: `sector`, `stage` or `region`; without any of a facet the offering is for all of them."""

    __tablename__ = "offering_facet"
    __unaudited__ = "part of its offering, whose change is audited"

    offering_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("offering.id", ondelete="CASCADE"), primary_key=True)


class Offering(Profile, Base):
    """A service or a financing product of an agency. Everything but the contact is public."""

    __tablename__ = "offering"
    __table_args__ = (
        CheckConstraint("amount_min >= 0 AND amount_max >= amount_min", name="amounts_in_order"),
        CheckConstraint("term_min >= 1 AND term_max >= term_min", name="terms_in_order"),
        CheckConstraint("rate_min >= 0 AND rate_max >= rate_min AND rate_max <= 10000", name="rates_in_order"),
        CheckConstraint("revenue_min >= 0", name="revenue_not_negative"),
        CheckConstraint("age_min >= 0 AND age_max >= age_min", name="ages_in_order"),
        Index("ix_offering_state_published_at", "state", "published_at"),
    )

    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    created_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    kind: Mapped[OfferingKind] = mapped_column(enum_type(OfferingKind), index=True)

    tagline: Mapped[Line] = mapped_column(default="")
    description: Mapped[Prose] = mapped_column(default="")
    # In words, because agencies charge by the patent, the hour, the sample or the case.
    price: Mapped[Line] = mapped_column(default="")
    takes_vouchers: Mapped[bool] = mapped_column(default=False)

    # The conditions of a financing product: fen, months, basis points a year, and years since the company was founded.
    amount_min: Mapped[Fen | None]
    amount_max: Mapped[Fen | None]
    term_min: Mapped[int | None]
    term_max: Mapped[int | None]
    rate_min: Mapped[int | None]
    rate_max: Mapped[int | None]
    collateral: Mapped[Collateral | None] = mapped_column(enum_type(Collateral))
    revenue_min: Mapped[Fen | None]
    age_min: Mapped[int | None]
    age_max: Mapped[int | None]

    contact_name: Mapped[Name] = mapped_column(default="", info={"secret": True})
    contact_phone: Mapped[str] = mapped_column(String(20), default="", info={"secret": True})
    contact_email: Mapped[str] = mapped_column(String(254), default="", info={"secret": True})

    organisation: Mapped[Organisation] = relationship(lazy="joined", innerjoin=True)
    facets: Mapped[list[OfferingFacet]] = relationship(lazy="selectin", cascade="all, delete-orphan")

    @property
    def is_financing(self) -> bool:
        return self.kind in FINANCING
