"""A fund may name a person as its contact. They get what it says, and it goes when they close their account."""

from typing import Any

from sqlalchemy import select

from app.accounts.models import Account
from app.extensions import db
from app.funds.models import Fund


def export(account: Account) -> list[dict[str, Any]]:
    return [
        {
            "fund": fund.name,
            "contact_name": fund.contact_name,
            "contact_phone": fund.contact_phone,
            "contact_email": fund.contact_email,
        }
        for fund in _naming(account)
    ]


def erase(account: Account) -> None:
    for fund in _naming(account):
        fund.contact_name = fund.contact_phone = fund.contact_email = ""
    db.session.flush()


def _naming(account: Account) -> list[Fund]:
    return list(db.session.scalars(select(Fund).where(Fund.contact_email == account.email).order_by(Fund.created_at)))
