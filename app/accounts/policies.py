"""Who may do what with people, organisations and memberships."""

from sqlalchemy import select

from app.accounts.actor import Actor
from app.accounts.models import (
    ROLES_OF_KIND,
    SECOND_FACTOR_ROLES,
    Account,
    Invitation,
    Membership,
    Organisation,
    Role,
)
from app.extensions import db

# A city's mentors and reviewers are listed by the authority, but do not work there: they do not see one another.
OUTSIDE_ROLES = frozenset({Role.MENTOR, Role.REVIEWER})


def hands_over(actor: Actor, organisation: Organisation) -> bool:
    """An organiser whose authority brought the organisation, as long as nobody acts for it."""
    if not actor.is_(Role.ORGANISER) or actor.needs_second_factor:
        return False
    return actor.acts_for(organisation.registered_by_id) and not has_members(organisation)


def has_members(organisation: Organisation) -> bool:
    statement = select(Membership.id).where(
        Membership.organisation_id == organisation.id, Membership.ended_at.is_(None)
    )
    return db.session.scalar(statement.limit(1)) is not None


def can_see_organisation(actor: Actor, organisation: Organisation) -> bool:
    return actor.acts_for(organisation.id) or actor.is_(Role.ADMINISTRATOR) or hands_over(actor, organisation)


def can_see_members(actor: Actor, organisation: Organisation) -> bool:
    return can_see_organisation(actor, organisation) and not actor.is_(*OUTSIDE_ROLES)


def can_manage(actor: Actor, organisation: Organisation) -> bool:
    """Edit the organisation, invite, appoint and remove."""
    if actor.needs_second_factor:
        return False
    return actor.is_(Role.ADMINISTRATOR) or (actor.acts_for(organisation.id) and actor.is_manager)


def can_invite(actor: Actor, organisation: Organisation) -> bool:
    return can_manage(actor, organisation) or hands_over(actor, organisation)


def can_give(actor: Actor, organisation: Organisation, role: Role) -> bool:
    """Only an administrator makes another one."""
    if role not in ROLES_OF_KIND[organisation.kind] or not can_invite(actor, organisation):
        return False
    return role is not Role.ADMINISTRATOR or actor.is_(Role.ADMINISTRATOR)


def givable_roles(actor: Actor, organisation: Organisation) -> list[Role]:
    return [role for role in ROLES_OF_KIND[organisation.kind] if can_give(actor, organisation, role)]


def can_appoint(actor: Actor, membership: Membership) -> bool:
    """Make someone a manager, or no longer one."""
    return membership.role not in OUTSIDE_ROLES and can_give(actor, membership.organisation, membership.role)


def is_own(actor: Actor, membership: Membership) -> bool:
    return actor.account_id is not None and membership.account_id == actor.account_id


def can_end(actor: Actor, membership: Membership) -> bool:
    """Leave oneself, or remove somebody whose role one could give."""
    return is_own(actor, membership) or can_give(actor, membership.organisation, membership.role)


def can_withdraw(actor: Actor, invitation: Invitation) -> bool:
    return can_give(actor, invitation.organisation, invitation.role)


def can_reset_second_factor(actor: Actor, account: Account) -> bool:
    """An administrator for somebody else; one's own is turned off with the password."""
    return actor.is_(Role.ADMINISTRATOR) and not actor.needs_second_factor and actor.account_id != account.id


def must_keep_second_factor(actor: Actor) -> bool:
    """People who decide about others' data keep it in every membership, not only while acting in that one."""
    return actor.second_factor_required and any(
        membership.role in SECOND_FACTOR_ROLES for membership in actor.memberships
    )
