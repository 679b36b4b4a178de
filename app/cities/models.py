"""Two cities of one installation agree to show each other's published projects, mentors and funds."""

import uuid

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.model import Id, Moment, utc_now
from app.extensions import Base

LIVE = text("ended_at IS NULL")


class CityAgreement(Base):
    """Offered by one city, it holds from the day the other accepts until either ends it. Ended ones stay."""

    __tablename__ = "city_agreement"
    __table_args__ = (
        CheckConstraint("first_code < second_code", name="cities_in_order"),
        CheckConstraint("offered_by_code IN (first_code, second_code)", name="offered_by_one_of_them"),
        Index(
            "uq_city_agreement_first_code_second_code",
            "first_code",
            "second_code",
            unique=True,
            sqlite_where=LIVE,
            postgresql_where=LIVE,
        ),
        Index("ix_city_agreement_second_code", "second_code"),
    )

    id: Mapped[Id]
    first_code: Mapped[str] = mapped_column(String(6))
    second_code: Mapped[str] = mapped_column(String(6))
    offered_by_code: Mapped[str] = mapped_column(String(6))
    offered_at: Mapped[Moment] = mapped_column(default=utc_now)
    offered_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    accepted_at: Mapped[Moment | None]
    accepted_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    ended_at: Mapped[Moment | None]
    ended_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))

    @property
    def codes(self) -> tuple[str, str]:
        return self.first_code, self.second_code

    @property
    def asked_code(self) -> str:
        """The city that was asked."""
        return self.second_code if self.offered_by_code == self.first_code else self.first_code

    @property
    def is_open(self) -> bool:
        """Waits for the other city's answer."""
        return self.accepted_at is None and self.ended_at is None

    @property
    def holds(self) -> bool:
        return self.accepted_at is not None and self.ended_at is None

    def other(self, city: str) -> str:
        return self.second_code if city == self.first_code else self.first_code
