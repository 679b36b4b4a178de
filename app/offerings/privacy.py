"""The contact person of an offering: handed out with their data, and taken off when they close their account."""

from typing import Any

from sqlalchemy import select

from app.accounts.models import Account
from app.extensions import db
from app.offerings.models import Offering

CONTACT = ("contact_name", "contact_phone", "contact_email")


def export(account: Account) -> list[dict[str, Any]]:
    return [{"offering": o.name, **{name: getattr(o, name) for name in CONTACT}} for o in _named(account)]


def erase(account: Account) -> None:
    """The offering is its agency's and stays; only the person leaves it."""
    for offering in _named(account):
        for name in CONTACT:
            setattr(offering, name, "")
    db.session.flush()


def _named(account: Account) -> list[Offering]:
    """Offerings that name this person's address or telephone."""
    named = Offering.contact_email == account.email
    if account.phone:
        named = named | (Offering.contact_phone == account.phone)
    return list(db.session.scalars(select(Offering).where(named).order_by(Offering.id)))
