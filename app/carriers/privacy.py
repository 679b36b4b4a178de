"""People whom a carrier names: handed out with their data, and taken off when they close their account."""

from typing import Any

from sqlalchemy import select

from app.accounts.models import Account
from app.accounts.services.privacy import NAME_OF_CLOSED
from app.carriers.models import Carrier, CarrierStaff
from app.extensions import db

CONTACT = ("contact_name", "contact_phone", "contact_email")


def export(account: Account) -> list[dict[str, Any]]:
    """As the contact of a carrier, and as a member of its staff."""
    contacts = [{"carrier": row.name, **{name: getattr(row, name) for name in CONTACT}} for row in _named(account)]
    return [*contacts, *(_employment(row) for row in _employed(account))]


def erase(account: Account) -> None:
    """The carrier is its operator's and stays, and so does the number of its staff; only the person leaves them."""
    for carrier in _named(account):
        for name in CONTACT:
            setattr(carrier, name, "")
    for staff in _employed(account):
        staff.name, staff.position, staff.account_id = NAME_OF_CLOSED, "", None
    db.session.flush()


def _named(account: Account) -> list[Carrier]:
    """Carriers that name this person's address or telephone."""
    named = Carrier.contact_email == account.email
    if account.phone:
        named = named | (Carrier.contact_phone == account.phone)
    return list(db.session.scalars(select(Carrier).where(named).order_by(Carrier.id)))


def _employed(account: Account) -> list[CarrierStaff]:
    statement = select(CarrierStaff).where(CarrierStaff.account_id == account.id).order_by(CarrierStaff.id)
    return list(db.session.scalars(statement).unique())


def _employment(staff: CarrierStaff) -> dict[str, Any]:
    return {
        "carrier": staff.carrier.name,
        "name": staff.name,
        "position": staff.position,
        "started_on": staff.started_on.isoformat(),
        "ended_on": staff.ended_on.isoformat() if staff.ended_on else None,
        "trainings": [
            {"level": row.level.value, "completed_on": row.completed_on.isoformat()} for row in staff.trainings
        ],
    }
