"""What people are told about grants and statements. Amounts stand only on the pages."""

from flask_babel import lazy_gettext as _l

from app.accounts.models import Role
from app.carriers.notices import to_staff
from app.carriers.queries.authorities import nearest_authorities
from app.core.mail import path_to
from app.notifications.kinds import register
from app.notifications.models import MailChoice
from app.notifications.services import notify_organisation
from app.subsidies.models import SeedGrant, Statement, StatementState

_STAFF, _ORGANISERS = (Role.CARRIER_STAFF,), (Role.ORGANISER,)
register(
    "subsidy.grant_reported",
    _l("“%(carrier)s” reports seed money granted to “%(project)s”. Please confirm."),
    "coins",
    label=_l("A carrier reports seed money"),
    mail=MailChoice.DIGEST,
    roles=_ORGANISERS,
)
_DECIDED = {"label": _l("A decision about seed money that you reported"), "roles": _STAFF}
register(
    "subsidy.grant_confirmed",
    _l("The seed money for “%(project)s” is confirmed and counts."),
    "circle-check",
    **_DECIDED,
)
register("subsidy.grant_rejected", _l("The seed money for “%(project)s” is not confirmed."), "ban", **_DECIDED)
register("subsidy.grant_revoked", _l("The seed money for “%(project)s” no longer counts."), "ban", **_DECIDED)
_STATEMENT = {"label": _l("Your carrier's subsidies"), "roles": _STAFF}
register(
    "subsidy.sent",
    _l("The subsidies of “%(carrier)s” for %(year)s are computed. Confirm the statement, or say what is wrong."),
    "receipt",
    **_STATEMENT,
)
register(
    "subsidy.discarded", _l("The statement of “%(carrier)s” for %(year)s is computed anew."), "refresh", **_STATEMENT
)
register(
    "subsidy.approved", _l("The subsidies of “%(carrier)s” for %(year)s are approved."), "circle-check", **_STATEMENT
)
register("subsidy.paid", _l("The subsidies of “%(carrier)s” for %(year)s are paid."), "coins", **_STATEMENT)
_ANSWER = {"label": _l("A carrier answers its statement of subsidies"), "roles": _ORGANISERS}
register(
    "subsidy.confirmed",
    _l("“%(carrier)s” confirms its statement for %(year)s. It waits for approval."),
    "receipt",
    **_ANSWER,
)
register("subsidy.objected", _l("“%(carrier)s” objects to its statement for %(year)s."), "alert-circle", **_ANSWER)


def grant_reported(grant: SeedGrant) -> None:
    for authority_id in nearest_authorities(grant.carrier):
        notify_organisation(
            organisation_id=authority_id,
            roles=_ORGANISERS,
            kind="subsidy.grant_reported",
            params={"carrier": grant.carrier.name, "project": grant.tenancy.project.name},
            url=path_to("subsidies.grant", grant_id=grant.id),
        )


def grant_decided(grant: SeedGrant) -> None:
    to_staff(
        grant.carrier,
        f"subsidy.grant_{grant.state.value}",
        url=path_to("subsidies.grant", grant_id=grant.id),
        project=grant.tenancy.project.name,
    )


def sent(statement: Statement) -> None:
    _staff(statement, "sent")


def discarded(statement: Statement) -> None:
    """The carrier no longer sees the statement, so the notice leads to its list."""
    to_staff(statement.carrier, "subsidy.discarded", url=path_to("subsidies.index"), year=statement.year)


def approved(statement: Statement) -> None:
    _staff(statement, "approved")


def paid(statement: Statement) -> None:
    _staff(statement, "paid")


def answered(statement: Statement) -> None:
    notify_organisation(
        organisation_id=statement.budget.organisation_id,
        roles=_ORGANISERS,
        kind=f"subsidy.{StatementState(statement.state).value}",
        params={"carrier": statement.carrier.name, "year": statement.year},
        url=path_to("subsidies.statement", statement_id=statement.id),
    )


def _staff(statement: Statement, what: str) -> None:
    to_staff(
        statement.carrier,
        f"subsidy.{what}",
        url=path_to("subsidies.statement", statement_id=statement.id),
        year=statement.year,
    )
