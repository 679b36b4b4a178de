"""Rows and steps that only the tests of accounts need."""

import re

from flask.testing import FlaskClient
from sqlalchemy import select

from app.accounts.models import Account
from app.accounts.passwords import hash_password
from app.core.mail import OutboxMessage
from app.extensions import db
from tests import factories

PASSWORD = "lantern otter maple"
_LINK = re.compile(r"http://127\.0\.0\.1:8000(/\S+)")
_hash = hash_password(PASSWORD)


def person(**values: object) -> Account:
    """An account that can sign in with PASSWORD."""
    return factories.account(password_hash=_hash, **values)


def mails(to: str) -> list[OutboxMessage]:
    statement = select(OutboxMessage).where(OutboxMessage.recipient == to).order_by(OutboxMessage.created_at)
    return list(db.session.scalars(statement))


def link(to: str) -> str:
    """The path of the first link in the newest mail to an address."""
    found = _LINK.search(mails(to)[-1].text)
    assert found, mails(to)[-1].text
    return found[1]


def sign_in(client: FlaskClient, email: str, password: str = PASSWORD, **kwargs: object):
    return client.post("/sign-in", data={"email": email, "password": password}, **kwargs)


def is_signed_in(client: FlaskClient) -> bool:
    return client.get("/account").status_code == 200
