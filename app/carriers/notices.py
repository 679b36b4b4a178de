"""What people are told about carriers. The sentences hold only names that their readers may see anyway."""

from typing import Any

from flask import current_app
from flask_babel import lazy_gettext as _l

from app.accounts.models import Role
from app.carriers.models import Accreditation, AccreditationState, Carrier
from app.carriers.queries.authorities import nearest_authorities
from app.notifications.kinds import register
from app.notifications.models import MailChoice
from app.notifications.services import notify_organisation

_STAFF, _ORGANISERS = (Role.CARRIER_STAFF,), (Role.ORGANISER,)
register(
    "carrier.accreditation_submitted",
    _l("“%(carrier)s” hands in an accreditation. It waits for your decision."),
    "certificate",
    label=_l("A carrier hands in an accreditation"),
    mail=MailChoice.DIGEST,
    roles=_ORGANISERS,
)
_DECIDED = {"label": _l("A decision about your carrier's accreditation"), "roles": _STAFF}
register(
    "carrier.accreditation_accepted",
    _l("The accreditation of “%(carrier)s” is accepted and counts."),
    "circle-check",
    **_DECIDED,
)
register("carrier.accreditation_declined", _l("The accreditation of “%(carrier)s” is not accepted."), "ban", **_DECIDED)
register("carrier.accreditation_revoked", _l("An accreditation of “%(carrier)s” is revoked."), "shield-x", **_DECIDED)
register(
    "carrier.accreditation_expires",
    _l("An accreditation of “%(carrier)s” expires on %(day)s. Hand in the renewal."),
    "clock",
    label=_l("An accreditation is about to expire"),
    roles=_STAFF,
)


def path(endpoint: str, **values: Any) -> str:
    """The path of an endpoint, also in a job, where there is no request."""
    return str(current_app.url_map.bind("localhost").build(endpoint, values))


def accreditation_submitted(found: Accreditation) -> None:
    for authority_id in nearest_authorities(found.carrier):
        notify_organisation(
            organisation_id=authority_id,
            roles=_ORGANISERS,
            kind="carrier.accreditation_submitted",
            params={"carrier": found.carrier.name},
            url=_accreditations(found.carrier),
        )


def accreditation_decided(found: Accreditation) -> None:
    state = found.state if found.state in {AccreditationState.DECLINED, AccreditationState.REVOKED} else "accepted"
    to_staff(found.carrier, f"carrier.accreditation_{state}", url=_accreditations(found.carrier))


def accreditation_expires(found: Accreditation, *, days: int) -> None:
    to_staff(
        found.carrier,
        "carrier.accreditation_expires",
        url=_accreditations(found.carrier),
        dedupe=f"accreditation:{found.id}:{days}",
        day=found.expires_on,
    )


def to_staff(carrier: Carrier, kind: str, *, url: str, dedupe: str = "", **params: Any) -> None:
    notify_organisation(
        organisation_id=carrier.organisation_id,
        roles=_STAFF,
        kind=kind,
        params={"carrier": carrier.name, **params},
        url=url,
        dedupe=dedupe,
    )


def _accreditations(carrier: Carrier) -> str:
    return path("carriers.accreditations", carrier_id=carrier.id)
