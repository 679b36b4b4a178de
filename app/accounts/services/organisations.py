"""Organisations, who acts for them, and how people come and go."""

import datetime as dt
import uuid
from urllib.parse import urlsplit

from flask_babel import gettext as _
from sqlalchemy import func, select

from app.accounts import attempts, credit_codes, emails, policies, queries
from app.accounts.actor import Actor
from app.accounts.labels import role_label
from app.accounts.models import ROLES_OF_KIND, Account, Invitation, Membership, Organisation, OrganisationKind, Role
from app.accounts.services import tokens
from app.accounts.signing import hash_token
from app.core import mail
from app.core.errors import Conflict, Forbidden, Invalid, require
from app.core.i18n import in_language
from app.core.model import utc_now
from app.extensions import db

INVITATION_LIFETIME = dt.timedelta(days=14)


def check_name(name: str, *, of: Organisation | None = None) -> None:
    if not name:
        raise Invalid(_("Write the organisation's name."), "organisation_name")
    found = queries.organisation_by_name(name)
    if found and found is not of:
        message = _("An organisation of this name is registered. Ask one of its managers to invite you.")
        raise Invalid(message, "organisation_name")


def create_organisation(
    *,
    kind: OrganisationKind,
    name: str,
    name_en: str = "",
    region_code: str = "",
    credit_code: str = "",
    website: str = "",
    about: str = "",
) -> Organisation:
    """Without members yet. Who may create one is the caller's question."""
    check_name(name)
    organisation = Organisation(
        kind=kind,
        name=name,
        name_en=name_en,
        region_code=region_code,
        credit_code=_credit_code(credit_code),
        website=_website(website),
        about=about,
    )
    db.session.add(organisation)
    db.session.flush()
    return organisation


def edit_organisation(
    *,
    actor: Actor,
    organisation: Organisation,
    organisation_name: str,
    name_en: str,
    region_code: str,
    credit_code: str,
    website: str,
    about: str,
) -> None:
    require(policies.can_manage(actor, organisation))
    check_name(organisation_name, of=organisation)
    organisation.name, organisation.name_en = organisation_name, name_en
    organisation.credit_code, organisation.website = _credit_code(credit_code), _website(website)
    organisation.region_code, organisation.about = region_code or "", about
    db.session.flush()


def _credit_code(text: str) -> str | None:
    if not text:
        return None
    try:
        return credit_codes.normalise(text)
    except ValueError as error:
        message = _("A unified social credit code has 18 digits and letters, without I, O, S, V and Z.")
        raise Invalid(message, "credit_code") from error


def _website(text: str) -> str:
    """An address of the web, with https:// when nothing is written before it."""
    if not text:
        return ""
    address = text if "://" in text else f"https://{text}"
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        parts, host = None, ""
    if parts is None or parts.scheme not in {"http", "https"} or "." not in host or " " in address:
        raise Invalid(_("Write an address such as https://www.example.cn."), "website")
    return address


def add_membership(*, account: Account, organisation: Organisation, role: Role, is_manager: bool = False) -> Membership:
    """Make somebody a member. Who may do so is the caller's question; an organisation gives only its own roles."""
    if role not in ROLES_OF_KIND[organisation.kind]:
        raise Invalid(_("This organisation does not have that role."), "role")
    if _has_role(account.id, organisation.id, role):
        raise Invalid(_("This person has that role in the organisation already."), "role")
    membership = Membership(
        account_id=account.id,
        organisation_id=organisation.id,
        role=role,
        is_manager=is_manager and role not in policies.OUTSIDE_ROLES,
    )
    membership.organisation = organisation
    account.memberships.append(membership)
    db.session.add(membership)
    db.session.flush()
    return membership


def _has_role(account_id: uuid.UUID, organisation_id: uuid.UUID, role: Role) -> bool:
    statement = select(Membership.id).where(
        Membership.account_id == account_id,
        Membership.organisation_id == organisation_id,
        Membership.role == role,
        Membership.ended_at.is_(None),
    )
    return db.session.scalar(statement) is not None


def invite(
    *, actor: Actor, organisation: Organisation, email: str, role: Role, is_manager: bool = False, locale: str = "zh"
) -> Invitation:
    """Mail a link that makes its reader a member; an earlier one to the same address and role becomes void.

    The first person manages the organisation, since nobody else could invite the next.
    """
    require(policies.can_give(actor, organisation, role))
    email = emails.checked(email)
    account = queries.account_by_email(email)
    if account and _has_role(account.id, organisation.id, role):
        raise Invalid(_("This person has that role in the organisation already."), "email")
    if attempts.is_paused("mail", email):
        raise Invalid(_("This address got many mails from here lately. Try again in an hour."), "email")
    attempts.count("mail", email)
    for earlier in queries.open_invitations(organisation.id):
        if earlier.email == email and earlier.role == role:
            earlier.withdrawn_at = utc_now()
    token = tokens.new_token()
    invitation = Invitation(
        organisation_id=organisation.id,
        email=email,
        role=role,
        is_manager=(is_manager or not policies.has_members(organisation)) and role not in policies.OUTSIDE_ROLES,
        locale=account.locale if account else locale,
        token_hash=hash_token(token),
        invited_by_id=actor.account_id,
        expires_at=utc_now() + INVITATION_LIFETIME,
    )
    db.session.add(invitation)
    db.session.flush()
    _mail_invitation(actor, invitation, organisation, token)
    return invitation


def _mail_invitation(actor: Actor, invitation: Invitation, organisation: Organisation, token: str) -> None:
    with in_language(invitation.locale):
        role = role_label(invitation.role)
    mail.send(
        to=invitation.email,
        template="accounts/mail/invitation.txt",
        locale=invitation.locale,
        inviter=actor.account.name if actor.account else "",
        organisation=organisation,
        role=role,
        url=mail.absolute_url("accounts.invitation", token=token),
        days=INVITATION_LIFETIME.days,
    )


def accept_invitation(*, invitation: Invitation, account: Account) -> Membership:
    """The link works once, and only for the address it was sent to."""
    locked = select(Invitation).where(Invitation.id == invitation.id).with_for_update(of=Invitation)
    invitation = db.session.scalars(locked.execution_options(populate_existing=True)).one()
    if not invitation.is_open:
        raise Conflict(_("This invitation is no longer open."))
    if account.email != invitation.email:
        raise Forbidden
    invitation.accepted_at = utc_now()
    return add_membership(
        account=account,
        organisation=invitation.organisation,
        role=invitation.role,
        is_manager=invitation.is_manager,
    )


def withdraw_invitation(*, actor: Actor, invitation: Invitation) -> None:
    require(policies.can_withdraw(actor, invitation))
    if not invitation.is_open:
        raise Conflict(_("This invitation is no longer open."))
    invitation.withdrawn_at = utc_now()
    db.session.flush()


def appoint(*, actor: Actor, membership: Membership, is_manager: bool) -> None:
    """Make somebody a manager, or no longer one."""
    require(policies.can_appoint(actor, membership))
    if not is_manager:
        _keep_one_manager(membership)
    membership.is_manager = is_manager
    db.session.flush()


def end_membership(*, actor: Actor, membership: Membership) -> None:
    """Leave, or remove somebody. Sessions that act in it stop doing so at their next request."""
    require(policies.can_end(actor, membership))
    if membership.ended_at is not None:
        raise Conflict(_("This membership has ended already."))
    _keep_one_manager(membership)
    membership.ended_at = utc_now()
    db.session.flush()


def _keep_one_manager(membership: Membership) -> None:
    """The organisation's row is locked, so that two managers cannot leave at the same moment."""
    if not membership.is_manager:
        return
    lock = select(Organisation.id).where(Organisation.id == membership.organisation_id).with_for_update()
    db.session.execute(lock)
    others = select(func.count()).where(
        Membership.organisation_id == membership.organisation_id,
        Membership.is_manager.is_(True),
        Membership.ended_at.is_(None),
        Membership.account_id != membership.account_id,
    )
    if not db.session.scalar(others):
        raise Conflict(_("An organisation needs a manager. Make somebody else a manager first."))
