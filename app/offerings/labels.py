"""The words for offerings and requests."""

from flask_babel import lazy_gettext as _l

from app.offerings.models import (
    FINANCING,
    SERVICES,
    Collateral,
    EntryKind,
    OfferingKind,
    RedemptionState,
    RequestState,
)

KINDS = {
    OfferingKind.LEGAL: _l("Legal services"),
    OfferingKind.IP: _l("Intellectual property"),
    OfferingKind.ACCOUNTING: _l("Accounting and tax"),
    OfferingKind.TESTING: _l("Testing and inspection"),
    OfferingKind.TECHNOLOGY_TRANSFER: _l("Technology transfer"),
    OfferingKind.PLATFORM: _l("Technical platform"),
    OfferingKind.TRAINING: _l("Training"),
    OfferingKind.CONSULTING: _l("Consulting"),
    OfferingKind.CREDIT: _l("Credit line"),
    OfferingKind.GUARANTEE: _l("Guarantee"),
    OfferingKind.IP_PLEDGE: _l("IP-pledged loan"),
    OfferingKind.LEASING: _l("Leasing"),
    OfferingKind.CONVERTIBLE_BOND: _l("Convertible bond"),
    OfferingKind.CROWDFUNDING: _l("Equity crowdfunding"),
    OfferingKind.TALENT_LOAN: _l("Talent loan"),
}
GROUPS = {"services": (_l("Services"), SERVICES), "financing": (_l("Financing products"), FINANCING)}
COLLATERAL = {
    Collateral.NONE: _l("No collateral"),
    Collateral.IP: _l("Pledge of patents or software copyrights"),
    Collateral.RECEIVABLES: _l("Pledge of receivables"),
    Collateral.EQUIPMENT: _l("Equipment"),
    Collateral.REAL_ESTATE: _l("Real estate"),
    Collateral.GUARANTOR: _l("A guarantor"),
    Collateral.EQUITY: _l("Pledge of shares"),
}
STATES = {
    RequestState.REQUESTED: _l("Waiting for a quotation"),
    RequestState.QUOTED: _l("Quoted"),
    RequestState.ACCEPTED: _l("In progress"),
    RequestState.COMPLETED: _l("Completed"),
    RequestState.REFUSED: _l("Refused by the agency"),
    RequestState.DECLINED: _l("Quotation declined"),
    RequestState.WITHDRAWN: _l("Withdrawn"),
    RequestState.EXPIRED: _l("Expired"),
    RequestState.CANCELLED: _l("Cancelled"),
}
TONES = {
    RequestState.REQUESTED: "warning",
    RequestState.QUOTED: "info",
    RequestState.ACCEPTED: "info",
    RequestState.COMPLETED: "success",
    RequestState.REFUSED: "danger",
    RequestState.CANCELLED: "danger",
}
VOUCHER_STATES = {
    "valid": _l("Valid"),
    "used": _l("Used up"),
    "expired": _l("Expired"),
    "revoked": _l("Revoked"),
}
VOUCHER_TONES = {"valid": "success", "revoked": "danger"}
REDEMPTION_STATES = {
    RedemptionState.SUBMITTED: _l("Waiting for the startup"),
    RedemptionState.CONFIRMED: _l("Waiting for payment"),
    RedemptionState.PAID: _l("Paid"),
    RedemptionState.REFUSED: _l("Refused"),
    RedemptionState.WITHDRAWN: _l("Withdrawn"),
}
REDEMPTION_TONES = {
    RedemptionState.SUBMITTED: "warning",
    RedemptionState.CONFIRMED: "warning",
    RedemptionState.PAID: "success",
    RedemptionState.REFUSED: "danger",
}
ENTRIES = {
    EntryKind.ISSUE: _l("Issued"),
    EntryKind.REDEEM: _l("Redeemed"),
    EntryKind.RELEASE: _l("Given back"),
    EntryKind.EXPIRE: _l("Expired"),
    EntryKind.REVOKE: _l("Revoked"),
}
