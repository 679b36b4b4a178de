"""Telling people what happened, in the application and by mail, as they want to hear it."""

import uuid
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError

from app.accounts.actor import Actor
from app.accounts.models import Account, Membership, Role
from app.core import mail
from app.core.i18n import in_language
from app.core.model import utc_now
from app.core.security import local_path
from app.extensions import db
from app.notifications import unsubscribing
from app.notifications.kinds import KINDS, sentence, topic_of
from app.notifications.models import MailChoice, Notification, NotificationSetting

NOTICE_TEMPLATE = "notifications/mail/notice.txt"


def notify(
    *,
    account_ids: Iterable[uuid.UUID | None],
    kind: str,
    params: Mapping[str, Any] | None = None,
    url: str = "",
    dedupe: str = "",
    membership_ids: Mapping[uuid.UUID, uuid.UUID] | None = None,
    mail_template: str | None = None,
    mail_context: Mapping[str, Any] | None = None,
    attachments: Collection[mail.Attachment] = (),
) -> None:
    """Add a notice for each of these people, and the mail that their settings ask for, to the current transaction.

    `params` fill the kind's sentence; `url` is a path of this site. A second notice with the same `dedupe` is not
    written. `membership_ids` (account → membership) ties the notice to what the person is in that organisation. A mail
    template of one's own gets `mail_context`, `params`, `url`, `name` and `sentence`.
    """
    known = KINDS[kind]
    people = _people({account_id for account_id in account_ids if account_id})
    chosen = _settings(people, kind)
    for person in people:
        in_app, by_mail = chosen.get(person.id, (True, known.mail))
        row = Notification(
            account_id=person.id,
            membership_id=(membership_ids or {}).get(person.id),
            kind=kind,
            params={name: str(value) for name, value in (params or {}).items()},
            url=local_path(url, ""),
            dedupe=dedupe[:200] or None,
            is_shown=in_app,
            in_digest=by_mail == MailChoice.DIGEST,
        )
        if not in_app and by_mail == MailChoice.OFF:
            continue
        if _add(row) and by_mail == MailChoice.IMMEDIATE and mail.is_address(person.email):
            _send(person, row, mail_template or NOTICE_TEMPLATE, mail_context or {}, attachments)


def notify_organisation(
    *, organisation_id: uuid.UUID, roles: Collection[Role] = (), but: uuid.UUID | None = None, **notice: Any
) -> None:
    """`notify` for the present members of an organisation, in these roles when given, except the account `but`."""
    members = select(Membership.account_id, Membership.id).where(
        Membership.organisation_id == organisation_id, Membership.ended_at.is_(None)
    )
    if roles:
        members = members.where(Membership.role.in_(roles))
    found = {row.account_id: row.id for row in db.session.execute(members.order_by(Membership.id))}
    if but is not None:
        found.pop(but, None)
    notify(account_ids=found, membership_ids=found, **notice)


def mark_read(*, actor: Actor, notification: Notification) -> None:
    if notification.read_at is None:
        notification.read_at = utc_now()
        db.session.flush()


def mark_unread(*, actor: Actor, notification: Notification) -> None:
    notification.read_at = None
    db.session.flush()


def mark_all_read(*, actor: Actor) -> None:
    unread = (Notification.account_id == actor.account_id, Notification.is_shown, Notification.read_at.is_(None))
    db.session.execute(update(Notification).where(*unread).values(read_at=utc_now()))


def mark_address_read(*, account_id: uuid.UUID, url: str) -> None:
    """Whoever has looked at a page need not be told of it any more."""
    unread = (Notification.account_id == account_id, Notification.url == url, Notification.read_at.is_(None))
    db.session.execute(update(Notification).where(*unread).values(read_at=utc_now()))


def choose(
    *, account_id: uuid.UUID, kinds: Iterable[str], in_app: bool | None = None, mail: MailChoice | None = None
) -> None:
    """Set how a person hears of some kinds; None leaves that half as it is."""
    mine = {row.kind: row for row in _all_settings(account_id)}
    for kind in kinds:
        found = mine.get(kind)
        if found is None:
            found = NotificationSetting(account_id=account_id, kind=kind, in_app=True, mail=KINDS[kind].mail)
            db.session.add(found)
        if in_app is not None:
            found.in_app = in_app
        if mail is not None:
            found.mail = mail
    db.session.flush()


def stop_mails(*, account_id: uuid.UUID, kind: str) -> None:
    """What an unsubscribe link does: no mails of this topic, or of all kinds that come in the daily mail."""
    if kind == unsubscribing.DIGEST:
        mine = {row.kind: row.mail for row in _all_settings(account_id)}
        stopped = [name for name, known in KINDS.items() if mine.get(name, known.mail) == MailChoice.DIGEST]
        waiting = update(Notification).where(Notification.account_id == account_id, Notification.in_digest)
        db.session.execute(waiting.values(in_digest=False))
    else:
        stopped = list(topic_of(kind).kinds)
    choose(account_id=account_id, kinds=stopped, mail=MailChoice.OFF)


def _all_settings(account_id: uuid.UUID) -> Iterable[NotificationSetting]:
    return db.session.scalars(select(NotificationSetting).where(NotificationSetting.account_id == account_id))


def _people(account_ids: set[uuid.UUID]) -> list[Account]:
    open_ones = select(Account).where(Account.id.in_(account_ids), Account.closed_at.is_(None))
    return list(db.session.scalars(open_ones.order_by(Account.id)))


def _settings(people: Iterable[Account], kind: str) -> dict[uuid.UUID, tuple[bool, MailChoice]]:
    mine = select(NotificationSetting).where(
        NotificationSetting.account_id.in_([person.id for person in people]), NotificationSetting.kind == kind
    )
    return {row.account_id: (row.in_app, row.mail) for row in db.session.scalars(mine)}


def _add(row: Notification) -> bool:
    if row.dedupe is None:
        db.session.add(row)
        db.session.flush()
        return True
    same = select(Notification.id).where(Notification.account_id == row.account_id, Notification.dedupe == row.dedupe)
    if db.session.scalar(same):
        return False
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError:
        return False
    return True


def _send(
    person: Account,
    row: Notification,
    template: str,
    context: Mapping[str, Any],
    attachments: Collection[mail.Attachment],
) -> None:
    with in_language(person.locale):
        told = sentence(row.kind, row.params)
    mail.send(
        to=person.email,
        template=template,
        locale=person.locale,
        attachments=list(attachments),
        headers=unsubscribing.headers(person.id, row.kind),
        **{
            **context,
            "name": person.name,
            "params": row.params,
            "sentence": told,
            "url": mail.absolute_url("notifications.index") if not row.url else mail.absolute_path(row.url),
            "unsubscribe_url": unsubscribing.url(person.id, row.kind),
        },
    )


def forget(account: Account) -> None:
    """The person closed their account: their notices and choices go with them."""
    for model in (Notification, NotificationSetting):
        db.session.execute(delete(model).where(model.account_id == account.id))
