"""The words for roles and kinds of organisations."""

from flask_babel import lazy_gettext as _l

from app.accounts.models import OrganisationKind, Role

ROLE_LABELS = {
    Role.ENTREPRENEUR: _l("Entrepreneur"),
    Role.MENTOR: _l("Mentor"),
    Role.INVESTOR: _l("Investor"),
    Role.CARRIER_STAFF: _l("Carrier staff"),
    Role.AGENCY_STAFF: _l("Service agency"),
    Role.REVIEWER: _l("Reviewer"),
    Role.ORGANISER: _l("Organiser"),
    Role.ADMINISTRATOR: _l("Administrator"),
}
ORGANISATION_KIND_LABELS = {
    OrganisationKind.STARTUP: _l("Startup"),
    OrganisationKind.FUND_MANAGER: _l("Fund manager"),
    OrganisationKind.CARRIER_OPERATOR: _l("Carrier operator"),
    OrganisationKind.AGENCY: _l("Service agency"),
    OrganisationKind.AUTHORITY: _l("Authority"),
}


def role_label(role: Role) -> str:
    return str(ROLE_LABELS[role])
