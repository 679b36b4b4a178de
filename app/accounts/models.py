"""People, the organisations they act for, and the memberships that say in which role."""

import enum
import uuid

from sqlalchemy import Enum, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.model import Code, Id, Json, Line, Moment, Name, Prose, Timestamps, Versioned, utc_now
from app.extensions import Base


class OrganisationKind(enum.StrEnum):
    STARTUP = "startup"
    FUND_MANAGER = "fund_manager"
    CARRIER_OPERATOR = "carrier_operator"
    AGENCY = "agency"
    AUTHORITY = "authority"


class Role(enum.StrEnum):
    ENTREPRENEUR = "entrepreneur"
    MENTOR = "mentor"
    INVESTOR = "investor"
    CARRIER_STAFF = "carrier_staff"
    AGENCY_STAFF = "agency_staff"
    REVIEWER = "reviewer"
    ORGANISER = "organiser"
    ADMINISTRATOR = "administrator"


# The roles an organisation can give. A mentor is registered with the authority that keeps the city's register.
ROLES_OF_KIND: dict[OrganisationKind, tuple[Role, ...]] = {
    OrganisationKind.STARTUP: (Role.ENTREPRENEUR,),
    OrganisationKind.FUND_MANAGER: (Role.INVESTOR,),
    OrganisationKind.CARRIER_OPERATOR: (Role.CARRIER_STAFF,),
    OrganisationKind.AGENCY: (Role.AGENCY_STAFF,),
    OrganisationKind.AUTHORITY: (Role.ORGANISER, Role.REVIEWER, Role.MENTOR, Role.ADMINISTRATOR),
}
# Roles that decide about others' data sign in with a second factor.
SECOND_FACTOR_ROLES = frozenset({Role.ORGANISER, Role.ADMINISTRATOR})


def _enum(kind: type[enum.StrEnum]) -> Enum:
    return Enum(
        kind, native_enum=False, length=20, values_callable=lambda members: [member.value for member in members]
    )


class Account(Timestamps, Base):
    __tablename__ = "account"

    id: Mapped[Id]
    email: Mapped[str] = mapped_column(String(254), unique=True, info={"secret": True})
    name: Mapped[Name]
    phone: Mapped[str | None] = mapped_column(String(20), info={"secret": True})
    locale: Mapped[str] = mapped_column(String(2), default="zh")
    password_hash: Mapped[str] = mapped_column(String(200), info={"secret": True})
    # Sealed (`core/sealing.py`).
    totp_secret: Mapped[str | None] = mapped_column(String(200), info={"secret": True})
    totp_enabled_at: Mapped[Moment | None]
    # The last time step whose code was used: a code works once.
    totp_last_step: Mapped[int] = mapped_column(default=0)
    email_verified_at: Mapped[Moment | None]
    closed_at: Mapped[Moment | None]

    memberships: Mapped[list["Membership"]] = relationship(
        back_populates="account", order_by="Membership.created_at", foreign_keys="Membership.account_id"
    )


class Organisation(Timestamps, Versioned, Base):
    __tablename__ = "organisation"

    id: Mapped[Id]
    kind: Mapped[OrganisationKind] = mapped_column(_enum(OrganisationKind), index=True)
    name: Mapped[str] = mapped_column(String(120), unique=True)
    name_en: Mapped[Name] = mapped_column(default="")
    credit_code: Mapped[str | None] = mapped_column(String(18), unique=True)
    region_code: Mapped[str] = mapped_column(String(6), default="", index=True)
    website: Mapped[Line] = mapped_column(default="")
    about: Mapped[Prose] = mapped_column(default="")
    # The authority whose import brought it; until somebody acts for it, its organisers may invite the first person.
    registered_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("organisation.id"), index=True)


class Membership(Base):
    """A person acting for an organisation in one role. Ended ones stay, so that the past keeps its names."""

    __tablename__ = "membership"
    __table_args__ = (
        Index(
            "uq_membership_account_id_organisation_id_role",
            "account_id",
            "organisation_id",
            "role",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[Id]
    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"), index=True)
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    role: Mapped[Role] = mapped_column(_enum(Role))
    # A manager invites, removes and edits the organisation itself.
    is_manager: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[Moment] = mapped_column(default=utc_now)
    ended_at: Mapped[Moment | None]

    account: Mapped[Account] = relationship(back_populates="memberships", foreign_keys=account_id)
    organisation: Mapped[Organisation] = relationship(lazy="joined", innerjoin=True)

    @property
    def role_label(self) -> str:
        from app.accounts.labels import role_label

        return role_label(self.role)


class SignIn(Base):
    """One signed-in browser. The cookie holds a random token, the table its hash: a copy of the table opens nothing."""

    __tablename__ = "sign_in"
    __unaudited__ = "a session; signing in and out is visible here itself"

    id: Mapped[Id]
    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    membership_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("membership.id"))
    user_agent: Mapped[Line] = mapped_column(default="")
    address: Mapped[str] = mapped_column(String(45), default="")
    created_at: Mapped[Moment] = mapped_column(default=utc_now)
    last_used_at: Mapped[Moment] = mapped_column(default=utc_now)
    ended_at: Mapped[Moment | None]

    account: Mapped[Account] = relationship(lazy="joined", innerjoin=True)


class Invitation(Base):
    """A mail link that makes its reader a member."""

    __tablename__ = "invitation"

    id: Mapped[Id]
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    email: Mapped[str] = mapped_column(String(254), index=True, info={"secret": True})
    role: Mapped[Role] = mapped_column(_enum(Role))
    is_manager: Mapped[bool] = mapped_column(default=False)
    locale: Mapped[str] = mapped_column(String(2), default="zh")
    token_hash: Mapped[str] = mapped_column(String(64), unique=True, info={"secret": True})
    invited_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"))
    created_at: Mapped[Moment] = mapped_column(default=utc_now)
    expires_at: Mapped[Moment]
    accepted_at: Mapped[Moment | None]
    withdrawn_at: Mapped[Moment | None]

    organisation: Mapped[Organisation] = relationship(lazy="joined", innerjoin=True)
    invited_by: Mapped[Account] = relationship()

    @property
    def role_label(self) -> str:
        from app.accounts.labels import role_label

        return role_label(self.role)

    @property
    def is_open(self) -> bool:
        return self.accepted_at is None and self.withdrawn_at is None and self.expires_at > utc_now()


class SignUp(Base):
    """What someone typed at sign-up. Nothing of it exists until the link in the mail proves whose address it is."""

    __tablename__ = "sign_up"
    __unaudited__ = "not yet a person here; what the link creates is audited"

    id: Mapped[Id]
    email: Mapped[str] = mapped_column(String(254), index=True)
    name: Mapped[Name]
    locale: Mapped[str] = mapped_column(String(2))
    role: Mapped[Role] = mapped_column(_enum(Role))
    organisation_name: Mapped[Name] = mapped_column(default="")
    authority_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("organisation.id"))
    # Purpose → version of the text that was agreed to.
    consents: Mapped[Json] = mapped_column(default=dict)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[Moment] = mapped_column(default=utc_now)
    expires_at: Mapped[Moment]


class TokenPurpose(enum.StrEnum):
    RESET_PASSWORD = "reset_password"  # noqa: S105 - a purpose, not a password
    CHANGE_EMAIL = "change_email"


class AccountToken(Base):
    """A single-use link sent by mail; only its hash is kept."""

    __tablename__ = "account_token"
    __unaudited__ = "its use is audited as the change it makes"

    id: Mapped[Id]
    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"), index=True)
    purpose: Mapped[TokenPurpose] = mapped_column(_enum(TokenPurpose))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    # The address that a change of address leads to.
    email: Mapped[str] = mapped_column(String(254), default="")
    expires_at: Mapped[Moment]
    used_at: Mapped[Moment | None]

    account: Mapped[Account] = relationship(lazy="joined", innerjoin=True)


class RecoveryCode(Base):
    """A one-time replacement for a lost authenticator."""

    __tablename__ = "recovery_code"

    id: Mapped[Id]
    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"), index=True)
    code_hash: Mapped[str] = mapped_column(String(64), info={"secret": True})
    used_at: Mapped[Moment | None]


class Consent(Base):
    """What a person agreed to: for which purpose, in which version of the text, when, and until when."""

    __tablename__ = "consent"
    __table_args__ = (UniqueConstraint("account_id", "purpose", "text_version"),)

    id: Mapped[Id]
    account_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("account.id"), index=True)
    purpose: Mapped[Code]
    text_version: Mapped[Code]
    given_at: Mapped[Moment] = mapped_column(default=utc_now)
    withdrawn_at: Mapped[Moment | None]


class AttemptCount(Base):
    """Failed attempts for one account, known or not; in the database, because a worker counts only its own requests."""

    __tablename__ = "attempt_count"
    __unaudited__ = "a counter"

    # A hash, so that the table is no list of addresses.
    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    count: Mapped[int] = mapped_column(default=0)
    first_at: Mapped[Moment] = mapped_column(default=utc_now)
    paused_until: Mapped[Moment | None]
