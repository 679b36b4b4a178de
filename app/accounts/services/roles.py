"""The roles a person may take by themselves; the others are given by an invitation."""

import uuid

from flask_babel import gettext as _

from app.accounts.models import Account, Membership, Organisation, OrganisationKind, Role
from app.accounts.services import organisations
from app.core.errors import Invalid
from app.extensions import db

# Who may come by themselves, and what kind of organisation they bring; a mentor is registered with an authority.
SIGN_UP_ROLES: dict[Role, OrganisationKind | None] = {
    Role.ENTREPRENEUR: OrganisationKind.STARTUP,
    Role.MENTOR: None,
    Role.INVESTOR: OrganisationKind.FUND_MANAGER,
    Role.CARRIER_STAFF: OrganisationKind.CARRIER_OPERATOR,
    Role.AGENCY_STAFF: OrganisationKind.AGENCY,
}


def check_role(*, role: Role, organisation_name: str, authority_id: uuid.UUID | None) -> None:
    """Whether somebody can come in this role with this organisation."""
    if role not in SIGN_UP_ROLES:
        raise Invalid(_("This role is given by an invitation."), "role")
    if role is Role.MENTOR:
        authority = db.session.get(Organisation, authority_id) if authority_id else None
        if authority is None or authority.kind is not OrganisationKind.AUTHORITY:
            raise Invalid(_("Choose the authority that keeps the register of mentors."), "authority")
    else:
        organisations.check_name(organisation_name)


def join_role(
    *,
    account: Account,
    role: Role,
    organisation_name: str = "",
    region_code: str = "",
    authority_id: uuid.UUID | None = None,
) -> Membership:
    """What somebody may take by themselves: an organisation of their own, or a place in a register of mentors."""
    check_role(role=role, organisation_name=organisation_name, authority_id=authority_id)
    kind = SIGN_UP_ROLES[role]
    if kind is None:
        return organisations.add_membership(
            account=account, organisation=db.session.get_one(Organisation, authority_id), role=role
        )
    organisation = organisations.create_organisation(kind=kind, name=organisation_name, region_code=region_code)
    return organisations.add_membership(account=account, organisation=organisation, role=role, is_manager=True)
