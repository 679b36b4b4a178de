"""A form sent twice acts once: its hidden `once` token (or an Idempotency-Key header) is taken in the same transaction
as the change. The repeat is led to where the first one went."""

import uuid

from flask import Flask, flash, g, redirect, request
from flask_babel import gettext
from sqlalchemy import String, UniqueConstraint, Uuid, delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column
from werkzeug.wrappers import Response

from app.core.access import actor
from app.core.model import Id, Moment, utc_now
from app.core.text import clean
from app.extensions import Base, db


class SubmittedForm(Base):
    __tablename__ = "submitted_form"
    __table_args__ = (UniqueConstraint("account_id", "token"),)
    __unaudited__ = "protects against double clicks; holds nothing of its own"

    id: Mapped[Id]
    account_id: Mapped[uuid.UUID] = mapped_column(Uuid)
    token: Mapped[str] = mapped_column(String(80))
    location: Mapped[str] = mapped_column(String(500), default="")
    created_at: Mapped[Moment] = mapped_column(default=utc_now, index=True)


def new_token() -> str:
    """For a form's hidden field."""
    return uuid.uuid4().hex


def _token() -> str:
    if request.method != "POST" or request.mimetype not in {"application/x-www-form-urlencoded", "multipart/form-data"}:
        return ""
    if request.endpoint == "drafts.autosave":
        return ""  # it carries the token of the form it keeps, and must not take it
    return clean(request.headers.get("Idempotency-Key") or request.form.get("once", ""))[:80]


def _take() -> Response | None:
    token, person = _token(), actor()
    if not token or not person.is_signed_in:
        return None
    mine = (SubmittedForm.account_id == person.account_id, SubmittedForm.token == token)
    earlier = db.session.scalar(select(SubmittedForm).where(*mine))
    if earlier is None:
        try:
            db.session.add(SubmittedForm(account_id=person.account_id, token=token))
            db.session.flush()
        except IntegrityError:
            db.session.rollback()
            earlier = db.session.scalar(select(SubmittedForm).where(*mine))
        else:
            g.once = mine
            return None
    flash(gettext("This was already sent; nothing was done twice."), "info")
    location = earlier.location if earlier else ""
    return redirect(location or request.path, 303)


def _remember(response: Response) -> Response:
    """Only what was committed is remembered; a refused form may be sent again with the same token."""
    if (mine := g.pop("once", None)) is None:
        return response
    db.session.rollback()
    if response.status_code in (302, 303) and response.location:
        db.session.execute(update(SubmittedForm).where(*mine).values(location=response.location[:500]))
    else:
        db.session.execute(delete(SubmittedForm).where(*mine))
    db.session.commit()
    return response


def init_app(app: Flask) -> None:
    app.before_request(_take)
    app.after_request(_remember)
