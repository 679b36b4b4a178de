"""Quotations that nobody answered in time, and vouchers past their day."""

from app.core import jobs
from app.core.errors import Conflict
from app.extensions import db
from app.offerings.queries.requests import overdue
from app.offerings.queries.vouchers import ended
from app.offerings.services import requests, vouchers


@jobs.periodic("*/15")
def expire_quotations() -> None:
    """One transaction each, so that an answer arriving meanwhile stops only its own."""
    for request in db.session.scalars(overdue()).unique().all():
        try:
            requests.expire(request=request)
            db.session.commit()
        except Conflict:
            db.session.rollback()


@jobs.periodic("*/15")
def expire_vouchers() -> None:
    """What is left on a voucher leaves it after its last day."""
    for voucher in db.session.scalars(ended()).unique().all():
        try:
            vouchers.expire(voucher=voucher)
            db.session.commit()
        except Conflict:
            db.session.rollback()
