"""What the platform keeps about a person: handed out to them, and taken away when they close the account.

Other slices add theirs: `on_export("mentor", function)` and `on_erasure(function)`, each called with the account.
"""

import datetime as dt
import enum
import uuid
from collections.abc import Callable, Iterable
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import delete, func, select, update

from app.accounts import attempts
from app.accounts.actor import Actor
from app.accounts.models import (
    Account,
    AccountToken,
    Consent,
    Invitation,
    Membership,
    RecoveryCode,
    SignIn,
    SignUp,
)
from app.accounts.passwords import UNUSABLE
from app.core import mail
from app.core.drafts import Draft
from app.core.errors import Conflict, Forbidden
from app.core.model import utc_now
from app.extensions import db

# Which columns a person gets, and which are kept back: secrets, and keys that mean nothing to them. A column in
# neither list fails the build.
EXPORTED: dict[str, tuple[str, ...]] = {
    "account": (
        *("email", "name", "phone", "locale", "created_at", "updated_at"),
        *("email_verified_at", "totp_enabled_at", "closed_at"),
    ),
    "membership": ("organisation_id", "role", "is_manager", "created_at", "ended_at"),
    "sign_in": ("user_agent", "address", "created_at", "last_used_at", "ended_at"),
    "consent": ("purpose", "text_version", "given_at", "withdrawn_at"),
    "invitation": (
        *("organisation_id", "email", "role", "is_manager", "locale"),
        *("created_at", "expires_at", "accepted_at", "withdrawn_at"),
    ),
}
WITHHELD: dict[str, tuple[str, ...]] = {
    "account": ("id", "password_hash", "totp_secret", "totp_last_step"),
    "membership": ("id", "account_id"),
    "sign_in": ("id", "account_id", "token_hash", "membership_id"),
    "consent": ("id", "account_id"),
    "invitation": ("id", "token_hash", "invited_by_id"),
}
PERSONAL_TABLES = (Account, Membership, SignIn, Consent, Invitation)
NAME_OF_CLOSED = "已注销账号 · Closed account"

_exporters: dict[str, Callable[[Account], Any]] = {}
_erasers: list[Callable[[Account], None]] = []


def on_export(name: str, function: Callable[[Account], Any]) -> None:
    """Add what another slice keeps about a person, as something JSON can hold."""
    _exporters[name] = function


def on_erasure(function: Callable[[Account], None]) -> None:
    """Called when an account is closed, before its own data goes."""
    _erasers.append(function)


def personal_data(account: Account) -> dict[str, Any]:
    """Every personal column of this slice, and what the others add."""
    consents = db.session.scalars(select(Consent).where(Consent.account_id == account.id).order_by(Consent.given_at))
    sign_ins = db.session.scalars(select(SignIn).where(SignIn.account_id == account.id).order_by(SignIn.created_at))
    invitations = select(Invitation).where(Invitation.email == account.email).order_by(Invitation.created_at)
    return {
        "account": _shown(account),
        "memberships": [
            {"organisation": membership.organisation.name, **_shown(membership)} for membership in account.memberships
        ],
        "consents": _rows(consents),
        "sign_ins": _rows(sign_ins),
        "invitations": _rows(db.session.scalars(invitations)),
        **{name: function(account) for name, function in _exporters.items()},
    }


def _rows(rows: Iterable[Any]) -> list[dict[str, Any]]:
    return [_shown(row) for row in rows]


def _shown(row: Any) -> dict[str, Any]:
    return {column: _plain(getattr(row, column)) for column in EXPORTED[row.__tablename__]}


def _plain(value: Any) -> Any:
    if isinstance(value, dt.datetime):
        return value.isoformat()
    if isinstance(value, enum.Enum):
        return value.value
    return str(value) if isinstance(value, uuid.UUID) else value


def close_account(*, actor: Actor) -> None:
    """Take the person out and leave a pseudonym, so that what others did with them keeps its sense."""
    account = actor.account
    if account is None:
        raise Forbidden
    _refuse_while_needed(account)
    for function in _erasers:
        function(account)
    mail.forget(account.email)
    attempts.clear("password", account.email)
    attempts.clear("mail", account.email)
    db.session.execute(delete(SignUp).where(SignUp.email == account.email))
    address = f"closed-{account.id.hex}@closed.invalid"
    db.session.execute(update(Invitation).where(Invitation.email == account.email).values(email=address))
    for table in (RecoveryCode, AccountToken, Draft):
        db.session.execute(delete(table).where(table.account_id == account.id))
    gone = {"ended_at": utc_now(), "user_agent": "", "address": ""}
    db.session.execute(update(SignIn).where(SignIn.account_id == account.id).values(**gone))
    for membership in account.memberships:
        membership.ended_at = membership.ended_at or utc_now()
    account.email, account.name, account.phone = address, NAME_OF_CLOSED, None
    account.password_hash, account.totp_secret, account.totp_enabled_at = UNUSABLE, None, None
    account.closed_at = utc_now()
    db.session.flush()


def _refuse_while_needed(account: Account) -> None:
    """A manager whom other members depend on first appoints another one."""
    for membership in account.memberships:
        if membership.ended_at is None and membership.is_manager and _only_manager_of_others(membership):
            raise Conflict(
                _(
                    "%(organisation)s has other members and no other manager. Make one of them a manager first.",
                    organisation=membership.organisation.name,
                )
            )


def _only_manager_of_others(membership: Membership) -> bool:
    statement = select(func.count(), func.count().filter(Membership.is_manager.is_(True))).where(
        Membership.organisation_id == membership.organisation_id,
        Membership.ended_at.is_(None),
        Membership.account_id != membership.account_id,
    )
    others, managers = db.session.execute(statement).one()
    return bool(others and not managers)
