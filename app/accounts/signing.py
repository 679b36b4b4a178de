"""Signing in and out: server-side sessions that can be listed and ended, and the actor every request gets."""

import hashlib
import secrets
import uuid

from flask import Flask, Response, g, has_request_context, redirect, request, session, url_for
from flask_login import UserMixin, current_user, login_user, logout_user
from sqlalchemy import select, update
from sqlalchemy.orm import selectinload

from app.accounts.actor import VISITOR, Actor
from app.accounts.models import Account, Membership, SignIn
from app.core import audit
from app.core.model import utc_now
from app.core.shell import is_sample
from app.extensions import db, login_manager


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


def _load(token: str) -> SignedIn | None:
    statement = (
        select(SignIn)
        .where(SignIn.token_hash == hash_token(token), SignIn.ended_at.is_(None))
        .options(selectinload(SignIn.account, Account.memberships))
    )
    found = db.session.scalar(statement)
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


def sign_in(account: Account, *, membership: Membership | None = None) -> None:
    """Start a new session for the account; the old cookie's content is dropped, so that none can be planted."""
    token = secrets.token_urlsafe(32)
    row = SignIn(
        account_id=account.id,
        token_hash=hash_token(token),
        membership_id=membership.id if membership else None,
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


def sign_out() -> None:
    person = current_actor()
    end_sessions(account_id=person.account_id, only=person.sign_in_id)
    logout_user()
    session.clear()
    g.pop("actor", None)


def end_sessions(
    *, account_id: uuid.UUID | None, only: uuid.UUID | None = None, but: uuid.UUID | None = None
) -> None:
    """End one session, or all of an account's, or all but the current one."""
    statement = update(SignIn).where(SignIn.account_id == account_id, SignIn.ended_at.is_(None))
    if only is not None:
        statement = statement.where(SignIn.id == only)
    if but is not None:
        statement = statement.where(SignIn.id != but)
    db.session.execute(statement.values(ended_at=utc_now()))


def _unauthorized() -> Response:
    return redirect(url_for("accounts.sign_in"), 303)  # type: ignore[return-value]


def init_app(app: Flask) -> None:
    app.extensions["fuqiao_actor"] = current_actor
    app.before_request(_start_request)
    login_manager.user_loader(_load)
    login_manager.unauthorized_handler(_unauthorized)
    # Sessions live on the server; flask-login's own fingerprint would sign people out when their network changes.
    login_manager.session_protection = None


