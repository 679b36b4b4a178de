"""The link in each mail that stops mails of its kind, for a person who is not signed in (RFC 8058)."""

import uuid
from dataclasses import dataclass

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer

from app.accounts.models import Account
from app.core import mail
from app.extensions import db
from app.notifications.kinds import KINDS

DIGEST = "digest"


@dataclass(frozen=True)
class Wish:
    """Whose mails of which kind shall stop; DIGEST is the daily mail with all its kinds."""

    account: Account
    kind: str
    token: str


def _serializer() -> URLSafeSerializer:
    keys = [*reversed(current_app.config["SECRET_KEY_FALLBACKS"] or []), current_app.config["SECRET_KEY"]]
    return URLSafeSerializer(keys, salt="unsubscribe")


def token(account_id: uuid.UUID, kind: str) -> str:
    return str(_serializer().dumps([account_id.hex, kind]))


def url(account_id: uuid.UUID, kind: str) -> str:
    return mail.absolute_url("notifications.unsubscribe", token=token(account_id, kind))


def headers(account_id: uuid.UUID, kind: str) -> dict[str, str]:
    return {"List-Unsubscribe": f"<{url(account_id, kind)}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


def wish(_actor: object, token: str) -> Wish | None:
    """What a link asks for, or None when it was not made here."""
    try:
        account_id, kind = _serializer().loads(token)
        account = db.session.get(Account, uuid.UUID(account_id))
    except (BadSignature, ValueError, TypeError, AttributeError):
        return None
    return Wish(account, kind, token) if account and (kind == DIGEST or kind in KINDS) else None
