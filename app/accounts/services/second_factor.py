"""The second factor: codes of an authenticator app, and recovery codes for when it is lost."""

from flask_babel import gettext as _
from sqlalchemy import delete, select, update

from app.accounts import attempts, policies, totp
from app.accounts.actor import Actor
from app.accounts.models import Account, RecoveryCode
from app.core import mail
from app.core.bulk import rows_changed
from app.core.errors import Conflict, Forbidden, Invalid
from app.core.model import utc_now
from app.core.sealing import seal, unseal
from app.extensions import db


def turn_on_second_factor(*, actor: Actor, secret: str, code: str) -> list[str]:
    """A first code proves that the app holds the secret. Returns the recovery codes, which nobody can read again."""
    account = _own(actor)
    if account.totp_enabled_at is not None:
        raise Conflict(_("Two-step sign-in is on already."))
    step = totp.matching_step(secret, _digits(code))
    if step is None:
        message = _("This code does not fit. Check the clock of your phone and type the newest code.")
        raise Invalid(message, "code")
    account.totp_secret, account.totp_last_step, account.totp_enabled_at = seal(secret), step, utc_now()
    _tell(account, "on")
    return _new_codes(account)


def turn_off_second_factor(*, actor: Actor) -> None:
    account = _own(actor)
    if policies.must_keep_second_factor(actor):
        raise Forbidden
    if account.totp_enabled_at is None:
        raise Conflict(_("Two-step sign-in is off already."))
    forget_second_factor(account=account)


def forget_second_factor(*, account: Account) -> None:
    """Who may do so is the caller's question; the owner is told."""
    account.totp_secret = account.totp_enabled_at = None
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account.id))
    db.session.flush()
    _tell(account, "off")


def reset_second_factor(*, actor: Actor, account: Account) -> None:
    """For somebody who lost phone and codes: an administrator who knows them lets them set it up anew."""
    if not policies.can_reset_second_factor(actor, account):
        raise Forbidden
    forget_second_factor(account=account)


def renew_recovery_codes(*, actor: Actor) -> list[str]:
    account = _own(actor)
    if account.totp_enabled_at is None:
        raise Conflict(_("Turn on two-step sign-in first."))
    _tell(account, "codes")
    return _new_codes(account)


def use_second_factor(*, account: Account, code: str) -> bool:
    """Whether a code opens the account. Each does so once.

    Failures are counted, so the caller commits in both cases.
    """
    if _use_totp(account, _digits(code)) or _use_recovery_code(account, code):
        attempts.clear("code", account.id)
        return True
    if attempts.count("code", account.id):
        _tell(account, "paused")
    return False


def _use_totp(account: Account, code: str) -> bool:
    if not account.totp_secret or len(code) != 6 or (secret := unseal(account.totp_secret)) is None:
        return False
    step = totp.matching_step(secret, code, after=account.totp_last_step)
    if step is None:
        return False
    # Of two requests with the same code, only one moves the step forward.
    moved = update(Account).where(Account.id == account.id, Account.totp_last_step < step).values(totp_last_step=step)
    return rows_changed(moved) == 1


def _use_recovery_code(account: Account, code: str) -> bool:
    unused = (
        RecoveryCode.account_id == account.id,
        RecoveryCode.code_hash == totp.hash_recovery_code(code),
        RecoveryCode.used_at.is_(None),
    )
    return rows_changed(update(RecoveryCode).where(*unused).values(used_at=utc_now())) == 1


def _new_codes(account: Account) -> list[str]:
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account.id))
    codes = totp.new_recovery_codes()
    hashes = [totp.hash_recovery_code(code) for code in codes]
    db.session.add_all([RecoveryCode(account_id=account.id, code_hash=digest) for digest in hashes])
    db.session.flush()
    return codes


def reseal_second_factors() -> tuple[int, int]:
    """After a change of SECRET_KEY: (sealed anew with the present key, opened by no key at hand)."""
    done = lost = 0
    for account in db.session.scalars(select(Account).where(Account.totp_secret.is_not(None)).order_by(Account.id)):
        secret = unseal(account.totp_secret or "")
        if secret is None:
            lost += 1
        else:
            account.totp_secret = seal(secret)
            done += 1
    db.session.flush()
    return done, lost


def _digits(code: str) -> str:
    return "".join(character for character in code if character.isascii() and character.isdigit())


def _tell(account: Account, change: str) -> None:
    mail.send(
        to=account.email,
        template="accounts/mail/second_factor.txt",
        locale=account.locale,
        name=account.name,
        change=change,
        url=mail.absolute_url("accounts.forgot_password"),
    )


def _own(actor: Actor) -> Account:
    if actor.account is None:
        raise Forbidden
    return actor.account
