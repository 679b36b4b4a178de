"""What people are told about vouchers. Amounts stand only on the pages."""

from typing import Any

from flask_babel import lazy_gettext as _l

from app.accounts.models import Role
from app.core.mail import path_to
from app.notifications.kinds import register
from app.notifications.services import notify_organisation
from app.offerings.models import ServiceRequest, Voucher, VoucherRedemption

_AGENCY, _STARTUP, _ORGANISERS = (Role.AGENCY_STAFF,), (Role.ENTREPRENEUR,), (Role.ORGANISER,)
register(
    "voucher.issued",
    _l("%(authority)s gives you the innovation voucher %(number)s."),
    "ticket",
    label=_l("You get an innovation voucher"),
    roles=_STARTUP,
)
_ENDED = {"label": _l("An innovation voucher ends"), "roles": _STARTUP}
register("voucher.revoked", _l("The innovation voucher %(number)s was revoked."), "ban", **_ENDED)
register("voucher.expired", _l("The innovation voucher %(number)s has expired."), "clock", **_ENDED)
register(
    "voucher.offered",
    _l("“%(project)s” pays “%(offering)s” with an innovation voucher."),
    "ticket",
    label=_l("A project pays with an innovation voucher"),
    roles=_AGENCY,
)
register(
    "voucher.submitted",
    _l("%(agency)s hands in an invoice for “%(offering)s”. Confirm it."),
    "receipt",
    label=_l("An agency hands in an invoice"),
    roles=_STARTUP,
)
register(
    "voucher.confirmed",
    _l("The invoice of %(agency)s for “%(offering)s” is confirmed and waits for payment."),
    "receipt",
    label=_l("A voucher's invoice waits for payment"),
    roles=(*_AGENCY, *_ORGANISERS),
)
_DECIDED = {"label": _l("A decision about an invoice"), "roles": (*_AGENCY, *_STARTUP)}
register("voucher.refused", _l("The invoice of %(agency)s for “%(offering)s” was refused."), "ban", **_DECIDED)
register("voucher.paid", _l("The invoice of %(agency)s for “%(offering)s” is paid."), "circle-check", **_DECIDED)


def issued(voucher: Voucher) -> None:
    _of_voucher(voucher, "issued")


def revoked(voucher: Voucher) -> None:
    _of_voucher(voucher, "revoked")


def expired(voucher: Voucher) -> None:
    _of_voucher(voucher, "expired")


def offered(request: ServiceRequest) -> None:
    notify_organisation(
        organisation_id=request.offering.organisation_id,
        roles=_AGENCY,
        kind="voucher.offered",
        params={"project": request.project.name, "offering": request.offering.name},
        url=path_to("offerings.request_show", request_id=request.id),
    )


def submitted(redemption: VoucherRedemption) -> None:
    _tell(redemption, "submitted", redemption.voucher.holder_id, _STARTUP)


def confirmed(redemption: VoucherRedemption) -> None:
    _tell(redemption, "confirmed", redemption.agency_id, _AGENCY)
    _tell(redemption, "confirmed", redemption.voucher.organisation_id, _ORGANISERS)


def refused(redemption: VoucherRedemption, *, by_startup: bool) -> None:
    _tell(redemption, "refused", redemption.agency_id, _AGENCY)
    if not by_startup:
        _tell(redemption, "refused", redemption.voucher.holder_id, _STARTUP)


def paid(redemption: VoucherRedemption) -> None:
    _tell(redemption, "paid", redemption.agency_id, _AGENCY)
    _tell(redemption, "paid", redemption.voucher.holder_id, _STARTUP)


def _of_voucher(voucher: Voucher, what: str) -> None:
    notify_organisation(
        organisation_id=voucher.holder_id,
        roles=_STARTUP,
        kind=f"voucher.{what}",
        params={"authority": voucher.organisation.name, "number": voucher.number},
        url=path_to("offerings.voucher", voucher_id=voucher.id),
    )


def _tell(redemption: VoucherRedemption, what: str, organisation_id: Any, roles: tuple[Role, ...]) -> None:
    notify_organisation(
        organisation_id=organisation_id,
        roles=roles,
        kind=f"voucher.{what}",
        params={"agency": redemption.agency.name, "offering": redemption.request.offering.name},
        url=path_to("offerings.redemption", redemption_id=redemption.id),
    )
