"""Mail leaves through an outbox row written in the transaction of the change it speaks of.

A mail is sent at least once: the row is claimed by moving its next attempt forward, sent, then marked. A crash between
the last two sends it again under the same Message-ID, by which receivers tell the copies. Without a mail server the
rows are kept, to be read at a page of the installation itself.
"""

import base64
import datetime as dt
import re
import smtplib
import ssl
import time
from collections.abc import Sequence
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from typing import Any
from urllib.parse import urlsplit

import structlog
from flask import Flask, current_app
from flask_babel import force_locale
from markupsafe import Markup, escape
from sqlalchemy import JSON, Index, String, Text, delete, select, true, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from app.core import jobs
from app.core.model import Id, Moment, utc_now
from app.core.text import clean
from app.extensions import Base, db

log = structlog.get_logger()
MOST_ATTEMPTS = 10
TIMEOUT_SECONDS = 15
KEPT_FOR = dt.timedelta(days=30)
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
    with force_locale(locale):
        written = clean(environment.get_template(template).render(locale=locale, **context))
        subject, _, body = written.partition("\n")
        common = {**context, "locale": locale, "subject": _one_line(subject)[:300]}
        text = environment.get_template("mail/layout.txt").render(body=body.strip(), **common)
        html = environment.get_template("mail/layout.html").render(body=as_html(body.strip()), **common)
    return common["subject"], text.strip() + "\n", html


def forget(address: str) -> None:
    """Drop what the outbox still holds of a person."""
    db.session.execute(delete(OutboxMessage).where(OutboxMessage.recipient == address))


def _one_line(text: str) -> str:
    """Header values are one line of visible characters, so nothing in them can begin another header."""
    return " ".join(clean(str(text)).split())


def _checked_address(text: str) -> str:
    if any(ord(character) <= 32 or ord(character) == 127 for character in text) or len(text) > 254:
        raise ValueError("not a mail address")
    local, at, domain = text.rpartition("@")
    if not (local and at and domain) or any(character in text for character in ',;<>()[]:\\"'):
        raise ValueError("not a mail address")
    return f"{local}@{domain.encode('idna').decode()}" if not domain.isascii() else text


def as_html(body: str) -> Markup:
    """The text with its paragraphs and the links to this site; other addresses a person typed stay plain."""
    own = current_app.config["BASE_URL"] + "/"
    paragraphs = []
    for paragraph in _PARAGRAPHS.split(body):
        parts, last = [], 0
        for match in _LINK.finditer(paragraph):
            if match[0].startswith(own):
                parts += [escape(paragraph[last : match.start()]), Markup('<a href="{0}">{0}</a>').format(match[0])]
                last = match.end()
        parts.append(escape(paragraph[last:]))
        paragraphs.append(Markup("<p>{}</p>").format(Markup("").join(parts).replace("\n", Markup("<br>\n"))))
    return Markup("\n").join(paragraphs)


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


@jobs.handler("mail.deliver")
def _deliver(progress: jobs.Progress) -> dict[str, Any]:
    return {"sent": deliver_due(progress)}


@jobs.periodic()
def deliver_every_minute() -> None:
    deliver_due()


@jobs.periodic("17")
def drop_old() -> None:
    """Delivered and kept mails are not an archive."""
    old = OutboxMessage.created_at < utc_now() - KEPT_FOR
    db.session.execute(delete(OutboxMessage).where(old, OutboxMessage.state != "queued"))
    db.session.commit()


def deliver_due(progress: Any = None, *, seconds: float = 50) -> int:
    """Send what is due, over one connection; returns how many were accepted by the server."""
    if not current_app.config["MAIL_SERVER"]:
        return 0
    sent, until, server = 0, time.monotonic() + seconds, None
    try:
        while time.monotonic() < until and (claimed := _claim_next()):
            row_id, message = claimed
            try:
                server = server or _connect()
                server.send_message(message)
            except (OSError, smtplib.SMTPException) as error:
                _mark_failed(row_id, error)
                if not isinstance(error, smtplib.SMTPRecipientsRefused | smtplib.SMTPDataError):
                    break  # the server is away or refuses us: the other mails keep their attempts
                server.rset()  # type: ignore[union-attr]
                continue
            _mark_sent(row_id)
            sent += 1
            if progress:
                progress(sent, sent + 1)
    finally:
        if server:
            server.close()
    return sent


def _claim_next() -> tuple[Any, EmailMessage] | None:
    """Take the next due mail by moving its next attempt forward; who loses the race takes the one after."""
    while True:
        now = utc_now()
        due = select(OutboxMessage).where(OutboxMessage.state == "queued", OutboxMessage.next_attempt_at <= now)
        row = db.session.scalar(due.order_by(OutboxMessage.next_attempt_at, OutboxMessage.id).limit(1))
        if row is None:
            db.session.rollback()
            return None
        message = _compose(row)
        claim = (
            update(OutboxMessage)
            .where(OutboxMessage.id == row.id, OutboxMessage.attempts == row.attempts, OutboxMessage.state == "queued")
            .values(attempts=row.attempts + 1, next_attempt_at=now + dt.timedelta(minutes=2 ** (row.attempts + 1)))
        )
        row_id = row.id
        claimed = db.session.execute(claim).rowcount == 1  # type: ignore[attr-defined]
        db.session.commit()
        if claimed:
            return row_id, message


def _compose(row: OutboxMessage) -> EmailMessage:
    message = EmailMessage(policy=SMTP)
    name, address = parseaddr(current_app.config["MAIL_SENDER"])
    message["From"] = Address(name, addr_spec=address)
    message["To"] = Address(addr_spec=row.recipient)
    message["Subject"] = row.subject
    message["Date"] = format_datetime(row.created_at)
    message["Message-ID"] = f"<{row.id}@{urlsplit(current_app.config['BASE_URL']).hostname or 'localhost'}>"
    message["Auto-Submitted"] = "auto-generated"
    for header, value in row.headers.items():
        message[header] = value
    message.set_content(row.text)
    message.add_alternative(row.html, subtype="html")
    for item in row.attachments:
        main, _, sub = item["type"].partition("/")
        content = base64.b64decode(item["data"])
        message.add_attachment(content, maintype=main, subtype=sub, filename=item["name"])
    # Last, because adding a part moves the Content- headers there are into the part before.
    message["Content-Language"] = row.locale
    return message


def _connect() -> smtplib.SMTP:
    config = current_app.config
    server = smtplib.SMTP(config["MAIL_SERVER"], config["MAIL_PORT"], timeout=TIMEOUT_SECONDS)
    if config["MAIL_STARTTLS"]:
        server.starttls(context=ssl.create_default_context())
    if config["MAIL_USERNAME"]:
        server.login(config["MAIL_USERNAME"], config["MAIL_PASSWORD"])
    return server


def _mark_sent(row_id: Any) -> None:
    """What was in a sent mail is dropped: it holds links that open something."""
    values = {"state": "sent", "sent_at": utc_now(), "text": "", "html": "", "attachments": [], "last_error": ""}
    db.session.execute(update(OutboxMessage).where(OutboxMessage.id == row_id).values(**values))
    db.session.commit()


def _mark_failed(row_id: Any, error: Exception) -> None:
    log.warning("mail not sent", message=str(row_id), error=type(error).__name__)
    row = update(OutboxMessage).where(OutboxMessage.id == row_id)
    db.session.execute(row.values(last_error=clean(f"{type(error).__name__}: {error}")[:500]))
    over = true() if _is_final(error) else OutboxMessage.attempts >= MOST_ATTEMPTS
    db.session.execute(row.where(over).values(state="failed"))
    db.session.commit()


def _is_final(error: Exception) -> bool:
    """Whether the server says that this mail will never be accepted."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _reply in error.recipients.values())
    return isinstance(error, smtplib.SMTPDataError) and error.smtp_code >= 500


def init_app(app: Flask) -> None:
    app.jinja_env.globals["absolute_url"] = absolute_url
    app.jinja_env.filters["mail_text"] = as_html
