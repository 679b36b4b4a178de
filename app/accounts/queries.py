"""Reads about people, organisations and memberships."""

import uuid
from collections.abc import Iterable, Sequence

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from app.accounts import policies
from app.accounts.actor import Actor
from app.accounts.models import (
    Account,
    Consent,
    Invitation,
    Membership,
    Organisation,
    OrganisationKind,
    RecoveryCode,
    Role,
    SignIn,
    SignUp,
)
from app.accounts.signing import LONGEST_SESSION, hash_token
from app.core.model import utc_now
from app.extensions import db


def account_by_email(email: str) -> Account | None:
    """The open account of a normalised address."""
    return db.session.scalar(select(Account).where(Account.email == email, Account.closed_at.is_(None)))


def organisation_by_name(name: str) -> Organisation | None:
    return db.session.scalar(select(Organisation).where(func.lower(Organisation.name) == name.lower()))


def authorities() -> Sequence[Organisation]:
    """The authorities that keep a register of mentors."""
    statement = select(Organisation).where(Organisation.kind == OrganisationKind.AUTHORITY)
    return db.session.scalars(statement.order_by(Organisation.name)).all()


def active_members(organisation_id: uuid.UUID) -> Sequence[Membership]:
    """Memberships that have not ended, with their accounts; managers first, then by name."""
    return db.session.scalars(_active(organisation_id).options(contains_eager(Membership.account))).all()


def members_page(organisation_id: uuid.UUID, *, words: str = "", role: Role | None = None) -> Select[Membership]:
    """The same as a statement for a list with pages."""
    statement = _active(organisation_id).options(contains_eager(Membership.account))
    if role is not None:
        statement = statement.where(Membership.role == role)
    if words:
        statement = statement.where(or_(Account.name.contains(words, autoescape=True), Account.email == words.lower()))
    return statement


def recipients(organisation_id: uuid.UUID, roles: Iterable[Role] = ()) -> Sequence[Account]:
    """The people of an organisation who act in one of these roles (any role when none is named), each once."""
    statement = (
        select(Account)
        .join(Membership, Membership.account_id == Account.id)
        .where(
            Membership.organisation_id == organisation_id, Membership.ended_at.is_(None), Account.closed_at.is_(None)
        )
    )
    if wanted := list(roles):
        statement = statement.where(Membership.role.in_(wanted))
    return db.session.scalars(statement.distinct().order_by(Account.created_at, Account.id)).all()


def _active(organisation_id: uuid.UUID) -> Select[Membership]:
    return (
        select(Membership)
        .join(Membership.account)
        .where(
            Membership.organisation_id == organisation_id, Membership.ended_at.is_(None), Account.closed_at.is_(None)
        )
        .order_by(Membership.is_manager.desc(), Account.name, Membership.id)
    )


def open_invitations(organisation_id: uuid.UUID) -> Sequence[Invitation]:
    statement = select(Invitation).where(
        Invitation.organisation_id == organisation_id,
        Invitation.accepted_at.is_(None),
        Invitation.withdrawn_at.is_(None),
        Invitation.expires_at > utc_now(),
    )
    return db.session.scalars(statement.order_by(Invitation.created_at.desc(), Invitation.id)).all()


def visible_organisation(actor: Actor, organisation_id: uuid.UUID) -> Organisation | None:
    found = db.session.get(Organisation, organisation_id)
    return found if found and policies.can_see_organisation(actor, found) else None


def visible_membership(actor: Actor, membership_id: uuid.UUID) -> Membership | None:
    """One's own, or one of an organisation whose members one sees."""
    statement = select(Membership).where(Membership.id == membership_id, Membership.ended_at.is_(None))
    found = db.session.scalar(statement.options(joinedload(Membership.account)))
    if found and (policies.is_own(actor, found) or policies.can_see_members(actor, found.organisation)):
        return found
    return None


def own_membership(actor: Actor, membership_id: uuid.UUID) -> Membership | None:
    return next((membership for membership in actor.memberships if membership.id == membership_id), None)


def visible_invitation(actor: Actor, invitation_id: uuid.UUID) -> Invitation | None:
    found = db.session.get(Invitation, invitation_id)
    return found if found and policies.can_see_members(actor, found.organisation) else None


def invitation_by_token(_actor: Actor, token: str) -> Invitation | None:
    """Whoever holds the link may read it, also when it is over."""
    statement = select(Invitation).where(Invitation.token_hash == hash_token(token))
    return db.session.scalar(statement.options(joinedload(Invitation.invited_by)))


def sign_up_by_token(_actor: Actor, token: str) -> SignUp | None:
    statement = select(SignUp).where(SignUp.token_hash == hash_token(token), SignUp.expires_at > utc_now())
    return db.session.scalar(statement)


def open_sessions(account_id: uuid.UUID) -> Sequence[SignIn]:
    statement = select(SignIn).where(
        SignIn.account_id == account_id,
        SignIn.ended_at.is_(None),
        SignIn.created_at > utc_now() - LONGEST_SESSION,
    )
    return db.session.scalars(statement.order_by(SignIn.last_used_at.desc(), SignIn.id)).all()


def own_session(actor: Actor, sign_in_id: uuid.UUID) -> SignIn | None:
    statement = select(SignIn).where(SignIn.id == sign_in_id, SignIn.account_id == actor.account_id)
    return db.session.scalar(statement.where(SignIn.ended_at.is_(None)))


def recovery_codes_left(account_id: uuid.UUID) -> int:
    statement = select(func.count()).where(RecoveryCode.account_id == account_id, RecoveryCode.used_at.is_(None))
    return db.session.scalar(statement) or 0


def consents(account_id: uuid.UUID) -> Sequence[Consent]:
    statement = select(Consent).where(Consent.account_id == account_id)
    return db.session.scalars(statement.order_by(Consent.given_at, Consent.id)).all()
