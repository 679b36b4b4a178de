"""What the state of a request for an offering does not allow."""

from collections.abc import Callable
from typing import Any

from app.core.model import utc_now
from app.extensions import db
from app.offerings.models import RedemptionState, RequestState, ServiceRequest, Voucher, VoucherRedemption
from tests.access.world import City

REASON: dict[str, list[str | bytes]] = {"reason": ["不需要了"]}
RATING: dict[str, list[str | bytes]] = {"rating": ["5"]}


def _in_state(*states: RequestState) -> list[Callable[[City], None]]:
    return [_set(state) for state in states]


def _set(state: RequestState) -> Callable[[City], None]:
    def change(city: City) -> None:
        request: Any = db.session.get_one(ServiceRequest, city.things["service_quoted"]["request_id"])
        request.state = state

    return change


def _settled(*states: RedemptionState) -> list[Callable[[City], None]]:
    def become(state: RedemptionState) -> Callable[[City], None]:
        def change(city: City) -> None:
            made: Any = db.session.get_one(VoucherRedemption, city.things["invoice_submitted"]["redemption_id"])
            made.state = state

        return change

    return [become(state) for state in states]


def _revoked(city: City) -> None:
    voucher = db.session.get_one(Voucher, city.things["voucher"]["voucher_id"])
    voucher.revoked_at, voucher.balance = utc_now(), 0


OVER = (RequestState.COMPLETED, RequestState.EXPIRED, RequestState.CANCELLED)
CONFIRMED, PAID = RedemptionState.CONFIRMED, RedemptionState.PAID
GONE = (RedemptionState.REFUSED, RedemptionState.WITHDRAWN)
REFUSED = [
    ("offerings.confirm_invoice", "invoice_submitted", "owner", {}, [*_settled(CONFIRMED, PAID, *GONE), _revoked]),
    ("offerings.refuse_invoice", "invoice_submitted", "owner", REASON, _settled(CONFIRMED, PAID, *GONE)),
    ("offerings.refuse_invoice", "invoice_submitted", "organiser", REASON, _settled(PAID, *GONE)),
    ("offerings.pay_invoice", "invoice_submitted", "organiser", REASON, _settled(PAID, *GONE)),
    ("offerings.withdraw_invoice", "invoice_submitted", "agency", {}, _settled(CONFIRMED, PAID, *GONE)),
    ("offerings.revoke_voucher", "voucher", "organiser", REASON, [_revoked]),
    ("offerings.accept", "service_quoted", "owner", {}, _in_state(RequestState.REQUESTED, *OVER)),
    ("offerings.decline", "service_quoted", "owner", REASON, _in_state(RequestState.REQUESTED, *OVER)),
    ("offerings.withdraw", "service_quoted", "owner", {}, _in_state(RequestState.ACCEPTED, *OVER)),
    ("offerings.refuse", "service_quoted", "agency", REASON, _in_state(RequestState.ACCEPTED, *OVER)),
    ("offerings.complete", "service_quoted", "agency", {}, _in_state(RequestState.QUOTED, *OVER)),
    ("offerings.cancel", "service_quoted", "owner", REASON, _in_state(RequestState.QUOTED, *OVER)),
    ("offerings.rate", "service_quoted", "owner", RATING, _in_state(RequestState.ACCEPTED, RequestState.QUOTED)),
]
