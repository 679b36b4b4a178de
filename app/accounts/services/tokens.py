"""Single-use links for one account; only the hash of the token is kept."""

import datetime as dt
import secrets

from sqlalchemy import delete, select, update

from app.accounts.models import Account, AccountToken, TokenPurpose
from app.accounts.signing import hash_token
from app.core.bulk import rows_changed
from app.core.model import utc_now
from app.extensions import db

LIFETIMES = {
    TokenPurpose.RESET_PASSWORD: dt.timedelta(minutes=30),
    TokenPurpose.CHANGE_EMAIL: dt.timedelta(hours=24),
}


def new_token() -> str:
    return secrets.token_urlsafe(32)


def issue(account: Account, purpose: TokenPurpose, *, email: str = "") -> str:
    """A new link makes the earlier ones of its purpose void."""
    void(account, purpose)
    token = new_token()
    row = AccountToken(
        account_id=account.id,
        purpose=purpose,
        token_hash=hash_token(token),
        email=email,
        expires_at=utc_now() + LIFETIMES[purpose],
    )
    db.session.add(row)
    db.session.flush()
    return token


def find(token: str, purpose: TokenPurpose) -> AccountToken | None:
    """The unused, unexpired token of an open account."""
    statement = select(AccountToken).where(
        AccountToken.token_hash == hash_token(token),
        AccountToken.purpose == purpose,
        AccountToken.used_at.is_(None),
        AccountToken.expires_at > utc_now(),
    )
    found = db.session.scalar(statement)
    return found if found and found.account.closed_at is None else None


def use(row: AccountToken) -> bool:
    """Take the token; of two who hold the link, one succeeds."""
    taken = (
        update(AccountToken).where(AccountToken.id == row.id, AccountToken.used_at.is_(None)).values(used_at=utc_now())
    )
    return rows_changed(taken) == 1


def void(account: Account, purpose: TokenPurpose | None = None) -> None:
    statement = delete(AccountToken).where(AccountToken.account_id == account.id)
    db.session.execute(statement.where(AccountToken.purpose == purpose) if purpose else statement)
