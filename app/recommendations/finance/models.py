"""What a project says of itself to be compared with conditions, and how near products are to it."""

import datetime as dt
import uuid

from sqlalchemy import JSON, CheckConstraint, Date, Float, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.core.model import Fen, Moment, Timestamps, Versioned, utc_now
from app.extensions import Base


class FinanceFacts(Timestamps, Versioned, Base):
    """What conditions ask and a project's page does not say. Only its own people read it."""

    __tablename__ = "finance_facts"
    __table_args__ = (
        CheckConstraint("revenue >= 0", name="revenue_not_negative"),
        CheckConstraint("ip_rights >= 0", name="ip_rights_not_negative"),
    )

    project_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("project.id", ondelete="CASCADE"), primary_key=True)
    founded_on: Mapped[dt.date | None] = mapped_column(Date)
    # Of the last year.
    revenue: Mapped[Fen | None]
    # Granted patents and registered software copyrights of its own.
    ip_rights: Mapped[int | None]


class ProductMatch(Base):
    """How near a financing product is to a project; replaced by every run."""

    __tablename__ = "product_match"
    __unaudited__ = "computed from audited profiles"

    project_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("project.id", ondelete="CASCADE"), primary_key=True)
    offering_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("offering.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    raw: Mapped[float] = mapped_column(Float)
    terms: Mapped[list[dict[str, object]]] = mapped_column(JSON, default=list)
    computed_at: Mapped[Moment] = mapped_column(default=utc_now)
