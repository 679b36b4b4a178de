"""Who may do what with offerings and requests."""

from sqlalchemy import select

from app.accounts.actor import Actor
from app.accounts.models import Role
from app.extensions import db
from app.files.models import File
from app.offerings.models import Offering, ServiceRequest, Voucher, VoucherRedemption
from app.projects.policies import owns as owns_project


def owns(actor: Actor, offering: Offering) -> bool:
    """The offering belongs to the agency the person acts for."""
    return actor.is_(Role.AGENCY_STAFF) and actor.acts_for(offering.organisation_id)


def can_see(actor: Actor, offering: Offering) -> bool:
    return offering.is_published or owns(actor, offering)


def can_edit(actor: Actor, offering: Offering) -> bool:
    return owns(actor, offering) and not offering.is_archived


def asked(actor: Actor, request: ServiceRequest) -> bool:
    """The request is of a project of the startup the person acts for."""
    return owns_project(actor, request.project)


def serves(actor: Actor, request: ServiceRequest) -> bool:
    """The request went to the agency the person acts for."""
    return owns(actor, request.offering)


def takes_part(actor: Actor, request: ServiceRequest) -> bool:
    return asked(actor, request) or serves(actor, request)


def issues(actor: Actor, voucher: Voucher) -> bool:
    """The voucher is of the authority the organiser acts for."""
    return actor.is_(Role.ORGANISER) and actor.acts_for(voucher.organisation_id)


def holds(actor: Actor, voucher: Voucher) -> bool:
    """The voucher is of the startup the person acts for."""
    return actor.is_(Role.ENTREPRENEUR) and actor.acts_for(voucher.holder_id)


def can_see_voucher(actor: Actor, voucher: Voucher) -> bool:
    return issues(actor, voucher) or holds(actor, voucher)


def redeems(actor: Actor, redemption: VoucherRedemption) -> bool:
    """The invoice is of the agency the person acts for."""
    return actor.is_(Role.AGENCY_STAFF) and actor.acts_for(redemption.agency_id)


def confirms(actor: Actor, redemption: VoucherRedemption) -> bool:
    return holds(actor, redemption.voucher)


def pays(actor: Actor, redemption: VoucherRedemption) -> bool:
    return issues(actor, redemption.voucher)


def refuses(actor: Actor, redemption: VoucherRedemption) -> bool:
    """The startup before it confirms, the authority before it pays."""
    return confirms(actor, redemption) or pays(actor, redemption)


def can_see_redemption(actor: Actor, redemption: VoucherRedemption) -> bool:
    return redeems(actor, redemption) or refuses(actor, redemption)


def can_read_invoice(actor: Actor, file: File) -> bool:
    """A guard of files: an invoice is for the agency, the startup and the authority."""
    redemption = db.session.scalar(select(VoucherRedemption).where(VoucherRedemption.invoice_id == file.id))
    return redemption is not None and can_see_redemption(actor, redemption)
