"""What agencies and startups rush for."""

from typing import Any

from sqlalchemy import func, select

from app.accounts.models import Role
from app.extensions import db
from app.offerings.models import EntryKind, VoucherEntry
from tests import factories
from tests.offerings import factories as offerings


def voucher_balance() -> Any:
    """Twenty invoices of 2,000 wait on a voucher of 6,000; the startup's people confirm them all at once."""
    from tests.races.scenes import Rush, cookie

    owner, organiser = factories.actor(), factories.actor(Role.ORGANISER)
    given = offerings.voucher(organiser, owner, amount=6_000_00)
    sign_in, requests = cookie(owner), []
    for _ in range(20):
        agency = factories.actor(Role.AGENCY_STAFF)
        made = offerings.invoice(agency, offerings.payable(owner, agency, given), 2_000_00)
        requests.append((sign_in, f"/vouchers/invoices/{made.id}/confirm", {}))
    redeemed = select(func.count()).where(VoucherEntry.voucher_id == given.id, VoucherEntry.kind == EntryKind.REDEEM)
    return Rush(requests, 3, lambda: db.session.scalar(redeemed) or 0)
