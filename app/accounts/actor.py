"""The person behind a request, acting in one of their memberships."""

import uuid
from dataclasses import dataclass
from functools import cached_property

from app.accounts.labels import role_label
from app.accounts.models import SECOND_FACTOR_ROLES, Account, Membership, OrganisationKind, Role


@dataclass(frozen=True, eq=False)
class Actor:
    """A visitor has neither account nor membership; a person whose last membership ended has only the account."""

    account: Account | None = None
    membership: Membership | None = None
    sign_in_id: uuid.UUID | None = None
    second_factor_required: bool = True

    @property
    def is_signed_in(self) -> bool:
        return self.account is not None

    @property
    def account_id(self) -> uuid.UUID | None:
        return self.account.id if self.account else None

    @property
    def membership_id(self) -> uuid.UUID | None:
        return self.membership.id if self.membership else None

    @property
    def organisation_id(self) -> uuid.UUID | None:
        return self.membership.organisation_id if self.membership else None

    @property
    def organisation_kind(self) -> OrganisationKind | None:
        return self.membership.organisation.kind if self.membership else None

    @property
    def region_code(self) -> str:
        return self.membership.organisation.region_code if self.membership else ""

    @property
    def role(self) -> str:
        return self.membership.role.value if self.membership else ""

    @property
    def role_label(self) -> str:
        return role_label(self.membership.role) if self.membership else ""

    @property
    def is_manager(self) -> bool:
        return bool(self.membership and self.membership.is_manager)

    @property
    def needs_second_factor(self) -> bool:
        """An organiser or administrator who has not set up TOTP may do nothing but that."""
        return bool(
            self.second_factor_required
            and self.account
            and self.account.totp_enabled_at is None
            and self.role in SECOND_FACTOR_ROLES
        )

    @cached_property
    def memberships(self) -> list[Membership]:
        if self.account is None:
            return []
        return [membership for membership in self.account.memberships if membership.ended_at is None]

    def is_(self, *roles: Role) -> bool:
        return self.role in roles

    def acts_for(self, organisation_id: uuid.UUID | None) -> bool:
        """Whether the current membership is in this organisation."""
        return organisation_id is not None and self.organisation_id == organisation_id


VISITOR = Actor()
SYSTEM = Actor()
