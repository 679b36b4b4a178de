"""Competitions. A round is held as a roadshow: that has the applications, the jury, the rubric and the day."""

import enum
import uuid

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Organisation
from app.core.i18n import bilingual
from app.core.model import Fen, Id, Moment, Name, Prose, Timestamps, Versioned, enum_type
from app.extensions import Base
from app.projects.models import Project
from app.roadshows.models import Roadshow


class CompetitionState(enum.StrEnum):
    DRAFT = "draft"
    OPEN = "open"
    FINISHED = "finished"


class Competition(Timestamps, Versioned, Base):
    __tablename__ = "competition"

    id: Mapped[Id]
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    created_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    state: Mapped[CompetitionState] = mapped_column(enum_type(CompetitionState), default=CompetitionState.DRAFT)
    title: Mapped[Name]
    title_en: Mapped[Name] = mapped_column(default="")
    summary: Mapped[Prose] = mapped_column(default="")
    eligibility: Mapped[Prose] = mapped_column(default="")
    region_code: Mapped[str] = mapped_column(String(6), default="", index=True)

    organisation: Mapped[Organisation] = relationship(lazy="joined", innerjoin=True)
    rounds: Mapped[list["CompetitionRound"]] = relationship(
        lazy="selectin", back_populates="competition", order_by="CompetitionRound.number"
    )
    prizes: Mapped[list["CompetitionPrize"]] = relationship(
        lazy="selectin", cascade="all, delete-orphan", order_by="CompetitionPrize.position"
    )

    @property
    def label(self) -> str:
        return bilingual(self.title, self.title_en)

    @property
    def is_public(self) -> bool:
        return self.state is not CompetitionState.DRAFT

    def after(self, row: "CompetitionRound") -> "CompetitionRound | None":
        """The round that follows."""
        return next((other for other in self.rounds if other.number == row.number + 1), None)

    def before(self, row: "CompetitionRound") -> "CompetitionRound | None":
        """The round that it follows."""
        return next((other for other in self.rounds if other.number == row.number - 1), None)


class CompetitionRound(Versioned, Base):
    """`advance` says how many go on to the next round; the last one leaves it empty."""

    __tablename__ = "competition_round"
    __table_args__ = (
        UniqueConstraint("competition_id", "number"),
        CheckConstraint("number > 0", name="number_positive"),
        CheckConstraint("advance > 0", name="advance_positive"),
        CheckConstraint("released_at IS NULL OR decided_at IS NOT NULL", name="released_when_decided"),
    )

    id: Mapped[Id]
    competition_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("competition.id"))
    roadshow_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("roadshow.id"), unique=True)
    number: Mapped[int]
    name: Mapped[Name]
    name_en: Mapped[Name] = mapped_column(default="")
    advance: Mapped[int | None]
    decided_at: Mapped[Moment | None]
    decided_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    # From then on everybody reads how it ended.
    released_at: Mapped[Moment | None]

    competition: Mapped[Competition] = relationship(back_populates="rounds", lazy="joined", innerjoin=True)
    roadshow: Mapped[Roadshow] = relationship(lazy="joined", innerjoin=True)

    @property
    def label(self) -> str:
        return bilingual(self.name, self.name_en)


class CompetitionPrize(Base):
    """`places` says how many of it there are."""

    __tablename__ = "competition_prize"
    __table_args__ = (CheckConstraint("places > 0", name="places_positive"),)

    id: Mapped[Id]
    competition_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("competition.id"), index=True)
    name: Mapped[Name]
    name_en: Mapped[Name] = mapped_column(default="")
    amount: Mapped[Fen | None]
    places: Mapped[int]
    position: Mapped[int]

    @property
    def label(self) -> str:
        return bilingual(self.name, self.name_en)


class CompetitionStanding(Base):
    """Where an entry stood when its round was decided; later points change nothing about it."""

    __tablename__ = "competition_standing"
    __table_args__ = (UniqueConstraint("round_id", "application_id"),)

    id: Mapped[Id]
    round_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("competition_round.id"))
    application_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("application.id"), index=True)
    project_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("project.id"), index=True)
    # None without any points.
    rank: Mapped[int | None]
    # Thousandths, so that a ranking is never decided by how a database rounds.
    score: Mapped[int | None]
    advances: Mapped[bool] = mapped_column(default=False)
    prize_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("competition_prize.id"), index=True)

    round: Mapped[CompetitionRound] = relationship(lazy="joined", innerjoin=True)
    project: Mapped[Project] = relationship(lazy="joined", innerjoin=True)
    prize: Mapped[CompetitionPrize | None] = relationship(lazy="joined")
