"""Reading one's own notices."""

import uuid
from collections.abc import Collection, Sequence

from flask import g
from sqlalchemy import ColumnElement, Select, bindparam, exists, func, or_, select

from app.accounts.actor import Actor
from app.accounts.models import Membership
from app.core.access import actor as current_actor
from app.extensions import db
from app.notifications.models import Notification, NotificationSetting


def still_concerns() -> ColumnElement[bool]:
    """Not tied to a membership, or to one that has not ended."""
    active = exists().where(Membership.id == Notification.membership_id, Membership.ended_at.is_(None))
    return or_(Notification.membership_id.is_(None), active)


def _mine(account_id: uuid.UUID | None) -> Select[Notification]:
    return select(Notification).where(Notification.account_id == account_id, Notification.is_shown, still_concerns())


def notices(actor: Actor, *, unread_only: bool = False, of_kinds: Collection[str] = ()) -> Select[Notification]:
    """Unread first, then the newest."""
    statement = _mine(actor.account_id)
    if unread_only:
        statement = statement.where(Notification.read_at.is_(None))
    if of_kinds:
        statement = statement.where(Notification.kind.in_(of_kinds))
    return statement.order_by(Notification.read_at.is_not(None), Notification.created_at.desc(), Notification.id.desc())


def own(actor: Actor, notification_id: uuid.UUID) -> Notification | None:
    return db.session.scalar(_mine(actor.account_id).where(Notification.id == notification_id))


def kinds_received(actor: Actor) -> Sequence[str]:
    """The kinds among one's notices, for the filter."""
    return db.session.scalars(
        _mine(actor.account_id).with_only_columns(Notification.kind).distinct().order_by(Notification.kind)
    ).all()


# Built once: the bell of every page asks it.
_UNREAD = (
    select(func.count(Notification.id))
    .where(Notification.account_id == bindparam("account_id"), Notification.is_shown, still_concerns())
    .where(Notification.read_at.is_(None))
)


def unread_count(account_id: uuid.UUID | None) -> int:
    return db.session.scalar(_UNREAD, {"account_id": account_id}) or 0


def unread_of_reader() -> int:
    """For the bell of every page: one statement a request, none for a visitor."""
    if "unread_notifications" not in g:
        person = current_actor()
        g.unread_notifications = unread_count(person.account_id) if person.is_signed_in else 0
    count: int = g.unread_notifications
    return count


def settings(account_id: uuid.UUID | None) -> dict[str, NotificationSetting]:
    rows = db.session.scalars(select(NotificationSetting).where(NotificationSetting.account_id == account_id))
    return {row.kind: row for row in rows}
