"""What people are told about carriers. The sentences hold only names that their readers may see anyway."""

import uuid
from typing import Any

from flask import current_app
from flask_babel import lazy_gettext as _l

from app.accounts.actor import Actor
from app.accounts.models import Role
from app.carriers.models import (
    Accreditation,
    AccreditationState,
    Admission,
    AdmissionOrigin,
    Carrier,
    FollowUp,
    Graduation,
    Settlement,
    Tenancy,
)
from app.carriers.queries.authorities import nearest_authorities
from app.notifications.kinds import register
from app.notifications.models import MailChoice
from app.notifications.services import notify_organisation

_STAFF, _ORGANISERS, _STARTUP = (Role.CARRIER_STAFF,), (Role.ORGANISER,), (Role.ENTREPRENEUR,)
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


register(
    "carrier.invited",
    _l("“%(carrier)s” wants to take “%(project)s” in as a tenant. It needs your agreement."),
    "door-enter",
    label=_l("A carrier wants to take you in"),
    roles=_STARTUP,
)
register(
    "carrier.applied",
    _l("“%(project)s” asks for a place in “%(carrier)s”."),
    "door-enter",
    label=_l("A project asks for a place in your carrier"),
    roles=_STAFF,
)
register(
    "carrier.hand_over_asked",
    _l("“%(project)s” is to move from “%(former)s” to “%(carrier)s”."),
    "transfer",
    label=_l("A tenant is to be handed over"),
    roles=(*_STAFF, *_STARTUP),
)
register(
    "carrier.half_agreed",
    _l("One side agreed that “%(project)s” moves to “%(carrier)s”; the other has not answered yet."),
    "hourglass",
    label=_l("A tenant is to be handed over"),
    roles=_STAFF,
)
_ANSWERED = {"label": _l("An answer about a place in a carrier"), "roles": (*_STAFF, *_STARTUP)}
register(
    "carrier.accepted", _l("“%(project)s” is a tenant of “%(carrier)s” from %(day)s on."), "circle-check", **_ANSWERED
)
register("carrier.declined", _l("“%(project)s” does not come to “%(carrier)s”: one side declined."), "ban", **_ANSWERED)
register(
    "carrier.expired", _l("Nobody answered in time whether “%(project)s” comes to “%(carrier)s”."), "clock", **_ANSWERED
)
register(
    "carrier.withdrawn",
    _l("It is settled otherwise whether “%(project)s” comes to “%(carrier)s”; the question is closed."),
    "door-exit",
    **_ANSWERED,
)
register(
    "carrier.tenancy_ended",
    _l("The tenancy of “%(project)s” in “%(carrier)s” has ended."),
    "door-exit",
    label=_l("A tenancy ends"),
    roles=(*_STAFF, *_STARTUP),
)
register(
    "carrier.graduated",
    _l("“%(project)s” graduated from “%(carrier)s”. Its founders are welcome as mentors."),
    "school",
    label=_l("A project of yours graduates"),
    roles=_STARTUP,
)
_FOLLOW_UP = {"label": _l("The yearly follow-up of a graduate"), "roles": (*_STARTUP, *_STAFF)}
register(
    "carrier.follow_up",
    _l("Tell how “%(project)s” did in %(year)s: a few figures, until %(day)s."),
    "clipboard-list",
    **_FOLLOW_UP,
)
register(
    "carrier.follow_up_due",
    _l("The figures of “%(project)s” for %(year)s are missing; they are due on %(day)s."),
    "clock",
    **_FOLLOW_UP,
)
register(
    "carrier.settlement_reported",
    _l("“%(project)s”, a graduate of “%(carrier)s”, settled in %(park)s. Please confirm."),
    "building-factory-2",
    label=_l("A graduate settled in a local park"),
    mail=MailChoice.DIGEST,
    roles=_ORGANISERS,
)
_SETTLED = {"label": _l("A decision about a graduate's settlement"), "roles": _STAFF}
register(
    "carrier.settlement_confirmed",
    _l("It is confirmed that “%(project)s” settled in %(park)s."),
    "circle-check",
    **_SETTLED,
)
register(
    "carrier.settlement_rejected", _l("It is not confirmed that “%(project)s” settled in %(park)s."), "ban", **_SETTLED
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


def admission_asked(admission: Admission) -> None:
    """To the sides whose yes is missing, and to a carrier whose tenant wants to move on."""
    moves = admission.tenancy is not None
    if admission.carrier_agreed_at is None:
        kind = "carrier.hand_over_asked" if admission.origin is AdmissionOrigin.HAND_OVER else "carrier.applied"
        _staff(admission, admission.carrier.organisation_id, kind)
    if admission.project_agreed_at is None:
        _startup(admission, "carrier.hand_over_asked" if moves else "carrier.invited")
    elif admission.tenancy is not None:
        _staff(admission, admission.tenancy.carrier.organisation_id, "carrier.hand_over_asked")


def half_agreed(admission: Admission) -> None:
    if admission.tenancy is not None:
        _staff(admission, admission.tenancy.carrier.organisation_id, "carrier.half_agreed")


def admission_answered(admission: Admission, *, by: uuid.UUID | None = None) -> None:
    """To every side but the person who gave the last word."""
    kind = f"carrier.{admission.state.value}"
    operators = {admission.carrier.organisation_id}
    if admission.tenancy is not None:
        operators.add(admission.tenancy.carrier.organisation_id)
    for operator_id in sorted(operators):
        _staff(admission, operator_id, kind, but=by)
    _startup(admission, kind, but=by)


def tenancy_ended(tenancy: Tenancy, *, by: Actor) -> None:
    """To the side that did not end it."""
    startup = by.is_(Role.ENTREPRENEUR)
    notify_organisation(
        organisation_id=tenancy.carrier.organisation_id if startup else tenancy.project.organisation_id,
        roles=_STAFF if startup else _STARTUP,
        kind="carrier.tenancy_ended",
        params={"carrier": tenancy.carrier.name, "project": tenancy.project.name},
        url=path("carriers.tenancy", tenancy_id=tenancy.id),
    )


def graduated(graduation: Graduation) -> None:
    tenancy = graduation.tenancy
    notify_organisation(
        organisation_id=tenancy.project.organisation_id,
        roles=_STARTUP,
        kind="carrier.graduated",
        params={"carrier": tenancy.carrier.name, "project": tenancy.project.name},
        url=path("carriers.tenancy", tenancy_id=tenancy.id),
    )


def follow_up(row: FollowUp, kind: str, *, startup: bool, dedupe: str = "") -> None:
    """To the startup; to the carrier that it came from where nobody acts for the startup."""
    tenancy = row.graduation.tenancy
    notify_organisation(
        organisation_id=tenancy.project.organisation_id if startup else tenancy.carrier.organisation_id,
        roles=_STARTUP if startup else _STAFF,
        kind=kind,
        params={"project": tenancy.project.name, "year": row.year, "day": row.due_on},
        url=path("carriers.follow_up", follow_up_id=row.id),
        dedupe=dedupe,
    )


def settlement_reported(settlement: Settlement) -> None:
    for authority_id in nearest_authorities(settlement.graduation.tenancy.carrier):
        notify_organisation(organisation_id=authority_id, roles=_ORGANISERS, **_settled(settlement, "reported"))


def settlement_decided(settlement: Settlement) -> None:
    operator_id = settlement.graduation.tenancy.carrier.organisation_id
    notify_organisation(organisation_id=operator_id, roles=_STAFF, **_settled(settlement, settlement.state.value))


def _settled(settlement: Settlement, what: str) -> dict[str, Any]:
    tenancy = settlement.graduation.tenancy
    params = {"project": tenancy.project.name, "carrier": tenancy.carrier.name, "park": settlement.park_name}
    url = path("carriers.tenancy", tenancy_id=tenancy.id)
    return {"kind": f"carrier.settlement_{what}", "params": params, "url": url}


def _staff(admission: Admission, operator_id: uuid.UUID, kind: str, but: uuid.UUID | None = None) -> None:
    notify_organisation(organisation_id=operator_id, roles=_STAFF, but=but, **_about(admission, kind))


def _startup(admission: Admission, kind: str, but: uuid.UUID | None = None) -> None:
    startup_id = admission.project.organisation_id
    notify_organisation(organisation_id=startup_id, roles=_STARTUP, but=but, **_about(admission, kind))


def _about(admission: Admission, kind: str) -> dict[str, Any]:
    params = {
        "carrier": admission.carrier.name,
        "project": admission.project.name,
        "former": admission.tenancy.carrier.name if admission.tenancy else "",
        "day": admission.starts_on,
    }
    return {"kind": kind, "params": params, "url": path("carriers.admissions")}


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
