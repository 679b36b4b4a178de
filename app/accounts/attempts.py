"""Guessing is paused per account, whether the account exists or not, so that a pause tells nobody who is registered.

The limits per network address (see `views`) are counted by each worker; these are counted in the database.
"""

import datetime as dt
import hashlib
from dataclasses import dataclass

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from app.accounts.models import AttemptCount
from app.core.model import utc_now
from app.extensions import db


@dataclass(frozen=True)
class Limit:
    most: int
    within: dt.timedelta
    pause: dt.timedelta


QUARTER, HOUR = dt.timedelta(minutes=15), dt.timedelta(hours=1)
LIMITS = {
    "password": Limit(10, QUARTER, QUARTER),
    "code": Limit(5, QUARTER, QUARTER),
    "mail": Limit(5, HOUR, HOUR),
}


def _key(kind: str, subject: object) -> str:
    return hashlib.sha256(f"{kind}:{subject}".encode()).hexdigest()


def is_paused(kind: str, subject: object) -> bool:
    row = db.session.get(AttemptCount, _key(kind, subject))
    return row is not None and row.paused_until is not None and row.paused_until > utc_now()


def count(kind: str, subject: object) -> bool:
    """Count one more; True when this one begins the pause."""
    limit, now, row = LIMITS[kind], utc_now(), _locked(_key(kind, subject))
    if row.first_at < now - limit.within:
        row.count, row.first_at = 0, now
    row.count += 1
    if row.count < limit.most:
        return False
    row.count, row.first_at, row.paused_until = 0, now, now + limit.pause
    return True


def clear(kind: str, subject: object) -> None:
    db.session.execute(delete(AttemptCount).where(AttemptCount.key == _key(kind, subject)))


def forget_old() -> None:
    """Counters that no longer matter."""
    old = AttemptCount.first_at < utc_now() - dt.timedelta(days=1)
    db.session.execute(delete(AttemptCount).where(old))


def _locked(key: str) -> AttemptCount:
    statement = select(AttemptCount).where(AttemptCount.key == key).with_for_update()
    statement = statement.execution_options(populate_existing=True)
    found = db.session.scalar(statement)
    if found is None:
        try:
            with db.session.begin_nested():
                db.session.add(AttemptCount(key=key))
        except IntegrityError:
            pass  # another worker counted the first one
        found = db.session.scalars(statement).one()
    return found
