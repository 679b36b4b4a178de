"""Who agreed to talk with whom. Only these pairs see each other's contacts and private fields."""

import uuid

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from app.core.model import Id, Moment, utc_now
from app.extensions import Base


class Connection(Base):
    """A project and a mentor (an account) or a fund (an organisation) that both said yes.

    Both ends are kept as who may read, so that one query answers for a page whatever the number of its profiles.
    """

    __tablename__ = "connection"
    __table_args__ = (
        UniqueConstraint("project_id", "other_id"),
        Index("ix_connection_other_account_id", "other_account_id"),
        Index("ix_connection_other_organisation_id", "other_organisation_id"),
    )

    id: Mapped[Id]
    project_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("project.id"))
    project_organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    other_kind: Mapped[str] = mapped_column(String(10))
    other_id: Mapped[uuid.UUID] = mapped_column(Uuid)
    other_account_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))
    other_organisation_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("organisation.id"))
    agreed_at: Mapped[Moment] = mapped_column(default=utc_now)
    ended_at: Mapped[Moment | None]
