"""The way in: sign-in by password, and sign-up that creates nothing before the address is proven."""

import datetime as dt
import uuid

from flask_babel import gettext as _
from sqlalchemy import delete

from app.accounts import attempts, consents, passwords, queries
from app.accounts.models import Account, Membership, Role, SignUp
from app.accounts.services import people, roles, tokens
from app.accounts.signing import hash_token
from app.core import mail
from app.core.errors import Conflict, Invalid
from app.core.model import utc_now
from app.extensions import db

SIGN_UP_LIFETIME = dt.timedelta(hours=24)


def authenticate(*, email: str, password: str) -> Account | None:
    """The account whose password this is, or None. Failures are counted, so the caller commits in both cases."""
    account = queries.account_by_email(email)
    if not passwords.verify(password, account.password_hash if account else None) or account is None:
        if attempts.count("password", email) and account:
            _tell_pause(account)
        return None
    attempts.clear("password", email)
    if passwords.is_outdated(account.password_hash):
        account.password_hash = passwords.hash_password(password)
    return account


def _tell_pause(account: Account) -> None:
    mail.send(
        to=account.email,
        template="accounts/mail/sign_in_paused.txt",
        locale=account.locale,
        name=account.name,
        url=mail.absolute_url("accounts.forgot_password"),
    )


def sign_up(
    *,
    email: str,
    name: str,
    locale: str,
    role: Role,
    organisation_name: str = "",
    authority_id: uuid.UUID | None = None,
    agreed: list[str],
) -> None:
    """Keep what was typed and mail a link. To an address that has an account the mail says that instead."""
    roles.check_role(role=role, organisation_name=organisation_name, authority_id=authority_id)
    missing = [purpose.code for purpose in consents.REQUIRED if purpose.code not in agreed]
    if missing:
        raise Invalid(_("Agree to this to go on."), missing[0])
    if attempts.is_paused("mail", email):
        return
    attempts.count("mail", email)
    if account := queries.account_by_email(email):
        mail.send(
            to=email,
            template="accounts/mail/sign_up_known.txt",
            locale=account.locale,
            name=account.name,
            sign_in_url=mail.absolute_url("accounts.sign_in"),
            reset_url=mail.absolute_url("accounts.forgot_password"),
        )
        return
    token = tokens.new_token()
    row = SignUp(
        email=email,
        name=name,
        locale=locale,
        role=role,
        organisation_name="" if role is Role.MENTOR else organisation_name,
        authority_id=authority_id if role is Role.MENTOR else None,
        consents={code: consents.BY_CODE[code].version for code in agreed},
        token_hash=hash_token(token),
        expires_at=utc_now() + SIGN_UP_LIFETIME,
    )
    db.session.add(row)
    db.session.flush()
    url = mail.absolute_url("accounts.finish_sign_up", token=token)
    mail.send(to=email, template="accounts/mail/sign_up.txt", locale=locale, name=name, url=url)


def finish_sign_up(
    *, row: SignUp, password: str, organisation_name: str = "", region_code: str = ""
) -> tuple[Account, Membership]:
    """The link proves the address: create the person and what they come with."""
    if queries.account_by_email(row.email):
        raise Conflict(_("This address has an account meanwhile. Sign in."))
    account = people.create_account(email=row.email, name=row.name, password=password, locale=row.locale)
    for code, version in row.consents.items():
        people.give_consent(account=account, purpose=code, version=version, at=row.created_at)
    membership = roles.join_role(
        account=account,
        role=row.role,
        organisation_name=organisation_name or row.organisation_name,
        region_code=region_code,
        authority_id=row.authority_id,
    )
    db.session.execute(delete(SignUp).where(SignUp.email == account.email))
    return account, membership
