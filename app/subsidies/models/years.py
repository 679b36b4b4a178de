"""What an authority sets for a year: the money there is, and the parameters of the rules."""

import uuid

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Organisation
from app.core.model import Code, Fen, Id, Timestamps, Versioned
from app.extensions import Base


class SubsidyYear(Timestamps, Versioned, Base):
    """`committed` is the sum of the statements that were approved; whoever approves one locks this row."""

    __tablename__ = "subsidy_year"
    __table_args__ = (
        UniqueConstraint("region_code", "year"),
        CheckConstraint("committed BETWEEN 0 AND budget", name="committed_within_budget"),
        CheckConstraint("seed_rate BETWEEN 0 AND 10000", name="seed_rate_is_a_share"),
        CheckConstraint("seed_cap >= 0", name="seed_cap_not_negative"),
        CheckConstraint(
            "reward_national >= 0 AND reward_provincial >= 0 AND reward_municipal >= 0 AND reward_settlement >= 0",
            name="rewards_not_negative",
        ),
        CheckConstraint("reward_evaluation >= 0", name="reward_evaluation_not_negative"),
    )

    id: Mapped[Id]
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    region_code: Mapped[str] = mapped_column(String(6))
    year: Mapped[int]
    budget: Mapped[Fen]
    committed: Mapped[Fen] = mapped_column(default=0)
    rules_version: Mapped[Code]
    # Basis points, and fen.
    seed_rate: Mapped[int]
    seed_cap: Mapped[Fen]
    reward_national: Mapped[Fen]
    reward_provincial: Mapped[Fen]
    reward_municipal: Mapped[Fen]
    reward_settlement: Mapped[Fen]
    reward_evaluation: Mapped[Fen]
    created_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))

    organisation: Mapped[Organisation] = relationship(lazy="joined", innerjoin=True)

    @property
    def left(self) -> int:
        return self.budget - self.committed
