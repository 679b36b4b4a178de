"""Rows and steps that only the tests of accounts need."""

import re

from flask.testing import FlaskClient
from sqlalchemy import select

from app.accounts import services
from app.accounts.actor import Actor
from app.accounts.models import Account, Organisation, Role
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
    db.session.flush()
    statement = select(OutboxMessage).where(OutboxMessage.recipient == to).order_by(OutboxMessage.created_at)
    return list(db.session.scalars(statement))


def link(to: str) -> str:
    """The path of the first link in the newest mail to an address."""
    found = _LINK.search(mails(to)[-1].text)
    assert found, mails(to)[-1].text
    return found[1]


def invitation(inviter: Actor, email: str = "guest@example.cn", *, to: Organisation | None = None) -> dict[str, object]:
    """An open invitation to the inviter's organisation or a startup: its id, and the token that only the mail holds."""
    organisation, role = (to, Role.ENTREPRENEUR) if to else (inviter.membership.organisation, inviter.membership.role)
    row = services.invite(actor=inviter, organisation=organisation, email=email, role=role)
    return {"invitation_id": row.id, "token": link(email).rpartition("/")[2]}


def sign_up_token(email: str = "new@example.cn") -> str:
    services.sign_up(
        email=email,
        name="新人",
        locale="zh",
        role=Role.INVESTOR,
        organisation_name="新人基金",
        agreed=["terms", "privacy"],
    )
    return link(email).rpartition("/")[2]


def sign_in(client: FlaskClient, email: str, password: str = PASSWORD, **kwargs: object):
    return client.post("/sign-in", data={"email": email, "password": password}, **kwargs)


def is_signed_in(client: FlaskClient) -> bool:
    return client.get("/account").status_code == 200
