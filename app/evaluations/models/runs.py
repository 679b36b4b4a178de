"""A run of a scheme over the carriers of a region: every carrier's points and where they come from."""

import datetime as dt
import uuid
from decimal import Decimal

from sqlalchemy import JSON, BigInteger, CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Account, Membership
from app.carriers.models import Carrier, Link
from app.core.areas import Hundredths
from app.core.model import Code, Codes, Id, Json, Moment, Name, Prose, Timestamps, Versioned, enum_type, utc_now
from app.evaluations.models.freezing import freeze
from app.evaluations.models.schemes import Scheme
from app.extensions import Base


class Run(Timestamps, Versioned, Base):
    """A draft until it is published; then the database keeps it and all that hangs on it."""

    __tablename__ = "evaluation_run"
    __table_args__ = (
        UniqueConstraint("scheme_id", "period", "region_code"),
        CheckConstraint("published_at IS NULL OR computed_at IS NOT NULL", name="published_when_computed"),
        CheckConstraint("published_at IS NULL OR appeal_until IS NOT NULL", name="published_with_a_day_for_appeals"),
    )

    id: Mapped[Id]
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    scheme_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("evaluation_scheme.id"))
    region_code: Mapped[str] = mapped_column(String(6), index=True)
    period: Mapped[str] = mapped_column(String(7))
    links: Mapped[Codes] = mapped_column(default=list)
    created_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    computed_at: Mapped[Moment | None]
    # The version of the catalogue of indicators that its figures were counted by.
    catalogue: Mapped[Code] = mapped_column(default="")
    published_at: Mapped[Moment | None]
    published_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    # The last days for an appeal, and for putting right what was found wanting.
    appeal_until: Mapped[dt.date | None]
    rectify_until: Mapped[dt.date | None]

    scheme: Mapped[Scheme] = relationship(lazy="joined", innerjoin=True)

    @property
    def is_published(self) -> bool:
        return self.published_at is not None

    @property
    def state(self) -> str:
        return "published" if self.is_published else "draft"


class RunReviewer(Base):
    """An organiser who gives points for the judged criteria of a run."""

    __tablename__ = "evaluation_reviewer"
    __table_args__ = (UniqueConstraint("run_id", "membership_id"),)

    id: Mapped[Id]
    run_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("evaluation_run.id"))
    membership_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("membership.id"), index=True)

    membership: Mapped[Membership] = relationship(lazy="joined", innerjoin=True)


class Judgement(Base):
    """The points that a reviewer gave, with the reason. Computing a run again keeps them."""

    __tablename__ = "evaluation_judgement"
    __table_args__ = (
        UniqueConstraint("run_id", "carrier_id", "code"),
        CheckConstraint("points >= 0", name="points_not_negative"),
    )

    id: Mapped[Id]
    run_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("evaluation_run.id"))
    carrier_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("carrier.id"))
    code: Mapped[Code]
    points: Mapped[Decimal] = mapped_column(Hundredths)
    reason: Mapped[Prose]
    judged_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    judged_at: Mapped[Moment] = mapped_column(default=utc_now)

    judged_by: Mapped[Account | None] = relationship(lazy="joined")


class Result(Base):
    """A carrier in a run."""

    __tablename__ = "evaluation_result"
    __table_args__ = (
        UniqueConstraint("run_id", "carrier_id"),
        CheckConstraint("total >= 0", name="total_not_negative"),
        CheckConstraint("rank > 0", name="rank_positive"),
    )
    __unaudited__ = "computed from figures; the run, its judgements and its publication are audited"

    id: Mapped[Id]
    run_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("evaluation_run.id"))
    carrier_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("carrier.id"), index=True)
    # As they were at the end of the period.
    name: Mapped[Name]
    link: Mapped[Link] = mapped_column(enum_type(Link))
    zone_code: Mapped[str] = mapped_column(String(6), default="")
    total: Mapped[Decimal] = mapped_column(Hundredths)
    rank: Mapped[int]
    grade: Mapped[Code]
    # Indicator → figure of every gate, in the smallest unit.
    gates: Mapped[Json] = mapped_column(default=dict)

    run: Mapped[Run] = relationship(lazy="joined", innerjoin=True)
    carrier: Mapped[Carrier] = relationship(lazy="joined", innerjoin=True)


class Point(Base):
    """What a criterion brought a carrier: the figure, the rule that was applied, and the points."""

    __tablename__ = "evaluation_point"
    __table_args__ = (
        UniqueConstraint("result_id", "code"),
        CheckConstraint("points BETWEEN 0 AND weight", name="points_within_weight"),
    )
    __unaudited__ = "part of its result"

    id: Mapped[Id]
    run_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("evaluation_run.id"), index=True)
    result_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("evaluation_result.id"))
    code: Mapped[Code]
    weight: Mapped[Decimal] = mapped_column(Hundredths)
    # {"kind", "marks"}, as the scheme had it.
    rule: Mapped[dict[str, object]] = mapped_column(JSON)
    indicator: Mapped[Code] = mapped_column(default="")
    figure: Mapped[int | None] = mapped_column(BigInteger)
    # How many rows the figure opened to.
    rows: Mapped[int] = mapped_column(default=0)
    # Of a ranked figure: its place among so many.
    place: Mapped[int | None]
    among: Mapped[int] = mapped_column(default=0)
    # None while nobody judged it.
    points: Mapped[Decimal | None] = mapped_column(Hundredths)
    reason: Mapped[Prose] = mapped_column(default="")


_PUBLISHED = "EXISTS (SELECT 1 FROM evaluation_run WHERE id = OLD.run_id AND published_at IS NOT NULL)"
freeze(Run, "OLD.published_at IS NOT NULL", "a published evaluation is final")
for model in (Judgement, Result, Point):
    freeze(model, _PUBLISHED, "a published evaluation is final")
