"""Vouchers, their entries and what is redeemed with them, from the side of whoever asks."""

import uuid
from collections.abc import Sequence

from sqlalchemy import ColumnElement, Select, false, func, select

from app.accounts.actor import Actor
from app.accounts.models import Organisation, OrganisationKind, Role
from app.core.days import city_day
from app.extensions import db
from app.offerings.models import (
    LIVE,
    RedemptionState,
    ServiceRequest,
    Voucher,
    VoucherEntry,
    VoucherRedemption,
)
from app.offerings.policies import can_see_redemption, can_see_voucher
from app.taxonomy.regions import overseen

MOST_FOUND = 20


def own_voucher(actor: Actor, voucher_id: uuid.UUID) -> Voucher | None:
    voucher = db.session.get(Voucher, voucher_id)
    return voucher if voucher is not None and can_see_voucher(actor, voucher) else None


def own_redemption(actor: Actor, redemption_id: uuid.UUID) -> VoucherRedemption | None:
    redemption = db.session.get(VoucherRedemption, redemption_id)
    return redemption if redemption is not None and can_see_redemption(actor, redemption) else None


def vouchers(actor: Actor, *, state: str = "") -> Select[Voucher]:
    """Those the authority issued or the startup holds, newest first."""
    statement = select(Voucher).where(_mine(actor))
    day, revoked = city_day(), Voucher.revoked_at.is_not(None)
    conditions: dict[str, tuple[ColumnElement[bool], ...]] = {
        "valid": (~revoked, Voucher.valid_until >= day, Voucher.balance > 0),
        "used": (~revoked, Voucher.valid_until >= day, Voucher.balance == 0),
        "expired": (~revoked, Voucher.valid_until < day),
        "revoked": (revoked,),
    }
    statement = statement.where(*conditions.get(state, ()))
    return statement.order_by(Voucher.issued_at.desc(), Voucher.id)


def totals(actor: Actor) -> dict[str, int]:
    """Fen issued, still to be used, and paid."""
    issued, left = db.session.execute(
        select(func.coalesce(func.sum(Voucher.amount), 0), func.coalesce(func.sum(Voucher.balance), 0)).where(
            _mine(actor)
        )
    ).one()
    paid = select(func.coalesce(func.sum(VoucherRedemption.amount), 0)).join(VoucherRedemption.voucher)
    paid = paid.where(_mine(actor), VoucherRedemption.state == RedemptionState.PAID)
    return {"issued": int(issued), "left": int(left), "paid": int(db.session.scalar(paid) or 0)}


def entries(voucher: Voucher) -> Sequence[VoucherEntry]:
    statement = select(VoucherEntry).where(VoucherEntry.voucher_id == voucher.id)
    return db.session.scalars(statement.order_by(VoucherEntry.created_at, VoucherEntry.id)).unique().all()


def redemptions(actor: Actor, *, state: str = "") -> Select[VoucherRedemption]:
    """Of the agency, the startup or the authority, newest first."""
    statement = select(VoucherRedemption).join(VoucherRedemption.voucher)
    if actor.is_(Role.AGENCY_STAFF):
        statement = statement.where(VoucherRedemption.agency_id == actor.organisation_id)
    else:
        statement = statement.where(_mine(actor))
    if state in set(RedemptionState):
        statement = statement.where(VoucherRedemption.state == RedemptionState(state))
    return statement.order_by(VoucherRedemption.submitted_at.desc(), VoucherRedemption.id)


def of_voucher(voucher: Voucher) -> Sequence[VoucherRedemption]:
    statement = select(VoucherRedemption).where(VoucherRedemption.voucher_id == voucher.id)
    order = (VoucherRedemption.submitted_at.desc(), VoucherRedemption.id)
    return db.session.scalars(statement.order_by(*order)).unique().all()


def of_request(request: ServiceRequest) -> Sequence[VoucherRedemption]:
    statement = select(VoucherRedemption).where(VoucherRedemption.request_id == request.id)
    order = (VoucherRedemption.submitted_at, VoucherRedemption.id)
    return db.session.scalars(statement.order_by(*order)).unique().all()


def claimed(request: ServiceRequest) -> int:
    """What the invoices of a request that still count add up to."""
    statement = select(func.sum(VoucherRedemption.amount)).where(
        VoucherRedemption.request_id == request.id, VoucherRedemption.state.in_(LIVE)
    )
    return db.session.scalar(statement) or 0


def usable(request: ServiceRequest) -> list[Voucher]:
    """The startup's vouchers that can pay for what was requested, the one that ends first in front."""
    statement = select(Voucher).where(
        Voucher.holder_id == request.project.organisation_id,
        Voucher.revoked_at.is_(None),
        Voucher.valid_until >= city_day(),
        Voucher.balance > 0,
    )
    rows = db.session.scalars(statement.order_by(Voucher.valid_until, Voucher.id)).unique()
    return [row for row in rows if row.covers(request.offering.kind)]


def waiting(actor: Actor) -> int:
    """How many redemptions wait for this person: to be confirmed, or to be paid."""
    state = RedemptionState.CONFIRMED if actor.is_(Role.ORGANISER) else RedemptionState.SUBMITTED
    statement = select(func.count()).select_from(VoucherRedemption).join(VoucherRedemption.voucher)
    return db.session.scalar(statement.where(_mine(actor), VoucherRedemption.state == state)) or 0


def startups(actor: Actor, words: str) -> Sequence[Organisation]:
    """Startups of the organiser's region whose name holds the words, or whose credit code they are."""
    if not words:
        return []
    statement = select(Organisation).where(
        Organisation.kind == OrganisationKind.STARTUP,
        Organisation.name.icontains(words, autoescape=True) | (Organisation.credit_code == words),
        overseen(actor, Organisation.region_code),
    )
    return db.session.scalars(statement.order_by(Organisation.name, Organisation.id).limit(MOST_FOUND)).all()


def ended() -> Select[Voucher]:
    """Vouchers past their day with something left on them."""
    statement = select(Voucher).where(Voucher.valid_until < city_day(), Voucher.balance > 0)
    return statement.order_by(Voucher.valid_until, Voucher.id)


def _mine(actor: Actor) -> ColumnElement[bool]:
    if actor.is_(Role.ORGANISER):
        return Voucher.organisation_id == actor.organisation_id
    if actor.is_(Role.ENTREPRENEUR):
        return Voucher.holder_id == actor.organisation_id
    return false()
