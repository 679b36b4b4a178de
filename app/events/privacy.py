"""What events keep about a person: handed out to them, and taken away when they close their account."""

from typing import Any

from sqlalchemy import select

from app.accounts.models import Account
from app.core.model import utc_now
from app.events.models import EventRegistration, EventState, SeatState
from app.events.places import count_seats, lock
from app.events.services.seats import promote
from app.extensions import db

GONE = "已注销 · Closed account"


def export(account: Account) -> list[dict[str, Any]]:
    return [_shown(row) for row in _rows(account)]


def erase(account: Account) -> None:
    """Seats that are still to come are given back; a certificate keeps its number and loses its name."""
    for row in _rows(account):
        if row.state is not SeatState.CANCELLED and row.event.state is EventState.OPEN:
            lock(row.event)
            had_seat = row.state is SeatState.CONFIRMED
            row.state, row.cancelled_at = SeatState.CANCELLED, utc_now()
            count_seats(row.event, -1 if had_seat else 0)
            promote(row.event)
        if row.certificate is not None:
            row.certificate.name = GONE
    db.session.flush()


def _rows(account: Account) -> list[EventRegistration]:
    statement = select(EventRegistration).where(EventRegistration.account_id == account.id)
    return list(db.session.scalars(statement.order_by(EventRegistration.asked_at, EventRegistration.id)).unique())


def _shown(row: EventRegistration) -> dict[str, Any]:
    certificate = row.certificate
    return {
        "event": row.event.title,
        "state": row.state.value,
        "attendance": row.attendance.value,
        "asked_at": row.asked_at.isoformat(),
        "cancelled_at": row.cancelled_at.isoformat() if row.cancelled_at else None,
        "attended_at": row.attended_at.isoformat() if row.attended_at else None,
        "certificate": {
            "number": certificate.number,
            "name": certificate.name,
            "issued_at": certificate.issued_at.isoformat(),
            "revoked_at": certificate.revoked_at.isoformat() if certificate.revoked_at else None,
            "revoke_reason": certificate.revoke_reason,
        }
        if certificate
        else None,
    }
