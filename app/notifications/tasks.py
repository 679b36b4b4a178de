"""The daily mail, and forgetting old notices."""

import datetime as dt
import uuid
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from flask import current_app
from sqlalchemy import delete, or_, select, update

from app.accounts.models import Account
from app.core import jobs, mail
from app.core.i18n import in_language
from app.core.model import utc_now
from app.extensions import db
from app.notifications import unsubscribing
from app.notifications.kinds import sentence
from app.notifications.models import Notification
from app.notifications.queries import still_concerns

HOUR = 8
MOST_LINES = 30
READ_KEPT_FOR = dt.timedelta(days=180)
KEPT_FOR = dt.timedelta(days=365)


@jobs.periodic("*/10")
def send_daily_mails() -> None:
    send_digests(utc_now())


@jobs.periodic("23")
def drop_old_notices() -> None:
    now = utc_now()
    old = or_(Notification.created_at < now - KEPT_FOR, Notification.read_at < now - READ_KEPT_FOR)
    db.session.execute(delete(Notification).where(old))
    db.session.commit()


def send_digests(now: dt.datetime) -> int:
    """Everything older than the last 8 o'clock of the city, one mail and one transaction a person; returns how many."""
    local = now.astimezone(ZoneInfo(current_app.config["TIME_ZONE"]))
    today = local.replace(hour=HOUR, minute=0, second=0, microsecond=0)
    until = today if local >= today else today - dt.timedelta(days=1)
    waiting = (Notification.in_digest, Notification.created_at < until)
    accounts = db.session.scalars(select(Notification.account_id).where(*waiting).distinct()).all()
    db.session.commit()
    return sum(_send_digest(account_id, until) for account_id in accounts)


def _send_digest(account_id: uuid.UUID, until: dt.datetime) -> bool:
    person = db.session.scalars(select(Account).where(Account.id == account_id).with_for_update()).one()
    waiting = (Notification.account_id == account_id, Notification.in_digest, Notification.created_at < until)
    unread = select(Notification).where(*waiting, Notification.read_at.is_(None), still_concerns())
    found = db.session.scalars(unread.order_by(Notification.created_at, Notification.id)).all()
    if found and person.closed_at is None and mail.is_address(person.email):
        _write(person, found, until)
    db.session.execute(update(Notification).where(*waiting).values(in_digest=False))
    db.session.commit()
    return bool(found)


def _write(person: Account, found: Sequence[Notification], until: dt.datetime) -> None:
    overview = mail.absolute_url("notifications.index")
    with in_language(person.locale):
        lines = [
            (sentence(notice.kind, notice.params), mail.absolute_path(notice.url) if notice.url else overview)
            for notice in found[:MOST_LINES]
        ]
    mail.send(
        to=person.email,
        template="notifications/mail/digest.txt",
        locale=person.locale,
        dedupe=f"digest:{person.id}:{until:%Y-%m-%d}",
        headers=unsubscribing.headers(person.id, unsubscribing.DIGEST),
        name=person.name,
        lines=lines,
        total=len(found),
        url=overview,
        settings_url=mail.absolute_url("notifications.settings"),
        unsubscribe_url=unsubscribing.url(person.id, unsubscribing.DIGEST),
    )
