"""An account and what its owner decides about it."""

import datetime as dt
import uuid

from flask_babel import gettext as _
from sqlalchemy import select

from app.accounts import attempts, consents, emails, passwords, phones, queries
from app.accounts.actor import Actor
from app.accounts.models import Account, AccountToken, Consent, TokenPurpose
from app.accounts.services import tokens
from app.accounts.signing import end_sessions
from app.core import mail
from app.core.errors import Conflict, Forbidden, Invalid
from app.core.model import utc_now
from app.extensions import db


def create_account(
    *, email: str, name: str, password: str = "", locale: str = "zh", phone: str = "", verified: bool = True
) -> Account:
    """A person. Without a password they set one through the reset page. Who may create one is the caller's question."""
    address = emails.checked(email)
    if not name.strip():
        raise Invalid(_("Write a name."), "name")
    if queries.account_by_email(address):
        raise Invalid(_("This address already has an account."), "email")
    if password:
        passwords.check(password, email=address, name=name)
    account = Account(
        email=address,
        name=name.strip(),
        phone=_phone(phone),
        locale=locale,
        password_hash=passwords.hash_password(password) if password else passwords.UNUSABLE,
        email_verified_at=utc_now() if verified else None,
    )
    db.session.add(account)
    db.session.flush()
    return account


def _phone(text: str) -> str | None:
    return phones.checked(text) if text else None


def edit_settings(*, account: Account, name: str, phone: str, locale: str) -> None:
    account.name, account.phone, account.locale = name, _phone(phone), locale
    db.session.flush()


def set_password(*, account: Account, password: str, field: str = "password") -> None:
    """Replace the password, void the links that could replace it again, and lift a pause."""
    passwords.check(password, email=account.email, name=account.name, field=field)
    account.password_hash = passwords.hash_password(password)
    tokens.void(account, TokenPurpose.RESET_PASSWORD)
    attempts.clear("password", account.email)
    db.session.flush()


def refusal(*, account: Account, password: str) -> str:
    """Ask for the password again before a step that a borrowed computer must not make: "" or why it is refused.

    A refusal is counted, so the caller commits in both cases.
    """
    if attempts.is_paused("password", account.email):
        return _("Too many attempts. Wait 15 minutes and try again.")
    if passwords.verify(password, account.password_hash):
        return ""
    attempts.count("password", account.email)
    return _("This is not your password.")


def change_password(*, actor: Actor, new: str) -> None:
    """The other sessions end: whoever knew the old password is out. The view has asked for the old one."""
    account = _own(actor)
    set_password(account=account, password=new, field="new")
    _after_password_change(account, keep=actor.sign_in_id)


def request_reset(*, email: str) -> None:
    """Mail a link when there is such an account. The same is written either way, so that the time tells nothing."""
    if attempts.is_paused("mail", email):
        return
    attempts.count("mail", email)
    account = queries.account_by_email(email)
    if account is None:
        return
    token = tokens.issue(account, TokenPurpose.RESET_PASSWORD)
    mail.send(
        to=account.email,
        template="accounts/mail/reset_password.txt",
        locale=account.locale,
        name=account.name,
        url=mail.absolute_url("accounts.reset_password", token=token),
    )


def reset_password(*, token: AccountToken, password: str) -> None:
    """The link proves the mailbox, the new password ends every session."""
    account = token.account
    passwords.check(password, email=account.email, name=account.name)
    if not tokens.use(token):
        raise Conflict(_("This link was already used."))
    set_password(account=account, password=password)
    account.email_verified_at = account.email_verified_at or utc_now()
    _after_password_change(account)


def _after_password_change(account: Account, *, keep: uuid.UUID | None = None) -> None:
    end_sessions(account_id=account.id, but=keep)
    mail.send(
        to=account.email,
        template="accounts/mail/password_changed.txt",
        locale=account.locale,
        name=account.name,
        url=mail.absolute_url("accounts.forgot_password"),
    )


def request_email_change(*, actor: Actor, email: str) -> None:
    """The new address must answer before it counts. Whether it is somebody's is told to that mailbox alone."""
    account = _own(actor)
    if email == account.email:
        raise Invalid(_("This is your address already."), "email")
    if attempts.is_paused("mail", email):
        return
    attempts.count("mail", email)
    if queries.account_by_email(email):
        mail.send(to=email, template="accounts/mail/address_in_use.txt", locale=account.locale)
        return
    token = tokens.issue(account, TokenPurpose.CHANGE_EMAIL, email=email)
    mail.send(
        to=email,
        template="accounts/mail/change_email.txt",
        locale=account.locale,
        name=account.name,
        url=mail.absolute_url("accounts.confirm_email", token=token),
    )


def change_email(*, actor: Actor, token: AccountToken) -> None:
    account = _own(actor)
    if queries.account_by_email(token.email):
        raise Conflict(_("This address has an account of its own meanwhile."))
    if not tokens.use(token):
        raise Conflict(_("This link was already used."))
    before = account.email
    account.email, account.email_verified_at = token.email, utc_now()
    tokens.void(account)
    db.session.flush()
    mail.send(
        to=before,
        template="accounts/mail/email_changed.txt",
        locale=account.locale,
        name=account.name,
        address=emails.mask(account.email),
    )


def give_consent(*, account: Account, purpose: str, version: str = "", at: dt.datetime | None = None) -> None:
    """Record the agreement to the current text, or to the version that was shown when it was given."""
    version = version or consents.BY_CODE[purpose].version
    mine = (Consent.account_id == account.id, Consent.purpose == purpose, Consent.text_version == version)
    row = db.session.scalar(select(Consent).where(*mine))
    if row is None:
        db.session.add(Consent(account_id=account.id, purpose=purpose, text_version=version, given_at=at or utc_now()))
    elif row.withdrawn_at is not None:
        row.given_at, row.withdrawn_at = utc_now(), None
    db.session.flush()


def withdraw_consent(*, account: Account, purpose: str) -> None:
    if consents.BY_CODE[purpose].required:
        raise Conflict(_("The account cannot be run without this. Close the account to withdraw it."))
    for row in queries.consents(account.id):
        if row.purpose == purpose and row.withdrawn_at is None:
            row.withdrawn_at = utc_now()
    db.session.flush()


def _own(actor: Actor) -> Account:
    if actor.account is None:
        raise Forbidden
    return actor.account
