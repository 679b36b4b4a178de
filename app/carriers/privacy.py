"""The contact person of a carrier: handed out with their data, and taken off when they close their account."""

from typing import Any

from sqlalchemy import select

from app.accounts.models import Account
from app.carriers.models import Carrier
from app.extensions import db

CONTACT = ("contact_name", "contact_phone", "contact_email")


def export(account: Account) -> list[dict[str, Any]]:
    return [{"carrier": row.name, **{name: getattr(row, name) for name in CONTACT}} for row in _named(account)]


def erase(account: Account) -> None:
    """The carrier is its operator's and stays; only the person leaves it."""
    for carrier in _named(account):
        for name in CONTACT:
            setattr(carrier, name, "")
    db.session.flush()


def _named(account: Account) -> list[Carrier]:
    """Carriers that name this person's address or telephone."""
    named = Carrier.contact_email == account.email
    if account.phone:
        named = named | (Carrier.contact_phone == account.phone)
    return list(db.session.scalars(select(Carrier).where(named).order_by(Carrier.id)))
