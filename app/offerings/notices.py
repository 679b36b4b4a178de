"""What people are told about requests for offerings. Neither price nor contact is in any of them."""

from typing import Any

from flask_babel import lazy_gettext as _l

from app.accounts.models import Role
from app.core.mail import path_to
from app.notifications.kinds import register
from app.notifications.services import notify_organisation
from app.offerings.models import RequestState, ServiceRequest

_AGENCY, _STARTUP = (Role.AGENCY_STAFF,), (Role.ENTREPRENEUR,)
register(
    "offering.requested",
    _l("“%(project)s” asks for “%(offering)s”."),
    "message",
    label=_l("A project asks for one of your offerings"),
    roles=_AGENCY,
)
_ANSWER = {"label": _l("An agency answers your request"), "roles": _STARTUP}
register("offering.quoted", _l("%(agency)s quotes “%(offering)s” for “%(project)s”."), "file-text", **_ANSWER)
register("offering.refused", _l("%(agency)s cannot offer “%(offering)s” to “%(project)s”."), "ban", **_ANSWER)
_REPLY = {"label": _l("A project answers your quotation"), "roles": _AGENCY}
register("offering.accepted", _l("“%(project)s” accepts your quotation for “%(offering)s”."), "circle-check", **_REPLY)
register("offering.declined", _l("“%(project)s” declines your quotation for “%(offering)s”."), "ban", **_REPLY)
register("offering.withdrawn", _l("“%(project)s” withdraws its request for “%(offering)s”."), "arrow-back-up", **_REPLY)
_BOTH = (*_AGENCY, *_STARTUP)
register(
    "offering.expired",
    _l("The quotation of “%(offering)s” for “%(project)s” was not answered in time."),
    "clock",
    label=_l("A quotation expires"),
    roles=_BOTH,
)
register(
    "offering.completed",
    _l("%(agency)s has completed “%(offering)s” for “%(project)s”. Rate it."),
    "circle-check",
    label=_l("A service is completed"),
    roles=_STARTUP,
)
register(
    "offering.cancelled",
    _l("“%(offering)s” for “%(project)s” was cancelled."),
    "ban",
    label=_l("A service is cancelled"),
    roles=_BOTH,
)
register(
    "offering.rated",
    _l("“%(project)s” rates “%(offering)s”."),
    "star",
    label=_l("A project rates one of your offerings"),
    roles=_AGENCY,
)


def requested(request: ServiceRequest) -> None:
    _tell(request, "requested", to_agency=True)


def told(request: ServiceRequest, *, to_agency: bool) -> None:
    """The state that the request has come to."""
    _tell(request, RequestState(request.state).value, to_agency=to_agency)


def rated(request: ServiceRequest) -> None:
    _tell(request, "rated", to_agency=True)


def _tell(request: ServiceRequest, what: str, *, to_agency: bool) -> None:
    owner: Any = request.offering if to_agency else request.project
    notify_organisation(
        organisation_id=owner.organisation_id,
        roles=_AGENCY if to_agency else _STARTUP,
        kind=f"offering.{what}",
        params={
            "project": request.project.name,
            "offering": request.offering.name,
            "agency": request.offering.organisation.name,
        },
        url=path_to("offerings.request_show", request_id=request.id),
    )
