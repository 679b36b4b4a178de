"""Signing in and out: server-side sessions that can be listed and ended, and the actor every request gets."""

import datetime as dt
import hashlib
import secrets
import time
import uuid

from flask import Flask, g, has_request_context, redirect, request, session, url_for
from flask_login import UserMixin, current_user, login_user, logout_user
from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import joinedload
from werkzeug.wrappers import Response

from app.accounts.actor import VISITOR, Actor
from app.accounts.models import Account, Membership, SignIn
from app.core import audit
from app.core.model import utc_now
from app.core.shell import is_sample
from app.extensions import db, login_manager

LONGEST_SESSION = dt.timedelta(days=30)
# `last_used_at` is a hint for its owner, so it is written at most this often, and never by reading a page.
NOTICED_AFTER = dt.timedelta(minutes=5)
PENDING_SECONDS = 600


def hash_token(token: str) -> str:
    """Tokens are 256 random bits, so one fast hash is enough to keep the table from opening anything."""
    return hashlib.sha256(token.encode()).hexdigest()


class SignedIn(UserMixin):
    """What flask-login carries: one session of one account."""

    def __init__(self, sign_in: SignIn, token: str) -> None:
        self.sign_in = sign_in
        self.token = token

    def get_id(self) -> str:
        return self.token


# Built once: every page of a member begins with it.
_SIGN_IN = (
    select(SignIn)
    .where(SignIn.token_hash == bindparam("token_hash"), SignIn.ended_at.is_(None))
    .where(SignIn.created_at > bindparam("after"))
    .options(joinedload(SignIn.account).joinedload(Account.memberships))
)


def _load(token: str) -> SignedIn | None:
    asked = {"token_hash": hash_token(token), "after": utc_now() - LONGEST_SESSION}
    found = db.session.scalars(_SIGN_IN, asked).unique().one_or_none()
    if found is None or found.account.closed_at is not None:
        return None
    return SignedIn(found, token)


def current_actor() -> Actor:
    """The person of this request, read once. A membership that has ended is not acted in, from the next request on."""
    if not has_request_context():
        return VISITOR
    if "actor" not in g:
        g.actor = _find_actor()
    person: Actor = g.actor
    return person


def _find_actor() -> Actor:
    if not current_user.is_authenticated:
        return VISITOR
    sign_in: SignIn = current_user.sign_in
    active = [membership for membership in sign_in.account.memberships if membership.ended_at is None]
    chosen = next((membership for membership in active if membership.id == sign_in.membership_id), None)
    return Actor(sign_in.account, chosen or next(iter(active), None), sign_in.id, not is_sample())


def _start_request() -> None:
    person = current_actor()
    g.account_locale = person.account.locale if person.account else None
    audit.acting(actor_id=person.account_id, membership_id=person.membership_id)
    if person.is_signed_in and request.method == "POST":
        row: SignIn = current_user.sign_in
        if row.last_used_at < utc_now() - NOTICED_AFTER:
            row.last_used_at = utc_now()


def begin(account: Account, *, next_path: str) -> None:
    """Remember that the password was right while the second factor is asked for; this opens nothing yet."""
    session.clear()
    session["pending"] = {
        "account": account.id.hex,
        "seal": _seal(account),
        "at": int(time.time()),
        "next": next_path,
    }


def pending() -> tuple[Account, str] | None:
    """Whose second factor is awaited, and where they wanted to go; void after ten minutes or a change of password."""
    kept = session.get("pending")
    if not kept or kept["at"] < time.time() - PENDING_SECONDS:
        return None
    account = db.session.get(Account, uuid.UUID(kept["account"]))
    if account is None or account.closed_at is not None or kept["seal"] != _seal(account):
        return None
    return account, kept["next"]


def _seal(account: Account) -> str:
    return hash_token(account.password_hash)[:16]


def sign_in(account: Account, *, membership: Membership | None = None) -> None:
    """Start a new session for the account; the old cookie's content is dropped, so that none can be planted.

    Without a named membership the person goes on in the one they acted in last.
    """
    before = current_actor()
    if before.sign_in_id:
        end_sessions(account_id=before.account_id, only=before.sign_in_id)
    token = secrets.token_urlsafe(32)
    row = SignIn(
        account_id=account.id,
        token_hash=hash_token(token),
        membership_id=membership.id if membership else _last_membership(account),
        user_agent=request.user_agent.string[:300],
        address=request.remote_addr or "",
    )
    db.session.add(row)
    db.session.flush()
    row.account = account
    session.clear()
    session.permanent = True
    login_user(SignedIn(row, token))
    g.pop("actor", None)
    audit.acting(actor_id=account.id, membership_id=row.membership_id)


def _last_membership(account: Account) -> uuid.UUID | None:
    return db.session.scalar(
        select(SignIn.membership_id)
        .where(SignIn.account_id == account.id)
        .order_by(SignIn.last_used_at.desc(), SignIn.id.desc())
        .limit(1)
    )


def switch(membership: Membership) -> None:
    """Go on in another of one's memberships."""
    current_user.sign_in.membership_id = membership.id
    db.session.flush()
    g.pop("actor", None)


def sign_out() -> None:
    person = current_actor()
    end_sessions(account_id=person.account_id, only=person.sign_in_id)
    logout_user()
    session.clear()
    g.pop("actor", None)


def end_sessions(*, account_id: uuid.UUID | None, only: uuid.UUID | None = None, but: uuid.UUID | None = None) -> None:
    """End one session, or all of an account's, or all but the current one."""
    statement = update(SignIn).where(SignIn.account_id == account_id, SignIn.ended_at.is_(None))
    if only is not None:
        statement = statement.where(SignIn.id == only)
    if but is not None:
        statement = statement.where(SignIn.id != but)
    db.session.execute(statement.values(ended_at=utc_now()))


def _unauthorized() -> Response:
    return redirect(url_for("accounts.sign_in"), 303)


def init_app(app: Flask) -> None:
    app.extensions["fuqiao_actor"] = current_actor
    app.before_request(_start_request)
    login_manager.user_loader(_load)
    login_manager.unauthorized_handler(_unauthorized)
    # Sessions live on the server; flask-login's own fingerprint would sign people out when their network changes.
    login_manager.session_protection = None
