"""Vouchers: issuing, redeeming, paying. What changes a balance locks the voucher's row, adds an entry, and never
edits one; the database refuses a balance below zero."""

import datetime as dt
import secrets
import uuid
from typing import Any

from flask_babel import gettext as _

from app.accounts.actor import Actor
from app.accounts.models import Organisation, Role
from app.core.days import city_day
from app.core.errors import Conflict, Invalid, require
from app.core.i18n import locale
from app.core.model import utc_now
from app.core.money import show_money
from app.extensions import db
from app.offerings import voucher_notices as notices
from app.offerings.labels import REDEMPTION_STATES
from app.offerings.models import (
    SERVICES,
    EntryKind,
    OfferingKind,
    RedemptionState,
    RequestState,
    ServiceRequest,
    Voucher,
    VoucherEntry,
    VoucherRedemption,
)
from app.offerings.policies import asked, confirms, holds, issues, pays, redeems, serves
from app.offerings.queries.vouchers import claimed

LONGEST = dt.timedelta(days=3 * 366)
DONE = (RequestState.ACCEPTED, RequestState.COMPLETED)


def issue(
    *,
    actor: Actor,
    holder: Organisation,
    amount: int | None,
    valid_until: dt.date | None,
    kinds: list[str] | None = None,
    purpose: str = "",
) -> Voucher:
    """The authority gives a startup a voucher for all or some kinds of services."""
    require(actor.is_(Role.ORGANISER) and actor.membership is not None)
    if not amount:
        raise Invalid(_("Give the amount."), "amount")
    if valid_until is None or not city_day() <= valid_until <= city_day() + LONGEST:
        raise Invalid(_("Choose a day from today on, within three years."), "valid_until")
    wanted = sorted({OfferingKind(kind).value for kind in kinds or ()} & {kind.value for kind in SERVICES})
    voucher = Voucher(
        number=f"{city_day().year}-{secrets.randbelow(10**10):010d}",
        organisation_id=actor.organisation_id,
        holder=holder,
        amount=amount,
        balance=amount,
        valid_until=valid_until,
        kinds=wanted,
        purpose=purpose,
        issued_by_id=actor.account_id,
    )
    db.session.add(voucher)
    db.session.flush()
    _enter(voucher, EntryKind.ISSUE, amount, by=actor.account_id)
    notices.issued(voucher)
    return voucher


def revoke(*, actor: Actor, voucher: Voucher, reason: str) -> None:
    """Take back what is left; what was confirmed already is still paid."""
    require(issues(actor, voucher))
    if not reason:
        raise Invalid(_("Give a reason; the startup reads it."), "reason")
    _lock(voucher)
    if voucher.is_over:
        raise Conflict(_("The voucher is no longer valid."))
    voucher.revoked_at, voucher.reason = utc_now(), reason
    _end(voucher, by=actor.account_id)
    notices.revoked(voucher)


def expire(*, voucher: Voucher) -> None:
    """For the job: the voucher's last day is over, and what is left goes back."""
    _lock(voucher)
    if not voucher.is_over or not voucher.balance:
        raise Conflict(_("Nothing is left to expire."))
    _end(voucher)
    notices.expired(voucher)


def offer(*, actor: Actor, request: ServiceRequest, voucher: Voucher | None) -> None:
    """The startup says with which of its vouchers it pays; None takes that back."""
    require(asked(actor, request))
    if request.state not in DONE:
        raise Conflict(_("A voucher pays for what was agreed on."))
    if not request.offering.takes_vouchers:
        raise Conflict(_("The agency takes no vouchers for this."))
    if voucher is not None:
        if not holds(actor, voucher) or not voucher.covers(request.offering.kind):
            raise Invalid(_("Choose one of your vouchers for this kind of service."), "voucher_id")
        if voucher.is_over:
            raise Conflict(_("The voucher is no longer valid."))
    request.voucher_id = voucher.id if voucher else None
    db.session.flush()
    if voucher is not None:
        notices.offered(request)


def submit(
    *, actor: Actor, request: ServiceRequest, amount: int | None, invoice_number: str, invoice_id: uuid.UUID | None
) -> VoucherRedemption:
    """The agency hands in its invoice for a service that is to be paid with a voucher."""
    require(serves(actor, request))
    voucher = db.session.get(Voucher, request.voucher_id) if request.voucher_id else None
    if voucher is None or request.state not in DONE:
        raise Conflict(_("The project has not offered a voucher for this."))
    if voucher.is_over:
        raise Conflict(_("The voucher is no longer valid."))
    db.session.refresh(request, with_for_update={"of": ServiceRequest, "key_share": True})
    if not amount:
        raise Invalid(_("Give the amount."), "amount")
    if not invoice_number:
        raise Invalid(_("Give the number of the invoice."), "invoice_number")
    _check_left(voucher, amount)
    agreed = (request.amount or 0) - claimed(request)
    if amount > agreed:
        raise Invalid(_("Of the agreed price %(amount)s are left.", amount=_shown(agreed)), "amount")
    redemption = VoucherRedemption(
        voucher=voucher,
        request=request,
        agency=request.offering.organisation,
        amount=amount,
        invoice_number=invoice_number,
        invoice_id=invoice_id,
        submitted_by_id=actor.account_id,
    )
    db.session.add(redemption)
    db.session.flush()
    notices.submitted(redemption)
    return redemption


def confirm(*, actor: Actor, redemption: VoucherRedemption) -> None:
    """The startup agrees with the invoice: now both sides stand behind it, and the amount leaves the voucher."""
    require(confirms(actor, redemption))
    voucher = redemption.voucher
    _lock(voucher)
    _move(redemption, RedemptionState.SUBMITTED, RedemptionState.CONFIRMED)
    if voucher.is_over:
        raise Conflict(_("The voucher is no longer valid."))
    if redemption.amount > voucher.balance:
        raise Conflict(_("The voucher has %(amount)s left.", amount=_shown(voucher.balance)))
    redemption.confirmed_at = utc_now()
    _change(voucher, EntryKind.REDEEM, -redemption.amount, redemption=redemption, by=actor.account_id)
    notices.confirmed(redemption)


def refuse(*, actor: Actor, redemption: VoucherRedemption, reason: str) -> None:
    """The startup before it confirms; the authority afterwards, which gives the amount back to the voucher."""
    is_startup = confirms(actor, redemption)
    require(is_startup or pays(actor, redemption))
    if not reason:
        raise Invalid(_("Give a reason; the agency reads it."), "reason")
    voucher = redemption.voucher
    _lock(voucher)
    before = RedemptionState.SUBMITTED if is_startup else RedemptionState.CONFIRMED
    _move(redemption, before, RedemptionState.REFUSED)
    redemption.ended_at, redemption.note = utc_now(), reason
    if not is_startup:
        _change(voucher, EntryKind.RELEASE, redemption.amount, redemption=redemption, by=actor.account_id)
        if voucher.is_over:
            _end(voucher, by=actor.account_id)
    db.session.flush()
    notices.refused(redemption, by_startup=is_startup)


def withdraw(*, actor: Actor, redemption: VoucherRedemption) -> None:
    """The agency takes an invoice back before the startup confirms it."""
    require(redeems(actor, redemption))
    _lock(redemption.voucher)
    _move(redemption, RedemptionState.SUBMITTED, RedemptionState.WITHDRAWN)
    redemption.ended_at = utc_now()
    db.session.flush()


def pay(*, actor: Actor, redemption: VoucherRedemption, reference: str) -> None:
    """The authority has paid the agency."""
    require(pays(actor, redemption))
    if not reference:
        raise Invalid(_("Give the reference of the payment."), "reason")
    _lock(redemption.voucher)
    _move(redemption, RedemptionState.CONFIRMED, RedemptionState.PAID)
    redemption.ended_at, redemption.note = utc_now(), reference
    db.session.flush()
    notices.paid(redemption)


def _move(redemption: VoucherRedemption, before: RedemptionState, after: RedemptionState) -> None:
    """The voucher's lock is held, so the state that is read here is the last one."""
    db.session.refresh(redemption, attribute_names=["state"])
    if redemption.state is not before:
        raise Conflict(
            _("The invoice does not allow this any more: %(state)s.", state=REDEMPTION_STATES[redemption.state])
        )
    redemption.state = after


def _end(voucher: Voucher, *, by: uuid.UUID | None = None) -> None:
    """What is left leaves the voucher."""
    if voucher.balance:
        kind = EntryKind.REVOKE if voucher.revoked_at else EntryKind.EXPIRE
        _change(voucher, kind, -voucher.balance, by=by)
    db.session.flush()


def _change(voucher: Voucher, kind: EntryKind, amount: int, **about: Any) -> None:
    voucher.balance += amount
    _enter(voucher, kind, amount, **about)


def _enter(
    voucher: Voucher,
    kind: EntryKind,
    amount: int,
    *,
    redemption: VoucherRedemption | None = None,
    by: uuid.UUID | None = None,
) -> None:
    entry = VoucherEntry(voucher=voucher, kind=kind, amount=amount, redemption=redemption, created_by_id=by)
    db.session.add(entry)
    db.session.flush()


def _check_left(voucher: Voucher, amount: int) -> None:
    if amount > voucher.balance:
        raise Invalid(_("The voucher has %(amount)s left.", amount=_shown(voucher.balance)), "amount")


def _shown(fen: int) -> str:
    return show_money(fen, locale())


def _lock(voucher: Voucher) -> None:
    """The row as it is now, held until the transaction ends."""
    db.session.flush()
    db.session.refresh(voucher, with_for_update={"of": Voucher, "key_share": True})
