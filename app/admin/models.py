"""Imports that people started on the pages: the file's fate from upload to result."""

import datetime as dt
import enum
import uuid
from typing import Any

from sqlalchemy import JSON, Date, Enum, ForeignKey, String
from sqlalchemy.orm import Mapped, deferred, mapped_column, relationship

from app.accounts.models import Account
from app.core.model import Code, Id, Json, Line, Moment, utc_now
from app.extensions import Base


class ImportState(enum.StrEnum):
    CHECKING = "checking"
    REFUSED = "refused"
    CHECKED = "checked"
    IMPORTING = "importing"
    DONE = "done"
    TAKEN_BACK = "taken_back"


class Import(Base):
    """What the check found and what the import did. The rows themselves are in the profiles' tables."""

    __tablename__ = "import"
    __unaudited__ = "the record of an action; what it changes is audited row by row"

    id: Mapped[Id]
    kind: Mapped[Code]
    filename: Mapped[Line]
    # The language of the messages inside.
    locale: Mapped[str] = mapped_column(String(2))
    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    # The authority in whose name it is done.
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    since: Mapped[dt.date | None] = mapped_column(Date)
    until: Mapped[dt.date | None] = mapped_column(Date)
    state: Mapped[ImportState] = mapped_column(
        Enum(ImportState, native_enum=False, length=20, values_callable=lambda states: [s.value for s in states]),
        default=ImportState.CHECKING,
    )
    job_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("job.id", ondelete="SET NULL"))
    line_count: Mapped[int] = mapped_column(default=0)
    problem_count: Mapped[int] = mapped_column(default=0)
    counts: Mapped[Json] = mapped_column(default=dict)
    # {problems, warnings, ignored, headings, rows}: for the page that shows the check, emptied when it is old.
    findings: Mapped[dict[str, Any]] = deferred(mapped_column(JSON, default=dict))
    # The profiles that did not exist before.
    created: Mapped[list[str]] = deferred(mapped_column(JSON, default=list))
    created_at: Mapped[Moment] = mapped_column(default=utc_now, index=True)

    account: Mapped[Account] = relationship(lazy="joined", innerjoin=True)
