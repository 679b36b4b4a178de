"""What an administrator does for people and organisations."""

from app.accounts import services as accounts
from app.accounts.actor import Actor
from app.accounts.models import Account, Organisation, OrganisationKind, SignUp
from app.accounts.services import tokens
from app.accounts.services.entrance import SIGN_UP_LIFETIME
from app.accounts.signing import hash_token
from app.admin.policies import can_administer
from app.core import mail
from app.core.errors import Forbidden
from app.core.model import utc_now
from app.extensions import db


def create_authority(*, actor: Actor, name: str, name_en: str, region_code: str, credit_code: str) -> Organisation:
    """A city's or district's bureau; its first organiser is invited next."""
    _require(actor)
    return accounts.create_organisation(
        kind=OrganisationKind.AUTHORITY,
        name=name,
        name_en=name_en,
        region_code=region_code,
        credit_code=credit_code,
    )


def send_reset(*, actor: Actor, account: Account) -> None:
    """Mail somebody the link to choose a new password; nobody but them ever knows it."""
    _require(actor)
    accounts.request_reset(email=account.email)


def resend_sign_up(*, actor: Actor, sign_up: SignUp) -> None:
    """Send the link of a sign-up again. The earlier one becomes void, since only its hash is kept."""
    _require(actor)
    token = tokens.new_token()
    sign_up.token_hash, sign_up.expires_at = hash_token(token), utc_now() + SIGN_UP_LIFETIME
    db.session.flush()
    url = mail.absolute_url("accounts.finish_sign_up", token=token)
    mail.send(to=sign_up.email, template="accounts/mail/sign_up.txt", locale=sign_up.locale, name=sign_up.name, url=url)


def _require(actor: Actor) -> None:
    if not can_administer(actor):
        raise Forbidden
