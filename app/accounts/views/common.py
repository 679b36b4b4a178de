"""What several of these pages need."""

from collections.abc import Callable
from typing import Any

from flask import request

from app.accounts import emails
from app.accounts.signing import pending
from app.core.access import actor
from app.core.forms import BaseForm
from app.core.security import local_path
from app.core.shell import endpoint_url
from app.extensions import db, limiter


def home() -> str:
    return endpoint_url("pages.today") or endpoint_url("pages.home") or "/"


def next_path() -> str:
    """Where the person wanted to go, if that is on this host."""
    return local_path(request.args.get("next"), home())


def _subject() -> str:
    """What a request guesses at: the signed-in account, the one awaiting its code, a link's token, or an address."""
    if actor().is_signed_in:
        return str(actor().account_id)
    if waiting := pending():
        return str(waiting[0].id)
    if token := (request.view_args or {}).get("token"):
        return str(token)
    try:
        return emails.normalise(request.form.get("email", "")[:400])
    except ValueError:
        return request.remote_addr or "nobody"


def limited(view: Callable[..., Any]) -> Callable[..., Any]:
    """Slow down guessing: per network address (a venue full of guests shares one) and per account, known or not.

    The address is the peer's, or what PROXY_COUNT trusted proxies say; a forged X-Forwarded-For does not move it.
    """
    by_account = limiter.limit("10 per minute; 60 per hour", key_func=_subject, methods=["POST"])(view)
    limited_view: Callable[..., Any] = limiter.limit("60 per minute; 600 per hour", methods=["POST"])(by_account)
    return limited_view


def refuse(form: BaseForm, field: str, message: str) -> None:
    """Put a refusal beside a field, keeping what was counted: the transaction is committed, not rolled back."""
    db.session.commit()
    form[field].errors = [*form[field].errors, message]
