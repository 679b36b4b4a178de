"""What a person's dashboards keep."""

import uuid

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Account
from app.core.model import Id, Moment, utc_now
from app.extensions import Base


class CalendarFeed(Base):
    """The secret address under which another calendar reads a person's entries; only its hash is kept."""

    __tablename__ = "calendar_feed"

    id: Mapped[Id]
    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"), unique=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True, info={"secret": True})
    created_at: Mapped[Moment] = mapped_column(default=utc_now)

    account: Mapped[Account] = relationship()
