"""Sending the outbox: at least once, whatever crashes.

A row is claimed by moving its next attempt forward, sent, then marked. A crash between the last two sends it again
under the same Message-ID, by which receivers tell the copies.
"""

import base64
import datetime as dt
import smtplib
import ssl
import time
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from typing import Any
from urllib.parse import urlsplit

import structlog
from flask import current_app
from sqlalchemy import delete, select, true, update

from app.core.bulk import rows_changed
from app.core.mail import OutboxMessage
from app.core.model import utc_now
from app.core.text import clean
from app.extensions import db

log = structlog.get_logger()
MOST_ATTEMPTS = 10
TIMEOUT_SECONDS = 15
TLS_PORT = 465  # where the encryption begins with the connection
KEPT_FOR = dt.timedelta(days=30)
# What is wrong with one mail or its recipient; the connection can go on with the next.
OF_ONE_MAIL = (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError, smtplib.SMTPNotSupportedError, ValueError)


def deliver_due(progress: Any = None, *, seconds: float = 50) -> int:
    """Send what is due, over one connection; returns how many were accepted by the server."""
    if not current_app.config["MAIL_SERVER"]:
        return 0
    sent, until, server = 0, time.monotonic() + seconds, None
    try:
        while time.monotonic() < until and (row := _claim_next()):
            try:
                server = server or _connect()
                server.send_message(_compose(row))
            except OF_ONE_MAIL as error:
                _mark_failed(row.id, error)
                if server is None:
                    break
            except (OSError, smtplib.SMTPException) as error:
                _mark_failed(row.id, error)
                break  # the server is away or refuses us: the other mails keep their attempts
            else:
                _mark_sent(row.id)
                sent += 1
                if progress:
                    progress(sent, sent + 1)
    finally:
        if server:
            server.close()
    return sent


def _claim_next() -> OutboxMessage | None:
    """Take the next due mail by moving its next attempt forward; who loses the race takes the one after.

    The row comes detached: nothing of a transaction may stay open while a server is waited for.
    """
    while True:
        now = utc_now()
        due = select(OutboxMessage).where(OutboxMessage.state == "queued", OutboxMessage.next_attempt_at <= now)
        row = db.session.scalar(due.order_by(OutboxMessage.next_attempt_at, OutboxMessage.id).limit(1))
        if row is None:
            db.session.rollback()
            return None
        db.session.expunge(row)
        claim = (
            update(OutboxMessage)
            .where(OutboxMessage.id == row.id, OutboxMessage.attempts == row.attempts, OutboxMessage.state == "queued")
            .values(attempts=row.attempts + 1, next_attempt_at=now + dt.timedelta(minutes=2 ** (row.attempts + 1)))
        )
        claimed = rows_changed(claim) == 1
        db.session.commit()
        if claimed:
            return row


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
    """Never in the clear when it is meant to be encrypted: a server that offers no TLS is an error."""
    config, context = current_app.config, ssl.create_default_context()
    address = (config["MAIL_SERVER"], config["MAIL_PORT"])
    if config["MAIL_PORT"] == TLS_PORT:
        server: smtplib.SMTP = smtplib.SMTP_SSL(*address, timeout=TIMEOUT_SECONDS, context=context)
    else:
        server = smtplib.SMTP(*address, timeout=TIMEOUT_SECONDS)
    try:
        if config["MAIL_STARTTLS"] and config["MAIL_PORT"] != TLS_PORT:
            server.starttls(context=context)
        if config["MAIL_USERNAME"]:
            server.login(config["MAIL_USERNAME"], config["MAIL_PASSWORD"])
    except BaseException:
        server.close()
        raise
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
    if isinstance(error, smtplib.SMTPDataError):
        return error.smtp_code >= 500
    return isinstance(error, ValueError)


def drop_old() -> None:
    """Delivered and kept mails are not an archive."""
    old = OutboxMessage.created_at < utc_now() - KEPT_FOR
    db.session.execute(delete(OutboxMessage).where(old, OutboxMessage.state != "queued"))
    db.session.commit()
