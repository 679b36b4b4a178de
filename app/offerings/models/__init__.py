from app.offerings.models.offerings import (
    FINANCING,
    SERVICES,
    Collateral,
    Offering,
    OfferingFacet,
    OfferingKind,
)
from app.offerings.models.requests import BEST_RATING, OPEN, RequestState, ServiceRequest
from app.offerings.models.vouchers import (
    LIVE,
    EntryKind,
    RedemptionState,
    Voucher,
    VoucherEntry,
    VoucherRedemption,
)

__all__ = [
    "BEST_RATING",
    "FINANCING",
    "LIVE",
    "OPEN",
    "SERVICES",
    "Collateral",
    "EntryKind",
    "Offering",
    "OfferingFacet",
    "OfferingKind",
    "RedemptionState",
    "RequestState",
    "ServiceRequest",
    "Voucher",
    "VoucherEntry",
    "VoucherRedemption",
]
