"""Mail leaves through an outbox row written in the transaction of the change it speaks of.

`app.core.delivery` sends what was committed. Without a mail server the rows are kept, to be read at a page of the
installation itself.
"""

import base64
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app
from markupsafe import Markup, escape
from sqlalchemy import JSON, Index, String, Text, delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from app.core import jobs
from app.core.i18n import in_language
from app.core.model import Id, Moment, utc_now
from app.core.text import clean
from app.extensions import Base, db

_PARAGRAPHS = re.compile(r"\n\s*\n")
_LINK = re.compile(r"https?://[^\s<>\"'，。；、（）]+")


class OutboxMessage(Base):
    """State: queued → sent, or failed after the last attempt; kept when there is no mail server."""

    __tablename__ = "outbox_message"
    __table_args__ = (Index("ix_outbox_message_state_next_attempt_at", "state", "next_attempt_at"),)
    __unaudited__ = "follows from an audited change; its text holds links that must not be kept"

    id: Mapped[Id]
    recipient: Mapped[str] = mapped_column(String(254), index=True)
    locale: Mapped[str] = mapped_column(String(2))
    subject: Mapped[str] = mapped_column(String(300))
    text: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text, default="")
    headers: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    attachments: Mapped[list[dict[str, str]]] = mapped_column(JSON, default=list)
    dedupe: Mapped[str | None] = mapped_column(String(200), unique=True)
    state: Mapped[str] = mapped_column(String(10), default="queued")
    created_at: Mapped[Moment] = mapped_column(default=utc_now, index=True)
    sent_at: Mapped[Moment | None]
    attempts: Mapped[int] = mapped_column(default=0)
    next_attempt_at: Mapped[Moment] = mapped_column(default=utc_now)
    last_error: Mapped[str] = mapped_column(String(500), default="")


@dataclass(frozen=True)
class Attachment:
    name: str
    media_type: str
    content: bytes


def path_to(endpoint: str, **values: Any) -> str:
    """`url_for` without the host, for services that know no request."""
    current_app.inject_url_defaults(endpoint, values)
    return current_app.url_map.bind("localhost").build(endpoint, values)


def absolute_path(path: str) -> str:
    """A path of this site as a link for mails and QR codes: from BASE_URL, never from the Host header."""
    return str(current_app.config["BASE_URL"] + path)


def absolute_url(endpoint: str, **values: Any) -> str:
    return absolute_path(path_to(endpoint, **values))


def send(
    *,
    to: str,
    template: str,
    locale: str,
    dedupe: str = "",
    attachments: Sequence[Attachment] = (),
    headers: dict[str, str] | None = None,
    **context: Any,
) -> None:
    """Add a mail to the current transaction. `template` is a text template whose first line is the subject.

    A second mail with the same `dedupe` is not sent. Raises ValueError when `to` is not one mail address.
    """
    subject, text, html = render(template, locale, **context)
    row = OutboxMessage(
        recipient=_checked_address(to),
        locale=locale,
        subject=subject,
        text=text,
        html=html,
        headers={name: _one_line(value) for name, value in (headers or {}).items()},
        attachments=[
            {"name": _one_line(item.name), "type": item.media_type, "data": base64.b64encode(item.content).decode()}
            for item in attachments
        ],
        dedupe=dedupe[:200] or None,
        state="queued" if current_app.config["MAIL_SERVER"] else "kept",
    )
    if _add(row) and row.state == "queued":
        _wake_delivery()


def render(template: str, locale: str, **context: Any) -> tuple[str, str, str]:
    """Subject, text and HTML in the recipient's language, whoever caused the mail."""
    if not template.endswith(".txt"):
        raise ValueError("a mail template is a .txt file")
    environment = current_app.jinja_env
    with in_language(locale):
        written = clean(environment.get_template(template).render(locale=locale, **context))
        subject, _, body = written.partition("\n")
        common = {**context, "locale": locale, "subject": _one_line(subject)[:300]}
        text = environment.get_template("mail/layout.txt").render(body=body.strip(), **common)
        html = environment.get_template("mail/layout.html").render(body=_as_html(body.strip()), **common)
    return common["subject"], text.strip() + "\n", html


def forget(address: str) -> None:
    """Drop what the outbox still holds of a person."""
    db.session.execute(delete(OutboxMessage).where(OutboxMessage.recipient == address))


def _one_line(text: str) -> str:
    """Header values are one line of visible characters, so nothing in them can begin another header."""
    return " ".join(clean(str(text)).split())


def is_address(text: str) -> bool:
    """Whether `send` takes it."""
    try:
        return bool(_checked_address(text))
    except ValueError:
        return False


def _checked_address(text: str) -> str:
    if any(ord(character) <= 32 or ord(character) == 127 for character in text) or len(text) > 254:
        raise ValueError("not a mail address")
    local, at, domain = text.rpartition("@")
    if not (local and at and domain) or any(character in text for character in ',;<>()[]:\\"'):
        raise ValueError("not a mail address")
    return f"{local}@{domain.encode('idna').decode()}" if not domain.isascii() else text


def linked(text: str) -> Markup:
    """The text with the links to this site; other addresses, which a person may have typed, stay plain."""
    own = current_app.config["BASE_URL"] + "/"
    parts, last = [], 0
    for match in _LINK.finditer(text):
        if match[0].startswith(own):
            parts += [escape(text[last : match.start()]), Markup('<a href="{0}">{0}</a>').format(match[0])]
            last = match.end()
    return Markup("").join([*parts, escape(text[last:])])


def _as_html(body: str) -> Markup:
    paragraphs = (linked(paragraph).replace("\n", Markup("<br>\n")) for paragraph in _PARAGRAPHS.split(body))
    return Markup("\n").join(Markup("<p>{}</p>").format(paragraph) for paragraph in paragraphs)


def _add(row: OutboxMessage) -> bool:
    """The database decides whether this mail was written before, also against a transaction beside this one."""
    if row.dedupe is None:
        db.session.add(row)
        return True
    if db.session.scalar(select(OutboxMessage.id).where(OutboxMessage.dedupe == row.dedupe)):
        return False
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError:
        return False
    return True


def _wake_delivery() -> None:
    """One job a transaction, however many mails it writes."""
    transaction = db.session().get_transaction()
    if transaction is None or db.session.info.get("mail_woken") is not transaction:
        jobs.start("mail.deliver")
        db.session.info["mail_woken"] = db.session().get_transaction()


def init_app(app: Flask) -> None:
    app.jinja_env.globals["absolute_url"] = absolute_url
    app.jinja_env.filters["linked"] = linked
