"""Asking and answering: what is pending is accepted, declined, withdrawn or expires, once."""

import datetime as dt
import enum
import uuid
from typing import Any

from flask import current_app
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import Enum, ForeignKey, Select, select
from sqlalchemy.orm import Mapped, mapped_column

from app.core.errors import Conflict
from app.core.model import Moment, Prose, utc_now
from app.extensions import db


class AnswerState(enum.StrEnum):
    PENDING = "pending"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


LABELS = {
    AnswerState.PENDING: _l("Waiting for an answer"),
    AnswerState.ACCEPTED: _l("Accepted"),
    AnswerState.DECLINED: _l("Declined"),
    AnswerState.WITHDRAWN: _l("Withdrawn"),
    AnswerState.EXPIRED: _l("Expired"),
}
STATE = Enum(AnswerState, native_enum=False, length=20, values_callable=lambda states: [s.value for s in states])


def expiry() -> dt.datetime:
    """When something asked now expires."""
    return utc_now() + dt.timedelta(days=current_app.config["ANSWER_DAYS"])


class Answerable:
    """A question to somebody, with its message and its one answer."""

    state: Mapped[AnswerState] = mapped_column(STATE, default=AnswerState.PENDING)
    message: Mapped[Prose] = mapped_column(default="")
    decline_reason: Mapped[Prose] = mapped_column(default="")
    asked_at: Mapped[Moment] = mapped_column(default=utc_now)
    expires_at: Mapped[Moment] = mapped_column(default=expiry)
    answered_at: Mapped[Moment | None]
    answered_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("account.id"))

    @property
    def is_open(self) -> bool:
        """It can still be answered: pending, and not past its time although no job has marked it yet."""
        return self.state is AnswerState.PENDING and self.expires_at > utc_now()


def settle(question: Any, state: AnswerState, *, by: uuid.UUID | None = None, reason: str = "") -> None:
    """Give the one answer. The row is locked and read again first, so of two answers at once one is refused."""
    db.session.refresh(question, with_for_update={"of": type(question), "key_share": True})
    if question.state is not AnswerState.PENDING:
        raise Conflict(_("This was answered already: %(state)s.", state=LABELS[question.state]))
    if question.expires_at <= utc_now() and state not in {AnswerState.EXPIRED, AnswerState.WITHDRAWN}:
        raise Conflict(_("The time to answer is over."))
    question.state = state
    question.answered_at, question.answered_by_id = utc_now(), by
    question.decline_reason = reason if state is AnswerState.DECLINED else ""
    db.session.flush()


def overdue(model: Any) -> Select[Any]:
    """What nobody answered in time, oldest first."""
    pending = (model.state == AnswerState.PENDING, model.expires_at <= utc_now())
    return select(model).where(*pending).order_by(model.expires_at, model.id)
