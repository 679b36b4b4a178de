"""Real rows with sensible values; a test names only what it is about."""

import itertools
from typing import Any

from flask.testing import FlaskClient

from app.accounts.actor import Actor
from app.accounts.models import Account, Membership, Organisation, OrganisationKind, Role, SignIn
from app.accounts.signing import hash_token
from app.core.model import utc_now
from app.extensions import db

_numbers = itertools.count(1)
KIND_OF_ROLE = {
    Role.ENTREPRENEUR: OrganisationKind.STARTUP,
    Role.INVESTOR: OrganisationKind.FUND_MANAGER,
    Role.CARRIER_STAFF: OrganisationKind.CARRIER_OPERATOR,
    Role.AGENCY_STAFF: OrganisationKind.AGENCY,
}


def save(row: Any) -> Any:
    db.session.add(row)
    db.session.flush()
    return row


def account(**values: Any) -> Account:
    number = next(_numbers)
    return save(
        Account(**{"email": f"person{number}@example.cn", "name": f"测试{number}", "password_hash": "!", **values})
    )


def organisation(kind: OrganisationKind = OrganisationKind.STARTUP, **values: Any) -> Organisation:
    number = next(_numbers)
    return save(Organisation(**{"kind": kind, "name": f"机构{number}", "region_code": "330400", **values}))


def actor(
    role: Role = Role.ENTREPRENEUR, *, of: Organisation | None = None, is_manager: bool = True, **values: Any
) -> Actor:
    """A signed-up person with one membership, as services receive them. `of` makes a teammate."""
    kind = KIND_OF_ROLE.get(role, OrganisationKind.AUTHORITY)
    if role in {Role.ORGANISER, Role.ADMINISTRATOR}:
        values.setdefault("totp_enabled_at", utc_now())
    person = account(**values)
    joined = save(
        Membership(
            account_id=person.id, organisation_id=(of or organisation(kind)).id, role=role, is_manager=is_manager
        )
    )
    return Actor(person, joined)


def sign_in(client: FlaskClient, person: Actor) -> FlaskClient:
    """Give the client a session of this person, without the sign-in page."""
    token = f"token-{next(_numbers)}"
    save(SignIn(account_id=person.account_id, token_hash=hash_token(token), membership_id=person.membership_id))
    with client.session_transaction() as session:
        session["_user_id"] = token
        session["_fresh"] = True
    return client
