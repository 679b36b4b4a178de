"""A person's calendar over everything they take part in, and its secret address for other calendars."""

import datetime as dt
import secrets
from itertools import groupby

from sqlalchemy import delete, select

from app.accounts.actor import Actor
from app.accounts.models import Account
from app.accounts.signing import hash_token
from app.core.agenda import Entry, entries
from app.core.model import utc_now
from app.core.templating import local
from app.extensions import db
from app.pages.models import CalendarFeed

BACK, AHEAD = dt.timedelta(days=60), dt.timedelta(days=365)


def days(found: list[Entry]) -> list[tuple[dt.date, list[Entry]]]:
    """Entries by the day of the city on which they begin."""
    return [(day, list(group)) for day, group in groupby(found, key=lambda entry: local(entry.starts_at).date())]


def own_feed(actor: Actor) -> CalendarFeed | None:
    return db.session.scalar(select(CalendarFeed).where(CalendarFeed.account_id == actor.account_id))


def make_feed(*, actor: Actor) -> str:
    """A new secret, told once; the address of before stops."""
    stop_feed(actor=actor)
    token = secrets.token_urlsafe(32)
    db.session.add(CalendarFeed(account_id=actor.account_id, token_hash=hash_token(token)))
    db.session.flush()
    return token


def stop_feed(*, actor: Actor) -> None:
    db.session.execute(delete(CalendarFeed).where(CalendarFeed.account_id == actor.account_id))


def reader_of(_actor: Actor, token: str) -> Account | None:
    """Whose calendar a secret address opens; nobody's when it was stopped or the account is closed."""
    feed = db.session.scalar(select(CalendarFeed).where(CalendarFeed.token_hash == hash_token(token)))
    return feed.account if feed is not None and feed.account.closed_at is None else None


def everything(account: Account) -> list[Entry]:
    """What the person does in any of their present memberships; an entry of two of them stands once."""
    now = utc_now()
    memberships = [membership for membership in account.memberships if membership.ended_at is None]
    found = {
        entry.uid: entry
        for membership in memberships
        for entry in entries(Actor(account, membership), now - BACK, now + AHEAD)
    }
    return sorted(found.values(), key=lambda entry: (entry.starts_at, entry.uid))


def forget(account: Account) -> None:
    """The person closed their account: the address goes with it."""
    db.session.execute(delete(CalendarFeed).where(CalendarFeed.account_id == account.id))
