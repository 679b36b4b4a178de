"""What someone is typing, kept until they save: one draft a person and form."""

import uuid
from typing import Any

from flask import Flask, redirect, request
from flask_babel import format_time
from sqlalchemy import String, UniqueConstraint, Uuid, delete, select
from sqlalchemy.orm import Mapped, mapped_column
from werkzeug.wrappers import Response

from app.core.access import SIGNED_IN, actor, allow
from app.core.errors import Invalid
from app.core.forms import BaseForm
from app.core.model import Id, Json, Moment, utc_now
from app.core.security import local_path
from app.core.text import clean
from app.extensions import Base, db

LARGEST = 200_000


class Draft(Base):
    __tablename__ = "draft"
    __table_args__ = (UniqueConstraint("account_id", "key"),)
    __unaudited__ = "private until saved; the saved change is audited"

    id: Mapped[Id]
    account_id: Mapped[uuid.UUID] = mapped_column(Uuid)
    key: Mapped[str] = mapped_column(String(120))
    values: Mapped[Json]
    saved_at: Mapped[Moment] = mapped_column(default=utc_now)


def find(account_id: uuid.UUID, key: str) -> Draft | None:
    return db.session.scalar(select(Draft).where(Draft.account_id == account_id, Draft.key == key))


def save(account_id: uuid.UUID, key: str, values: dict[str, list[str]]) -> Draft:
    """Keep raw form values as typed, valid or not."""
    kept = {name: texts for name, texts in values.items() if name not in {"csrf_token", "once"}}
    if sum(len(text) for texts in kept.values() for text in texts) > LARGEST:
        raise Invalid("draft too large")
    draft = find(account_id, key)
    if draft is None:
        draft = Draft(account_id=account_id, key=key, values=kept)
        db.session.add(draft)
    draft.values, draft.saved_at = kept, utc_now()
    db.session.flush()
    return draft


def discard(account_id: uuid.UUID, key: str) -> None:
    db.session.execute(delete(Draft).where(Draft.account_id == account_id, Draft.key == key))


def formdata(draft: Draft | None) -> Any:
    """The draft as form data, or None: pass it as `formdata=` so that a form opens with what was typed."""
    from werkzeug.datastructures import MultiDict

    return MultiDict((name, text) for name, texts in draft.values.items() for text in texts) if draft else None


@allow(SIGNED_IN)
def autosave(key: str) -> tuple[str, int]:
    """What a form sends while someone types; the page shows when it was kept."""
    person = actor()
    draft = save(person.account_id, clean(key)[:120], request.form.to_dict(flat=False))
    db.session.commit()
    return format_time(draft.saved_at, "short"), 200


@allow(SIGNED_IN)
def discard_draft(key: str) -> Response:
    """Throw the draft away and return to the form as it was saved."""
    discard(actor().account_id, clean(key)[:120])
    db.session.commit()
    return redirect(local_path(request.form.get("next"), "/"), 303)


def typed(draft: Draft | None) -> Any:
    """What was typed before, when a form is opened; what was sent, when it was sent."""
    return request.form if request.method == "POST" else formdata(draft)


def is_outdated(draft: Draft | None, form: BaseForm, saved: Any) -> bool:
    """Whether something newer than the kept draft was saved; whoever opens the form sees that and saves over it."""
    outdated = bool(saved and draft and form.version.data != str(saved.version))
    if saved and request.method == "GET":
        form.version.data = str(saved.version)
    return outdated


def init_app(app: Flask) -> None:
    app.add_url_rule("/drafts/<path:key>", "drafts.autosave", autosave, methods=["POST"])
    app.add_url_rule("/drafts/<path:key>/discard", "drafts.discard", discard_draft, methods=["POST"])
